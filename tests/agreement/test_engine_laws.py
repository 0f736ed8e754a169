"""Laws of the four values and of the engine, on criteria and people made at random."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.agreement.drawn_world import (
    ANSWERS,
    CATALOGUE,
    ON,
    ages,
    cases,
    leaves_about_treatment,
    leaves_of_all_kinds,
    leaves_of_the_first_look,
    leaves_of_words,
    nobody_known,
    some_told,
    told_as_well,
    told_from_the_start,
    trees,
    trial,
    washouts,
)
from tests.agreement.plain_engine import first_look_at, judge_criterion
from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import BirthInterval
from trials.eligibility.branches import Branch, grow
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Implication
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import AgeCriterion, AllOf, AnyOf, Criterion, Not
from trials.eligibility.dependencies import depends_on
from trials.eligibility.evaluation import Fit, first_look
from trials.eligibility.facts import PatientFacts
from trials.eligibility.gists import gist_of
from trials.eligibility.implications import Known, draw_all
from trials.eligibility.person import Person
from trials.eligibility.probes import leaves
from trials.eligibility.truth import Truth, all_of, any_of, negate
from trials.eligibility.undecided import undecided
from trials.eligibility.verdicts import GroupVerdict, Verdict, judge_in, plain_truth
from trials.finder.seeking import at_first_look

CRITERIA = trees(leaves_of_all_kinds)
AT_FIRST = trees(leaves_of_the_first_look)
ABOUT_TREATMENT = trees(leaves_about_treatment)
ONE_ANSWER = st.sampled_from(
    [(fact, value) for fact in sorted(ANSWERS) for value in ANSWERS[fact]]
)

Combine = Callable[[Iterable[Truth]], Truth]
PAIRS = list(product(Truth, repeat=2))
TRIPLES = list(product(Truth, repeat=3))
both_boxes = pytest.mark.parametrize("combine", [all_of, any_of])


# --- The four values: every combination of them ---------------------------------------------


@both_boxes
def test_order_of_values_does_not_matter(combine: Combine) -> None:
    for values in TRIPLES:
        assert len({combine(order) for order in permutations(values)}) == 1


@both_boxes
def test_values_may_be_boxed_in_any_way(combine: Combine) -> None:
    for a, b, c in TRIPLES:
        assert combine([combine([a, b]), c]) is combine([a, combine([b, c])])


@both_boxes
def test_more_hope_in_a_part_is_never_less_in_the_whole(combine: Combine) -> None:
    for a, b, c in TRIPLES:
        assert a > b or combine([a, c]) <= combine([b, c])


def test_value_denied_twice_is_itself() -> None:
    assert [negate(negate(value)) for value in Truth] == list(Truth)


@pytest.mark.parametrize(("outside", "inside"), [(all_of, any_of), (any_of, all_of)])
def test_denial_goes_into_a_box_except_past_two_ways_of_not_knowing(
    outside: Combine, inside: Combine
) -> None:
    """De Morgan's laws fail for UNKNOWN beside ASK alone, which denial leaves as they are.

    Not all of (UNKNOWN, ASK) is UNKNOWN; any of their denials is ASK.
    """
    broken = {
        frozenset((a, b))
        for a, b in PAIRS
        if negate(outside([a, b])) is not inside([negate(a), negate(b)])
    }
    assert broken == {frozenset((Truth.UNKNOWN, Truth.ASK))}


def test_denial_does_not_turn_the_order_round_between_the_uncertain_values() -> None:
    """Of what we do not know we do not know the opposite either: neither grows more hopeful."""
    kept = {(a, b) for a, b in PAIRS if a < b and negate(a) < negate(b)}
    assert kept == {(Truth.UNKNOWN, Truth.ASK)}


def test_something_or_its_denial_is_true_only_of_what_is_certain() -> None:
    assert {value for value in Truth if any_of([value, negate(value)]) is Truth.TRUE} == {
        value for value in Truth if value.is_certain
    }


# --- Trees ----------------------------------------------------------------------------------


@given(CRITERIA, cases)
def test_value_alone_is_that_of_the_branch(criterion: Criterion, case: Case) -> None:
    assert case.truth(gist_of(criterion)) is grow(criterion, case.find).truth


@settings(max_examples=200)
@given(CRITERIA, cases)
def test_verdict_is_that_of_whole_trees_of_findings(criterion: Criterion, case: Case) -> None:
    group = judged(criterion, case)
    assert (group.truth, group.needs, group.branch) == judge_criterion(criterion, case.person)


@settings(max_examples=200)
@given(AT_FIRST, cases)
def test_first_look_is_that_of_whole_trees_of_findings(criterion: Criterion, case: Case) -> None:
    person = Person(at_first_look(case.person.facts), GRAPH, ON)
    (group,) = first_look(trial(criterion), person).groups
    assert group.branch == first_look_at(criterion, person)
    assert (group.fit is Fit.FITS) is (group.branch.truth is Truth.TRUE)
    assert (group.fit is Fit.NO) is (group.branch.truth is Truth.FALSE)
    assert group.unsettled == len(group.unknowns)


@settings(max_examples=50)
@given(st.lists(CRITERIA, min_size=2, max_size=6), cases)
def test_trials_judged_together_are_judged_as_each_alone(
    criteria: list[Criterion], case: Case
) -> None:
    together = [judge_in(trial(criterion), case) for criterion in [*criteria, *criteria]]
    alone = [judge_in(trial(one), told_from_the_start(case)) for one in [*criteria, *criteria]]
    assert together == alone


@given(CRITERIA, CRITERIA, cases)
def test_value_of_a_trial_is_that_of_its_best_group(
    one: Criterion, other: Criterion, case: Case
) -> None:
    groups = [grow(criterion, case.find).truth for criterion in (one, other)]
    assert plain_truth(trial(one, other), case) is max(groups)


@given(CRITERIA, CRITERIA, cases, st.randoms(use_true_random=False))
def test_order_of_criteria_changes_neither_verdict_nor_needs(
    one: Criterion, other: Criterion, case: Case, random: Random
) -> None:
    straight = judge_in(trial(one, other), case)
    crooked = judge_in(trial(shuffled(other, random), shuffled(one, random)), case)
    assert (crooked.verdict, crooked.needs) == (straight.verdict, straight.needs)
    assert [group.truth for group in crooked.groups] == [group.truth for group in straight.groups]


def shuffled(criterion: Criterion, random: Random) -> Criterion:
    if isinstance(criterion, Not):
        return Not(shuffled(criterion.part, random))
    if isinstance(criterion, AllOf | AnyOf):
        parts = [shuffled(part, random) for part in criterion.parts]
        random.shuffle(parts)
        return type(criterion)(tuple(parts))
    return criterion


@given(CRITERIA, CRITERIA, cases)
def test_whoever_needs_to_tell_more_is_told_what(
    one: Criterion, other: Criterion, case: Case
) -> None:
    verdict = judge_in(trial(one, other), case)
    assert (verdict.verdict is Verdict.NEEDS) is bool(verdict.needs)
    assert all(case.person.can_tell(fact) for fact in verdict.needs)


@given(CRITERIA, cases)
def test_no_is_never_said_without_a_reason(criterion: Criterion, case: Case) -> None:
    group = judged(criterion, case)
    assert bool(group.failures) is (group.truth is Truth.FALSE)


@given(CRITERIA, cases)
def test_day_to_come_is_only_promised_where_all_may_change(
    criterion: Criterion, case: Case
) -> None:
    group = judged(criterion, case)
    assert group.opens_on is None or group.is_recoverable


def judged(criterion: Criterion, case: Case) -> GroupVerdict:
    (group,) = judge_in(trial(criterion), case).groups
    return group


def explained(criterion: Criterion, case: Case) -> tuple[GroupVerdict, Branch]:
    group = judged(criterion, case)
    return group, group.branch


# --- Telling one more fact ------------------------------------------------------------------

tell_one_more = pytest.mark.parametrize(
    "criteria", [CRITERIA, ABOUT_TREATMENT], ids=["of all kinds", "about treatment"]
)


@tell_one_more
@settings(max_examples=200)
@given(data=st.data(), case=cases, answer=ONE_ANSWER)
def test_what_is_certain_stays_certain(
    criteria: st.SearchStrategy[Criterion],
    data: st.DataObject,
    case: Case,
    answer: tuple[str, FactValue],
) -> None:
    """No later answer turns "may join" into "cannot", or the other way round."""
    criterion = data.draw(criteria)
    before, after = judged(criterion, case), judged(criterion, telling(case, answer))
    assert after.truth is before.truth or not before.truth.is_certain


@tell_one_more
@given(data=st.data(), case=cases, answer=ONE_ANSWER)
def test_fact_told_later_counts_as_if_told_from_the_start(
    criteria: st.SearchStrategy[Criterion],
    data: st.DataObject,
    case: Case,
    answer: tuple[str, FactValue],
) -> None:
    criterion = data.draw(criteria)
    later = telling(case, answer)
    judged(criterion, case)  # what was found before is there to be used again
    assert explained(criterion, later) == explained(criterion, told_from_the_start(later))


@given(CRITERIA, cases, ONE_ANSWER)
def test_undecided_part_has_the_value_of_the_whole_whatever_is_told(
    criterion: Criterion, case: Case, answer: tuple[str, FactValue]
) -> None:
    gist = gist_of(criterion)
    assume(not case.truth(gist).is_certain)
    later = telling(case, answer)
    assert later.truth(undecided(gist, case)) is later.truth(gist)


@given(CRITERIA, cases, ONE_ANSWER)
def test_fact_that_nothing_depends_on_changes_nothing(
    criterion: Criterion, case: Case, answer: tuple[str, FactValue]
) -> None:
    later = telling(case, answer)
    learned = later.person.learned_since(case.person)
    depending = frozenset[str]().union(*(depends_on(leaf, GRAPH) for leaf in leaves(criterion)))
    assume(learned.isdisjoint(depending))
    fresh = told_from_the_start(later)
    assert explained(criterion, fresh) == explained(criterion, case)


def telling(case: Case, answer: tuple[str, FactValue]) -> Case:
    later = told_as_well(case, *answer)
    assume(later is not None)
    assert later is not None
    return later


# --- What follows from what -----------------------------------------------------------------


@given(cases)
def test_implications_add_nothing_the_second_time(case: Case) -> None:
    known = case.person.known.values
    again = case.person.having(replace(case.person.facts, told=known))
    assert again.known.values == known


@given(some_told, st.randoms(use_true_random=False))
def test_order_of_telling_does_not_matter_without_contradiction(
    told: list[tuple[str, FactValue]], random: Random
) -> None:
    known = drawn(dict(told))
    assume(not known.contradictions)
    another_order = list(dict(told).items())
    random.shuffle(another_order)
    assert drawn(dict(another_order)) == known
    case = nobody_known()
    for fact, value in another_order:
        case = told_as_well(case, fact, value) or case
    assert case.person.known.values == known.values


@given(some_told)
def test_what_was_said_is_never_overwritten(told: list[tuple[str, FactValue]]) -> None:
    said = dict(told)
    known = drawn(said)
    assert {fact: known.values[fact] for fact in said} == said


def drawn(told: dict[str, FactValue]) -> Known:
    return draw_all(told, CATALOGUE, all_conditions_hold)


def all_conditions_hold(implication: Implication, known: Mapping[str, FactValue]) -> bool:
    return not implication.diseases and all(
        condition.holds(known.get(condition.fact)) is Truth.TRUE for condition in implication.when
    )


# --- Days -----------------------------------------------------------------------------------

OPENING = trees(st.one_of(ages(), ages(), washouts, leaves_of_words))
EXACTLY_BORN = st.dates(date(2004, 1, 1), ON)
DAYS_AGO = st.none() | st.integers(0, 40)


@settings(max_examples=300)
@given(OPENING, EXACTLY_BORN, DAYS_AGO)
def test_tree_opens_on_the_first_day_on_which_it_is_no_longer_refused(
    criterion: Criterion, born: date, days_ago: int | None
) -> None:
    case, gist = on_the_day(ON, born, days_ago), gist_of(criterion)
    assume(case.truth(gist) is Truth.FALSE)
    assert case.opens_on(gist) == first_day(
        criterion, born, days_ago, lambda truth: truth is not Truth.FALSE
    )


@settings(max_examples=300)
@given(OPENING, EXACTLY_BORN, DAYS_AGO)
def test_tree_closes_on_the_last_day_before_it_is_refused(
    criterion: Criterion, born: date, days_ago: int | None
) -> None:
    case, gist = on_the_day(ON, born, days_ago), gist_of(criterion)
    assume(case.truth(gist) is not Truth.FALSE)
    refused_on = first_day(criterion, born, days_ago, lambda truth: truth is Truth.FALSE)
    assert case.closes_on(gist) == (refused_on and refused_on - timedelta(days=1))


def on_the_day(day: date, born: date, days_ago: int | None) -> Case:
    """The same person later on: the treatment lies further back, and nothing else changed."""
    told: dict[str, FactValue] = {}
    if days_ago is not None:
        told["prior_days"] = days_ago + (day - ON).days
    return Case(
        Person(PatientFacts(births=BirthInterval.on_date(born), told=told), GRAPH, day, CATALOGUE)
    )


def first_day(
    criterion: Criterion, born: date, days_ago: int | None, wanted: Callable[[Truth], bool]
) -> date | None:
    """The first day to come on which the value is as wanted, tried out day by day."""
    for day in sorted(days_of_change(criterion, born, days_ago)):
        if wanted(grow(criterion, on_the_day(day, born, days_ago).find).truth):
            return day
    return None


def days_of_change(criterion: Criterion, born: date, days_ago: int | None) -> set[date]:
    """The days to come on which somebody reaches an age, or a waiting time is over."""
    limits = {
        limit
        for leaf in leaves(criterion)
        if isinstance(leaf, AgeCriterion)
        for limit in (leaf.rule.minimum, leaf.rule.maximum)
        if limit
    }
    days = {limit.reached_on(born) for limit in limits}
    days.add(ON + timedelta(days=30 - (days_ago or 0)))
    return {day for day in days if day > ON}
