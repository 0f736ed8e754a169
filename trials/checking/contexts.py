"""The rules of a group as lists of what one person has to meet together.

AllOf                         whole     age, CD123
├── age                       branch    age, CD123, AML
├── AnyOf                     branch    age, CD123, B-ALL, relapsed
│   ├── AML
│   └── AllOf  B-ALL, relapsed
└── CD123
"""

from collections.abc import Iterator
from dataclasses import dataclass

from trials.eligibility.criteria import AllOf, AnyOf, Criterion, Leaf, Not, Side


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule, and whether it has to be met or must not be."""

    leaf: Leaf
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Rules that hold together; ``own`` are those of a branch, the others hold for all."""

    trunk: tuple[Asked, ...]
    own: tuple[Asked, ...] = ()

    @property
    def asked(self) -> tuple[Asked, ...]:
        return self.trunk + self.own


def contexts(criterion: Criterion) -> Iterator[Context]:
    """The whole first, then every branch of it with all that stands around it."""
    trunk, boxes = _together(criterion, is_wanted=True)
    yield Context(trunk)
    yield from _branches(trunk, boxes)


def whole(criterion: Criterion) -> tuple[Asked, ...]:
    """What everybody in the group has to meet."""
    return _together(criterion, is_wanted=True)[0]


_Box = tuple[tuple[Criterion, ...], bool]


def _branches(trunk: tuple[Asked, ...], boxes: tuple[_Box, ...]) -> Iterator[Context]:
    for parts, is_wanted in boxes:
        for part in parts:
            own, inner = _together(part, is_wanted=is_wanted)
            if own:
                yield Context(trunk, own)
            for deeper in _branches((*trunk, *own), inner):
                yield Context(trunk, deeper.asked[len(trunk) :])


def _together(
    criterion: Criterion, *, is_wanted: bool
) -> tuple[tuple[Asked, ...], tuple[_Box, ...]]:
    """Rules that hold together, and boxes of which one part has to hold."""
    if isinstance(criterion, Not):
        return _together(criterion.part, is_wanted=not is_wanted)
    if not isinstance(criterion, AllOf | AnyOf):
        wanted = is_wanted is (criterion.side is Side.INCLUDE)
        return (Asked(criterion, wanted),), ()
    if isinstance(criterion, AllOf) is not is_wanted and len(criterion.parts) > 1:
        return (), ((criterion.parts, is_wanted),)
    asked: tuple[Asked, ...] = ()
    boxes: tuple[_Box, ...] = ()
    for part in criterion.parts:
        more, inner = _together(part, is_wanted=is_wanted)
        asked, boxes = asked + more, boxes + inner
    return asked, boxes
