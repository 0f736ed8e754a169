"""What follows from the answers, from which of them, and where they contradict each other."""

import pytest

from tests.presenters.referral_people import WORDS, person
from trials.eligibility.facts import Role
from trials.eligibility.person import Person
from trials.presenters.referral_follows import contradictions, implied_facts


@pytest.mark.parametrize(
    ("who", "fact", "value", "premises"),
    [
        pytest.param(
            person(disease_status=frozenset({"relapsed"})),
            "previously_treated",
            "Yes",
            "Disease status",
            id="an answer",
        ),
        pytest.param(person("b_all"), "lineage", "B", "Diagnosis", id="the diagnosis"),
        pytest.param(
            person("ph_all"), "bcr_abl1", "Positive", "Diagnosis", id="how it is defined"
        ),
        pytest.param(
            person(role=Role.SURVIVOR), "previously_treated", "Yes", "Participant role", id="role"
        ),
        pytest.param(person(years=5), "pregnant", "No", "Age", id="age"),
        pytest.param(
            person(prior_hsct="no", prior_dli="no"),
            "active_gvhd",
            "No",
            "Allogeneic stem cell transplant: ever given and "
            "Donor lymphocyte infusion: ever given",
            id="two answers",
        ),
    ],
)
def test_implied_fact_names_the_answers_it_follows_from(
    who: Person, fact: str, value: str, premises: str
) -> None:
    implied = implied_facts(who, WORDS)[fact]

    assert (implied.value, implied.premises) == (value, premises)
    assert implied.why


def test_what_was_told_is_not_implied() -> None:
    assert implied_facts(person(cd19="positive"), WORDS) == {}


def test_contradiction_names_both_sides_and_the_box() -> None:
    who = person(cns_status="cns3", active_cns="no")

    (found,) = contradictions(who, WORDS, {"active_cns": "id_fact.active_cns-0"})

    assert found.sentence == (
        "Active CNS disease: you entered “No”, but “Yes” follows from CNS status. "
        "Your entry counts."
    )
    assert found.field == "id_fact.active_cns-0"


def test_fact_told_otherwise_than_the_disease_is_defined_is_a_contradiction() -> None:
    (found,) = contradictions(person("apl", pml_rara="negative"), WORDS, {})

    assert found.sentence.startswith("PML::RARA: you entered “Negative”, but “Positive” follows")


def test_fact_that_two_rules_contradict_is_named_once() -> None:
    """T-ALL with B lineage: by the implication, and by the definition of the disease."""
    found = contradictions(person("t_all", lineage="b"), WORDS, {})

    assert len(found) == 1


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(person("t_all", lineage="t"), id="same as the diagnosis"),
        pytest.param(person("all", lineage="b"), id="more exact than the diagnosis"),
        pytest.param(person(disease_status=frozenset({"relapsed"})), id="nothing else told"),
    ],
)
def test_answers_that_agree_are_no_contradiction(who: Person) -> None:
    assert contradictions(who, WORDS, {}) == ()
