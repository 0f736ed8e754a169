"""How well the diseases read from records agree with those that people have curated.

One pair a study: the codes that were curated and the codes that were read.

    strict      a code counts when it stands on both sides
    compatible  a code counts when the other side has it, or one above or below it; the
                groups above all tumours ("cancer") count for other groups alone
    lost        a curated code that somebody could not have together with anything read:
                somebody with that diagnosis would be told "no"

Precision is the share of the codes read that count, recall the share of those curated, over
the codes of all studies together. Studies without a code on the curated side are left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trials.eligibility.diseases import DiseaseGraph

GROUPS_ABOVE_ALL = frozenset({"cancer_or_blood", "cancer", "solid_or_cns"})
GROUPS = GROUPS_ABOVE_ALL | {"solid_tumor", "hematologic_malignancy"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One study: its number and title, the codes curated and the codes read."""

    nct_id: str
    title: str
    curated: frozenset[str]
    read: frozenset[str]


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; the whole may be 0."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole} = {self.part / self.whole:.3f}" if self.whole else "-"


@dataclass(frozen=True, slots=True)
class Scores:
    """All shares over the studies compared."""

    studies: int
    strict_precision: Share
    strict_recall: Share
    compatible_precision: Share
    compatible_recall: Share
    not_lost: Share
    studies_losing_nobody: Share


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What one study has on one side alone, by the compatible measure."""

    pair: Pair
    lost: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def related(graph: DiseaseGraph, one: str, other: str) -> bool:
    """Whether one of them is the other or stands above it, and says enough about it."""
    pair = {one, other}
    is_empty = pair & GROUPS_ABOVE_ALL and not pair <= GROUPS
    return not is_empty and (one in graph.ancestors(other) or other in graph.ancestors(one))


def compare(graph: DiseaseGraph, pair: Pair) -> Disagreement:
    """Both sides of one study."""

    def alone(these: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            code
            for code in sorted(these)
            if not any(related(graph, code, other) for other in others)
        )

    lost = (
        code
        for code in sorted(pair.curated)
        if not any(graph.may_overlap(code, other) for other in pair.read)
    )
    return Disagreement(
        pair,
        lost=tuple(lost),
        missing=alone(pair.curated, pair.read),
        extra=alone(pair.read, pair.curated),
    )


def score(pairs: Sequence[Pair], compared: Sequence[Disagreement]) -> Scores:
    """Add up all studies."""
    curated, read = sum(len(pair.curated) for pair in pairs), sum(len(pair.read) for pair in pairs)
    same = sum(len(pair.curated & pair.read) for pair in pairs)
    lost = sum(len(found.lost) for found in compared)
    return Scores(
        studies=len(pairs),
        strict_precision=Share(same, read),
        strict_recall=Share(same, curated),
        compatible_precision=Share(read - sum(len(found.extra) for found in compared), read),
        compatible_recall=Share(curated - sum(len(f.missing) for f in compared), curated),
        not_lost=Share(curated - lost, curated),
        studies_losing_nobody=Share(sum(not found.lost for found in compared), len(pairs)),
    )


def worst_first(compared: Iterable[Disagreement]) -> list[Disagreement]:
    """Those that disagree: most diagnoses lost first, then missing, then read in excess."""
    found = [item for item in compared if item.missing or item.extra or item.lost]
    return sorted(found, key=lambda item: (-len(item.lost), -len(item.missing), -len(item.extra)))
