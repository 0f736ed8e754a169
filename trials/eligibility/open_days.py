"""Sets of days, for what opens and closes on dates that are known today."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Runs of days in the order of the calendar, first and last day included.

    No two of them touch. A run without a beginning begins on ``date.min``, one without an
    end ends on ``date.max``.
    """

    runs: tuple[tuple[date, date], ...]

    @classmethod
    def between(cls, first: date | None, last: date | None) -> Self:
        """All days from the first to the last; None has no end on that side."""
        run = (first or date.min, last or date.max)
        return cls((run,) if run[0] <= run[1] else ())

    @property
    def first(self) -> date | None:
        """None for no day at all."""
        return self.runs[0][0] if self.runs else None

    @property
    def end_of_first_run(self) -> date | None:
        """None for no day at all, and for a run without an end."""
        return self.runs[0][1] if self.runs and self.runs[0][1] < date.max else None

    def __and__(self, other: "Days") -> "Days":
        if self is ALWAYS or other is ALWAYS:
            return other if self is ALWAYS else self
        shared = (
            (max(one[0], two[0]), min(one[1], two[1])) for one in self.runs for two in other.runs
        )
        return Days(tuple(sorted(run for run in shared if run[0] <= run[1])))

    def __or__(self, other: "Days") -> "Days":
        joined: list[tuple[date, date]] = []
        for first, last in sorted(self.runs + other.runs):
            if joined and (joined[-1][1] == date.max or first <= joined[-1][1] + _ONE_DAY):
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return Days(tuple(joined))


ALWAYS = Days.between(None, None)
NEVER = Days(())
