"""The first look at trials for one person: verdict, soon or not, order, and what is shown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from trials.eligibility.ages import AgeLimit, AgeRule, BirthInterval
from trials.eligibility.criteria import AgeCriterion
from trials.eligibility.distance import Place
from trials.eligibility.evaluation import (
    Fit,
    GroupEvaluation,
    TrialEvaluation,
    TrialRules,
)
from trials.eligibility.verdicts import judge_in
from trials.finder.matches import Match, Nearest
from trials.finder.narrowing import AGEING, HORIZON
from trials.finder.nearest import nearest_places
from trials.finder.seeking import Seeker
from trials.finder.statements import all_rows
from trials.finder.wishes import Sort
from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus
from trials.rulebook import rules_numbered, with_rules

_FIELDS = ("id", "slug", "kind", "overall_status", "status_checked_on")
_LOOKED_AT = f"""
SELECT {", ".join(_FIELDS)}, version
FROM trials_trial LEFT JOIN trials_rulesversion ON trial_id = id
WHERE id = ANY(%s::bigint[])
"""
"""What section and order depend on, in the order of the model, and the number of the rules."""
_KINDS_FIRST = (Trial.Kind.TREATMENT, Trial.Kind.SUPPORTIVE_CARE)


def with_everything(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with their rules and all that is shown of them.

    As many queries for many trials as for one; meant for the few that are on a page.
    """
    places = TrialSite.objects.select_related("site", "contact", "site__contact")
    return with_rules(
        trials.select_related("referral_contact").prefetch_related(
            Prefetch("trial_sites", queryset=places)
        )
    )


def look_at_all(trials: Sequence[int], seeker: Seeker, place: Place | None = None) -> list[Match]:
    """The verdicts on many trials by their keys, in that order; one query, or one with places.

    None of the trials is fetched in full (:func:`trials.finder.listed.listed`).
    """
    found = {row[0]: row for row in all_rows(_LOOKED_AT, [list(trials)])}
    using = Trial.objects.db
    rows = [Trial.from_db(using, _FIELDS, found[key][:-1]) for key in trials if key in found]
    rules = rules_numbered(
        {trial.pk: trial.slug for trial in rows}, {key: row[-1] for key, row in found.items()}
    )
    nearest = nearest_places(found, place)
    return [
        look(trial, rules[trial.pk], seeker, nearest.get(trial.pk))
        for trial in rows
        if trial.pk in rules
    ]


def look(trial: Trial, rules: TrialRules, seeker: Seeker, nearest: Nearest | None = None) -> Match:
    """The verdict on one trial."""
    evaluation = seeker.first.at(rules)
    judged = judge_in(rules, seeker.case) if seeker.is_judged else None
    return Match(
        trial=trial,
        rules=rules,
        evaluation=evaluation,
        group=evaluation.best,
        nearest=nearest,
        judged=judged,
        judged_group=judged.best if judged else None,
    )


def is_open(trial: Trial) -> bool:
    """Whether the trial may be taking people today; an unknown status may be."""
    return OverallStatus(trial.overall_status).is_open_now


def opening_soon(evaluation: TrialEvaluation, seeker: Seeker) -> GroupEvaluation | None:
    """The group of a "no" that only asks the person to wait, within the horizon, if any.

    With an age that is known only roughly it is enough that some possible birthday comes
    in time: whether it does is then part of what the person has to be told.
    """
    return next((group for group in evaluation.groups if _opens_soon(group, seeker)), None)


def _opens_soon(group: GroupEvaluation, seeker: Seeker) -> bool:
    births = seeker.facts.births
    if births is None:
        return False
    rules = TrialRules("", (group.rules,))
    return any(
        seeker.first_on(day).at(rules).fit is not Fit.NO
        for day in _days_that_may_matter(group, births, seeker.on)
    )


def _days_that_may_matter(
    group: GroupEvaluation, births: BirthInterval, today: date
) -> list[date]:
    """The days up to the horizon on which the oldest or the youngest reaches a limit."""
    ages = (rule for rule in group.rules.gist_at_first.rules() if isinstance(rule, AgeCriterion))
    limits = {limit for age in ages for limit in _limits(age.rule) if limit}
    days = {
        limit.reached_on(birth) for limit in limits for birth in (births.earliest, births.latest)
    }
    return sorted(day for day in days if today < day <= today + HORIZON)


def _limits(rule: AgeRule) -> tuple[AgeLimit | None, ...]:
    return rule.minimum, rule.maximum, rule.wide_minimum, rule.wide_maximum


def in_order(matches: list[Match], today: date, sort: Sort = Sort.FIT) -> list[Match]:
    """As asked for, and within that: a disease that is named, a status that is known, fewer
    open questions, soon too old, nearer, treatment, freshly checked; then by age of the entry,
    so that the order never changes by itself."""
    in_first_place = _FIRST_PLACES[sort]
    return sorted(matches, key=lambda match: (in_first_place(match), _rank(match, today)))


def _distance(match: Match) -> float:
    return match.nearest.km if match.nearest else float("inf")


def _age_of_entry(match: Match) -> float:
    checked_on = match.trial.status_checked_on
    return -checked_on.toordinal() if checked_on else float("inf")


_FIRST_PLACES: Mapping[Sort, Callable[[Match], float]] = {
    Sort.FIT: lambda _match: 0,
    Sort.NEAREST: _distance,
    Sort.NEWEST: _age_of_entry,
}


def _rank(match: Match, today: date) -> tuple[bool, bool, int, date, float, int, int, int]:
    trial, closes_on = match.trial, match.closes_on
    is_urgent = closes_on is not None and closes_on <= today + AGEING
    checked_on = trial.status_checked_on
    kind = Trial.Kind(trial.kind)
    return (
        not match.names_a_disease,
        trial.overall_status == OverallStatus.UNKNOWN,
        match.unsettled,
        closes_on if closes_on and is_urgent else date.max,
        _distance(match),
        _KINDS_FIRST.index(kind) if kind in _KINDS_FIRST else len(_KINDS_FIRST),
        -(checked_on.toordinal() if checked_on else 0),
        trial.pk,
    )
