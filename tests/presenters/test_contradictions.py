"""Answers that do not go together."""

from datetime import date
from functools import cache

import pytest

from tests.agreement.real_world import real_graph
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import BirthInterval
from trials.eligibility.conditions import FactValue
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.presenters.chips import Chip
from trials.presenters.contradictions import Clash, clashes

TODAY = date(2026, 3, 15)
NEW = frozenset({"newly_diagnosed"})


def person(
    diagnosis: str = "all", role: Role = Role.PATIENT, years: int = 7, **told: FactValue
) -> Person:
    births = BirthInterval.of_age(TODAY, years=years)
    facts = PatientFacts(role, births, frozenset({diagnosis}), told=told)
    return Person(facts, real_graph(), TODAY, CATALOGUE)


@cache
def chip(field: str) -> Chip:
    return Chip(field, f"label of {field}", f"id_{field}")


def clashing(someone: Person) -> list[set[str]]:
    fields = ["age", "diagnosis", "role", *(f"fact.{key}" for key in someone.facts.told)]
    return [
        {answer.field for answer in clash.answers} for clash in clashes(someone, map(chip, fields))
    ]


@pytest.mark.parametrize(
    ("someone", "fields"),
    [
        pytest.param(
            person(disease_status=NEW, relapse_count=2),
            {"fact.disease_status", "fact.relapse_count"},
            id="just diagnosed, came back twice",
        ),
        pytest.param(
            person(previously_treated="no", prior_hsct="yes"),
            {"fact.previously_treated", "fact.prior_hsct"},
            id="never treated, had a transplant",
        ),
        pytest.param(
            person(disease_status=NEW, prior_car_t="yes"),
            {"fact.disease_status", "fact.prior_car_t"},
            id="two steps away",
        ),
        pytest.param(
            person("t_all", lineage="b"), {"diagnosis", "fact.lineage"}, id="against the diagnosis"
        ),
        pytest.param(
            person("b_all_ph_pos", bcr_abl1="negative"),
            {"diagnosis", "fact.bcr_abl1"},
            id="against what defines the diagnosis",
        ),
        pytest.param(
            person(role=Role.SURVIVOR, previously_treated="no"),
            {"role", "fact.previously_treated"},
            id="against the role",
        ),
    ],
)
def test_answers_that_do_not_go_together_are_shown_beside_each_other(
    someone: Person, fields: set[str]
) -> None:
    found = clashing(someone)

    assert fields in found
    assert len(found) == len({frozenset(each) for each in found})


@pytest.mark.parametrize(
    "someone",
    [
        pytest.param(person(), id="nothing told"),
        pytest.param(person(disease_status=NEW, relapse_count=0), id="what follows anyway"),
        pytest.param(person(disease_status=frozenset({"relapsed"}), prior_hsct="yes"), id="fine"),
        pytest.param(person("aml", lineage="b"), id="no such rule"),
    ],
)
def test_answers_that_go_together_are_left_alone(someone: Person) -> None:
    assert clashing(someone) == []


def test_clash_says_why_in_a_sentence() -> None:
    someone = person(disease_status=NEW, relapse_count=2)

    found = clashes(someone, map(chip, ["fact.disease_status", "fact.relapse_count"]))

    assert "Newly diagnosed means just found and not treated yet" in [clash.why for clash in found]


def test_answer_that_cannot_be_changed_here_is_no_clash() -> None:
    """As on a page that shows only some of the answers."""
    someone = person(disease_status=NEW, relapse_count=2)

    assert clashes(someone, [chip("fact.relapse_count")]) == ()
    assert Clash((chip("age"),)).why == ""
