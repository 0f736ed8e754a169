"""How many trials there are, before anything is asked of them."""

from dataclasses import dataclass
from datetime import date

from trials.eligibility.facts import Role
from trials.finder.conditions import GONE
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


def totals(role: Role, today: date) -> Totals:
    """One query. Trials that are to leave the list by ``today`` are counted no more."""
    return Totals(**one_row(_STATEMENT, {"role": role.value, "today": today}))


_COUNTS = """
coalesce(sum({change}) FILTER (WHERE is_first AND is_open), 0)::int AS taking,
coalesce(sum({change}) FILTER (WHERE is_first AND NOT is_open), 0)::int AS not_taking,
coalesce(sum({change}) FILTER (WHERE role = %(role)s AND is_open), 0)::int AS taking_in_role,
coalesce(sum({change}) FILTER (WHERE role = %(role)s AND NOT is_open), 0)::int
    AS not_taking_in_role
"""
_STATEMENT = f"""
SELECT held.taking - gone.taking AS taking,
    held.not_taking - gone.not_taking AS not_taking,
    held.taking_in_role - gone.taking_in_role AS taking_in_role,
    held.not_taking_in_role - gone.not_taking_in_role AS not_taking_in_role
FROM (SELECT {_COUNTS.format(change="change")} FROM trials_searchcount) AS held, (
    SELECT {_COUNTS.format(change="1")} FROM trials_searchrow WHERE trial_id = ANY({GONE})
) AS gone
"""
