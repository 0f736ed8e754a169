"""Two versions of a long text, sentence by sentence, with what is gone and what is new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from trials.registry.criteria_text import read_criteria


class Kind(StrEnum):
    """What became of a sentence, or of a piece of one."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a changed sentence: the same, gone or new."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or heading. A changed one has pieces of both versions, in reading order."""

    kind: Kind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow each other; ``is_folded`` where they are all the same, and many."""

    lines: tuple[Line, ...]
    is_folded: bool = False


SHOWN_AROUND = 1
"""So many unchanged sentences stand beside a change, to show where it is."""
_ALIKE_FROM = 0.5
_COMPARED_AT_MOST = 2_500


def text_difference(before: str, after: str) -> tuple[Stretch, ...]:
    """Both texts in one; of two texts without a difference everything is folded."""
    lines = list(_lines(_sentences(before), _sentences(after)))
    return tuple(_stretches(lines))


def list_difference(before: Sequence[str], after: Sequence[str]) -> tuple[Stretch, ...]:
    """Both lists in one, in their order; nothing is folded."""
    old, new = (
        [" ".join(text.split()) for text in before],
        [" ".join(text.split()) for text in after],
    )
    lines: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            lines += [_whole(Kind.SAME, text) for text in old[start:end]]
        else:
            lines += [_whole(Kind.GONE, text) for text in old[start:end]]
            lines += [_whole(Kind.NEW, text) for text in new[new_start:new_end]]
    return (Stretch(tuple(lines)),)


def words_difference(before: str, after: str) -> tuple[Piece, ...]:
    """One sentence before and after, word by word."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Kind.SAME, "".join(old[start:end])))
            continue
        if start < end:
            pieces.append(Piece(Kind.GONE, "".join(old[start:end]).rstrip()))
        if new_start < new_end:
            pieces.append(Piece(Kind.NEW, "".join(new[new_start:new_end]).rstrip()))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    """Words with the blanks behind them, so that the pieces read as they were written."""
    return re.findall(r"\S+\s*", text)


def _sentences(text: str) -> list[str]:
    """The sentences and headings in their order; marks of lists are left out."""
    read = read_criteria(text)
    spans = [(sentence.start, sentence.end) for sentence in read.sentences]
    spans += [(heading.start, heading.end) for heading in read.headings]
    return [" ".join(text[start:end].split()) for start, end in sorted(spans)]


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from (_whole(Kind.SAME, text) for text in before[start:end])
        else:
            yield from _replaced(before[start:end], after[new_start:new_end])


def _whole(kind: Kind, text: str) -> Line:
    return Line(kind, (Piece(kind, text),))


def _replaced(gone: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """New sentences in their order, each beside the old one it was made from, if any."""
    left = list(gone)
    is_much = len(gone) * len(new) > _COMPARED_AT_MOST
    for text in new:
        earlier = None if is_much else _most_alike(text, left)
        if earlier is None:
            yield _whole(Kind.NEW, text)
            continue
        for passed in left[: left.index(earlier)]:
            yield _whole(Kind.GONE, passed)
        del left[: left.index(earlier) + 1]
        yield Line(Kind.CHANGED, words_difference(earlier, text))
    yield from (_whole(Kind.GONE, text) for text in left)


def _most_alike(text: str, others: Sequence[str]) -> str | None:
    matcher = SequenceMatcher(None, b=_tokens(text), autojunk=False)
    best, best_ratio = None, _ALIKE_FROM
    for other in others:
        matcher.set_seq1(_tokens(other))
        if matcher.quick_ratio() >= best_ratio and (ratio := matcher.ratio()) >= best_ratio:
            best, best_ratio = other, ratio
    return best


def _stretches(lines: Sequence[Line]) -> Iterator[Stretch]:
    near = [_is_near_a_change(lines, number) for number in range(len(lines))]
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or near[number] != near[start]:
            is_folded = not near[start] and number - start > 1
            yield Stretch(tuple(lines[start:number]), is_folded)
            start = number


def _is_near_a_change(lines: Sequence[Line], number: int) -> bool:
    around = lines[max(0, number - SHOWN_AROUND) : number + SHOWN_AROUND + 1]
    return any(line.kind is not Kind.SAME for line in around)
