"""Which sentences of the criteria are said by a rule, or were looked at by a person.

A mark belongs to the words of its sentence: where they change, it is asked anew.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from trials.registry.criteria_text import CriterionSentence, Span, sentences_of

COVERING = 1
"""Raise it whenever the same text, quotations and marks come to something else, also where
the sentences are cut otherwise: what was kept of every trial is then made anew."""


class MarkKind(StrEnum):
    """What a person said of a sentence that no rule quotes whole."""

    LINKED = "linked"
    TEAM = "team"
    NOT_ABOUT = "not_about"


class Coverage(StrEnum):
    """``PART``: a rule quotes some of it, and nobody has looked at the rest."""

    QUOTED = "quoted"
    LINKED = "linked"
    TEAM = "team"
    NOT_ABOUT = "not_about"
    PART = "part"
    OPEN = "open"

    @property
    def is_covered(self) -> bool:
        return self not in (Coverage.PART, Coverage.OPEN)


@dataclass(frozen=True, slots=True)
class Mark:
    """``quote`` is the quotation of the rule that a LINKED sentence is said by."""

    words: str
    kind: MarkKind
    quote: str = ""


@dataclass(frozen=True, slots=True)
class CoveredSentence:
    """``quoted`` are the stretches of the whole text that rules quote, in order."""

    sentence: CriterionSentence
    coverage: Coverage
    quoted: tuple[Span, ...] = ()


def cover(
    text: str,
    quotes: Iterable[str],
    marks: Iterable[Mark] = (),
    *,
    team_reads_the_rest: bool = False,
) -> tuple[CoveredSentence, ...]:
    """Every sentence of the criteria, in order.

    ``team_reads_the_rest``: a sentence marked for the study team needs no rule of its own.
    A mark that links to a quotation counts while some rule still has that quotation.
    """
    held = {folded(quote): quote for quote in quotes if quote.strip()}
    known = {folded(mark.words): mark for mark in marks}
    patterns = [_pattern(quote) for quote in held.values()]
    return tuple(
        _covered(sentence, text, held, patterns, known, team_reads_the_rest)
        for sentence in sentences_of(text)
    )


def folded(text: str) -> str:
    """Without what does not matter: blanks, capitals, and how a sign is written."""
    plain = re.sub(r"\s+", " ", text).strip().rstrip(".;,").casefold()
    for written, sign in _SIGNS:
        plain = plain.replace(written, sign)
    return plain


_SIGNS = (
    ("\\", ""),
    (">=", "≥"),
    ("=>", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2013", "-"),
    ("\u2014", "-"),
)


def _covered(
    sentence: CriterionSentence,
    text: str,
    held: Mapping[str, str],
    patterns: Iterable[re.Pattern[str]],
    known: Mapping[str, Mark],
    team_reads_the_rest: bool,
) -> CoveredSentence:
    words = folded(sentence.words)
    if any(words in quote for quote in held):
        return CoveredSentence(sentence, Coverage.QUOTED, (Span(sentence.start, sentence.end),))
    quoted = tuple(_joined(_found(patterns, text, sentence)))
    mark = known.get(words)
    if mark is not None and _counts(mark, held, team_reads_the_rest):
        return CoveredSentence(sentence, Coverage(mark.kind.value), quoted)
    return CoveredSentence(sentence, Coverage.PART if quoted else Coverage.OPEN, quoted)


def _counts(mark: Mark, held: Collection[str], team_reads_the_rest: bool) -> bool:
    if mark.kind is MarkKind.LINKED:
        return folded(mark.quote) in held
    return mark.kind is MarkKind.NOT_ABOUT or team_reads_the_rest


_SHORTEST_QUOTE = 4
"""Characters; a shorter quotation is found everywhere."""


def _pattern(quote: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in quote.strip().rstrip(".;,").split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)


def _found(
    patterns: Iterable[re.Pattern[str]], text: str, sentence: CriterionSentence
) -> Iterator[Span]:
    for pattern in patterns:
        match = pattern.search(text, sentence.start, sentence.end)
        if match and match.end() - match.start() >= _SHORTEST_QUOTE:
            yield Span(match.start(), match.end())


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """In order, those that overlap made one."""
    last: Span | None = None
    for span in sorted(spans, key=lambda each: each.start):
        if last is None:
            last = span
        elif span.start <= last.end:
            last = Span(last.start, max(last.end, span.end))
        else:
            yield last
            last = span
    if last is not None:
        yield last
