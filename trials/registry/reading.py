"""A found study with all that is read from it.

Nothing here asks a database, so that another thread may do it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from trials.registry.diagnosis_groups import groups_by_diagnosis
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.diseases import DiseaseReading, read_diseases
from trials.registry.groups import ReadGroup, read_groups
from trials.registry.hashes import decoded, guessed_id, raw_hash
from trials.registry.pages import TOO_DEEP, FoundStudy
from trials.registry.raw_text import beginning_of
from trials.registry.records import StudyRecord, Unread
from trials.registry.studies import read_study


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What studies are read with; ``version`` changes whenever it does.

    ``latest``  the last day that a record may name as past; included.
    """

    vocabulary: DiseaseVocabulary
    version: bytes
    latest: date


class HashedStudy(Struct, frozen=True, gc=False):
    """``guessed_id`` is the number that seems to be its own; empty when there is none."""

    found: FoundStudy
    raw_hash: bytes
    guessed_id: str


class SameStudy(Struct, frozen=True, gc=False):
    """Says what we hold already, in other bytes."""

    nct_id: str
    raw_hash: bytes


class UnreadableStudy(Struct, frozen=True, gc=False):
    """``reason`` is the decoder's, or a word of ours; ``raw`` how the record begins."""

    place: str
    reason: str
    raw: str


class ReadStudy(Struct, frozen=True):
    place: str
    raw_hash: bytes
    content_hash: bytes
    record: StudyRecord
    groups: tuple[ReadGroup, ...]
    diseases: DiseaseReading

    @property
    def nct_id(self) -> str:
        return self.record.nct_id


Reading: TypeAlias = ReadStudy | SameStudy | UnreadableStudy


def hashed_all(found: Iterable[FoundStudy], version: bytes) -> list[HashedStudy]:
    """The hashes change with the record, with the way we read it and with our diseases."""
    return [
        HashedStudy(each, raw_hash(each.content, version), guessed_id(each.content))
        for each in found
    ]


def read_all(
    studies: Iterable[HashedStudy], using: ReadWith, held: Mapping[str, bytes]
) -> list[Reading]:
    """In their order. ``held`` are hashes of contents by number: nothing is read of a study
    that says what we hold."""
    return [_read(study, using, held) for study in studies]


def _read(study: HashedStudy, using: ReadWith, held: Mapping[str, bytes]) -> Reading:
    try:
        content, content_hash = decoded(study.found.content, using.version)
        if held.get(study.guessed_id) == content_hash:
            return SameStudy(study.guessed_id, study.raw_hash)
        record = _without_days_to_come(read_study(content), using.latest)
    except ValueError as fault:
        return _unreadable(study.found, str(fault))
    except RecursionError:
        return _unreadable(study.found, TOO_DEEP)
    vocabulary = using.vocabulary
    diseases = read_diseases(record, vocabulary)
    groups = groups_by_diagnosis(read_groups(record), record.eligibility, diseases, vocabulary)
    place = study.found.place
    return ReadStudy(place, study.raw_hash, content_hash, record, groups, diseases)


def _unreadable(found: FoundStudy, reason: str) -> UnreadableStudy:
    return UnreadableStudy(found.place, reason, beginning_of(found.content))


_PAST_DAYS = {
    "status_verified_on": "protocolSection.statusModule.statusVerifiedDate",
    "updated_on": "protocolSection.statusModule.lastUpdatePostDateStruct.date",
}


def _without_days_to_come(record: StudyRecord, latest: date) -> StudyRecord:
    """A slip of the pen in the year would make every later record of the study an older one."""
    days = {name: getattr(record, name) for name in _PAST_DAYS}
    late = {name: day for name, day in days.items() if day is not None and day > latest}
    if not late:
        return record
    unread = (Unread(_PAST_DAYS[name], "in_the_future", str(day)) for name, day in late.items())
    return replace(record, **dict.fromkeys(late), unread=(*record.unread, *unread))


def is_newer(one: date | None, other: date | None) -> bool:
    """Whether a record of the one day is newer; one without a day is older than all others."""
    return one is not None and (other is None or other < one)


def is_before(one: date | None, other: date | None) -> bool:
    """Whether both days are known, and the one is earlier."""
    return one is not None and other is not None and one < other
