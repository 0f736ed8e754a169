"""The first look at one trial for one person: verdict, soon or not, nearest place, order."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from trials.eligibility.criteria import AgeCriterion, Finding
from trials.eligibility.distance import Place, kilometres_between
from trials.eligibility.evaluation import (
    Fit,
    GroupEvaluation,
    TrialEvaluation,
    TrialRules,
    first_look,
)
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.finder.matches import Match, Nearest
from trials.finder.narrowing import HORIZON
from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus
from trials.rulebook import rules_for, with_rules

_KINDS_FIRST = (Trial.Kind.TREATMENT, Trial.Kind.SUPPORTIVE_CARE)


def with_everything(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with all that a match holds: 7 queries, however many trials."""
    places = TrialSite.objects.select_related("site", "contact", "site__contact")
    return with_rules(
        trials.select_related("referral_contact").prefetch_related(
            Prefetch("trial_sites", queryset=places)
        )
    )


def look(trial: Trial, person: Person, place: Place | None = None) -> Match:
    """The verdict on a trial that came through :func:`with_everything`."""
    evaluation = first_look(rules_for(trial), person)
    return Match(trial, evaluation, evaluation.best, nearest(trial, place))


def is_open(trial: Trial) -> bool:
    """Whether the trial may be taking people today; an unknown status may be."""
    return OverallStatus(trial.overall_status).is_open_now


def nearest(trial: Trial, place: Place | None) -> Nearest | None:
    """The closest place of the trial, among those that take people now if any does."""
    if place is None:
        return None
    mapped = [row for row in trial.trial_sites.all() if row.site.latitude is not None]
    open_now = [row for row in mapped if OverallStatus(row.status).is_open_now]
    distances = [Nearest(row, _kilometres(row, place)) for row in open_now or mapped]
    return min(distances, key=lambda found: found.km, default=None)


def _kilometres(row: TrialSite, place: Place) -> float:
    latitude, longitude = row.site.latitude, row.site.longitude
    assert latitude is not None and longitude is not None
    return kilometres_between(place.latitude, place.longitude, latitude, longitude)


def opening_soon(evaluation: TrialEvaluation, person: Person) -> GroupEvaluation | None:
    """The group of a "no" that only asks the person to wait, within the horizon, if any.

    With an age that is known only roughly it is enough that some possible birthday comes
    in time: whether it does is then part of what the person has to be told.
    """
    return next((group for group in evaluation.groups if _opens_soon(group, person)), None)


def _opens_soon(group: GroupEvaluation, person: Person) -> bool:
    failures = [finding for finding in group.findings if finding.truth is Truth.FALSE]
    if not failures or not all(_only_asks_to_wait(finding) for finding in failures):
        return False
    opening = max(_first_day_possible(finding, person) for finding in failures)
    if opening > person.on + HORIZON:
        return False
    # Another limit may have closed by then.
    that_day = Person(person.facts, person.graph, opening)
    return first_look(TrialRules("", (group.rules,)), that_day).fit is not Fit.NO


def _only_asks_to_wait(finding: Finding) -> bool:
    return finding.recoverable and finding.reason is Reason.AGE_TOO_YOUNG


def _first_day_possible(finding: Finding, person: Person) -> date:
    """The first day on which the oldest the person may be is old enough, widely read."""
    births = person.facts.births
    assert isinstance(finding.criterion, AgeCriterion) and births is not None
    minimum = finding.criterion.rule.outer_minimum
    assert minimum is not None
    return minimum.reached_on(births.earliest)


def in_order(matches: list[Match], today: date) -> list[Match]:
    """Fewer open questions, soon too old, nearer, treatment, freshly checked; then by age
    of the entry, so that the order never changes by itself."""
    return sorted(matches, key=lambda match: _rank(match, today))


def _rank(match: Match, today: date) -> tuple[int, date, float, int, int, int]:
    trial, group = match.trial, match.group
    closes_on = group.closes_on if group else None
    is_urgent = closes_on is not None and closes_on <= today + HORIZON
    checked_on = trial.status_checked_on
    kind = Trial.Kind(trial.kind)
    return (
        len(group.unknowns) if group else 0,
        closes_on if closes_on and is_urgent else date.max,
        match.nearest.km if match.nearest else float("inf"),
        _KINDS_FIRST.index(kind) if kind in _KINDS_FIRST else len(_KINDS_FIRST),
        -(checked_on.toordinal() if checked_on else 0),
        trial.pk,
    )
