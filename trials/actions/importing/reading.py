"""A found study with all that is read from it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec import Struct

from trials.actions.importing.summary import ImportSummary, Outcome
from trials.registry.diagnosis_groups import groups_by_diagnosis
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.diseases import DiseaseReading, read_diseases
from trials.registry.groups import ReadGroup, read_groups
from trials.registry.hashes import decoded, guessed_id, raw_hash
from trials.registry.pages import FoundStudy
from trials.registry.records import StudyRecord
from trials.registry.studies import read_study

_POSITION = re.compile(r"\[\d+\]")


class UnreadableStudyError(ValueError):
    """``reason`` is the decoder's, or a word of the reader."""


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What studies are read with; ``version`` changes whenever it does."""

    vocabulary: DiseaseVocabulary
    version: bytes


class HashedStudy(Struct, frozen=True, gc=False):
    """``guessed_id`` is the number that seems to be its own; empty when there is none."""

    found: FoundStudy
    raw_hash: bytes
    guessed_id: str


@dataclass(frozen=True, slots=True)
class SameStudy:
    """Says what we hold already, in other bytes."""

    nct_id: str
    raw_hash: bytes


@dataclass(frozen=True, slots=True)
class ReadStudy:
    place: str
    raw_hash: bytes
    content_hash: bytes
    record: StudyRecord
    groups: tuple[ReadGroup, ...]
    diseases: DiseaseReading

    @property
    def nct_id(self) -> str:
        return self.record.nct_id


def hashed_all(found: Iterable[FoundStudy], version: bytes) -> list[HashedStudy]:
    """The hashes change with the record, with the way we read it and with our diseases."""
    return [
        HashedStudy(each, raw_hash(each.content, version), guessed_id(each.content))
        for each in found
    ]


def read(study: HashedStudy, using: ReadWith, held: Mapping[str, bytes]) -> ReadStudy | SameStudy:
    """Nothing is read of a study that says what we hold; ``held`` are hashes of contents.

    Raises UnreadableStudyError.
    """
    try:
        content, content_hash = decoded(study.found.content, using.version)
        if held.get(study.guessed_id) == content_hash:
            return SameStudy(study.guessed_id, study.raw_hash)
        record = read_study(content)
    except (ValueError, RecursionError) as fault:
        raise UnreadableStudyError(str(fault)) from None
    vocabulary = using.vocabulary
    diseases = read_diseases(record, vocabulary)
    groups = groups_by_diagnosis(read_groups(record), record.eligibility, diseases, vocabulary)
    place = study.found.place
    return ReadStudy(place, study.raw_hash, content_hash, record, groups, diseases)


@dataclass(slots=True)
class ReadPage:
    """What was read of a page.

    ``studies``  by number; of several records of one study the newest, of equal ones the first.
    ``same``     those that say what we hold.
    """

    studies: dict[str, ReadStudy] = field(default_factory=dict)
    same: list[SameStudy] = field(default_factory=list)
    summary: ImportSummary = field(default_factory=ImportSummary)

    def add(self, later: "ReadPage") -> None:
        for study in later.studies.values():
            self.take(study)
        self.same += later.same
        self.summary.add(later.summary)

    def take(self, study: ReadStudy) -> None:
        other = self.studies.get(study.nct_id)
        self.summary.outcomes[Outcome.OLDER] += other is not None
        if other is None or is_before(other.record.updated_on, study.record.updated_on):
            self.studies[study.nct_id] = study

    def set_aside(self, held: Mapping[str, bytes]) -> None:
        """What says what we hold, though its number could not be guessed."""
        for nct_id, study in list(self.studies.items()):
            if held.get(nct_id) == study.content_hash:
                self.same.append(SameStudy(nct_id, study.raw_hash))
                del self.studies[nct_id]


def read_page(
    changed: Iterable[HashedStudy], using: ReadWith, held: Mapping[str, bytes]
) -> ReadPage:
    """Asks no database, so that another thread may do it; ``held`` are hashes of contents."""
    page = ReadPage()
    for one in changed:
        try:
            study = read(one, using, held)
        except UnreadableStudyError as fault:
            page.summary.refuse(one.found.place, str(fault))
            continue
        if isinstance(study, SameStudy):
            page.same.append(study)
        else:
            page.take(study)
    return page


def is_before(one: date | None, other: date | None) -> bool:
    """Whether both days are known, and the one is earlier."""
    return one is not None and other is not None and one < other


def count_read(study: ReadStudy, summary: ImportSummary) -> None:
    """What could not be read, could not be mapped, or contradicts itself."""
    for part in study.record.unread:
        summary.unread[_POSITION.sub("", part.path)] += 1
    summary.unmapped_terms.update(study.diseases.unmapped)
    summary.age_conflicts += any(group.issues for group in study.groups)
