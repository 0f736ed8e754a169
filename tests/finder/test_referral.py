"""All trials against a patient and a donor: standing, order, and what to find out."""

from datetime import date

import pytest

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import BirthInterval
from trials.eligibility.catalogue import Persona
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import AllOf, AnyOf, Criterion, DiseaseCriterion, FactCriterion
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.finder.asked_facts import AskedFacts, facts_asked
from trials.finder.referral import ReferralCheck, Standing, check, with_what_is_shown
from trials.models import Disease, Trial
from trials.rulebook import disease_graph, rules_of, store_criteria

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 15)


@pytest.fixture(autouse=True)
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def fact(key: str, value: str) -> FactCriterion:
    return FactCriterion(Condition(key, Operator.IS, (value,)))


def study(*parts: Criterion, roles: tuple[Role, ...] = (Role.PATIENT,), **fields: object) -> Trial:
    """A trial with these criteria and no others."""
    trial = list_trial(roles=roles, **fields)
    store_criteria(trial.groups.get(), AllOf(parts))
    return trial


def person(*diagnoses: str, role: Role = Role.PATIENT, **told: FactValue) -> Person:
    facts = PatientFacts(role, None, frozenset(diagnoses), told=told)
    return Person(facts, disease_graph(), ON, CATALOGUE, Persona.STAFF)


def checked(*people: Person) -> ReferralCheck:
    trials = list(with_what_is_shown(Trial.objects.published()))
    rules = rules_of(trials)
    return check({trial: rules[trial.pk] for trial in trials}, people)


def asked() -> AskedFacts:
    return facts_asked(rules_of(Trial.objects.all()).values(), disease_graph(), CATALOGUE)


def test_open_trials_stand_in_order_of_hope() -> None:
    no = study(DiseaseCriterion(("aml",)))
    later = study(fact("active_infection", "no"))
    needs = study(fact("cd19", "positive"))
    possible = study(DiseaseCriterion(("b_all",)))
    closed = study(DiseaseCriterion(("b_all",)), overall_status="COMPLETED")

    found = checked(person("b_all", active_infection="yes"))

    assert [(one.trial, one.standing) for one in found.open] == [
        (possible, Standing.POSSIBLE),
        (needs, Standing.NEEDS),
        (later, Standing.LATER),
        (no, Standing.NO),
    ]
    assert [one.trial for one in found.not_open] == [closed]
    assert [one.trial for one in found.standing(Standing.NEEDS)] == [needs]


def test_fewer_questions_then_treatment_then_freshly_checked_come_first() -> None:
    two = study(fact("cd19", "positive"), fact("cd22", "positive"))
    survey = study(fact("cd19", "positive"), kind="observational")
    old = study(fact("cd19", "positive"), status_checked_on=date(2025, 1, 1))
    undated = study(fact("cd19", "positive"), status_checked_on=None)
    fresh = study(fact("cd19", "positive"), status_checked_on=date(2026, 3, 14))

    found = checked(person())

    assert [one.trial for one in found.open] == [fresh, old, undated, survey, two]


def test_soon_too_old_comes_first() -> None:
    anytime = study(DiseaseCriterion(("b_all",)))
    soon = list_trial(ages={"maximum_months": 12 * 22})

    births = BirthInterval.on_date(date(2004, 6, 1))
    told = person("b_all")
    found = checked(told.having(PatientFacts(births=births, diagnoses=frozenset({"b_all"}))))

    assert [one.trial for one in found.open] == [soon, anytime]


def test_trial_stands_where_the_person_with_most_hope_stands() -> None:
    study(fact("language", "en"), roles=(Role.DONOR,))

    found = checked(person("b_all"), person(role=Role.DONOR, language="en"))

    (one,) = found.open
    assert one.standing is Standing.POSSIBLE
    assert [bool(verdict.groups) for verdict in one.verdicts] == [False, True]


def test_group_for_which_waiting_is_enough_comes_before_one_that_never_opens() -> None:
    trial = study(DiseaseCriterion(("aml",)))
    waiting = trial.groups.create(key="later", label="Later", position=1)
    store_criteria(waiting, AllOf((fact("active_infection", "no"),)))

    (one,) = checked(person("b_all", active_infection="yes")).open

    assert one.standing is Standing.LATER
    assert one.verdicts[0].best is not None
    assert one.verdicts[0].best.rules.key == "later"


def test_questions_are_those_of_the_open_trials_for_each_person() -> None:
    study(fact("cd19", "positive"))
    study(fact("cd22", "positive"), overall_status="COMPLETED")
    study(fact("language", "en"), roles=(Role.DONOR,))

    found = checked(person(), person(role=Role.DONOR))

    assert [[question.fact.key for question in each] for each in found.questions] == [
        ["cd19"],
        ["language"],
    ]


class TestFactsAsked:
    def test_facts_of_rules_are_named(self) -> None:
        study(AnyOf((fact("cd19", "positive"), fact("cd22", "positive"))))

        assert asked().named == {"cd19", "cd22"}

    def test_disease_asks_for_what_defines_it_and_those_above(self) -> None:
        study(DiseaseCriterion(("ph_pos",)))

        assert asked().named == {"diagnosis", "bcr_abl1", "lineage"}

    def test_whole_of_parts_asks_for_the_parts(self) -> None:
        """Both parts listed are the whole; the lineage may still be told."""
        study(DiseaseCriterion(("b_all", "t_all")))

        assert asked().named == {"diagnosis", "lineage"}

    def test_disease_that_is_gone_asks_for_the_diagnosis_alone(self) -> None:
        trial = study(DiseaseCriterion(("aml",)))
        rules = rules_of([trial])[trial.pk]

        assert facts_asked([rules], DiseaseGraph(()), CATALOGUE).named == {"diagnosis"}

    def test_what_leads_to_a_fact_is_asked_beside_it(self) -> None:
        study(fact("bcr_abl1", "negative"))

        found = asked()
        assert found.named == {"bcr_abl1"}
        assert found.leading == {"ph_like"}

    def test_facts_of_donors_and_family_are_asked_of_them(self) -> None:
        study(fact("language", "en"), roles=(Role.DONOR, Role.SIBLING))
        study(fact("cd19", "positive"), roles=(Role.PATIENT, Role.SURVIVOR))

        assert asked().others == {"language"}

    def test_facts_nobody_catalogued_are_left_out(self) -> None:
        study(fact("no_such_fact", "yes"))

        assert asked().named == frozenset()
