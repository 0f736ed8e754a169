"""What follows from what: everything specified, and nothing that contradicts itself."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.catalogue.consequences import (
    Told,
    consequences,
    contradictions,
    disease_fields,
    disease_graph,
)
from trials.catalogue import CATALOGUE
from trials.catalogue.implications import AGE, B_ALL_CLASSES_WITHOUT_BCR_ABL1, NOT_AGAINST_CANCER
from trials.catalogue.treatment import PRIOR_TREATMENTS
from trials.eligibility.ages import AgeLimit, AgeSpan, age_key
from trials.eligibility.catalogue import Fact, FactKind, Implication
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.facts import Role

GRAPH = disease_graph()
SPECIFIED = json.loads((Path(__file__).parents[1] / "data" / "facts.json").read_text())

SURVIVOR = frozenset({"off_therapy_survivor"})
RELAPSED = frozenset({"relapsed"})
REFRACTORY = frozenset({"refractory"})
NEW = frozenset({"newly_diagnosed"})
TREATED = {"previously_treated": "yes"}
NO_BCR_ABL1 = {"bcr_abl1": "negative"}
BCR_ABL1 = {"bcr_abl1": "positive"}

# What was told, and what of it must follow; by the fact and the text of the specification.
TRANSLATED: dict[tuple[str, str], list[tuple[Told, Mapping[str, FactValue]]]] = {
    ("role", "role=survivor => prior_cancer_treatment=yes"): [(Told(role="survivor"), TREATED)],
    ("pregnant", "sex=male => pregnant=no"): [(Told({"sex": "male"}), {"pregnant": "no"})],
    ("disease_status", "relapse_count>=1 & not in_remission => relapsed"): [
        (Told({"relapse_count": 1}), {"disease_status": RELAPSED})
    ],
    ("disease_status", "newly_diagnosed => relapse_count=0 & previously_treated=no"): [
        (Told({"disease_status": NEW}), {"relapse_count": 0, "previously_treated": "no"})
    ],
    ("disease_status", "relapsed => previously_treated=yes"): [
        (Told({"disease_status": RELAPSED}), TREATED)
    ],
    ("disease_status", "refractory => previously_treated=yes"): [
        (Told({"disease_status": REFRACTORY}), TREATED)
    ],
    (
        "disease_status",
        "off_therapy_survivor => in_remission & previously_treated=yes & on_treatment=no",
    ): [
        (
            Told({"disease_status": SURVIVOR}),
            {"disease_status": SURVIVOR | {"in_remission"}, "on_treatment": "no", **TREATED},
        )
    ],
    ("relapse_count", ">=1 => previously_treated=yes"): [(Told({"relapse_count": 2}), TREATED)],
    ("mrd_pct", "mrd_pct>=0.01 => mrd=positive (threshold is the trial's)"): [
        (Told({"mrd_pct": 0.01}), {"mrd": "positive"})
    ],
    ("cns_status", "cns3 => active_cns=yes"): [
        (Told({"cns_status": "cns3"}), {"active_cns": "yes"})
    ],
    ("cns_status", "cns1 => active_cns=no"): [
        (Told({"cns_status": "cns1"}), {"active_cns": "no"})
    ],
    ("testicular", "sex=female => no"): [(Told({"sex": "female"}), {"testicular": "no"})],
    ("lineage", "diagnosis under b_all/b_lbl => b"): [
        (Told(disease=code), {"lineage": "b"}) for code in ("b_all", "b_all_iamp21", "b_lbl")
    ],
    ("lineage", "diagnosis under t_all/t_lbl => t"): [
        (Told(disease=code), {"lineage": "t"}) for code in ("t_all", "etp_all", "t_lbl")
    ],
    ("lineage", "diagnosis under alal => ambiguous"): [
        (Told(disease=code), {"lineage": "ambiguous"}) for code in ("alal", "mpal_kmt2a")
    ],
    ("kmt2a_r", "diagnosis=b_all_kmt2a/aml_kmt2a/mpal_kmt2a => positive"): [
        (Told(disease=code), {"kmt2a_r": "positive"})
        for code in ("b_all_kmt2a", "aml_kmt2a", "mpal_kmt2a")
    ],
    ("bcr_abl1", "diagnosis=b_all_ph_pos/cml/mpal_ph_pos/aml_ph_pos => positive"): [
        (Told(disease=code), BCR_ABL1)
        for code in ("b_all_ph_pos", "cml", "cml_bp", "mpal_ph_pos", "aml_ph_pos")
    ],
    ("bcr_abl1", "diagnosis in another B-ALL genetic class => negative"): [
        (Told(disease=code), NO_BCR_ABL1) for code in sorted(B_ALL_CLASSES_WITHOUT_BCR_ABL1)
    ],
    ("ph_like", "bcr_abl1=positive => ph_like=negative"): [
        (Told(BCR_ABL1), {"ph_like": "negative"}),
        (Told({"ph_like": "positive"}), NO_BCR_ABL1),
        (Told(disease="cml"), {"ph_like": "negative"}),
    ],
    ("previously_treated", "no => all prior_* = no and relapse_count=0"): [
        (
            Told({"previously_treated": "no"}),
            {
                "relapse_count": 0,
                "prior_lines": 0,
                **{key: "no" for key in PRIOR_TREATMENTS if key not in NOT_AGAINST_CANCER},
            },
        )
    ],
    ("down_syndrome", "diagnosis=ml_ds or tam => yes"): [
        (Told(disease=code), {"down_syndrome": "yes"}) for code in ("ml_ds", "tam")
    ],
    ("bmf_syndrome", "fanconi/sds/scn/dba/dkc => yes"): [
        (Told(disease=code), {"bmf_syndrome": "yes"})
        for code in ("fanconi", "sds", "scn", "dba", "dkc", "inherited_bmf")
    ],
    ("fanconi", "yes => bmf_syndrome=yes"): [
        (Told({"fanconi": "yes"}), {"bmf_syndrome": "yes"}),
        (Told({"bmf_syndrome": "no"}), {"fanconi": "no"}),
        (Told(disease="fanconi"), {"fanconi": "yes"}),
    ],
    ("active_gvhd", "prior_hsct=no & prior_dli=no => no"): [
        (Told({"prior_hsct": "no", "prior_dli": "no"}), {"active_gvhd": "no"})
    ],
    **{
        (key, "yes => previously_treated=yes"): [(Told({key: "yes"}), TREATED)]
        for key in PRIOR_TREATMENTS
        if key not in NOT_AGAINST_CANCER
    },
}
# Beyond the column of the specification: its paragraph on implications, and common sense.
FURTHER: list[tuple[Told, Mapping[str, FactValue]]] = [
    (Told({"disease_status": NEW}), {"prior_car_t": "no", "years_since_diagnosis": 0}),
    (Told({"disease_status": frozenset({"in_remission"})}), TREATED),
    (Told({"prior_hsct": "no"}), {"prior_dli": "no", "active_gvhd": "no"}),
    (Told({"prior_car_t_days": 0}), {"prior_car_t": "yes", **TREATED}),
    (Told({"prior_solid_organ_transplant_days": 9}), {"prior_solid_organ_transplant": "yes"}),
    (Told({"prior_lines": 1}), TREATED),
    (Told({"off_therapy_months": 6}), {"on_treatment": "no", **TREATED}),
    (Told(disease="mds_therapy_related"), {"therapy_related": "yes"}),
]
NOT_FOR_IMPLICATIONS = {
    ("role", "role=donor => disease criteria of the recipient group do not apply"): (
        "the engine picks the participant group"
    ),
    ("age_at_diagnosis", "age_at_diagnosis <= current age"): "the engine bounds it",
    ("age_at_diagnosis", "age_at_diagnosis < 1 year & disease=all => infant_all"): (
        "the hierarchy of diseases defines infant ALL by it"
    ),
    ("pregnant", "age < 9 years => not asked"): "has a test of its own, by age",
    ("relapse_count", "0 => not relapsed"): "a set of statuses cannot say what is not in it",
    ("prior_solid_organ_transplant", "yes => previously_treated=yes"): (
        "an organ transplant is no treatment against cancer"
    ),
}

ROWS = [
    pytest.param(told, expected, id=f"{key}: {text} ({number})")
    for (key, text), rows in TRANSLATED.items()
    for number, (told, expected) in enumerate(rows)
] + [pytest.param(told, expected, id=str(told.facts)) for told, expected in FURTHER]


@pytest.mark.parametrize(("told", "expected"), ROWS)
def test_it_follows(told: Told, expected: Mapping[str, FactValue]) -> None:
    values = consequences(told, GRAPH)

    assert {key: value for key, value in expected.items() if value in values.get(key, ())} == (
        expected
    )


def test_every_specified_consequence_is_translated_or_stands_elsewhere() -> None:
    specified = {(row["key"], text) for row in SPECIFIED for text in row["implies"]}

    assert specified == TRANSLATED.keys() | NOT_FOR_IMPLICATIONS.keys()


@pytest.mark.parametrize(
    ("born", "is_settled"),
    [
        pytest.param(date(2017, 3, 16), True, id="9 tomorrow"),
        pytest.param(date(2017, 3, 15), False, id="9 today"),
    ],
)
def test_pregnancy_is_settled_until_the_day_before_the_ninth_birthday(
    born: date, is_settled: bool, today: date
) -> None:
    age = age_key(born, today)

    values = consequences(Told(age=AgeSpan(age, age)), GRAPH)

    assert values.get("pregnant", set()) == ({"no"} if is_settled else set())


def test_organ_transplant_says_nothing_about_treatment_of_a_cancer() -> None:
    after_transplant = consequences(Told({"prior_solid_organ_transplant": "yes"}), GRAPH)
    before_treatment = consequences(Told({"previously_treated": "no"}), GRAPH)

    assert "previously_treated" not in after_transplant
    assert "prior_solid_organ_transplant" not in before_treatment


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(Told({"disease_status": frozenset({"on_first_treatment"})}), id="first"),
        pytest.param(Told({"relapse_count": 0}), id="no relapse"),
        pytest.param(Told({"prior_hsct": "yes"}), id="transplant"),
    ],
)
def test_what_may_still_be_either_way_is_left_open(told: Told) -> None:
    open_facts = {"prior_car_t", "prior_dli", "on_treatment", "active_gvhd", "prior_lines"}

    assert open_facts.isdisjoint(consequences(told, GRAPH))


@pytest.mark.parametrize("disease", sorted(GRAPH))
def test_no_disease_contradicts_itself_in_any_role(disease: str) -> None:
    for role in Role:
        values = consequences(Told(disease=disease, role=role), GRAPH)
        assert list(contradictions(values)) == []


@pytest.mark.parametrize(
    "fact", [pytest.param(fact, id=fact.key) for fact in CATALOGUE if fact.key != "role"]
)
def test_no_answer_contradicts_itself(fact: Fact) -> None:
    for answer in _answers(fact):
        values = consequences(Told({fact.key: answer}), GRAPH)
        assert list(contradictions(values)) == []


@pytest.mark.parametrize(
    "implication",
    [
        pytest.param(implication, id=f"{number}")
        for number, implication in enumerate(CATALOGUE.implications)
    ],
)
def test_implication_names_only_what_exists(implication: Implication) -> None:
    assert implication.then
    assert implication.when or implication.diseases or implication.roles
    assert str(implication.source)
    assert all(disease in GRAPH for disease in implication.diseases)
    assert implication.roles <= set(Role)
    for condition in implication.when:
        _assert_condition_fits(condition)
    for key, value in implication.then:
        _assert_value_fits(CATALOGUE.fact(key), value)


def test_implications_from_equal_premises_agree() -> None:
    said: dict[tuple[object, str], FactValue] = {}
    for implication in CATALOGUE.implications:
        premises = (frozenset(implication.when), implication.diseases, implication.roles)
        for key, value in implication.then:
            assert said.setdefault((premises, key), value) == value


def test_b_all_classes_are_those_of_the_shipped_diseases() -> None:
    classes = {
        code
        for code, fields in disease_fields().items()
        if "ball_gen" in fields["exclusive_groups"]
    }

    assert classes - {"b_all_ph_pos"} == B_ALL_CLASSES_WITHOUT_BCR_ABL1


def test_implications_agree_with_the_facts_that_define_diseases() -> None:
    for code, fields in disease_fields().items():
        values = consequences(Told(disease=code), GRAPH)
        for text in fields["defining_facts"]:
            key, _equals, value = text.partition("=")
            assert values.get(key, {value}) == {value}


def _answers(fact: Fact) -> Iterator[FactValue]:
    if fact.kind is FactKind.CHOICE:
        yield from fact.values
    if fact.kind is FactKind.CHOICES:
        yield from (frozenset({value}) for value in fact.values)
    if fact.kind in (FactKind.NUMBER, FactKind.COUNT):
        yield from (0, 1, 100)


def _assert_condition_fits(condition: Condition) -> None:
    if condition.fact == AGE:
        assert all(isinstance(limit, AgeLimit) for limit in condition.values)
        return
    fact = CATALOGUE.fact(condition.fact)
    if fact.kind in (FactKind.CHOICE, FactKind.CHOICES):
        assert condition.operator in (Operator.IS, Operator.IN)
        assert set(condition.values) <= set(fact.values)
    else:
        assert fact.kind in (FactKind.NUMBER, FactKind.COUNT)
        assert condition.operator not in (Operator.IS, Operator.IN)
        assert all(isinstance(value, int | float) for value in condition.values)


def _assert_value_fits(fact: Fact, value: FactValue) -> None:
    if fact.kind is FactKind.CHOICES:
        assert isinstance(value, frozenset)
        assert value <= set(fact.values)
    elif fact.kind is FactKind.CHOICE:
        assert value in fact.values
    else:
        assert fact.kind in (FactKind.NUMBER, FactKind.COUNT)
        assert isinstance(value, int)
