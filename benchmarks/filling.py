"""Drawn trials into an empty database, as the rows that an import makes of records."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from benchmarks.drawing import LAST_DAY, DrawnTrial, Registry
from benchmarks.records import age_text, criteria_text, summary_text
from trials.actions.acting import one_change_a_trial
from trials.actions.importing.group_rows import GroupKeys, GroupRows, add_group, names_diseases
from trials.actions.importing.site_tables import add_places
from trials.actions.importing.tables import (
    add_groups,
    add_sources,
    add_trials,
    new_ids,
    replace_records,
)
from trials.actions.importing.trial_rows import (
    Occasion,
    place_rows,
    record_row,
    source_row,
    trial_row,
)
from trials.actions.search_rows import search_rows_later
from trials.eligibility.ages import AgeLimit, AgeRule, AgeStatus
from trials.eligibility.criteria import AgeCriterion, Origin
from trials.eligibility.facts import Role
from trials.models import Disease, DiseaseRule, ParticipantGroup, Trial
from trials.registry.disease_vocabulary import Confidence, Reason
from trials.registry.diseases import DiseaseReading, ReadTerm, TermField
from trials.registry.groups import AGE_FIELDS, ReadGroup
from trials.registry.reading import ReadStudy
from trials.registry.records import (
    Intervention,
    RecordedEligibility,
    RecordedPlace,
    StudyRecord,
)

AT_ONCE = 2_000
OCCASION = Occasion(
    datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, tzinfo=UTC),
    LAST_DAY,
    Trial.ReviewState.PUBLISHED,
)


def drawn_registry() -> Registry:
    """Of the diseases that the database holds."""
    return Registry(dict(Disease.objects.values_list("code", "preferred_name")))


def fill(size: int) -> None:
    """Write the trials with everything the site makes of them, in the order of numbers."""
    drawn = drawn_registry().trials(size)
    diseases = dict(Disease.objects.values_list("code", "pk"))
    while studies := [(trial.number, study_of(trial)) for trial in islice(drawn, AT_ONCE)]:
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            search_rows_later() as touched,
            one_change_a_trial(),
        ):
            _write(cursor, studies, diseases)
            touched |= {pk for pk, _ in studies}
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('trials_trial', 'id'), %s)", [size])


def _write(
    cursor: CursorWrapper, studies: list[tuple[int, ReadStudy]], diseases: dict[str, int]
) -> None:
    add_trials(cursor, [trial_row(pk, study, OCCASION) for pk, study in studies])
    replace_records(cursor, [], (record_row(pk, study, OCCASION) for pk, study in studies))
    add_sources(cursor, (source_row(pk, study.nct_id, OCCASION) for pk, study in studies))
    add_groups(cursor, _group_rows(cursor, studies, diseases))
    add_places(cursor, [row for pk, study in studies for row in place_rows(pk, study.record)])


def _group_rows(
    cursor: CursorWrapper, studies: list[tuple[int, ReadStudy]], diseases: dict[str, int]
) -> GroupRows:
    parties = [
        (pk, study, position, group)
        for pk, study in studies
        for position, group in enumerate(study.groups)
    ]
    of_diseases = sum(names_diseases(group, study) for _, study, _, group in parties)
    keys = iter(new_ids(cursor, ParticipantGroup, len(parties)))
    rules = iter(new_ids(cursor, DiseaseRule, of_diseases))
    rows = GroupRows()
    for pk, study, position, group in parties:
        rule = next(rules) if names_diseases(group, study) else None
        add_group(rows, group, study, GroupKeys(pk, next(keys), position, rule), diseases)
    return rows


def study_of(trial: DrawnTrial) -> ReadStudy:
    """What reading the trial's record would come to."""
    terms = tuple(
        ReadTerm(trial.named, TermField.CONDITION, code, Confidence.SURE, Reason.NAME)
        for code in trial.diseases
    )
    return ReadStudy(
        place="",
        raw_hash=trial.number.to_bytes(16, "big"),
        content_hash=trial.number.to_bytes(16, "big"),
        record=_record(trial),
        groups=tuple(_groups(trial)),
        diseases=DiseaseReading(terms, trial.diseases, frozenset(), (), (), is_outside=False),
    )


def _groups(trial: DrawnTrial) -> Iterator[ReadGroup]:
    minimum, maximum = trial.minimum_age, trial.maximum_age
    is_stated = minimum is not None or maximum is not None
    rule = AgeRule(
        minimum=None if minimum is None else AgeLimit.years(minimum),
        maximum=None if maximum is None else AgeLimit.years(maximum + 1),
        status=AgeStatus.STATED if is_stated else AgeStatus.NOT_STATED,
    )
    unlimited = AgeRule(status=AgeStatus.NOT_STATED)
    for role in trial.roles:
        ages = AgeCriterion(rule if role is Role.PATIENT else unlimited, _origin(trial))
        yield ReadGroup(role, (ages,))


def _origin(trial: DrawnTrial) -> Origin:
    told = filter(None, (age_text(trial.minimum_age), age_text(trial.maximum_age)))
    return Origin(quote=" to ".join(told), source=AGE_FIELDS)


def _record(trial: DrawnTrial) -> StudyRecord:
    return StudyRecord(
        nct_id=trial.nct_id,
        acronym="",
        brief_title=trial.title,
        official_title=f"{trial.title}: Number {trial.number}",
        summary=summary_text(trial),
        overall_status=trial.status,
        status_verified_on=trial.updated_on,
        updated_on=trial.updated_on,
        study_type="INTERVENTIONAL",
        purpose=trial.purpose,
        phases=trial.phases,
        sponsor="A university hospital",
        conditions=(trial.named,),
        keywords=(trial.topic,),
        mesh=(),
        interventions=(Intervention("DRUG", trial.topic.capitalize()),),
        eligibility=RecordedEligibility(
            criteria_text(trial),
            age_text(trial.minimum_age),
            age_text(trial.maximum_age),
            "ALL",
            False,
        ),
        places=tuple(_places(trial)),
        unread=(),
    )


def _places(trial: DrawnTrial) -> Iterable[RecordedPlace]:
    for hospital, status in trial.places:
        city = hospital.city
        yield RecordedPlace(
            hospital.name,
            city.name,
            city.state,
            "",
            city.country,
            status,
            hospital.latitude,
            hospital.longitude,
        )
