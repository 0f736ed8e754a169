"""The goals: what was measured beside what should be, and beside what was once reached."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

BASELINE = Path(__file__).with_name("baseline.json")
WORSE = 0.15
"""A ratio that is worse than the baseline by more than this fails."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio. ``ratio`` is None where it was not measured; ``ours`` says why then.

    ``name``    stays the same for ever: the baseline knows it by it.
    ``limit``   what the ratio should be: at most, or at least.
    ``steady``  the same ratio of what the processors did, which hardly changes with what
                else the machine does: the baseline holds it. None where there is none, as
                for tails and load: then nothing fails.
    """

    goal: int
    name: str
    floor: str
    ours: str
    ratio: float | None
    limit: float
    is_at_most: bool = True
    steady: float | None = None

    @property
    def is_met(self) -> bool:
        if self.ratio is None:
            return False
        return self.ratio <= self.limit if self.is_at_most else self.ratio >= self.limit

    @property
    def verdict(self) -> str:
        if self.ratio is None:
            return self.ours
        return "met" if self.is_met else "NOT MET"

    def line(self) -> str:
        sign = "≤" if self.is_at_most else "≥"
        ours = "" if self.ratio is None else self.ours
        return (
            f"{self.goal}  {self.name:42}{self.floor:>12}{ours:>12}{_two_digits(self.ratio):>9}"
            f"{_two_digits(self.steady):>9}  {sign} {self.limit:<5g} {self.verdict}"
        )

    def is_worse_than(self, before: float) -> bool:
        if self.steady is None:
            return False
        worse = self.steady / before if self.is_at_most else before / self.steady
        return worse > 1 + WORSE


HEAD = f"{'':3}{'goal':42}{'floor':>12}{'ours':>12}{'ratio':>9}{'of work':>9}  {'goal':7} verdict"


def _two_digits(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def skipped(goal: int, name: str, limit: float, why: str, *, is_at_most: bool = True) -> Figure:
    return Figure(goal, name, "", why, None, limit, is_at_most)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def worse_than_before(figures: Iterable[Figure], size: int) -> list[str]:
    """What fell behind the baseline of this size; nothing where there is none."""
    before = baseline(size)
    return [
        f"{figure.name}: {figure.steady:.2f}, before {before[figure.name]:.2f}"
        for figure in figures
        if figure.name in before and figure.is_worse_than(before[figure.name])
    ]


def write_baseline(figures: Iterable[Figure], size: int) -> None:
    """Make these ratios what later runs are compared with."""
    kept = _baseline()
    kept[str(size)] = {
        figure.name: round(figure.steady, 3) for figure in figures if figure.steady is not None
    }
    BASELINE.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def baseline(size: int) -> Mapping[str, float]:
    """The committed ratios of work of a registry of this size; empty where there are none."""
    return _baseline().get(str(size), {})


def _baseline() -> dict[str, Mapping[str, float]]:
    if not BASELINE.exists():
        return {}
    kept: dict[str, Mapping[str, float]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return kept
