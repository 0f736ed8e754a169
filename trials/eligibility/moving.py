"""The part of a tree that one more answer can change, so that trying it looks at no more.

AllOf  UNKNOWN                              tried: a transplant
├── FactCriterion      UNKNOWN  cd19        ┐
├── TextCriterion      ASK                  ┴ taken together: UNKNOWN
└── WashoutCriterion   UNKNOWN  transplant  ─ looked at again
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from trials.eligibility.branches import Branch
from trials.eligibility.criteria import AllOf, AnyOf, Finding, Leaf, Not
from trials.eligibility.truth import Truth, all_of, any_of, negate


@dataclass(frozen=True, slots=True)
class Moving:
    """One box. ``rest`` has the values of all in it that cannot change."""

    combine: Callable[[Iterable[Truth]], Truth]
    own_leaves: tuple[Leaf, ...]
    boxes: tuple["Moving", ...]
    rest: tuple[Truth, ...]

    @property
    def is_still(self) -> bool:
        """Whether nothing in it can change."""
        return not self.own_leaves and not self.boxes

    def leaves(self) -> Iterator[Leaf]:
        yield from self.own_leaves
        for box in self.boxes:
            yield from box.leaves()

    def truth(self, assess: Callable[[Leaf], Finding]) -> Truth:
        values = [*self.rest, *(assess(leaf).truth for leaf in self.own_leaves)]
        return self.combine([*values, *(box.truth(assess) for box in self.boxes)])


def moving_part(branch: Branch, touches: Callable[[Leaf], bool]) -> Moving:
    """What the leaves that are touched can change."""
    leaves: list[Leaf] = []
    boxes: list[Moving] = []
    rest: set[Truth] = set()
    for part in branch.parts or (branch,):
        if part.finding is None:
            box = moving_part(part, touches)
            if not box.is_still:
                boxes.append(box)
                continue
        elif touches(part.finding.criterion):
            leaves.append(part.finding.criterion)
            continue
        rest.add(part.truth)
    combine = _COMBINATIONS.get(type(branch.criterion), all_of)
    return Moving(combine, tuple(leaves), tuple(boxes), tuple(rest))


def _none_of(values: Iterable[Truth]) -> Truth:
    return negate(any_of(values))


# A tree of one leaf has the value of that leaf.
_COMBINATIONS = {AllOf: all_of, AnyOf: any_of, Not: _none_of}
