"""What a coordinator accepts of a change in the registry, and what becomes of the trial."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from trials.actions.acting import acting
from trials.actions.audit import note, note_all, snapshot
from trials.actions.proposing import Changed, Item
from trials.actions.publishing import PUBLISH
from trials.actions.recorded_sites import (
    PLACE_FIELDS,
    SiteItem,
    SiteKey,
    held_rows,
    known_status,
    place_of,
    site_key,
)
from trials.models import AuditEvent, ProposedChange, Site, Trial, TrialSite

SOURCE = "ClinicalTrials.gov"

State = ProposedChange.State
_COORDINATES = ("latitude", "longitude")


class DecisionError(Exception):
    """A decision that cannot be taken."""


class NoRightToDecideError(DecisionError):
    """The person may not decide what the list says."""


class NotOpenError(DecisionError):
    """Somebody decided before, or the registry changed once more. ``change`` as it is now."""

    def __init__(self, change: ProposedChange) -> None:
        super().__init__(change.state)
        self.change = change


class NoReasonForRefusalError(DecisionError):
    """Something is refused, and nobody says why."""


@transaction.atomic
def decide(
    change: ProposedChange,
    accepted: Collection[str],
    *,
    reason: str = "",
    by: User,
    now: datetime,
) -> ProposedChange:
    """Accept the items of these fields and refuse the others. Raises DecisionError.

    What applies by itself is put into the trial, each row with its audit event; ages,
    criteria and the like are only noted as looked at. Of two people who decide at the same
    time one succeeds, and the other learns of it.
    """
    if not by.has_perm(PUBLISH):
        raise NoRightToDecideError
    acting(by)
    trial = Trial.objects.select_for_update().get(pk=change.trial_id)
    held = ProposedChange.objects.select_for_update().get(pk=change.pk)
    if held.state != State.OPEN:
        raise NotOpenError(held)
    reason = reason.strip()
    taken = [item for item in held.items if item["field"] in accepted]
    if len(taken) < len(held.items) and not reason:
        raise NoReasonForRefusalError
    before = snapshot(held)
    held.state, held.accepted = State.DECIDED, [item["field"] for item in taken]
    held.decided_by, held.decided_at, held.reason = by, now, reason
    held.save()
    note(held, AuditEvent.Action.CHANGED, before=before, after=snapshot(held), by=by, now=now)
    _apply([item for item in taken if item["applies"]], trial, by, now)
    return held


def _apply(items: Collection[Item], trial: Trial, by: User, now: datetime) -> None:
    before = snapshot(trial)
    for item in items:
        if put := _PUT_INTO_TRIAL.get(item["field"]):
            put(trial, item)
    if snapshot(trial) != before:
        trial.save()
        note(
            trial, AuditEvent.Action.CHANGED, before=before, after=snapshot(trial), by=by, now=now
        )
    for item in items:
        if put_sites := _PUT_SITES.get(item["field"]):
            put_sites(trial, item, by, now)


# ------------------------------------------------------------ the trial


def _put_status(trial: Trial, item: Item) -> None:
    trial.overall_status = known_status(item["after"])
    trial.status_seen = "" if item["after"] == trial.overall_status else item["after"]
    trial.status_source = SOURCE
    trial.status_checked_on = _verified_on(item)


def _put_title(trial: Trial, item: Item) -> None:
    """Where families read the registry's own title, they go on to."""
    if trial.plain_title == trial.brief_title:
        trial.plain_title = item["after"]
    trial.brief_title = item["after"]


def _put_phases(trial: Trial, item: Item) -> None:
    """The source's own spelling ("1b/2") belonged to the phases before."""
    trial.phases, trial.phase_text = item["after"], ""


def _put_sponsor(trial: Trial, item: Item) -> None:
    trial.sponsor = item["after"]


def _verified_on(item: Item) -> date | None:
    day = item.get("verified_on")
    return date.fromisoformat(day) if day else None


_PUT_INTO_TRIAL: Mapping[str, Callable[[Trial, Item], None]] = {
    Changed.STATUS: _put_status,
    Changed.BRIEF_TITLE: _put_title,
    Changed.PHASES: _put_phases,
    Changed.SPONSOR: _put_sponsor,
}


# ------------------------------------------------------------ sites

# Many at once: a study may have a thousand places, and its search row follows every statement.


def _add_sites(trial: Trial, item: Item, by: User, now: datetime) -> None:
    held, sites = held_rows(trial), _sites(item["after"], by, now)
    rows = TrialSite.objects.bulk_create(
        TrialSite(
            trial=trial,
            site=sites[site_key(told)],
            status=known_status(told["status"]),
            status_checked_on=_verified_on(item),
        )
        for told in item["after"]
        if site_key(told) not in held
    )
    note_all(AuditEvent.Action.ADDED, ((row, {}, snapshot(row)) for row in rows), by, now)


def _sites(told: Collection[SiteItem], by: User, now: datetime) -> dict[SiteKey, Site]:
    """The sites other trials have, however they are spelled, and new ones for the rest."""
    countries = {site["country"] for site in told}
    rows = Site.objects.filter(country__in=countries).order_by("-pk")
    held = {site_key(place_of(site)): site for site in rows}  # of doubles the oldest
    new = Site.objects.bulk_create(
        Site(**{name: site[name] for name in (*PLACE_FIELDS, *_COORDINATES)})
        for site in told
        if site_key(site) not in held
    )
    note_all(AuditEvent.Action.ADDED, ((site, {}, snapshot(site)) for site in new), by, now)
    return held | {site_key(place_of(site)): site for site in new}


def _remove_sites(trial: Trial, item: Item, by: User, now: datetime) -> None:
    held = held_rows(trial)
    rows = [held[site_key(told)] for told in item["before"] if site_key(told) in held]
    note_all(AuditEvent.Action.REMOVED, ((row, snapshot(row), {}) for row in rows), by, now)
    TrialSite.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _change_sites(trial: Trial, item: Item, by: User, now: datetime) -> None:
    held = held_rows(trial)
    rows, changes = [], []
    for told in item["after"]:
        row = held.get(site_key(told))
        if row is not None:
            before = snapshot(row)
            row.status, row.status_checked_on = known_status(told["status"]), _verified_on(item)
            rows.append(row)
            changes.append((row, before, snapshot(row)))
    TrialSite.objects.bulk_update(rows, ["status", "status_checked_on"])
    note_all(AuditEvent.Action.CHANGED, changes, by, now)


_PUT_SITES: Mapping[str, Callable[[Trial, Item, User, datetime], None]] = {
    Changed.SITES_ADDED: _add_sites,
    Changed.SITES_GONE: _remove_sites,
    Changed.SITES_STATUS: _change_sites,
}
