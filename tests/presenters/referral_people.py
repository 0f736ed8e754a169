"""A person told to referral staff, and a group of a study judged for them; no database."""

from datetime import date

from tests.eligibility.universe import GRAPH
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeLimit, AgeRule, BirthInterval
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Origin,
    Side,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.eligibility.verdicts import TrialVerdict, judge_in
from trials.presenters.referral_follows import implied_facts, premises_by_fact
from trials.presenters.referral_rows import CriterionRow, PersonWords, criterion_rows
from trials.presenters.referral_words import StaffWords

ON = date(2026, 3, 15)
NAMES = {"all": "ALL", "b_all": "B-ALL", "t_all": "T-ALL", "aml": "AML", "apl": "APL"}
WORDS = StaffWords(CATALOGUE, lambda code: NAMES.get(code, code))

UNDER_22 = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)), Origin(quote="under 22"))
FROM_18 = AgeCriterion(AgeRule(minimum=AgeLimit.years(18)))


def fact(key: str, *values: str, side: Side = Side.INCLUDE) -> FactCriterion:
    operator = Operator.IS if len(values) == 1 else Operator.IN
    return FactCriterion(Condition(key, operator, values), side=side)


def disease(*include: str, exclude: tuple[str, ...] = ()) -> DiseaseCriterion:
    return DiseaseCriterion(include, exclude)


def washout(key: str, days: int) -> WashoutCriterion:
    return WashoutCriterion(key, days)


def person(
    *diagnoses: str,
    years: int | None = None,
    born: date | None = None,
    births: BirthInterval | None = None,
    role: Role = Role.PATIENT,
    on: date = ON,
    **told: FactValue,
) -> Person:
    if born is not None:
        births = BirthInterval.on_date(born)
    if years is not None:
        births = BirthInterval.of_age(ON, years=years)
    facts = PatientFacts(role, births, frozenset(diagnoses), told=told)
    return Person(facts, GRAPH, on, CATALOGUE, Persona.STAFF)


def words_for(who: Person, **fields: str) -> PersonWords:
    """``fields`` are the ids of boxes on the form, by fact."""
    implied = premises_by_fact(implied_facts(who, WORDS))
    return PersonWords("Patient", who, WORDS, implied, fields)


def judged(who: Person, *parts: Criterion, roles: tuple[Role, ...] = ()) -> TrialVerdict:
    group = GroupRules("main", frozenset(roles), AllOf(parts))
    return judge_in(TrialRules("study", (group,)), Case(who))


def rows(who: Person, *parts: Criterion, **fields: str) -> list[CriterionRow]:
    (group,) = judged(who, *parts).groups
    return list(criterion_rows(group, words_for(who, **fields)))
