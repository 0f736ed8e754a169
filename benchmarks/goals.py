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

    ``name``        stays the same for ever: the baseline knows it by it.
    ``limit``       what the ratio should be: at most, or at least.
    ``has_a_gate``  False where one run tells too little: tails, load, and what other
                    programs on the machine decide.
    """

    goal: int
    name: str
    floor: str
    ours: str
    ratio: float | None
    limit: float
    is_at_most: bool = True
    has_a_gate: bool = True

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
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (
            f"{self.goal}  {self.name:42}{self.floor:>12}{ours:>12}{ratio:>9}"
            f"  {sign} {self.limit:<5g} {self.verdict}"
        )

    def is_worse_than(self, before: float) -> bool:
        if self.ratio is None or not self.has_a_gate:
            return False
        worse = self.ratio / before if self.is_at_most else before / self.ratio
        return worse > 1 + WORSE


HEAD = f"{'':3}{'goal':42}{'floor':>12}{'ours':>12}{'ratio':>9}  {'goal':7} verdict"


def skipped(goal: int, name: str, limit: float, why: str, *, is_at_most: bool = True) -> Figure:
    return Figure(goal, name, "", why, None, limit, is_at_most)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def worse_than_before(figures: Iterable[Figure], size: int) -> list[str]:
    """What fell behind the baseline of this size; nothing where there is none."""
    before = _baseline().get(str(size), {})
    return [
        f"{figure.name}: {figure.ratio:.2f}, before {before[figure.name]:.2f}"
        for figure in figures
        if figure.name in before and figure.is_worse_than(before[figure.name])
    ]


def write_baseline(figures: Iterable[Figure], size: int) -> None:
    """Make these ratios what later runs are compared with."""
    kept = _baseline()
    kept[str(size)] = {
        figure.name: round(figure.ratio, 3)
        for figure in figures
        if figure.ratio is not None and figure.has_a_gate
    }
    BASELINE.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _baseline() -> dict[str, Mapping[str, float]]:
    if not BASELINE.exists():
        return {}
    kept: dict[str, Mapping[str, float]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return kept
