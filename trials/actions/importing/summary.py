"""What became of the studies of an import."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FAULTS_KEPT = 50
"""Studies that could not be read are named up to this number; all are counted."""
TERMS_KEPT = 10_000
"""Terms of no disease counted apart: what comes after these is counted as one."""
OTHER_TERMS = ""


class Outcome(StrEnum):
    """Of one study.

    ``PROPOSED``  reviewed here: what the registry changed waits for a coordinator.
    ``KEPT``      reviewed here, and nothing in it for anybody to decide.
    ``OLDER``     an older copy than ours, or a second one in the same import.
    """

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PROPOSED = "proposed"
    KEPT = "kept"
    OLDER = "older"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StudyFault:
    """A study that was left out. ``reason`` is a word of ours, or the database's own.

    ``raw``  how its record begins, where that could not be read; else empty.
    """

    place: str
    reason: str
    raw: str = ""


@dataclass(slots=True)
class ImportSummary:
    """``unread`` counts parts by their path, positions in lists left out."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    unmapped_terms: Counter[str] = field(default_factory=Counter)
    age_conflicts: int = 0
    faults: list[StudyFault] = field(default_factory=list)

    def add(self, other: "ImportSummary") -> None:
        self.outcomes += other.outcomes
        self.unread += other.unread
        self.age_conflicts += other.age_conflicts
        for term, count in other.unmapped_terms.items():
            is_kept = term in self.unmapped_terms or len(self.unmapped_terms) < TERMS_KEPT
            self.unmapped_terms[term if is_kept else OTHER_TERMS] += count
        self.faults += other.faults[: FAULTS_KEPT - len(self.faults)]

    def refuse(self, place: str, reason: str, raw: str = "") -> None:
        self.outcomes[Outcome.UNREADABLE] += 1
        self.faults.append(StudyFault(place, reason, raw))

    @property
    def has_failed(self) -> bool:
        return self.outcomes[Outcome.UNREADABLE] > 0

    def as_counts(self) -> dict[str, Any]:
        """As an import run keeps it; see :meth:`from_counts`."""
        return {
            "outcomes": dict(self.outcomes),
            "unread": dict(self.unread),
            "unmapped_terms": dict(self.unmapped_terms.most_common(100)),
            "age_conflicts": self.age_conflicts,
            "faults": [[fault.place, fault.reason, fault.raw] for fault in self.faults],
        }

    @classmethod
    def from_counts(cls, counts: dict[str, Any]) -> "ImportSummary":
        return cls(
            Counter(counts.get("outcomes", {})),
            Counter(counts.get("unread", {})),
            Counter(counts.get("unmapped_terms", {})),
            counts.get("age_conflicts", 0),
            [StudyFault(*fault) for fault in counts.get("faults", ())],
        )
