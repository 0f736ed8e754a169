"""The page of one study: everything we hold about it, plain words first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.models import Contact, Trial, TrialSource
from trials.presenters.contacts import ContactCard, contact_card
from trials.presenters.groups import GroupWords, group_words, labelled_groups
from trials.presenters.names import DiagnosisNames
from trials.presenters.places import PlaceWords, place_words
from trials.presenters.statuses import StatusWords, status_words

PHASES: Mapping[str, StrPromise] = {
    Trial.Phase.EARLY_PHASE1: gettext_lazy(
        "Early phase 1: a first small test in people of how the treatment acts"
    ),
    Trial.Phase.PHASE1: gettext_lazy("Phase 1: looks for a safe dose and for side effects"),
    Trial.Phase.PHASE2: gettext_lazy("Phase 2: looks at how well the treatment works"),
    Trial.Phase.PHASE3: gettext_lazy("Phase 3: compares the treatment with the usual one"),
    Trial.Phase.PHASE4: gettext_lazy("Phase 4: follows a treatment that is already approved"),
}


@dataclass(frozen=True, slots=True)
class TrialPage:
    """``conflicts`` are the sentences on how sources differ; ``contact`` None when unknown.

    ``age_texts`` are the age sentences word for word, each behind its source.
    """

    trial: Trial
    status: StatusWords
    phases: tuple[str, ...]
    groups: tuple[GroupWords, ...]
    places: tuple[PlaceWords, ...]
    sources: tuple[TrialSource, ...]
    conflicts: tuple[str, ...]
    age_texts: tuple[tuple[str, str], ...]
    registry_url: str
    contact: ContactCard | None


def trial_page(
    trial: Trial, names: DiagnosisNames, today: date, house_contact: Contact | None
) -> TrialPage:
    """``house_contact`` is shown for a study that names no contact of its own."""
    groups = tuple(group_words(label, rules, names) for label, rules in labelled_groups(trial))
    contact = trial.referral_contact or house_contact
    return TrialPage(
        trial=trial,
        status=status_words(trial, today),
        phases=tuple(str(PHASES[phase]) for phase in trial.phases),
        groups=groups,
        places=tuple(place_words(row, today) for row in trial.trial_sites.all()),
        sources=tuple(trial.sources.all()),
        conflicts=tuple(dict.fromkeys([*trial.conflicts, *_conflicts(groups)])),
        age_texts=tuple((text["source"], text["text"]) for text in trial.age_texts),
        registry_url=registry_url(trial.nct_id),
        contact=contact_card(contact) if contact else None,
    )


def _conflicts(groups: Iterable[GroupWords]) -> Iterator[str]:
    for group in groups:
        yield from (rule.conflict for rule in group.rules if rule.conflict)


def registry_url(nct_id: str | None) -> str:
    """Empty when the registry record is not known."""
    return f"https://clinicaltrials.gov/study/{nct_id}" if nct_id else ""
