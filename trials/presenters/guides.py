"""The page of one guide: its parts in their order, each fact with the numbers of its sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from trials.models import ApprovedTreatment, Guide, GuideSection, GuideSource
from trials.models.reviewed_text import ReviewedText
from trials.texts.marked import LineKind, MarkedLine, read_marked


@dataclass(frozen=True, slots=True)
class NumberedSource:
    number: int
    source: GuideSource


@dataclass(frozen=True, slots=True)
class FactLine:
    text: str
    sources: tuple[NumberedSource, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, one paragraph, or the points of one list."""

    kind: str
    lines: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class GuidePart:
    kind: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """``warning`` is empty once a clinician has reviewed the text.

    ``language`` is empty where the text is in the reader's language.
    """

    warning: str
    language: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    guide: Guide
    review: ReviewWords
    parts: tuple[GuidePart, ...]
    sources: tuple[NumberedSource, ...]
    treatments: tuple[ApprovedTreatment, ...]


def guide_page(
    guide: Guide, treatments: Iterable[ApprovedTreatment], *, language: str
) -> GuidePage:
    """``language`` is the reader's; the guide may be in another."""
    order = list(GuideSection.Kind.values)
    sections = sorted(guide.sections.all(), key=lambda section: order.index(section.kind))
    read = [(section, read_marked(section.text)) for section in sections]
    numbers = _numbered(guide.sources.all(), [line for _kind, lines in read for line in lines])
    return GuidePage(
        guide=guide,
        review=review_words(guide, language=language),
        parts=tuple(
            GuidePart(section.kind, section.get_kind_display(), _blocks(lines, numbers))
            for section, lines in read
        ),
        sources=tuple(numbers.values()),
        treatments=tuple(treatments),
    )


def review_words(text: ReviewedText, *, language: str) -> ReviewWords:
    is_reviewed = text.reviewed_on is not None
    warning = "" if is_reviewed else _("Not yet reviewed by a clinician.")
    is_theirs = text.language == language
    only = "" if is_theirs else _("This text is only in English.")
    return ReviewWords(warning, only)


def guides_by_group(guides: Iterable[Guide]) -> list[tuple[str, list[Guide]]]:
    """The guides under the headings of their groups, by title; groups without one are left out."""
    order = list(Guide.Group.values)
    ordered = sorted(guides, key=lambda guide: (order.index(guide.group), guide.title.lower()))
    return [(group, list(some)) for group, some in groupby(ordered, Guide.get_group_display)]


def _numbered(
    sources: Iterable[GuideSource], lines: Sequence[MarkedLine]
) -> dict[str, NumberedSource]:
    """Sources by their marks, numbered as they come up; one that no line names comes last."""
    held = {source.mark: source for source in sources}
    named = [mark for line in lines for mark in line.marks if mark in held]
    marks = dict.fromkeys([*named, *held])
    return {mark: NumberedSource(number, held[mark]) for number, mark in enumerate(marks, start=1)}


def _blocks(lines: Iterable[MarkedLine], numbers: dict[str, NumberedSource]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for kind, some in groupby(lines, lambda line: line.kind):
        facts = [
            FactLine(line.text, tuple(numbers[mark] for mark in line.marks if mark in numbers))
            for line in some
        ]
        if kind is LineKind.POINT:
            blocks.append(Block(kind, tuple(facts)))
        else:
            blocks.extend(Block(kind, (fact,)) for fact in facts)
    return tuple(blocks)
