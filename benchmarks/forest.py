"""The engine as numpy would do it: all trees at once, level by level, as arrays.

Criteria that say the same are evaluated once for each person; their values are spread over
the trees, and every level of boxes is folded by one reduction. It says what a trial comes
to, and nothing about why. None of it where numpy is not installed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.closures import FALSE, NOT, Plain, compiled_leaf
from trials.eligibility.criteria import AllOf, AnyOf, Criterion, Leaf, Not, Origin
from trials.eligibility.evaluation import TrialRules

try:
    import numpy
except ImportError:  # an optional peer
    numpy = None  # type: ignore[assignment]

is_installed = numpy is not None


@dataclass
class _Level:
    """Where the nodes of one depth get their values from; boxes name their first child."""

    size: int = 0
    leaves: list[tuple[int, int]] = field(default_factory=list)
    boxes: dict[type, list[tuple[int, int]]] = field(
        default_factory=lambda: {AllOf: [], AnyOf: [], Not: []}
    )
    first_children: list[int] = field(default_factory=list)


class Forest:
    """Trials with at least one group each, none of whose boxes is empty."""

    def __init__(self, trials: Sequence[TrialRules]) -> None:
        self._distinct: dict[Leaf, int] = {}
        self._groups = [
            (number, group) for number, rules in enumerate(trials) for group in rules.groups
        ]
        self._first_groups = numpy.searchsorted(
            [number for number, _ in self._groups], range(len(trials))
        )
        levels = self._levels([group.criterion for _, group in self._groups])
        self._tests = [compiled_leaf(leaf) for leaf in self._distinct]
        self._steps = [_Step.of(level) for level in reversed(levels)]

    def ask(self, plain: Plain) -> Any:
        """One number a trial, as closures give it."""
        told = numpy.array([test(plain) for test in self._tests], dtype=numpy.int8)
        values = numpy.empty(0, dtype=numpy.int8)
        for step in self._steps:
            values = step.fold(told, values)
        role = plain.person.facts.role
        is_sought = numpy.array([group.seeks(role) for _, group in self._groups])
        values = numpy.where(is_sought, values, FALSE)
        return numpy.maximum.reduceat(values, self._first_groups)

    def _levels(self, nodes: Sequence[Criterion]) -> list[_Level]:
        """From the roots down; the children of a level's nodes are the next level, in order."""
        levels = []
        while nodes:
            level, below = _Level(len(nodes)), list[Criterion]()
            for position, node in enumerate(nodes):
                self._place(level, position, node, below)
            levels.append(level)
            nodes = below
        return levels

    def _place(
        self, level: _Level, position: int, node: Criterion, below: list[Criterion]
    ) -> None:
        if isinstance(node, AllOf | AnyOf | Not):
            level.boxes[type(node)].append((position, len(level.first_children)))
            level.first_children.append(len(below))
            below.extend((node.part,) if isinstance(node, Not) else node.parts)
        else:
            same = replace(node, origin=Origin())
            level.leaves.append((position, self._distinct.setdefault(same, len(self._distinct))))


@dataclass(frozen=True)
class _Step:
    """A level as arrays: positions, and what stands there."""

    size: int
    leaves: Any
    first_children: Any
    all_of: Any
    any_of: Any
    none_of: Any

    @classmethod
    def of(cls, level: _Level) -> "_Step":
        def pairs(found: list[tuple[int, int]]) -> Any:
            return numpy.array(found, dtype=numpy.int64).reshape(-1, 2).T

        boxes = level.boxes
        return cls(
            level.size,
            pairs(level.leaves),
            numpy.array(level.first_children, dtype=numpy.int64),
            pairs(boxes[AllOf]),
            pairs(boxes[AnyOf]),
            pairs(boxes[Not]),
        )

    def fold(self, told: Any, below: Any) -> Any:
        """The values of this level, from those of the criteria and of the level below."""
        values = numpy.empty(self.size, dtype=numpy.int8)
        values[self.leaves[0]] = told[self.leaves[1]]
        if len(self.first_children):
            weakest = numpy.minimum.reduceat(below, self.first_children)
            strongest = numpy.maximum.reduceat(below, self.first_children)
            values[self.all_of[0]] = weakest[self.all_of[1]]
            values[self.any_of[0]] = strongest[self.any_of[1]]
            turned = numpy.array(NOT, dtype=numpy.int8)
            values[self.none_of[0]] = turned[weakest[self.none_of[1]]]
        return values
