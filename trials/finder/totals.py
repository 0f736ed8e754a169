"""How many trials there are, before anything is asked of them."""

from dataclasses import dataclass

from trials.eligibility.facts import Role
from trials.finder.statements import one_row


@dataclass(frozen=True, slots=True)
class Totals:
    """``in_role`` are those of the ``published`` trials that have a group for a role."""

    published: int
    in_role: int


def totals(role: Role) -> Totals:
    """One query."""
    return Totals(**one_row(_STATEMENT, [role.value]))


_STATEMENT = """
SELECT coalesce(sum(change) FILTER (WHERE is_first), 0)::int AS published,
       coalesce(sum(change) FILTER (WHERE role = %s), 0)::int AS in_role
FROM trials_searchcount
"""
