"""Laws of the engine on the shipped studies, diseases and facts, for people made at random."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.agreement.plain_engine import first_look_at, judge_criterion
from tests.agreement.real_world import answers_to_try, real_graph, real_trials
from tests.shipped_diseases import load_diseases
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import BirthInterval
from trials.eligibility.branches import Branch, grow
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import Leaf
from trials.eligibility.evaluation import FirstLook, GroupRules
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.probes import probe_values
from trials.eligibility.questions import Question, next_questions, touched_by
from trials.eligibility.truth import Truth
from trials.eligibility.undecided import undecided
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict, Verdict, judge_in
from trials.finder.seeking import at_first_look
from trials.rulebook import disease_graph

ON = date(2026, 3, 15)
PEOPLE = 40


@dataclass(frozen=True)
class Situation:
    """Somebody who tells one more fact."""

    fact: str
    before: Case
    after: Case

    def judged(self) -> list[tuple[TrialVerdict, TrialVerdict]]:
        """All studies, before and after."""
        return [(judge_in(rules, self.before), judge_in(rules, self.after)) for rules in TRIALS]

    def groups(self) -> list[tuple[GroupVerdict, GroupVerdict]]:
        return [
            (one, other)
            for before, after in self.judged()
            for one, other in zip(in_order(before), in_order(after), strict=True)
        ]


TRIALS = real_trials()
GRAPH = real_graph()


def explained(verdict: TrialVerdict) -> list[tuple[GroupVerdict, Branch]]:
    return [(group, group.branch) for group in verdict.groups]


def in_order(verdict: TrialVerdict) -> list[GroupVerdict]:
    return sorted(verdict.groups, key=lambda group: group.rules.key)


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    random = Random(20_260_315)
    return [situation(random) for _ in range(PEOPLE)]


def situation(random: Random) -> Situation:
    before = somebody(random)
    for _ in range(random.randrange(6)):
        before = one_more(before, random).after
    return one_more(before, random)


def somebody(random: Random) -> Case:
    exact = BirthInterval.on_date(ON - timedelta(days=random.randrange(9_000)))
    rough = BirthInterval.of_age(ON, years=random.randrange(30))
    diseases = sorted(random.choice([GRAPH.descendants("leukemia"), frozenset(GRAPH)]))
    facts = PatientFacts(
        role=random.choice([Role.PATIENT, Role.PATIENT, Role.PATIENT, *Role]),
        births=random.choice([exact, rough, rough, None]),
        diagnoses=frozenset(random.sample(diseases, random.choice([0, 1, 1, 1, 2]))),
    )
    return Case(Person(facts, GRAPH, ON, CATALOGUE, random.choice(list(Persona))))


def one_more(case: Case, random: Random) -> Situation:
    """Tells a fact that was not known, or only in part, and that contradicts nothing."""
    while True:
        fact, value = random.choice(answers_to_try())
        if not case.person.knows(fact):
            for after in case.trying(fact, [value]):
                return Situation(fact, case, after)


# --- The world itself -----------------------------------------------------------------------


@pytest.mark.django_db
def test_diseases_are_those_that_the_rulebook_reads_from_the_database() -> None:
    load_diseases()
    stored = disease_graph()
    assert {key: GRAPH.node(key) for key in GRAPH} == {key: stored.node(key) for key in stored}


@pytest.mark.parametrize(
    "general", [disease for disease in sorted(GRAPH) if GRAPH.children(disease)]
)
def test_more_exact_diagnosis_keeps_what_was_certain(general: str) -> None:
    for child in GRAPH.children(general):
        whole, part = named(general), named(child)
        for disease in GRAPH:
            status = whole.diseases.status(disease)
            assert not status.is_certain or part.diseases.status(disease) is status


def named(disease: str) -> Person:
    return Person(PatientFacts(diagnoses=frozenset({disease})), GRAPH, ON, CATALOGUE)


# --- One more fact --------------------------------------------------------------------------


def test_fact_told_later_counts_as_if_told_from_the_start(situations: list[Situation]) -> None:
    for told in situations:
        fresh = Case(told.after.person.having(told.after.person.facts))
        assert fresh.person.known.values == told.after.person.known.values
        for rules, (_, after) in zip(TRIALS, told.judged(), strict=True):
            assert explained(judge_in(rules, fresh)) == explained(after)


def test_what_is_certain_stays_certain(situations: list[Situation]) -> None:
    """Except for the status: "relapsed", as it follows from a relapse, may have passed."""
    certain = 0
    for told in situations:
        if told.fact in told.before.person.known.values:
            continue
        for before, after in told.groups():
            certain += before.truth.is_certain
            assert after.truth is before.truth or not before.truth.is_certain
    assert certain > PEOPLE


def test_fact_that_does_not_touch_a_study_changes_nothing(situations: list[Situation]) -> None:
    untouched = 0
    for told in situations:
        touched = touched_by(told.fact, told.before.person)
        for rules, (before, after) in zip(TRIALS, told.judged(), strict=True):
            if all(touched.isdisjoint(group.gist.facts) for group in rules.groups):
                untouched += 1
                assert explained(after) == explained(before)
    assert untouched > PEOPLE


def test_undecided_part_has_the_value_of_the_whole(situations: list[Situation]) -> None:
    for told in situations:
        if told.fact in told.before.person.known.values:
            continue
        for rules, branch in all_branches(told.before):
            if not branch.truth.is_certain:
                left = undecided(rules.gist, told.before)
                assert told.after.truth(left) is told.after.truth(rules.gist)


def test_value_alone_is_that_of_the_branch(situations: list[Situation]) -> None:
    for told in situations:
        for rules, branch in all_branches(told.after):
            assert told.after.truth(rules.gist) is branch.truth


def test_verdicts_are_those_of_whole_trees_of_findings(situations: list[Situation]) -> None:
    for told in situations[:10]:
        person = told.after.person
        for _, group in told.groups():
            truth, needs, branch = judge_criterion(group.rules.criterion, person)
            assert (group.truth, group.branch) == (truth, branch)
            assert group.needs in (needs, frozenset())  # another group may settle the trial


def test_first_looks_are_those_of_whole_trees_of_findings(situations: list[Situation]) -> None:
    for told in situations:
        person = Person(at_first_look(told.before.person.facts), GRAPH, ON)
        looking = FirstLook(person)
        for group in (group for rules in TRIALS for group in looking.at(rules).groups):
            assert group.branch == first_look_at(group.rules.criterion, person)
            assert group.unsettled == len(group.unknowns)


def all_branches(case: Case) -> list[tuple[GroupRules, Branch]]:
    groups = [group for rules in TRIALS for group in rules.groups]
    return [(group, grow(group.criterion, case.find)) for group in groups]


def test_needs_are_what_this_person_can_tell(situations: list[Situation]) -> None:
    for told in situations:
        for verdict, _ in told.judged():
            assert (verdict.verdict is Verdict.NEEDS) is bool(verdict.needs)
            assert all(told.before.person.can_tell(fact) for fact in verdict.needs)


def test_no_is_never_said_without_a_reason(situations: list[Situation]) -> None:
    for told in situations:
        for before, _ in told.groups():
            assert bool(before.failures) is (before.truth is Truth.FALSE)


# --- Telling in another order ---------------------------------------------------------------


def test_order_of_telling_does_not_matter(situations: list[Situation]) -> None:
    random = Random(7)
    for told in situations:
        facts = told.after.person.facts
        answers = list(facts.told.items())
        random.shuffle(answers)
        other = told.after.person.having(replace(facts, told=dict(answers)))
        assert other.known.values == told.after.person.known.values


# --- What to ask next -------------------------------------------------------------------------

B_ALL_AT_NINE = PatientFacts(
    births=BirthInterval.of_age(ON, years=9), diagnoses=frozenset({"b_all"})
)


def asked(facts: PatientFacts) -> dict[str, Question]:
    questions = next_questions(TRIALS, Case(Person(facts, GRAPH, ON, CATALOGUE)))
    return {question.fact.key: question for question in questions}


def needing(fact: str, facts: PatientFacts) -> int:
    """How many studies need the fact itself."""
    case = Case(Person(facts, GRAPH, ON, CATALOGUE))
    return sum(fact in judge_in(rules, case).needs for rules in TRIALS)


def test_status_is_asked_first_of_a_child_of_nine_with_b_all() -> None:
    """What follows from it decides far more studies than need it."""
    questions = asked(B_ALL_AT_NINE)
    assert next(iter(questions)) == "disease_status"
    assert questions["disease_status"].decides >= 22
    assert needing("disease_status", B_ALL_AT_NINE) < 22


def test_treatment_is_asked_early_although_few_studies_need_it() -> None:
    questions = asked(B_ALL_AT_NINE)
    assert "previously_treated" in list(questions)[:3]
    assert questions["previously_treated"].decides > needing("previously_treated", B_ALL_AT_NINE)


def test_questions_come_to_an_end_and_leave_nothing_open() -> None:
    """Whoever always gives the first of the answers to the first of the questions."""
    case, told = Case(Person(B_ALL_AT_NINE, GRAPH, ON, CATALOGUE)), list[str]()
    criteria = [group.criterion for rules in TRIALS for group in rules.groups]
    while questions := next_questions(TRIALS, case):
        fact = questions[0].fact
        case = case.telling(fact.key, probe_values(fact, criteria)[0])
        told.append(fact.key)
    assert len(set(told)) == len(told) < len(asked(B_ALL_AT_NINE))
    assert all(judge_in(rules, case).verdict is not Verdict.NEEDS for rules in TRIALS)


def test_question_decides_and_settles_no_more_than_is_open(situations: list[Situation]) -> None:
    for told in situations[:10]:
        before = [judge_in(rules, told.before) for rules in TRIALS]
        needing = sum(verdict.verdict is Verdict.NEEDS for verdict in before)
        for question in next_questions(TRIALS, told.before):
            assert question.open == needing
            assert 0 <= question.decides <= needing
            assert 0 <= question.settles <= needing


def test_tried_answer_is_looked_at_only_where_it_can_change_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """About as many rules again as for the verdicts, for all the answers to 45 facts."""
    looked_at = 0

    def counting(leaf: Leaf, person: Person) -> Truth:
        nonlocal looked_at
        looked_at += 1
        return outcome(leaf, person)

    monkeypatch.setattr("trials.eligibility.case.outcome", counting)
    case = Case(Person(B_ALL_AT_NINE, GRAPH, ON, CATALOGUE))
    for rules in TRIALS:
        judge_in(rules, case)
    for_verdicts = looked_at
    next_questions(TRIALS, case)
    assert looked_at < 3 * for_verdicts
