"""The criteria of a source in pieces, every sentence with what was made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.checking import Coverage, CoveredSentence
from trials.registry.criteria_text import Span

COVERAGE_WORDS: Mapping[Coverage, StrPromise] = {
    Coverage.QUOTED: gettext_lazy("a rule quotes it"),
    Coverage.LINKED: gettext_lazy("our rules say it"),
    Coverage.TEAM: gettext_lazy("the study team checks it"),
    Coverage.NOT_ABOUT: gettext_lazy("not about who can join"),
    Coverage.PART: gettext_lazy("a rule quotes a part of it: what about the rest?"),
    Coverage.OPEN: gettext_lazy("not covered yet"),
}


@dataclass(frozen=True, slots=True)
class TextPart:
    words: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of the text: a sentence, or what stands between two.

    ``number`` counts sentences from 1; 0 for what is none. ``state`` is empty for that, too.
    """

    parts: tuple[TextPart, ...]
    number: int = 0
    state: str = ""
    state_words: StrPromise | str = ""
    is_covered: bool = True


def text_pieces(text: str, sentences: Sequence[CoveredSentence]) -> Iterator[TextPiece]:
    """All of the text, in order; nothing of it is left out."""
    position = 0
    for number, one in enumerate(sentences, 1):
        start, end = one.sentence.start, one.sentence.end
        if start > position:
            yield TextPiece((TextPart(text[position:start], is_quoted=False),))
        yield TextPiece(
            tuple(_parts(text, start, end, one.quoted)),
            number,
            one.coverage.value,
            COVERAGE_WORDS[one.coverage],
            one.coverage.is_covered,
        )
        position = end
    if position < len(text):
        yield TextPiece((TextPart(text[position:], is_quoted=False),))


def _parts(text: str, start: int, end: int, quoted: Sequence[Span]) -> Iterator[TextPart]:
    position = start
    for span in quoted:
        if span.start > position:
            yield TextPart(text[position : span.start], is_quoted=False)
        yield TextPart(text[span.start : span.end], is_quoted=True)
        position = span.end
    if position < end:
        yield TextPart(text[position:end], is_quoted=False)
