"""The page of one study: everything we hold about it, plain words first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from trials.eligibility.distance import Place
from trials.models import Contact, Trial, TrialSource
from trials.presenters.contacts import ContactCard, contact_card
from trials.presenters.groups import GroupWords, group_words, labelled_groups
from trials.presenters.names import DiagnosisNames
from trials.presenters.phases import PHASES
from trials.presenters.place_groups import WhereWords, where_words
from trials.presenters.registry_rules import PLACES
from trials.presenters.registry_study import RegistryStudy, registry_study
from trials.presenters.statuses import StatusWords, status_words
from trials.presenters.treatments import TreatmentWords, treatment_words


@dataclass(frozen=True, slots=True)
class TrialPage:
    """``conflicts`` are the sentences on how sources differ; ``contact`` None when unknown.

    ``age_texts`` are the age sentences word for word, each behind its source. ``registry``
    are the registry's own words, of a study that nobody here has reviewed.
    """

    trial: Trial
    status: StatusWords
    phases: tuple[str, ...]
    groups: tuple[GroupWords, ...]
    where: WhereWords
    sources: tuple[TrialSource, ...]
    conflicts: tuple[str, ...]
    age_texts: tuple[tuple[str, str], ...]
    registry_url: str
    contact: ContactCard | None
    registry: RegistryStudy | None = None
    treatments: tuple[TreatmentWords, ...] = ()


def trial_page(
    trial: Trial,
    names: DiagnosisNames,
    today: date,
    house_contact: Contact | None,
    near: Place | None = None,
) -> TrialPage:
    """``house_contact`` is shown for a study that names no contact of its own.

    Not for one that nobody here has reviewed: it may take place anywhere else.
    """
    labelled = list(labelled_groups(trial))
    registry = registry_study(trial, labelled, names.name_of)
    groups = tuple(group_words(label, rules, names) for label, rules in labelled)
    contact = trial.referral_contact or (house_contact if trial.is_reviewed else None)
    return TrialPage(
        trial=trial,
        status=status_words(trial, today),
        phases=tuple(str(PHASES[phase]) for phase in trial.phases),
        groups=groups if registry is None else tuple(map(_without_quotes, groups)),
        where=where_words(trial.trial_sites.all(), today, near),
        sources=tuple(trial.sources.all()),
        conflicts=tuple(dict.fromkeys([*_told_conflicts(trial), *_conflicts(groups)])),
        age_texts=tuple((text["source"], text["text"]) for text in trial.age_texts),
        registry_url=registry_url(trial.nct_id),
        contact=contact_card(contact) if contact else None,
        registry=registry,
        treatments=treatment_words(trial),
    )


def _without_quotes(group: GroupWords) -> GroupWords:
    """What the study team checks stands among the sentences of the registry already."""
    read = tuple(rule for rule in group.rules if not rule.is_quote_alone)
    return replace(group, rules=read, is_read=True)


def _told_conflicts(trial: Trial) -> list[str]:
    """Those of an import are notes for coordinators; its rules tell families of them."""
    sources = {rule.source for group in trial.groups.all() for rule in group.age_rules.all()}
    return [] if sources & set(PLACES) else trial.conflicts


def _conflicts(groups: Iterable[GroupWords]) -> Iterator[str]:
    """Both quotations stand in the sentence where the registry says two things itself."""
    theirs = {str(place) for place in PLACES.values()}
    for group in groups:
        for rule in group.rules:
            if rule.conflict and rule.source in theirs:
                yield _("We read: %(rule)s The registry says: “%(quote)s” %(more)s") % {
                    "rule": rule.sentence,
                    "quote": rule.quote,
                    "more": f"{rule.note} {rule.conflict}".strip(),
                }
            elif rule.conflict:
                yield rule.conflict


def registry_url(nct_id: str | None) -> str:
    """Empty when the registry record is not known."""
    return f"https://clinicaltrials.gov/study/{nct_id}" if nct_id else ""
