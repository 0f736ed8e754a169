"""A read study as rows: the trial, its registry record, its source and its sites.

Rows are tuples in the order of the columns beside them, as PostgreSQL's COPY takes them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from trials.actions.recorded_sites import cut_for, known_status
from trials.models import Site, Trial
from trials.models.site import OverallStatus
from trials.registry.groups import ReadGroup
from trials.registry.reading import ReadStudy
from trials.registry.records import RecordedPlace, StudyRecord

Row: TypeAlias = tuple[Any, ...]

REGISTRY = "ClinicalTrials.gov"
ADDRESS = "https://clinicaltrials.gov/study/"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When an import takes place, and the state it gives to trials that are new."""

    now: datetime
    today: date
    review_state: Trial.ReviewState

    @property
    def latest(self) -> date:
        """The last day that has come somewhere: the registry may be ahead of us by hours."""
        return self.today + timedelta(days=1)


# ------------------------------------------------------------ the trial

FROM_REGISTRY = (
    "acronym",
    "brief_title",
    "plain_title",
    "kind",
    "phases",
    "sponsor",
    "overall_status",
    "status_checked_on",
    "status_source",
    "status_seen",
    "conflicts",
    "updated_at",
)
"""Columns that an import writes again whenever the record changes."""
TRIAL_COLUMNS = (
    "id",
    "slug",
    "nct_id",
    *FROM_REGISTRY,
    "goal",
    "summary",
    "ends_note",
    "phase_text",
    "fidelity",
    "age_texts",
    "note",
    "is_reviewed",
    "review_state",
    "created_at",
)
_KINDS = {
    "TREATMENT": Trial.Kind.TREATMENT,
    "SUPPORTIVE_CARE": Trial.Kind.SUPPORTIVE_CARE,
    "PREVENTION": Trial.Kind.PREVENTION,
}
_PHASES = frozenset(phase.value for phase in Trial.Phase)


def trial_row(pk: int, study: ReadStudy, occasion: Occasion) -> Row:
    record = study.record
    title = record.brief_title or record.official_title or record.nct_id
    status = known_status(record.overall_status)
    return (
        pk,
        record.nct_id.lower(),
        record.nct_id,
        cut_for(Trial, "acronym", record.acronym),
        cut_for(Trial, "brief_title", title),
        cut_for(Trial, "plain_title", title),
        kind_of(record).value,
        as_array(phase for phase in record.phases if phase in _PHASES),
        cut_for(Trial, "sponsor", record.sponsor),
        status.value,
        record.status_verified_on or record.updated_on,
        REGISTRY,
        cut_for(Trial, "status_seen", _seen(record.overall_status, status)),
        as_array(words for group in study.groups for words in _conflicts(group)),
        occasion.now,
        *("", "", "", "", "", "[]", "", False),
        occasion.review_state.value,
        occasion.now,
    )


def kind_of(record: StudyRecord) -> Trial.Kind:
    """By the type of study and its purpose; access outside a study is treatment."""
    if record.study_type == "OBSERVATIONAL":
        return Trial.Kind.OBSERVATIONAL
    if record.study_type == "EXPANDED_ACCESS":
        return Trial.Kind.TREATMENT
    return _KINDS.get(record.purpose, Trial.Kind.OTHER)


def _seen(word: str, status: OverallStatus) -> str:
    """The registry's word where ours says less."""
    return "" if word == status.value else word


def _conflicts(group: ReadGroup) -> Iterator[str]:
    """How the sources of an age differ, with the words of each."""
    for age in group.ages:
        if age.origin.conflict:
            words = [age.origin.quote, *age.origin.note.splitlines()]
            yield f"{age.origin.conflict}: {' / '.join(filter(None, words))}"


# ------------------------------------------------------------ record and source

RECORD_COLUMNS = (
    "trial_id",
    "raw_hash",
    "content_hash",
    "updated_on",
    "official_title",
    "summary",
    "criteria_text",
    "sex",
    "minimum_age",
    "maximum_age",
    "healthy_volunteers",
    "conditions",
    "keywords",
    "interventions",
    "disease_reading",
    "unmapped_terms",
    "unread",
    "imported_at",
)
SOURCE_COLUMNS = ("trial_id", "reference", "url", "quote", "retrieved_on", "position")


def record_row(pk: int, study: ReadStudy, occasion: Occasion) -> Row:
    record, can_join = study.record, study.record.eligibility
    return (
        pk,
        study.raw_hash,
        study.content_hash,
        record.updated_on,
        record.official_title,
        record.summary,
        can_join.criteria,
        can_join.sex[:20],
        can_join.minimum_age[:60],
        can_join.maximum_age[:60],
        can_join.healthy_volunteers,
        as_array(record.conditions),
        as_array(record.keywords),
        as_array(intervention.name for intervention in record.interventions),
        as_json(study.diseases.terms),
        as_array(study.diseases.unmapped),
        as_json(record.unread),
        occasion.now,
    )


def source_row(pk: int, nct_id: str, occasion: Occasion) -> Row:
    return (pk, f"{REGISTRY} {nct_id}", f"{ADDRESS}{nct_id}", "", occasion.today, 0)


def as_json(value: object) -> str:
    """Of plain values, and of dataclasses by the names of their fields."""
    return msgspec.json.encode(value).decode()


def as_array(texts: Iterable[str]) -> str:
    """As PostgreSQL writes an array of texts; quicker than having them looked through first."""
    quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in texts]
    return '{"' + '","'.join(quoted) + '"}' if quoted else "{}"


# ------------------------------------------------------------ sites

PLACE_COLUMNS = (
    "trial_id",
    "name",
    "city",
    "state",
    "country",
    "latitude",
    "longitude",
    "status",
    "status_checked_on",
    "zip_code",
)
_OPENNESS = {status.value: number for number, status in enumerate(OverallStatus)}
_UNKNOWN = OverallStatus.UNKNOWN.value
_NAME = Site._meta.get_field("name").max_length
_PART = Site._meta.get_field("city").max_length


def place_rows(pk: int, record: StudyRecord) -> Iterator[Row]:
    """Every site once; one that is listed several times has the status open longest.

    A site without a status has the study's own. Coordinates are the registry's; see
    ``site_tables.add_places``.
    """
    checked_on = record.status_verified_on or record.updated_on
    sites: dict[tuple[str, str, str, str], tuple[str, RecordedPlace]] = {}
    for place in record.places:
        name = place.facility or place.city or place.state or place.country
        site = (name[:_NAME], place.city[:_PART], place.state[:_PART], place.country[:_PART])
        word = place.status or record.overall_status
        status = word if word in _OPENNESS else _UNKNOWN
        held = sites.get(site)
        if held is None or _OPENNESS[status] < _OPENNESS[held[0]]:
            sites[site] = (status, place)
    for site, (status, place) in sites.items():
        told = (place.latitude, place.longitude, status, checked_on, place.zip_code)
        yield (pk, *site, *told)
