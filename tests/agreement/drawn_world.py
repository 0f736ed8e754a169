"""A small catalogue, drawn, and criteria and people made at random from it.

    status is new ──> treated is no ──> prior is no, count is 0
    count ≥ 1 ──────> treated is yes <── prior is yes <── prior_days ≥ 0
    level ≥ 2.5 ────> marker is positive
    marker is negative ─> score is 0

``score`` is measured by the clinic: nobody is asked for it. The diseases are those drawn in
tests/eligibility/universe.py.
"""

from datetime import date

from hypothesis import strategies as st

from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import (
    AgeAnchor,
    AgeKey,
    AgeLimit,
    AgeRule,
    AgeSpan,
    AgeStatus,
    BirthInterval,
)
from trials.eligibility.case import Case
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
    Leaf,
    Not,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person

ON = date(2026, 3, 15)


def _fact(key: str, kind: FactKind, values: str = "", tier: Tier = Tier.RECORD) -> Fact:
    choices = tuple(Choice(value, value, value) for value in values.split())
    return Fact(key, kind, FactGroup.DISEASE, tier, frozenset(Persona), key, choices=choices)


def _is(fact: str, value: str) -> Condition:
    return Condition(fact, Operator.IS, (value,))


def _from(fact: str, number: float) -> Condition:
    return Condition(fact, Operator.AT_LEAST, (number,))


FACTS = (
    _fact("diagnosis", FactKind.DISEASE),
    _fact("birth_date", FactKind.DATE),
    _fact("age_at_diagnosis", FactKind.AGE),
    _fact("disease_status", FactKind.CHOICES, "newly_diagnosed in_remission relapsed"),
    _fact("treated", FactKind.CHOICE, "yes no"),
    _fact("prior", FactKind.CHOICE, "yes no"),
    _fact("prior_days", FactKind.COUNT),
    _fact("count", FactKind.COUNT),
    _fact("level", FactKind.NUMBER),
    _fact("marker", FactKind.CHOICE, "positive negative"),
    _fact("lineage", FactKind.CHOICE, "b t ambiguous"),
    _fact("bcr_abl1", FactKind.CHOICE, "positive negative"),
    _fact("score", FactKind.COUNT, tier=Tier.CLINIC),
)
IMPLICATIONS = (
    Implication((("treated", "no"),), (_is("disease_status", "newly_diagnosed"),)),
    Implication((("prior", "no"), ("count", 0)), (_is("treated", "no"),)),
    Implication((("treated", "yes"),), (_is("prior", "yes"),)),
    Implication((("prior", "yes"),), (_from("prior_days", 0),)),
    Implication((("treated", "yes"),), (_from("count", 1),)),
    Implication((("marker", "positive"),), (_from("level", 2.5),)),
    Implication((("score", 0),), (_is("marker", "negative"),)),
    Implication((("bcr_abl1", "negative"),), diseases=frozenset({"etv6_all"})),
)
CATALOGUE = FactCatalogue(FACTS, IMPLICATIONS)

ANSWERS: dict[str, tuple[FactValue, ...]] = {
    "disease_status": (
        frozenset({"newly_diagnosed"}),
        frozenset({"in_remission"}),
        frozenset({"in_remission", "relapsed"}),
    ),
    "prior_days": (0, 29, 30, 400),
    "count": (0, 1, 2, 3),
    "level": (0, 1.9, 2, 2.4, 2.5, 3),
    **{fact.key: fact.values for fact in FACTS if fact.kind is FactKind.CHOICE},
}
"""Every answer that makes a difference to any criterion drawn below."""

_sides = st.sampled_from(Side)
_words = st.sampled_from(
    [_is(key, value) for key in ANSWERS for value in ANSWERS[key] if isinstance(value, str)]
    + [_is("disease_status", value) for value in FACTS[3].values]
)
_numbers = st.builds(
    lambda limit, operator: Condition(limit[0], operator, (limit[1],)),
    st.sampled_from([("count", 1), ("count", 2), ("level", 2), ("level", 2.5), ("score", 50)]),
    st.sampled_from(
        [Operator.AT_LEAST, Operator.ABOVE, Operator.AT_MOST, Operator.BELOW, Operator.EQUALS]
    ),
)
_some_diseases = st.lists(st.sampled_from(sorted(GRAPH)), max_size=2).map(tuple)


def _age_rule(years: tuple[int, int], ends: str, anchor: AgeAnchor) -> AgeRule:
    low, high = (AgeLimit.years(end) for end in sorted(years))
    return AgeRule(
        minimum=low if "from" in ends else None,
        maximum=high if "until" in ends else None,
        anchor=anchor,
    )


def ages(anchors: tuple[AgeAnchor, ...] = (AgeAnchor.ENROLMENT,)) -> st.SearchStrategy[Leaf]:
    rules = st.builds(
        _age_rule,
        st.tuples(st.integers(0, 20), st.integers(0, 20)).filter(lambda ends: ends[0] != ends[1]),
        st.sampled_from(["from", "until", "from until"]),
        st.sampled_from(anchors),
    )
    return st.builds(AgeCriterion, rules, side=_sides)


washouts: st.SearchStrategy[Leaf] = st.builds(
    WashoutCriterion, st.just("prior"), st.just(30), side=_sides
)
leaves_about_treatment: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(FactCriterion, st.sampled_from([_is("treated", "yes"), _is("prior", "no")])),
    st.builds(
        FactCriterion,
        st.sampled_from(
            [
                Condition("count", Operator.AT_LEAST, (2,)),
                Condition("level", Operator.ABOVE, (2,)),
                Condition("level", Operator.BELOW, (2.5,)),
                Condition("prior_days", Operator.AT_LEAST, (30,)),
                _is("marker", "positive"),
            ]
        ),
        side=_sides,
    ),
    washouts,
)
"""Few facts, each of which settles others."""
leaves_of_words: st.SearchStrategy[Leaf] = st.builds(FactCriterion, _words, side=_sides)
leaves_of_all_kinds: st.SearchStrategy[Leaf] = st.one_of(
    leaves_of_words,
    leaves_of_words,
    st.builds(FactCriterion, _numbers, side=_sides),
    st.builds(DiseaseCriterion, _some_diseases, _some_diseases, side=_sides),
    ages((AgeAnchor.ENROLMENT, AgeAnchor.DIAGNOSIS)),
    washouts,
    st.just(TextCriterion("the team looks at it")),
)
leaves_of_the_first_look: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(DiseaseCriterion, _some_diseases, _some_diseases, side=_sides),
    ages((AgeAnchor.ENROLMENT, AgeAnchor.DIAGNOSIS)),
    st.builds(AgeCriterion, st.just(AgeRule(status=AgeStatus.NOT_STATED)), side=_sides),
    leaves_of_words,
)


def trees(leaves: st.SearchStrategy[Leaf]) -> st.SearchStrategy[Criterion]:
    def boxes(inside: st.SearchStrategy[Criterion]) -> st.SearchStrategy[Criterion]:
        several = st.lists(inside, min_size=1, max_size=4).map(tuple)
        return st.one_of(
            st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(Not, inside)
        )

    return st.recursive(leaves, boxes, max_leaves=8)


some_told = st.lists(
    st.sampled_from(sorted(ANSWERS)).flatmap(
        lambda fact: st.tuples(st.just(fact), st.sampled_from(ANSWERS[fact]))
    ),
    max_size=3,
)
births = st.one_of(
    st.none(),
    st.integers(0, 22).map(lambda years: BirthInterval.of_age(ON, years=years)),
    st.dates(date(2004, 1, 1), ON).map(BirthInterval.on_date),
)
some_named = st.lists(st.sampled_from(sorted(GRAPH)), max_size=2).map(frozenset)


def _case(
    born: BirthInterval | None,
    named: frozenset[str],
    months_at_diagnosis: int | None,
    told: list[tuple[str, FactValue]],
) -> Case:
    span = None
    if months_at_diagnosis is not None:
        key = AgeKey(100 * months_at_diagnosis, 30 * months_at_diagnosis)
        span = AgeSpan(key, key)
    facts = PatientFacts(births=born, diagnoses=named, age_at_diagnosis=span)
    case = Case(Person(facts, GRAPH, ON, CATALOGUE))
    for fact, value in told:
        case = told_as_well(case, fact, value) or case
    return case


def nobody_known() -> Case:
    """Somebody of whom nothing was told."""
    return Case(Person(PatientFacts(), GRAPH, ON, CATALOGUE))


def told_as_well(case: Case, fact: str, value: FactValue) -> Case | None:
    """None when the fact is known, or when the answer contradicts what was said before."""
    if fact in case.person.known.values:
        return None
    return next(iter(case.trying(fact, [value])), None)


def told_from_the_start(case: Case) -> Case:
    """The same person, all of whose facts were told at once."""
    return Case(case.person.having(case.person.facts))


cases = st.builds(_case, births, some_named, st.none() | st.sampled_from([6, 30]), some_told)


def trial(*criteria: Criterion) -> TrialRules:
    """A trial with one participant group for each of the criteria."""
    groups = (
        GroupRules(str(number), frozenset({Role.PATIENT}), criterion)
        for number, criterion in enumerate(criteria)
    )
    return TrialRules("drawn", tuple(groups))
