"""What a search left out, and the one clearest reason for each."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from trials.eligibility.ages import AgeKey, AgeSpan
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import Fit, TrialEvaluation, TrialRules, first_look
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.finder.looking import look, with_everything
from trials.finder.matches import FinderResult, LeftOutReason, Match
from trials.finder.narrowing import ages_in_play, diseases_in_play
from trials.finder.seeking import Seeker
from trials.models.trial import TrialQuerySet
from trials.rulebook import rules_for

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
    seeker = Seeker(facts, graph, today)
    matches = [look(trial, rules_for(trial), seeker) for trial in with_everything(left_out)]
    return [(match, _reason(match, seeker, result)) for match in matches]


def _reason(match: Match, seeker: Seeker, result: FinderResult) -> LeftOutReason:
    """Only words, or an answer, speak against one that is not "no" at the first look."""
    if match.trial.pk in result.left_out.by_answer:
        return LeftOutReason.ANSWER
    return reason_left_out(match.evaluation, seeker.ageless) or LeftOutReason.WORDS


def reason_left_out(evaluation: TrialEvaluation, ageless: Person) -> LeftOutReason | None:
    """Why the first look says "no"; None when it does not.

    ``ageless`` is the same person with no age told.
    """
    if evaluation.fit is not Fit.NO:
        return None
    if not evaluation.role_is_sought:
        return LeftOutReason.ROLE
    rules = TrialRules(evaluation.key, tuple(group.rules for group in evaluation.groups))
    if first_look(rules, ageless).fit is Fit.NO:
        return LeftOutReason.DISEASE
    reasons = {finding.reason for group in evaluation.groups for finding in group.findings}
    is_too_young = Reason.AGE_TOO_YOUNG in reasons and Reason.AGE_TOO_OLD not in reasons
    return LeftOutReason.TOO_YOUNG if is_too_young else LeftOutReason.TOO_OLD


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
