"""How many trials there are, before anything is asked of them."""

from dataclasses import dataclass

from trials.eligibility.facts import Role
from trials.finder.statements import one_row


@dataclass(frozen=True, slots=True)
class Totals:
    """Published trials that may be ``taking`` people now, and the others.

    ``…_in_role`` are those of them that have a group for a role.
    """

    taking: int
    not_taking: int
    taking_in_role: int
    not_taking_in_role: int

    @property
    def published(self) -> int:
        return self.taking + self.not_taking

    @property
    def in_role(self) -> int:
        return self.taking_in_role + self.not_taking_in_role


def totals(role: Role) -> Totals:
    """One query."""
    return Totals(**one_row(_STATEMENT, [role.value, role.value]))


_STATEMENT = """
SELECT coalesce(sum(change) FILTER (WHERE is_first AND is_open), 0)::int AS taking,
    coalesce(sum(change) FILTER (WHERE is_first AND NOT is_open), 0)::int AS not_taking,
    coalesce(sum(change) FILTER (WHERE role = %s AND is_open), 0)::int AS taking_in_role,
    coalesce(sum(change) FILTER (WHERE role = %s AND NOT is_open), 0)::int
        AS not_taking_in_role
FROM trials_searchcount
"""
