"""A small catalogue of facts for the tests, the people who tell them, and rules about them.

fact                 what it is                     who can tell
-------------------  -----------------------------  ------------
diagnosis            see universe.py                everybody
birth_date                                          everybody
age_at_diagnosis                                    everybody
disease_status       one or more of five            everybody
previously_treated   yes, no                        everybody
relapse_count        a whole number                 everybody
prior_hsct           yes, no: a transplant          everybody
prior_hsct_days      days since the last one        everybody
lineage              b, t, ambiguous                everybody
cd19, bcr_abl1       positive, negative             everybody
sex                  female, male                   everybody
weight_kg            a number; changes              everybody
mrd_pct              a number; changes              staff
hiv                  yes, no                        staff
creatinine_mg_dl     a number; changes              the clinic
lansky, karnofsky    a whole number; changes        the clinic
infection            yes, no; changes               the clinic

newly diagnosed ─> not previously treated ─> no transplant, no relapse
relapse_count ≥ 1 ─> relapsed, if no other status was told
relapsed, relapse_count ≥ 1, a transplant ─> previously treated
prior_hsct_days ≥ 0 ─> a transplant
"""

from datetime import date

from tests.eligibility.universe import GRAPH, fact
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, BirthInterval
from trials.eligibility.catalogue import (
    Choice,
    Fact,
    FactCatalogue,
    FactGroup,
    FactKind,
    Implication,
    Persona,
    Tier,
)
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Not,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person

ON = date(2026, 3, 15)
EVERYBODY = frozenset(Persona)
STAFF = frozenset({Persona.STAFF})


def entry(
    key: str,
    kind: FactKind = FactKind.CHOICE,
    values: str = "",
    tier: Tier = Tier.EVERYDAY,
    who: frozenset[Persona] = EVERYBODY,
    *,
    changes: bool = False,
) -> Fact:
    choices = tuple(Choice(value, value, value) for value in values.split())
    group = FactGroup.DISEASE
    return Fact(key, kind, group, tier, who, key, choices=choices, is_volatile=changes)


FACTS = (
    entry("diagnosis", FactKind.DISEASE),
    entry("birth_date", FactKind.DATE),
    entry("age_at_diagnosis", FactKind.AGE),
    entry(
        "disease_status",
        FactKind.CHOICES,
        "newly_diagnosed on_first_treatment in_remission relapsed refractory",
        changes=True,
    ),
    entry("previously_treated", values="yes no"),
    entry("relapse_count", FactKind.COUNT, changes=True),
    entry("prior_hsct", values="yes no"),
    entry("prior_hsct_days", FactKind.COUNT, tier=Tier.RECORD, changes=True),
    entry("lineage", values="b t ambiguous", tier=Tier.RECORD),
    entry("cd19", values="positive negative", tier=Tier.RECORD),
    entry("bcr_abl1", values="positive negative", tier=Tier.RECORD),
    entry("sex", values="female male"),
    entry("weight_kg", FactKind.NUMBER, tier=Tier.RECORD, changes=True),
    entry("mrd_pct", FactKind.NUMBER, tier=Tier.RECORD, who=STAFF, changes=True),
    entry("hiv", values="yes no", tier=Tier.RECORD, who=STAFF),
    entry("creatinine_mg_dl", FactKind.NUMBER, tier=Tier.CLINIC, changes=True),
    entry("lansky", FactKind.COUNT, tier=Tier.CLINIC, changes=True),
    entry("karnofsky", FactKind.COUNT, tier=Tier.CLINIC, changes=True),
    entry("infection", values="yes no", tier=Tier.CLINIC, changes=True),
)


def at_least(key: str, number: float) -> Condition:
    return Condition(key, Operator.AT_LEAST, (number,))


TREATED = (("previously_treated", "yes"),)
IMPLICATIONS = (
    Implication((("previously_treated", "no"),), (fact("disease_status=newly_diagnosed"),)),
    Implication((("prior_hsct", "no"), ("relapse_count", 0)), (fact("previously_treated=no"),)),
    Implication(TREATED, (fact("disease_status=relapsed"),)),
    Implication(
        (("disease_status", frozenset({"relapsed"})), *TREATED), (at_least("relapse_count", 1),)
    ),
    Implication(TREATED, (fact("prior_hsct=yes"),)),
    Implication((("prior_hsct", "yes"),), (at_least("prior_hsct_days", 0),)),
)
CATALOGUE = FactCatalogue(FACTS, IMPLICATIONS)


def person(
    *diagnoses: str,
    births: BirthInterval | None = None,
    persona: Persona = Persona.FAMILY,
    role: Role = Role.PATIENT,
    on: date = ON,
    **told: FactValue,
) -> Person:
    facts = PatientFacts(role=role, births=births, diagnoses=frozenset(diagnoses), told=told)
    return Person(facts, GRAPH, on, CATALOGUE, persona)


def of_age(years: int) -> BirthInterval:
    return BirthInterval.of_age(ON, years=years)


def born(year: int, month: int, day: int) -> BirthInterval:
    return BirthInterval.on_date(date(year, month, day))


# --- Rules ----------------------------------------------------------------------------------


def is_(words: str) -> FactCriterion:
    """``cd19=positive`` as a rule."""
    return FactCriterion(fact(words))


def is_not(words: str) -> FactCriterion:
    """Whoever meets it is kept out."""
    return FactCriterion(fact(words), side=Side.EXCLUDE)


def number(key: str, operator: str, limit: float) -> FactCriterion:
    """``number("relapse_count", ">=", 2)``."""
    return FactCriterion(Condition(key, Operator(operator), (limit,)))


def washout(days: int, side: Side = Side.INCLUDE) -> WashoutCriterion:
    return WashoutCriterion("prior_hsct", days, side=side)


def disease(include: str = "", exclude: str = "") -> DiseaseCriterion:
    return DiseaseCriterion(tuple(include.split()), tuple(exclude.split()))


def aged(
    years: int | None = None,
    until: int | None = None,
    side: Side = Side.INCLUDE,
    anchor: AgeAnchor = AgeAnchor.ENROLMENT,
) -> AgeCriterion:
    """From this age on, until the day before the other; both in years."""
    minimum = AgeLimit.years(years) if years is not None else None
    maximum = AgeLimit.years(until) if until is not None else None
    return AgeCriterion(AgeRule(minimum, maximum, anchor=anchor), side=side)


def team(words: str = "the team looks at it") -> TextCriterion:
    return TextCriterion(words)


def all_of(*parts: Criterion) -> AllOf:
    return AllOf(parts)


def any_of(*parts: Criterion) -> AnyOf:
    return AnyOf(parts)


def none_of(*parts: Criterion) -> Not:
    return Not(parts[0] if len(parts) == 1 else AnyOf(parts))


def group(*parts: Criterion, key: str = "main", roles: str = "patient") -> GroupRules:
    return GroupRules(key, frozenset(Role(role) for role in roles.split()), AllOf(parts))


def trial(*parts: Criterion, key: str = "trial") -> TrialRules:
    """A trial with one group of patients."""
    return TrialRules(key, (group(*parts),))
