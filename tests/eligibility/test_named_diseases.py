"""What naming one disease says about another. The diseases are drawn in universe.py."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.eligibility.universe import GRAPH, node
from trials.eligibility.conditions import Condition
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode, UnknownDiseaseError
from trials.eligibility.named_diseases import NamedDiseases
from trials.eligibility.truth import Truth

# How each disease named (left) stands to each disease asked for (top).
STATUS = """
 named       | leukemia  ALL      B-ALL    T-ALL    Ph+ALL   AML      APL      AMKL     TAM
 ------------+--------------------------------------------------------------------------------
 blood       | unknown   unknown  unknown  unknown  unknown  unknown  unknown  unknown  unknown
 leukemia    | TRUE      unknown  unknown  unknown  unknown  unknown  unknown  unknown  unknown
 ALL         | TRUE      TRUE     unknown  unknown  unknown  no       no       no       no
 B-ALL       | TRUE      TRUE     TRUE     no       unknown  no       no       no       no
 T-ALL       | TRUE      TRUE     no       TRUE     no       no       no       no       no
 Ph+ALL      | TRUE      TRUE     TRUE     no       TRUE     no       no       no       no
 ETV6-ALL    | TRUE      TRUE     TRUE     no       no       no       no       no       no
 infant-ALL  | TRUE      TRUE     unknown  unknown  unknown  no       no       no       no
 AML         | TRUE      no       no       no       no       TRUE     unknown  unknown  unknown
 APL         | TRUE      no       no       no       no       TRUE     TRUE     no       unknown
 NPM1-AML    | TRUE      no       no       no       no       TRUE     no       unknown  unknown
 FLT3-AML    | TRUE      no       no       no       no       TRUE     unknown  unknown  unknown
 AMKL        | TRUE      no       no       no       no       TRUE     no       TRUE     unknown
 ML-DS       | TRUE      no       no       no       no       TRUE     no       unknown  no
 Burkitt-L3  | TRUE      no       no       no       no       no       no       no       no
 mature-B    | unknown   no       no       no       no       no       no       no       no
 sickle      | no        no       no       no       no       no       no       no       no
"""
IDS = {
    "ALL": "all",
    "B-ALL": "b_all",
    "T-ALL": "t_all",
    "Ph+ALL": "ph_all",
    "ETV6-ALL": "etv6_all",
    "infant-ALL": "infant_all",
    "AML": "aml",
    "APL": "apl",
    "NPM1-AML": "npm1_aml",
    "FLT3-AML": "flt3_aml",
    "AMKL": "amkl",
    "ML-DS": "ml_ds",
    "TAM": "tam",
    "Burkitt-L3": "burkitt_leukemia",
    "mature-B": "mature_b",
}
WORDS = {"TRUE": Truth.TRUE, "unknown": Truth.UNKNOWN, "no": Truth.FALSE}


def status_rows() -> list[tuple[str, dict[str, Truth]]]:
    head, _rule, *body = (line.replace("|", " ").split() for line in STATUS.strip().splitlines())
    asked = [IDS.get(word, word) for word in head[1:]]
    return [
        (IDS.get(row[0], row[0]), dict(zip(asked, (WORDS[word] for word in row[1:]), strict=True)))
        for row in body
    ]


def told(facts: Mapping[str, str], condition: Condition) -> Truth:
    return condition.holds(facts.get(condition.fact))


def person(
    *named: str, graph: DiseaseGraph = GRAPH, facts: Mapping[str, str] | None = None
) -> NamedDiseases:
    """Somebody who named these diseases, with the defining facts of those and ``facts``."""
    known = {
        condition.fact: str(condition.values[0])
        for disease in named
        for above in graph.ancestors(disease)
        for condition in graph.node(above).defining
    }
    known.pop("age_at_diagnosis", None)
    return NamedDiseases(
        graph, named, lambda condition: told({**known, **(facts or {})}, condition)
    )


@pytest.mark.parametrize(("named", "expected"), status_rows(), ids=lambda row: str(row))
def test_disease_named_stands_to_others_as_in_the_table(
    named: str, expected: dict[str, Truth]
) -> None:
    diseases = person(named)
    assert {asked: diseases.status(asked) for asked in expected} == expected


def test_nothing_named_leaves_everything_unknown() -> None:
    assert {person().status(disease) for disease in GRAPH} == {Truth.UNKNOWN}


def test_unknown_disease_cannot_be_named() -> None:
    with pytest.raises(UnknownDiseaseError):
        NamedDiseases(GRAPH, ["flu"], lambda condition: Truth.UNKNOWN)


# --- Several diseases -----------------------------------------------------------------------


def test_second_disease_elsewhere_does_not_shut_out_the_kinds_of_the_first() -> None:
    """A child with AML and sickle cell disease may well have moyamoya, or M7."""
    diseases = person("aml", "sickle")
    assert diseases.status("moyamoya") is Truth.UNKNOWN
    assert diseases.status("amkl") is Truth.UNKNOWN
    assert diseases.status("b_all") is Truth.FALSE


def test_second_disease_of_an_exclusive_group_shuts_out_the_others() -> None:
    diseases = person("npm1_aml", "sickle")
    assert diseases.status("apl") is Truth.FALSE
    assert diseases.status("hb_ss") is Truth.UNKNOWN


# --- Defining facts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "facts", "asked", "expected"),
    [
        pytest.param("all", {"lineage": "b"}, "b_all", Truth.TRUE, id="fact settles the type"),
        pytest.param("all", {"lineage": "b"}, "t_all", Truth.FALSE, id="and the other type"),
        pytest.param("all", {"lineage": "t"}, "etv6_all", Truth.FALSE, id="and kinds below it"),
        pytest.param(
            "all", {"lineage": "b", "bcr_abl1": "positive"}, "ph_all", Truth.TRUE, id="two steps"
        ),
        pytest.param("all", {"bcr_abl1": "positive"}, "ph_all", Truth.UNKNOWN, id="step missing"),
        pytest.param("aml", {"bcr_abl1": "positive"}, "ph_all", Truth.FALSE, id="other branch"),
        pytest.param("aml", {"down_syndrome": "yes"}, "ml_ds", Truth.TRUE, id="both parents"),
        pytest.param("aml", {"down_syndrome": "no"}, "ml_ds", Truth.FALSE, id="fact denied"),
        pytest.param(
            "npm1_aml", {"pml_rara": "positive"}, "apl", Truth.FALSE, id="other class was named"
        ),
        pytest.param("sickle", {"hb_genotype": "SC"}, "hb_sc", Truth.TRUE, id="genotype"),
    ],
)
def test_facts_told_settle_the_diseases_they_define(
    named: str, facts: dict[str, str], asked: str, expected: Truth
) -> None:
    assert person(named, facts=facts).status(asked) is expected


def test_fact_that_only_repeats_the_parent_settles_nothing() -> None:
    """Every myeloid disease of Down syndrome has Down syndrome; not all of them are TAM."""
    assert person("ds_myeloid").status("tam") is Truth.UNKNOWN


def test_fact_shared_with_one_parent_does_not_settle_the_other() -> None:
    """A myeloid disease of Down syndrome need not be AML."""
    assert person("ds_myeloid").status("ml_ds") is Truth.UNKNOWN
    assert person("ds_myeloid").status("aml") is Truth.UNKNOWN


def test_disease_that_facts_settle_settles_those_above_it() -> None:
    """b ── c ── d: with b told, the facts of c make d's parents certain as well."""
    graph = DiseaseGraph(
        [
            node("b"),
            node("x"),
            node("c", "b", facts="one=yes"),
            node("d", "c", facts="two=yes"),
        ]
    )
    diseases = person("b", graph=graph, facts={"one": "yes", "two": "yes"})
    assert [diseases.status(item) for item in ("c", "d", "x")] == [
        Truth.TRUE,
        Truth.TRUE,
        Truth.FALSE,
    ]


# --- Laws that hold in every hierarchy ------------------------------------------------------

CODES = [f"d{number}" for number in range(9)]
FACTS = ["", "one=yes", "one=no", "two=yes"]
GROUPS = ["", "first", "second", "first second"]


@st.composite
def graphs(draw: st.DrawFn) -> DiseaseGraph:
    """A graph of up to nine diseases below one root; parents stand earlier in the list."""
    nodes: list[DiseaseNode] = [node("d0")]
    for place, code in enumerate(CODES[1:], start=1):
        parents = draw(st.sets(st.sampled_from(CODES[:place]), min_size=1, max_size=2))
        facts, groups = draw(st.sampled_from(FACTS)), draw(st.sampled_from(GROUPS))
        nodes.append(node(code, *sorted(parents), facts=facts, only_one=groups))
    return DiseaseGraph(nodes)


def unasked(_condition: Condition) -> Truth:
    return Truth.UNKNOWN


@given(graphs())
def test_more_general_name_never_says_more(graph: DiseaseGraph) -> None:
    """Whoever names the general disease may have this very kind: no "no", no "yes" is lost."""
    for code in graph:
        narrow = NamedDiseases(graph, [code], unasked)
        for above in graph.ancestors(code):
            wide = NamedDiseases(graph, [above], unasked)
            for asked in graph:
                certain = wide.status(asked)
                assert not certain.is_certain or certain is narrow.status(asked)


@given(graphs(), st.sets(st.sampled_from(CODES), min_size=1, max_size=2))
def test_disease_is_at_least_as_likely_as_its_kinds(graph: DiseaseGraph, named: set[str]) -> None:
    diseases = NamedDiseases(graph, named, unasked)
    for code in graph:
        for above in graph.ancestors(code):
            assert diseases.status(above) >= diseases.status(code)


@given(graphs(), st.sampled_from(CODES))
def test_what_was_named_and_all_above_is_certain(graph: DiseaseGraph, named: str) -> None:
    diseases = NamedDiseases(graph, [named], unasked)
    assert all(diseases.status(above) is Truth.TRUE for above in graph.ancestors(named))
