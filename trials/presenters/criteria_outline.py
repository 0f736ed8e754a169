"""All rules of a group in words, with their boxes, for those who keep the list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    Leaf,
    Not,
    Origin,
    Side,
    TextCriterion,
)
from trials.presenters.groups import leaf_sentence
from trials.presenters.names import DiagnosisNames

DEEPEST_IN_FORM = 2
"""Boxes that stand deeper are changed as a document."""

BOX_NAMES = {
    AllOf: gettext_lazy("All of these:"),
    AnyOf: gettext_lazy("One of these:"),
    Not: gettext_lazy("None of these:"),
}


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A rule, or a box with ``parts``.

    ``covered``  the plain names of the diagnoses that a rule about diseases takes.
    ``is_deep``  a box that no form shows.
    """

    text: str
    origin: Origin = Origin()
    parts: tuple["OutlineLine", ...] = ()
    covered: tuple[str, ...] = ()
    is_deep: bool = False

    @property
    def covers(self) -> str:
        """How many diagnoses that are; empty for rules about something else."""
        count = len(self.covered)
        words = ngettext(
            "This covers %(count)d diagnosis.", "This covers %(count)d diagnoses.", count
        )
        return words % {"count": count} if count else ""


def outline(tree: AllOf, names: DiagnosisNames) -> tuple[OutlineLine, ...]:
    """In the order of the tree; what stands at the top has to be met by everybody."""
    return tuple(_lines(tree, names, 0))


def _lines(box: AllOf | AnyOf | Not, names: DiagnosisNames, depth: int) -> Iterator[OutlineLine]:
    for part in _parts(box):
        if isinstance(part, AllOf | AnyOf | Not):
            inside = tuple(_lines(part, names, depth + 1))
            is_deep = depth + 1 > DEEPEST_IN_FORM
            yield OutlineLine(str(BOX_NAMES[type(part)]), parts=inside, is_deep=is_deep)
        else:
            yield _leaf(part, names)


def _parts(box: AllOf | AnyOf | Not) -> tuple[Criterion, ...]:
    """Of a "none of these" box with several parts: these, not the box that joins them."""
    if not isinstance(box, Not):
        return box.parts
    return box.part.parts if isinstance(box.part, AnyOf) else (box.part,)


def _leaf(leaf: Leaf, names: DiagnosisNames) -> OutlineLine:
    sentence = leaf_sentence(leaf, names.name_of)
    if isinstance(leaf, TextCriterion) and leaf.side is Side.EXCLUDE:
        sentence = _("Keeps out: %(rule)s") % {"rule": sentence}
    return OutlineLine(sentence, leaf.origin, covered=_covered(leaf, names))


def _covered(leaf: Leaf, names: DiagnosisNames) -> tuple[str, ...]:
    if not isinstance(leaf, DiseaseCriterion) or leaf.side is Side.EXCLUDE:
        return ()
    taken = names.below(leaf.include) if leaf.include else names.diagnoses
    return names.sorted(taken - names.below(leaf.exclude))
