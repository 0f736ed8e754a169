"""A held trial with all its parts as a definition, and a definition as rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from trials import rulebook
from trials.definitions import (
    GroupDefinition,
    SiteDefinition,
    SourceDefinition,
    TrialDefinition,
)
from trials.eligibility.facts import Role
from trials.models import Contact, ParticipantGroup, Site, Trial, TrialSite, TrialSource

FIELDS = {
    # field of the definition: field of the trial
    "slug": "slug",
    "acronym": "acronym",
    "title": "brief_title",
    "plain_title": "plain_title",
    "goal": "goal",
    "summary": "summary",
    "kind": "kind",
    "phase": "phase_text",
    "sponsor": "sponsor",
    "status": "overall_status",
    "status_seen": "status_seen",
    "status_checked_on": "status_checked_on",
    "status_source": "status_source",
    "status_note": "ends_note",
    "review": "review_state",
    "note": "note",
    "fidelity": "fidelity",
}
_PHASE = re.compile(r"(early )?([1-4])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that a definition names, found already."""

    contact: Contact | None
    sites: Mapping[tuple[str, str], Site]


def with_definition(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with everything fetched that :func:`definition_of` reads."""
    places = TrialSite.objects.select_related("site").order_by("pk")
    return rulebook.with_rules(trials).prefetch_related(
        "sources", "referral_contact", Prefetch("trial_sites", queryset=places)
    )


def definition_of(trial: Trial) -> TrialDefinition:
    """The definition of a trial that came through :func:`with_definition`.

    Raises :class:`~trials.eligibility.ages.AgeRuleError` for limits nobody can meet.
    """
    texts: dict[str, Any] = {name: getattr(trial, field) for name, field in FIELDS.items()}
    texts["phase"] = trial.phase_text or _phase_words(trial.phases)
    return TrialDefinition(
        **texts,
        nct_id=trial.nct_id or "",
        age_texts=tuple((item["source"], item["text"]) for item in trial.age_texts),
        conflicts=tuple(trial.conflicts),
        contact=trial.referral_contact.name if trial.referral_contact else "",
        sources=tuple(
            SourceDefinition(row.reference, row.quote, row.url, row.retrieved_on)
            for row in trial.sources.all()
        ),
        sites=tuple(
            SiteDefinition(row.site.name, row.site.city, row.status, row.status_checked_on)
            for row in trial.trial_sites.all()
        ),
        groups=tuple(_group_definition(group) for group in trial.groups.all()),
    )


def store_definition(
    trial: Trial, definition: TrialDefinition, held: TrialDefinition | None, named: Named
) -> None:
    """Make the rows of a trial what ``definition`` says; the caller holds a transaction.

    ``held`` is what they say now, None when that is nothing or cannot be told. Parts that
    stay the same keep their rows, and so does the contact of a place.
    """
    for name, field in FIELDS.items():
        # The state of a trial that is held changes by a step.
        if field != "review_state" or trial._state.adding:
            setattr(trial, field, getattr(definition, name))
    trial.nct_id = definition.nct_id or None
    trial.phases = phases_of(definition.phase)
    trial.age_texts = [{"source": source, "text": text} for source, text in definition.age_texts]
    trial.conflicts = list(definition.conflicts)
    trial.referral_contact = named.contact
    trial.save()
    if held is None or held.sources != definition.sources:
        _store_sources(trial, definition)
    if held is None or held.sites != definition.sites:
        _store_places(trial, definition, named.sites)
    if held is None or held.groups != definition.groups:
        _store_groups(trial, definition, held)


def phases_of(words: str) -> list[str]:
    """Those of ClinicalTrials.gov that a source means: "1b/2" is PHASE1 and PHASE2."""
    found = (f"{'EARLY_' * bool(early)}PHASE{number}" for early, number in _PHASE.findall(words))
    return list(dict.fromkeys(found))


def _phase_words(phases: list[str]) -> str:
    short = (phase.replace("EARLY_PHASE", "early ").replace("PHASE", "") for phase in phases)
    return "/".join(short)


def _group_definition(group: ParticipantGroup) -> GroupDefinition:
    roles = tuple(Role(role) for role in group.roles)
    return GroupDefinition(group.key, group.label, roles, rulebook.criteria_of(group))


def _store_sources(trial: Trial, definition: TrialDefinition) -> None:
    trial.sources.all().delete()
    TrialSource.objects.bulk_create(
        TrialSource(
            trial=trial,
            reference=source.ref,
            url=source.url,
            quote=source.quote,
            retrieved_on=source.retrieved_on,
            position=position,
        )
        for position, source in enumerate(definition.sources)
    )


def _store_places(
    trial: Trial, definition: TrialDefinition, sites: Mapping[tuple[str, str], Site]
) -> None:
    """Anew in the order of the document, which their ids keep."""
    contacts = dict(trial.trial_sites.values_list("site", "contact"))
    trial.trial_sites.all().delete()
    for place in definition.sites:
        site = sites[place.name, place.city]
        TrialSite.objects.create(
            trial=trial,
            site=site,
            status=place.status,
            status_checked_on=place.status_checked_on,
            contact_id=contacts.get(site.pk),
        )


def _store_groups(trial: Trial, definition: TrialDefinition, held: TrialDefinition | None) -> None:
    rows = {group.key: group for group in trial.groups.all()}
    criteria = {group.key: group.criteria for group in held.groups} if held else {}
    for position, wanted in enumerate(definition.groups):
        group = rows.pop(wanted.key, None) or ParticipantGroup(trial=trial, key=wanted.key)
        group.label = wanted.label
        group.roles = [role.value for role in wanted.roles]
        group.position = position
        group.save()
        if criteria.get(wanted.key) != wanted.criteria:
            rulebook.store_criteria(group, wanted.criteria)
    for gone in rows.values():
        gone.delete()
