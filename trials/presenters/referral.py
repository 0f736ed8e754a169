"""The answer of the referral check: a card for every trial, the deciding reason first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.finder.referral import Checked, ReferralCheck, Standing
from trials.models import Trial
from trials.presenters.contacts import ContactCard, contact_card
from trials.presenters.referral_rows import PersonWords
from trials.presenters.referral_verdicts import PersonVerdict, VerdictOn, person_verdict
from trials.presenters.statuses import StatusWords, status_words


@dataclass(frozen=True, slots=True)
class ReferralCard:
    """``sources`` is where sentences stand that name no source of their own."""

    trial: Trial
    title: str
    standing: Standing
    verdicts: tuple[PersonVerdict, ...]
    status: StatusWords
    sources: tuple[str, ...]
    contact: ContactCard | None

    @property
    def name(self) -> str:
        """With the registry number, where there is one."""
        return f"{self.trial.nct_id} {self.title}" if self.trial.nct_id else self.title

    @property
    def short_name(self) -> str:
        """What fits into a list of many."""
        return self.trial.acronym or self.trial.nct_id or self.title


@dataclass(frozen=True, slots=True)
class ReferralSection:
    """Studies of one standing; ``cards`` are those of one page, ``total`` counts all."""

    standing: Standing
    heading: str
    cards: tuple[ReferralCard, ...]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.cards)

    @property
    def is_hopeful(self) -> bool:
        """Whether nothing known keeps anybody out."""
        return self.standing in (Standing.POSSIBLE, Standing.NEEDS)

    @property
    def filter_words(self) -> str:
        return str(FILTERS[self.standing])


def everything(standing: Standing) -> slice:
    """For :func:`sections_of`: all studies of every standing."""
    return slice(None)


def sections_of(
    check: ReferralCheck,
    card: Callable[[Checked], ReferralCard],
    shown: Callable[[Standing], slice] = everything,
) -> Iterator[ReferralSection]:
    """One for every standing, empty ones too, most hope first; ``shown`` of each get a card."""
    for standing in Standing:
        found = check.standing(standing)
        cards = tuple(card(checked) for checked in found[shown(standing)])
        yield ReferralSection(standing, str(HEADINGS[standing]), cards, len(found))


HEADINGS: Mapping[Standing, StrPromise] = {
    Standing.POSSIBLE: gettext_lazy("No exclusion found"),
    Standing.NEEDS: gettext_lazy("Undetermined"),
    Standing.LATER: gettext_lazy("Not now"),
    Standing.NO: gettext_lazy("No"),
}
FILTERS: Mapping[Standing, StrPromise] = {
    Standing.POSSIBLE: gettext_lazy("Still possible"),
    Standing.NEEDS: gettext_lazy("Needs facts"),
    Standing.LATER: gettext_lazy("Not now"),
    Standing.NO: gettext_lazy("No"),
}


def referral_card(
    checked: Checked,
    people: Iterable[PersonWords],
    today: date,
    verdict_on: VerdictOn = person_verdict,
) -> ReferralCard:
    """``checked.trial`` came through ``with_what_is_shown``."""
    trial = checked.trial
    labels = {group.key: group.label for group in trial.groups.all()}
    return ReferralCard(
        trial=trial,
        title=trial_title(trial),
        standing=checked.standing,
        verdicts=tuple(
            verdict_on(verdict, who, labels)
            for number, (verdict, who) in enumerate(zip(checked.verdicts, people, strict=True))
            if verdict.groups or number == 0
        ),
        status=status_words(trial, today),
        sources=tuple(source.reference for source in trial.sources.all()),
        contact=contact_card(trial.referral_contact) if trial.referral_contact else None,
    )


def trial_title(trial: Trial) -> str:
    """The short name by which protocols are known, and the title."""
    if not trial.acronym or trial.acronym in trial.brief_title:
        return trial.brief_title
    return f"{trial.acronym}: {trial.brief_title}"
