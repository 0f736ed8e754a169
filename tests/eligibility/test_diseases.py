"""The shape of the hierarchy. The world of diseases is drawn in universe.py."""

import pytest

from tests.eligibility.universe import GRAPH, NODES, fact, node
from trials.eligibility.diseases import (
    DiseaseCycleError,
    DiseaseGraph,
    DiseaseNode,
    UnknownDiseaseError,
)


def test_ancestors_are_the_disease_itself_and_all_above_on_every_way_up() -> None:
    assert GRAPH.ancestors("ml_ds") == {
        "ml_ds", "aml", "leukemia", "ds_myeloid", "myeloid", "blood",
    }  # fmt: skip


def test_descendants_are_the_disease_itself_and_all_below() -> None:
    assert GRAPH.descendants("all") == {
        "all", "b_all", "ph_all", "etv6_all", "t_all", "infant_all",
    }  # fmt: skip


def test_children_are_one_step_below() -> None:
    assert GRAPH.children("b_all") == {"ph_all", "etv6_all"}


def test_disease_without_parents_stands_alone_at_the_top() -> None:
    assert GRAPH.ancestors("blood") == {"blood"}


def test_graph_lists_every_disease_once() -> None:
    assert sorted(GRAPH) == sorted(item.id for item in NODES)


def test_graph_knows_what_it_holds() -> None:
    assert ("aml" in GRAPH, "flu" in GRAPH, None in GRAPH) == (True, False, False)


@pytest.mark.parametrize("ask", ["node", "ancestors", "descendants", "children", "is_defined"])
def test_unknown_disease_is_refused_by_its_id(ask: str) -> None:
    with pytest.raises(UnknownDiseaseError) as caught:
        getattr(GRAPH, ask)("flu")
    assert caught.value.disease_id == "flu"


@pytest.mark.parametrize("ask", ["may_overlap", "exclude_each_other"])
@pytest.mark.parametrize("pair", [("flu", "aml"), ("aml", "flu")], ids=["first", "second"])
def test_unknown_disease_of_a_pair_is_refused(ask: str, pair: tuple[str, str]) -> None:
    with pytest.raises(UnknownDiseaseError):
        getattr(GRAPH, ask)(*pair)


@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param([node("aml", "flu")], id="as a parent"),
        pytest.param([node("aml", parts="flu")], id="as a part"),
    ],
)
def test_graph_that_names_an_unknown_disease_is_refused(nodes: list[DiseaseNode]) -> None:
    with pytest.raises(UnknownDiseaseError) as caught:
        DiseaseGraph(nodes)
    assert caught.value.disease_id == "flu"


def test_circle_is_refused_with_the_way_round() -> None:
    """a ← b ← c ← b: the way round is b, c, b, without the a that only leads there."""
    with pytest.raises(DiseaseCycleError) as caught:
        DiseaseGraph([node("a", "b"), node("b", "c"), node("c", "b")])
    assert caught.value.path == ("b", "c", "b")
    assert str(caught.value) == "b → c → b"


def test_disease_that_is_its_own_parent_is_refused() -> None:
    with pytest.raises(DiseaseCycleError):
        DiseaseGraph([node("a", "a")])


# --- Wholes and their parts -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "added"),
    [
        pytest.param({"b_all", "t_all"}, {"all"}, id="all parts make the whole"),
        pytest.param({"b_all"}, set(), id="one part does not"),
        pytest.param({"ph_all", "t_all"}, set(), id="a kind of a part does not stand for it"),
        pytest.param({"npm1_aml", "apl"}, set(), id="examples make no whole"),
        pytest.param({"leukemia"}, {"all"}, id="what is above covers parts and whole"),
        pytest.param(set(), set(), id="nothing listed"),
    ],
)
def test_wholes_are_added_when_every_part_is_covered(listed: set[str], added: set[str]) -> None:
    assert GRAPH.with_wholes(listed) == listed | added


def test_whole_may_complete_a_larger_whole() -> None:
    """lymphoma = Hodgkin or not; Hodgkin = classic or NLPHL."""
    graph = DiseaseGraph(
        [
            node("lymphoma", parts="hl nhl"),
            node("hl", "lymphoma", parts="chl nlphl"),
            node("nhl", "lymphoma"),
            node("chl", "hl"),
            node("nlphl", "hl"),
        ]
    )
    assert graph.with_wholes({"chl", "nlphl", "nhl"}) >= {"hl", "lymphoma"}


# --- What can go together -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("leukemia", "ph_all", True, id="a disease and its own kind"),
        pytest.param("leukemia", "mature_b", True, id="both above Burkitt leukemia"),
        pytest.param("aml", "all", False, id="children on no axis"),
        pytest.param("b_all", "t_all", False, id="children on one axis, lineage"),
        pytest.param("ph_all", "infant_all", True, id="genetics and age at diagnosis"),
        pytest.param("t_all", "infant_all", True, id="lineage and age at diagnosis"),
        pytest.param("npm1_aml", "amkl", True, id="genetic class and FAB type"),
        pytest.param("apl", "amkl", False, id="two FAB types"),
        pytest.param("npm1_aml", "apl", False, id="two genetic classes"),
        pytest.param("flt3_aml", "apl", True, id="FLT3-ITD goes with any class"),
        pytest.param("aml", "ds_myeloid", True, id="AML with Down syndrome is both"),
        pytest.param("burkitt_leukemia", "burkitt_lymphoma", False, id="leukemia or lymphoma"),
        pytest.param("leukemia", "burkitt_lymphoma", False, id="only its sibling is leukemia"),
        pytest.param("all", "sickle", False, id="far apart"),
    ],
)
def test_two_diseases_may_go_together(one: str, other: str, expected: bool) -> None:
    assert GRAPH.may_overlap(one, other) is expected
    assert GRAPH.may_overlap(other, one) is expected


@pytest.mark.parametrize("one", sorted(GRAPH))
def test_what_may_go_with_a_disease_may_go_with_all_above_it(one: str) -> None:
    for other in GRAPH:
        if GRAPH.may_overlap(one, other):
            assert all(GRAPH.may_overlap(above, other) for above in GRAPH.ancestors(one))


def test_group_by_another_cause_goes_with_kinds_that_are_not_its_own() -> None:
    """Therapy-related disease may be AML, and that AML may have any genetic class.

    myeloid
    ├── therapy-related ──┐
    └── AML ──────────────┴── therapy-related AML (therapy_related is yes)
        └── AML with NPM1
    """
    graph = DiseaseGraph(
        [
            node("myeloid"),
            node("therapy_related", "myeloid"),
            node("aml", "myeloid"),
            node("therapy_related_aml", "aml", "therapy_related", facts="therapy_related=yes"),
            node("npm1_aml", "aml"),
        ]
    )
    assert graph.may_overlap("therapy_related", "npm1_aml")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("ph_all", "etv6_all", True, id="one genetic class of B-ALL at most"),
        pytest.param("apl", "amkl", True, id="one FAB type at most"),
        pytest.param("apl", "npm1_aml", True, id="one genetic class of AML at most"),
        pytest.param("ph_all", "b_all", False, id="a disease and the one above it"),
        pytest.param("npm1_aml", "amkl", False, id="different groups"),
        pytest.param("all", "aml", False, id="no group at all"),
    ],
)
def test_exclusive_groups_shut_their_members_out(one: str, other: str, expected: bool) -> None:
    assert GRAPH.exclude_each_other(one, other) is expected
    assert GRAPH.exclude_each_other(other, one) is expected


def test_exclusive_groups_bind_everything_below_their_members() -> None:
    graph = DiseaseGraph([*NODES, node("ph_all_relapse", "ph_all")])
    assert graph.exclude_each_other("ph_all_relapse", "etv6_all")


def test_exclusive_group_yields_to_a_disease_that_is_below_two_of_its_members() -> None:
    """a ┐ one of these at most, and yet c is both: the hierarchy wins over the group.
    b ┘ ── c
    """
    graph = DiseaseGraph(
        [node("a", only_one="group"), node("b", only_one="group"), node("c", "a", "b")]
    )
    assert not graph.exclude_each_other("a", "b")
    assert graph.may_overlap("a", "b")


# --- Defining facts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disease_id", "expected"),
    [
        pytest.param("ph_all", True, id="B-ALL with bcr_abl1"),
        pytest.param("ml_ds", True, id="AML and Down syndrome, one fact for two parents"),
        pytest.param("amkl", False, id="no facts"),
        pytest.param("tam", False, id="only repeats the fact of its parent"),
    ],
)
def test_facts_define_a_disease_when_they_say_more_than_one_parent(
    disease_id: str, expected: bool
) -> None:
    assert GRAPH.is_defined(disease_id) is expected


def test_axes_are_the_groups_and_the_facts_that_divide_a_parent() -> None:
    assert GRAPH.node("apl").axes == {"aml_genetics", "fab", "pml_rara"}


def test_defining_facts_are_kept_as_given() -> None:
    assert GRAPH.node("b_all").defining == (fact("lineage=b"),)
