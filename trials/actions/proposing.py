"""What a registry changed in a trial that was reviewed here, put before a coordinator.

The trial itself is compared where it holds what the registry says (status, title, phases,
sponsor, sites). Ages, criteria and the like are compared with the registry's own earlier
words, since our rules are our reading of them: with the record held so far, or with what
somebody has last decided upon. What was decided once comes back only when the registry
changes that field again, be it to say something else in between and then the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from trials import rulebook
from trials.actions.recorded_sites import (
    SiteItem,
    SiteKey,
    cut_for,
    held_sites,
    in_order,
    known_status,
    recorded_sites,
    site_key,
)
from trials.eligibility.ages import AgeStatus
from trials.models import AgeRule, ProposedChange, RegistryRecord, Trial
from trials.registry.age_fields import read_registry_ages
from trials.registry.criteria_text import read_criteria
from trials.registry.records import StudyRecord

Item: TypeAlias = dict[str, Any]
PAST = "is_past"
"""Stands in an item that was decided upon, or a site of it, once the registry says otherwise."""


class Changed(StrEnum):
    """What an item of a proposed change is about."""

    STATUS = "overall_status"
    BRIEF_TITLE = "brief_title"
    OFFICIAL_TITLE = "official_title"
    PHASES = "phases"
    SPONSOR = "sponsor"
    MINIMUM_AGE = "minimum_age"
    MAXIMUM_AGE = "maximum_age"
    SEX = "sex"
    HEALTHY_VOLUNTEERS = "healthy_volunteers"
    CONDITIONS = "conditions"
    CRITERIA = "criteria_text"
    SITES_ADDED = "sites_added"
    SITES_GONE = "sites_gone"
    SITES_STATUS = "sites_status"


READ_ONLY = (
    Changed.OFFICIAL_TITLE,
    Changed.MINIMUM_AGE,
    Changed.MAXIMUM_AGE,
    Changed.SEX,
    Changed.HEALTHY_VOLUNTEERS,
    Changed.CONDITIONS,
    Changed.CRITERIA,
)
"""Fields whose new words change no rule by themselves; they carry the names of RegistryRecord."""


@transaction.atomic
def propose(
    trial: Trial, record: StudyRecord, content_hash: bytes, now: datetime
) -> ProposedChange | None:
    """Put what differs before a coordinator; None when nothing does.

    Call it with the new record before that is stored as the trial's
    :class:`~trials.models.RegistryRecord`: the one held so far is what the registry said
    last. An open proposal with the same items stays; another is superseded. Nothing but
    proposals is written.
    """
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    _mark_past(held, record)
    pending = held.proposed_changes.filter(state=ProposedChange.State.OPEN).first()
    items = differences(held, record, pending)
    if pending is not None and pending.items == items:
        pending.content_hash = content_hash
        pending.save(update_fields=["content_hash"])
        return pending
    if pending is not None:
        pending.state = ProposedChange.State.SUPERSEDED
        pending.save(update_fields=["state"])
    if not items:
        return None
    return ProposedChange.objects.create(
        trial=held, content_hash=content_hash, proposed_at=now, items=items
    )


def differences(trial: Trial, record: StudyRecord, pending: ProposedChange | None) -> list[Item]:
    """The items of a proposal, in the order of :class:`Changed`."""
    decided = _decided(trial)
    found = [
        *_differences_from_trial(trial, record, decided),
        *_differences_from_registry(trial, record, decided, pending),
        *_site_differences(trial, record, decided),
    ]
    order = {name: number for number, name in enumerate(Changed)}
    return sorted(found, key=lambda item: order[Changed(item["field"])])


def _decided(trial: Trial) -> list[Item]:
    """Every item that was ever decided upon, the newest first."""
    changes = trial.proposed_changes.filter(state=ProposedChange.State.DECIDED)
    rows = changes.order_by("-decided_at", "-pk").values_list("items", flat=True)
    return [item for items in rows for item in items]


def _mark_past(trial: Trial, record: StudyRecord) -> None:
    """Mark what was decided upon and the registry says no longer.

    Should it say so again one day, that is news: "suspended" was refused, the study went on,
    and now it is suspended once more.
    """
    now = {field: told for field, _held, told in _all_told(trial, record) if told}
    sites = recorded_sites(record)
    for change in trial.proposed_changes.filter(state=ProposedChange.State.DECIDED):
        past = [part for item in change.items for part in _no_longer_said(item, now, sites)]
        for part in past:
            part[PAST] = True
        if past:
            change.save(update_fields=["items"])


def _no_longer_said(
    item: Item, now: Mapping[Changed, Any], sites: Mapping[SiteKey, SiteItem]
) -> Iterator[dict[str, Any]]:
    """The item, or those of its sites, of which the registry says something else now."""
    field = Changed(item["field"])
    if field is Changed.SITES_STATUS:
        for site in item["after"]:
            told = sites.get(site_key(site), site)["status"]
            if PAST not in site and told not in ("", site["status"]):
                yield site
    elif PAST not in item and field in now and _folded(item["after"]) != _folded(now[field]):
        yield item


def _newest(items: Iterable[Item]) -> dict[str, Item]:
    newest: dict[str, Item] = {}
    for item in items:
        newest.setdefault(item["field"], item)
    return newest


# ------------------------------------------------------------ the trial itself


def _differences_from_trial(
    trial: Trial, record: StudyRecord, decided: list[Item]
) -> Iterator[Item]:
    """Of what accepting puts into the trial; a field that the record lacks says nothing."""
    seen = _newest(item for item in decided if PAST not in item)
    for field, now_held, told in _held_and_told(trial, record):
        if not told or _folded(told) == _folded(now_held):
            continue
        if field in seen and _folded(seen[field]["after"]) == _folded(told):
            continue
        item = _item(field, now_held, told, applies=True)
        yield item | _verified(record) if field is Changed.STATUS else item


def _held_and_told(trial: Trial, record: StudyRecord) -> Iterator[tuple[Changed, Any, Any]]:
    for field, held, told in _all_told(trial, record):
        if field is not Changed.STATUS or known_status(told) != held:
            yield field, held, told


def _all_told(trial: Trial, record: StudyRecord) -> Iterator[tuple[Changed, Any, Any]]:
    yield Changed.STATUS, trial.overall_status, record.overall_status
    yield Changed.BRIEF_TITLE, trial.brief_title, cut_for(Trial, "brief_title", record.brief_title)
    known = [phase.value for phase in Trial.Phase]
    phases = sorted(set(record.phases) & set(known), key=known.index)
    yield Changed.PHASES, sorted(trial.phases, key=known.index), phases
    yield Changed.SPONSOR, trial.sponsor, cut_for(Trial, "sponsor", record.sponsor)


def _verified(record: StudyRecord) -> Item:
    """The day the registry gives for its statuses, else that of its last change."""
    day = record.status_verified_on or record.updated_on
    return {"verified_on": None if day is None else day.isoformat()}


# ------------------------------------------------------------ the registry's earlier words


def _differences_from_registry(
    trial: Trial, record: StudyRecord, decided: list[Item], pending: ProposedChange | None
) -> Iterator[Item]:
    earlier = _earlier_words(trial, decided, pending)
    if earlier is None:
        yield from _ages_beside_our_rules(trial, record)
        return
    for field, told in _told(record).items():
        if not _says_the_same(field, earlier[field], told):
            yield _item(field, earlier[field], told, applies=False)


def _earlier_words(
    trial: Trial, decided: list[Item], pending: ProposedChange | None
) -> Mapping[Changed, Any] | None:
    """What the registry said when somebody last looked at it; None when nobody ever did."""
    try:
        held: RegistryRecord = trial.registry_record
    except ObjectDoesNotExist:
        return None
    waiting = {} if pending is None else _newest(pending.items)
    seen = _newest(decided)
    words = {}
    for field in READ_ONLY:
        if field in waiting:
            words[field] = waiting[field]["before"]
        elif field in seen:
            words[field] = seen[field]["after"]
        else:
            words[field] = getattr(held, field)
    return words


def _says_the_same(field: Changed, earlier: Any, told: Any) -> bool:
    """Criteria are the same when their headings and sentences are, whatever marks their lists."""
    if field is Changed.CRITERIA:
        return _sentences(earlier) == _sentences(told)
    return bool(_folded(earlier) == _folded(told))


def _sentences(criteria: str) -> list[str]:
    read = read_criteria(criteria)
    spans = [(sentence.start, sentence.end) for sentence in read.sentences]
    spans += [(heading.start, heading.end) for heading in read.headings]
    return [_folded(criteria[start:end]) for start, end in sorted(spans)]


def _told(record: StudyRecord) -> dict[Changed, Any]:
    """As RegistryRecord holds it."""
    can_join = record.eligibility
    return {
        Changed.OFFICIAL_TITLE: record.official_title,
        Changed.MINIMUM_AGE: cut_for(RegistryRecord, "minimum_age", can_join.minimum_age),
        Changed.MAXIMUM_AGE: cut_for(RegistryRecord, "maximum_age", can_join.maximum_age),
        Changed.SEX: cut_for(RegistryRecord, "sex", can_join.sex),
        Changed.HEALTHY_VOLUNTEERS: can_join.healthy_volunteers,
        Changed.CONDITIONS: list(record.conditions),
        Changed.CRITERIA: can_join.criteria,
    }


def _ages_beside_our_rules(trial: Trial, record: StudyRecord) -> Iterator[Item]:
    """Age limits of the registry that no age rule of the trial has, by either reading.

    For a trial of which nothing from the registry is held yet. ``before`` is None then.
    """
    told = read_registry_ages(record.eligibility.minimum_age, record.eligibility.maximum_age)
    rows = AgeRule.objects.filter(group__trial=trial)
    rules = [rulebook.age_rule(row) for row in rows]
    if told.rule.status is not AgeStatus.STATED or not rules:
        return
    minima = {limit for rule in rules for limit in (rule.minimum, rule.outer_minimum)}
    if told.rule.minimum not in minima:
        yield _item(Changed.MINIMUM_AGE, None, record.eligibility.minimum_age, applies=False)
    maxima = {limit for rule in rules for limit in (rule.maximum, rule.outer_maximum)}
    if maxima.isdisjoint({told.rule.maximum, told.rule.outer_maximum}):
        yield _item(Changed.MAXIMUM_AGE, None, record.eligibility.maximum_age, applies=False)


# ------------------------------------------------------------ sites


def _site_differences(trial: Trial, record: StudyRecord, decided: list[Item]) -> Iterator[Item]:
    held, told = held_sites(trial), recorded_sites(record)
    if not told:
        return
    seen = _sites_seen((Changed.SITES_ADDED, Changed.SITES_GONE), decided)
    added = [key for key in told.keys() - held.keys() if seen.get(key) != Changed.SITES_ADDED]
    gone = [key for key in held.keys() - told.keys() if seen.get(key) != Changed.SITES_GONE]
    if added:
        yield _item(
            Changed.SITES_ADDED, [], in_order(told[key] for key in added), applies=True
        ) | _verified(record)
    if gone:
        yield _item(Changed.SITES_GONE, in_order(held[key] for key in gone), [], applies=True)
    yield from _moved(held, told, record, decided)


def _sites_seen(fields: Collection[Changed], decided: list[Item]) -> dict[SiteKey, str]:
    """Under which of these fields every site was last decided upon."""
    seen: dict[SiteKey, str] = {}
    for item in decided:
        if item["field"] in fields:
            for site in item["after"] or item["before"]:
                seen.setdefault(site_key(site), item["field"])
    return seen


def _moved(
    held: Mapping[SiteKey, SiteItem],
    told: Mapping[SiteKey, SiteItem],
    record: StudyRecord,
    decided: list[Item],
) -> Iterator[Item]:
    """Sites whose status changed, in the same order before and after."""
    seen: dict[SiteKey, str] = {}
    for item in decided:
        if item["field"] == Changed.SITES_STATUS:
            for site in item["after"]:
                if PAST not in site:
                    seen.setdefault(site_key(site), site["status"])
    after = in_order(
        site
        for key, site in told.items()
        if key in held
        and site["status"] not in ("", held[key]["status"], seen.get(key))
        and known_status(site["status"]) != held[key]["status"]
    )
    if after:
        before = [held[site_key(site)] for site in after]
        yield _item(Changed.SITES_STATUS, before, after, applies=True) | _verified(record)


def _item(field: Changed, before: Any, after: Any, *, applies: bool) -> Item:
    return {"field": field.value, "before": before, "after": after, "applies": applies}


_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def _folded(value: Any) -> Any:
    """The same for texts that differ in spaces and the form of signs alone."""
    if isinstance(value, str):
        return " ".join(value.translate(_SIGNS).split())
    if isinstance(value, list):
        return [_folded(each) for each in value]
    return value
