"""What a search left out, and the one clearest reason for each."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from trials.eligibility.ages import AgeKey, AgeSpan
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import Fit, GroupEvaluation, TrialEvaluation
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.finder.looking import look, with_everything
from trials.finder.matches import FinderResult, LeftOutReason, Match
from trials.finder.narrowing import ages_in_play, diseases_in_play
from trials.models.trial import TrialQuerySet

_OLDER_THAN_ANY_LIMIT = AgeKey(months_key=100 * 12 * 200, days=366 * 200)


def left_out_matches(
    result: FinderResult,
    *,
    published: TrialQuerySet,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
    page: slice,
) -> list[tuple[Match, LeftOutReason]]:
    """One page of the trials that were left out, each with its reason.

    They stand in alphabetical order; there are ``result.left_out.total`` of them.
    """
    shown = [match.trial.pk for match in result.shown]
    left_out = published.exclude(pk__in=shown).order_by("plain_title", "pk")[page]
    person = Person(facts, graph, today)
    matches = [look(trial, person) for trial in with_everything(left_out)]
    return [(match, reason_left_out(match.evaluation)) for match in matches]


def reason_left_out(evaluation: TrialEvaluation) -> LeftOutReason:
    """Why the trial is in no section. Only words speak against one that is not "no"."""
    if evaluation.fit is not Fit.NO:
        return LeftOutReason.WORDS
    if not evaluation.role_is_sought:
        return LeftOutReason.ROLE
    failures = [_failures(group) for group in evaluation.groups]
    by_age = [reasons for reasons in failures if reasons <= _AGE_REASONS and reasons]
    if not by_age:
        return LeftOutReason.DISEASE
    if {Reason.AGE_TOO_YOUNG} in by_age:
        return LeftOutReason.TOO_YOUNG
    return LeftOutReason.TOO_OLD


_AGE_REASONS = frozenset({Reason.AGE_TOO_YOUNG, Reason.AGE_TOO_OLD})


def _failures(group: GroupEvaluation) -> frozenset[Reason]:
    return frozenset(item.reason for item in group.findings if item.truth is Truth.FALSE)


def count_narrowed_out(
    published: TrialQuerySet,
    kept: int,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
) -> tuple[int, Counter[LeftOutReason]]:
    """All published trials, and how many the narrowing dropped for which reason.

    ``kept`` is how many it kept. Each step counts what is still there: 5 queries at most.
    """
    total = before = published.count()
    dropped: Counter[LeftOutReason] = Counter()
    for reason, trials in _steps(published, facts, graph, today):
        after = trials.count()
        dropped[reason] = before - after
        before = after
    dropped[LeftOutReason.WORDS] = before - kept
    return total, dropped


def _steps(
    trials: TrialQuerySet, facts: PatientFacts, graph: DiseaseGraph, today: date
) -> Iterator[tuple[LeftOutReason, TrialQuerySet]]:
    """The narrowing one reason at a time, each with the trials it keeps."""
    trials = trials.seeking(facts.role)
    yield LeftOutReason.ROLE, trials
    codes = diseases_in_play(facts, graph, today)
    if codes is not None:
        trials = trials.studying(codes, facts.role)
        yield LeftOutReason.DISEASE, trials
    ages = ages_in_play(facts, today)
    if ages is not None:
        # As if the person could be of any greater age: what falls away is for the younger.
        or_older = AgeSpan(ages.youngest, _OLDER_THAN_ANY_LIMIT)
        yield LeftOutReason.TOO_OLD, trials.open_to_age(or_older, facts.role)
        yield LeftOutReason.TOO_YOUNG, trials.open_to_age(ages, facts.role)
