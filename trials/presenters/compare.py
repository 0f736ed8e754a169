"""Up to four studies side by side: one row for each thing a family weighs."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.ages import AgeStatus
from trials.eligibility.criteria import AgeCriterion
from trials.eligibility.probes import leaves
from trials.models import Trial
from trials.models.site import OverallStatus
from trials.presenters.groups import GroupWords, group_words, labelled_groups
from trials.presenters.matches import MatchCard
from trials.presenters.names import DiagnosisNames
from trials.presenters.phases import PHASES
from trials.presenters.places import place_words
from trials.presenters.statuses import status_words
from trials.presenters.treatments import record_of, treatment_words
from trials.rulebook import rules_for

MOST_COMPARED = 4
PLACES_SHOWN = 3
DISEASES_SHOWN = 6
MOST_QUOTED = 3
_VISITS = re.compile(
    r"\b(visits?|appointments?|follow-?up|in (?:the )?hospital|stays?|"
    r"every \w+ (?:weeks?|months?)|"
    r"(?:for|about|within|over|up to) (?:\w+ ){1,3}(?:days|weeks|months?|years))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """``quote`` is word for word what a source says; empty for our own words."""

    words: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to compare by, with the lines of each study in their order."""

    heading: str
    cells: tuple[tuple[Line, ...], ...]


def comparison(
    trials: Sequence[Trial],
    names: DiagnosisNames,
    today: date,
    cards: Sequence[MatchCard] = (),
) -> tuple[Row, ...]:
    """``trials`` came through ``with_everything``; ``cards`` are theirs, if somebody asks.

    Every row has a cell for each trial; what a source does not say is said to be unknown.
    """
    groups = {
        trial.pk: [group_words(label, rules, names) for label, rules in labelled_groups(trial)]
        for trial in trials
    }
    topics: Iterable[tuple[str, Callable[[Trial], Iterable[Line]]]] = (
        (_("What the researchers want to learn"), _goal),
        (_("Is it open?"), lambda trial: [Line(status_words(trial, today).line)]),
        (_("Ages"), lambda trial: _ages(groups[trial.pk])),
        (_("Diagnoses"), lambda trial: _diagnoses(groups[trial.pk])),
        (_("Kind of study"), lambda trial: [Line(trial.get_kind_display())]),
        (_("Phase"), _phases),
        (_("Treatment"), _treatments),
        (_("Where"), lambda trial: _places(trial, today)),
        (_("Visits and time, as far as known"), _visits),
        (_("Still unknown"), _unknown),
    )
    rows = [
        Row(heading, tuple(tuple(make(trial)) for trial in trials)) for heading, make in topics
    ]
    if cards:
        standing = Row(
            _("For the answers you gave"), tuple(tuple(_stands(card)) for card in cards)
        )
        rows.insert(0, standing)
    return tuple(rows)


def _goal(trial: Trial) -> Iterable[Line]:
    if trial.goal:
        yield Line(trial.goal)
    elif (record := record_of(trial)) and record.summary:
        yield Line("", record.summary)
    else:
        yield Line(_not_said())


def _ages(groups: list[GroupWords]) -> Iterable[Line]:
    for group in groups:
        ages = "; ".join(group.ages)
        yield Line(f"{group.label}: {ages}" if len(groups) > 1 else ages)


def _diagnoses(groups: list[GroupWords]) -> Iterable[Line]:
    named = sorted({name for group in groups for name in group.includes})
    if not named:
        yield Line(_("It names no disease we know. Ask the study team"))
        return
    yield from (Line(name) for name in named[:DISEASES_SHOWN])
    if more := len(named) - DISEASES_SHOWN:
        yield from _more(more)


def _more(count: int) -> Iterable[Line]:
    if count > 0:
        yield Line(ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count})


def _phases(trial: Trial) -> Iterable[Line]:
    if not trial.phases:
        yield Line(_("The source names no phase."))
    yield from (Line(str(PHASES[phase])) for phase in trial.phases)


def _treatments(trial: Trial) -> Iterable[Line]:
    named = treatment_words(trial)
    yield from (Line(treatment.name, treatment.quote) for treatment in named)
    if not named:
        yield Line(_not_said())
    if trial.summary:
        yield Line(trial.summary)


def _places(trial: Trial, today: date) -> Iterable[Line]:
    rows = list(trial.trial_sites.all())
    rows.sort(key=lambda row: not OverallStatus(row.status).is_open_now)
    if not rows:
        yield Line(_("The source names no place."))
    for row in rows[:PLACES_SHOWN]:
        place = place_words(row, today)
        yield Line(f"{place.name}, {place.where}")
    yield from _more(len(rows) - PLACES_SHOWN)


def _visits(trial: Trial) -> Iterable[Line]:
    """Sentences on time, word for word; nothing is worked out from them."""
    record = record_of(trial)
    texts = [trial.summary, record.summary if record else ""]
    sentences = (each for text in texts for each in re.split(r"(?<=[.!?])\s+", text))
    found = list(dict.fromkeys(each for each in sentences if _VISITS.search(each)))
    yield from (Line("", sentence) for sentence in found[:MOST_QUOTED])
    if not found:
        yield Line(
            _(
                "The source does not say. Ask how often you would have to come, and for how "
                "long, and who pays for travel."
            )
        )


def _unknown(trial: Trial) -> Iterable[Line]:
    """What the sources leave open, whoever asks."""
    unknown = {
        _("whether it is open now"): trial.overall_status == OverallStatus.UNKNOWN,
        _("an age limit, if there is one"): _states_no_age(trial),
        _("the place"): not trial.trial_sites.all(),
        _("the number in the registry"): not trial.nct_id,
        _("whom to call"): trial.referral_contact is None,
        _("whether our program read its rules right"): not trial.is_reviewed,
    }
    lines = [Line(words) for words, is_unknown in unknown.items() if is_unknown]
    return lines or [Line(_("What only the study team can check."))]


def _states_no_age(trial: Trial) -> bool:
    ages = [
        leaf.rule
        for group in rules_for(trial).groups
        for leaf in leaves(group.criterion)
        if isinstance(leaf, AgeCriterion)
    ]
    return all(rule.status is AgeStatus.NOT_STATED for rule in ages)


def _stands(card: MatchCard) -> Iterable[Line]:
    """The verdict, why, and what somebody could still tell."""
    yield Line(card.words)
    yield from (Line(reason) for reason in card.reasons)
    if card.note:
        yield Line(card.note.words)
    for name in (*card.needs.shown, *card.needs.others):
        yield Line(_("We would need to know: %(fact)s") % {"fact": name})


def _not_said() -> str:
    return _("The source does not say.")
