"""What the database holds of the studies of a page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from trials.models import (
    AuditEvent,
    CriterionBox,
    ParticipantGroup,
    Trial,
    TrialSite,
    TrialSource,
)
from trials.models.rule import Rule


@dataclass(frozen=True, slots=True)
class HeldTrial:
    """The hash and ``updated_on`` are of its registry record; None without one."""

    pk: int
    is_reviewed: bool
    content_hash: bytes | None
    updated_on: date | None


class HeldHashes(NamedTuple):
    """Of the bytes that a record came in, and of what it says."""

    raw: bytes
    content: bytes


def held_hashes(nct_ids: Collection[str]) -> dict[str, HeldHashes]:
    """Of the records that are held, by number; one query. Each is "NCT" and eight digits."""
    if not nct_ids:
        return {}
    with connection.cursor() as cursor:
        # Django, and psycopg too, take longer to write a list than PostgreSQL to answer it.
        cursor.execute(
            """SELECT nct_id, coalesce(raw_hash, content_hash), content_hash
               FROM trials_trial JOIN trials_registryrecord ON trial_id = id
               WHERE nct_id = ANY(%s::varchar[])""",
            [f"{{{','.join(nct_ids)}}}"],
        )
        return {nct_id: HeldHashes(raw, content) for nct_id, raw, content in cursor.fetchall()}


def held_trials(nct_ids: Collection[str]) -> dict[str, HeldTrial]:
    """By number; one query."""
    if not nct_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT nct_id, id, is_reviewed, content_hash, updated_on
               FROM trials_trial LEFT JOIN trials_registryrecord ON trial_id = id
               WHERE nct_id = ANY(%s)""",
            [list(nct_ids)],
        )
        return {nct_id: HeldTrial(*held) for nct_id, *held in cursor.fetchall()}


def contents_of(held: Mapping[str, HeldTrial]) -> dict[str, bytes]:
    """The hashes of what the records say, of trials that have one."""
    return {
        nct_id: ours.content_hash for nct_id, ours in held.items() if ours.content_hash is not None
    }


def lock_trials(pks: Collection[int]) -> set[int]:
    """Lock the rows, so that nobody edits them meanwhile; those that are reviewed here."""
    rows = Trial.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    reviewed = {pk for pk, is_reviewed in rows.values_list("pk", "is_reviewed") if is_reviewed}
    return reviewed | _edited(set(pks) - reviewed)


_PARTS_OF_TRIAL: tuple[type[Model], ...] = (ParticipantGroup, TrialSource, TrialSite)
_PARTS_OF_GROUP: tuple[type[Model], ...] = (CriterionBox, *Rule.__subclasses__())


def _edited(pks: Collection[int]) -> set[int]:
    """Those of which a person changed anything: the trial, a part of it, or one that is gone."""
    if not pks:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_EDITED, {"pks": list(pks), "texts": [str(pk) for pk in pks]})
        return {pk for (pk,) in cursor.fetchall()}


def _edited_statement() -> str:
    parts = [_part("trials_trial", "trial", "id")]
    parts += [
        _part(model._meta.db_table, model._meta.model_name, "trial_id")
        for model in _PARTS_OF_TRIAL
    ]
    parts += [
        _part_of_group(model._meta.db_table, model._meta.model_name) for model in _PARTS_OF_GROUP
    ]
    event = AuditEvent._meta.db_table
    return f"""
        WITH part AS ({" UNION ALL ".join(parts)})
        SELECT part.trial_id FROM part JOIN {event} AS event USING (subject, subject_id)
        WHERE event.actor_id IS NOT NULL
        UNION
        SELECT (event.before -> 'trial' ->> 'id')::bigint FROM {event} AS event
        WHERE event.actor_id IS NOT NULL AND event.before -> 'trial' ->> 'id' = ANY(%(texts)s)
        UNION
        SELECT party.trial_id FROM {event} AS event
        JOIN trials_participantgroup AS party ON party.id::text = event.before -> 'group' ->> 'id'
        WHERE event.actor_id IS NOT NULL AND party.trial_id = ANY(%(pks)s)"""


def _part(table: str, subject: str | None, trial: str) -> str:
    return (
        f"SELECT '{subject}' AS subject, id::text AS subject_id, {trial} AS trial_id"
        f" FROM {table} WHERE {trial} = ANY(%(pks)s)"
    )


def _part_of_group(table: str, subject: str | None) -> str:
    return (
        f"SELECT '{subject}', row.id::text, party.trial_id FROM {table} AS row"
        " JOIN trials_participantgroup AS party ON party.id = row.group_id"
        " WHERE party.trial_id = ANY(%(pks)s)"
    )


_EDITED = _edited_statement()
