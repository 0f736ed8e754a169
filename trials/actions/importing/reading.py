"""A found study with all that is read from it."""

import json
import re
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from trials.actions.importing.summary import ImportSummary
from trials.registry.diagnosis_groups import groups_by_diagnosis
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.diseases import DiseaseReading, read_diseases
from trials.registry.groups import ReadGroup, read_groups
from trials.registry.pages import FoundStudy
from trials.registry.records import StudyRecord
from trials.registry.studies import content_hash, read_study

# The version of the registry as a whole: it changes every day, in every record.
_REGISTRY_VERSION = re.compile(rb'"versionHolder"\s*:\s*"[^"]*"')
# The first number is the study's own in every record seen; where it is not, the hash of
# another study's record is compared, which is as good as none.
_NUMBER = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"')
_POSITION = re.compile(r"\[\d+\]")


class UnreadableStudyError(ValueError):
    """``reason`` is the decoder's, or a word of the reader."""


@dataclass(frozen=True, slots=True)
class HashedStudy:
    """``guessed_id`` is the number that seems to be its own; empty when there is none."""

    found: FoundStudy
    content_hash: bytes
    guessed_id: str


@dataclass(frozen=True, slots=True)
class ReadStudy:
    place: str
    content_hash: bytes
    record: StudyRecord
    groups: tuple[ReadGroup, ...]
    diseases: DiseaseReading

    @property
    def nct_id(self) -> str:
        return self.record.nct_id


def hashed(found: FoundStudy, vocabulary_version: bytes) -> HashedStudy:
    """The hash changes with the record, with the way we read it and with our diseases."""
    number = _NUMBER.search(found.content)
    of_record = content_hash(_REGISTRY_VERSION.sub(b"", found.content, count=1))
    return HashedStudy(
        found,
        blake2b(of_record + vocabulary_version, digest_size=16).digest(),
        number[1].decode() if number else "",
    )


def read(study: HashedStudy, vocabulary: DiseaseVocabulary) -> ReadStudy:
    """Raises UnreadableStudyError."""
    try:
        record = read_study(_decoded(study.found.content))
    except (ValueError, RecursionError) as fault:
        raise UnreadableStudyError(str(fault)) from None
    diseases = read_diseases(record, vocabulary)
    groups = groups_by_diagnosis(read_groups(record), record.eligibility, diseases, vocabulary)
    return ReadStudy(study.found.place, study.content_hash, record, groups, diseases)


def _decoded(content: bytes) -> object:
    """Raises ValueError."""
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError:
        # Slower, and takes half a surrogate pair, which the reader knows how to replace.
        return json.loads(content)


def count_read(study: ReadStudy, summary: ImportSummary) -> None:
    """What could not be read, could not be mapped, or contradicts itself."""
    for part in study.record.unread:
        summary.unread[_POSITION.sub("", part.path)] += 1
    summary.unmapped_terms.update(study.diseases.unmapped)
    summary.age_conflicts += any(group.issues for group in study.groups)
