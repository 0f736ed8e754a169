"""The table of facts: complete, and in words that families can read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.functional import Promise

from trials.catalogue import CATALOGUE
from trials.eligibility.catalogue import Fact, FactGroup, FactKind, Persona, Tier
from trials.eligibility.facts import Role
from trials.eligibility.person import AGE_AT_DIAGNOSIS

SPECIFIED = json.loads((Path(__file__).parents[1] / "data" / "facts.json").read_text())
KINDS = {
    "enum": FactKind.CHOICE,
    "multi": FactKind.CHOICES,
    "number": FactKind.NUMBER,
    "integer": FactKind.COUNT,
    "date": FactKind.DATE,
    "age": FactKind.AGE,
    "disease": FactKind.DISEASE,
    "place": FactKind.PLACE,
}
FORBIDDEN = ("eligib", "qualif", "please", "sorry", "invalid", "oops", "required", "your child")
LONGEST_QUESTION = 20  # words

FACTS = [pytest.param(fact, id=fact.key) for fact in CATALOGUE]
ASKED_OF_FAMILIES, NOT_ASKED_OF_FAMILIES = (
    [
        pytest.param(fact, id=fact.key)
        for fact in CATALOGUE
        if (Persona.FAMILY in fact.who and fact.tier is not Tier.CLINIC) is asked
    ]
    for asked in (True, False)
)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["key"]) for row in SPECIFIED])
def test_fact_is_as_specified(row: dict[str, Any]) -> None:
    fact = CATALOGUE.fact(row["key"])

    assert fact.kind is KINDS[row["type"]]
    assert fact.group is FactGroup(row["group"])
    assert fact.tier is Tier(row["tier"])
    assert fact.who == {Persona(who) for who in row["who"]}
    assert list(fact.values) == (row["values"] or [])
    assert fact.unit == (row["unit"] or "")
    assert fact.is_volatile is row["volatile"]
    assert fact.is_sensitive is row["sensitive"]


def test_catalogue_holds_the_specified_facts_in_their_order() -> None:
    assert [fact.key for fact in CATALOGUE] == [row["key"] for row in SPECIFIED]


@pytest.mark.parametrize("fact", ASKED_OF_FAMILIES)
def test_fact_for_families_has_question_and_reason(fact: Fact) -> None:
    assert str(fact.question).endswith("?")
    assert str(fact.why).endswith(".")
    assert len(str(fact.question).split()) <= LONGEST_QUESTION


@pytest.mark.parametrize("fact", NOT_ASKED_OF_FAMILIES)
def test_fact_that_families_cannot_tell_has_no_question(fact: Fact) -> None:
    assert (fact.question, fact.why) == ("", "")


@pytest.mark.parametrize("key", ["pregnant", "hiv", "hepatitis_bc"])
def test_sensitive_matters_are_never_asked_of_families(key: str) -> None:
    fact = CATALOGUE.fact(key)

    assert fact.is_sensitive
    assert not fact.can_be_told_by(Persona.FAMILY)


@pytest.mark.parametrize("fact", FACTS)
def test_every_word_can_be_translated(fact: Fact) -> None:
    assert fact.label
    assert [text for text in _texts(fact) if not isinstance(text, Promise)] == []


@pytest.mark.parametrize("fact", FACTS)
def test_no_word_promises_blames_or_assumes(fact: Fact) -> None:
    said = " ".join(str(text) for text in _texts(fact)).lower()

    assert [word for word in FORBIDDEN if word in said] == []


@pytest.mark.parametrize("fact", FACTS)
def test_choices_of_one_fact_differ_in_words(fact: Fact) -> None:
    for words in (
        [str(choice.label) for choice in fact.choices],
        [str(choice.staff_label) for choice in fact.choices],
    ):
        assert "" not in words
        assert len(set(words)) == len(fact.choices)


def test_questions_of_two_facts_differ() -> None:
    questions = [str(fact.question) for fact in CATALOGUE if fact.question]

    assert len(set(questions)) == len(questions)


def test_roles_are_those_that_rules_know() -> None:
    assert set(CATALOGUE.fact("role").values) == set(Role)


def test_age_at_diagnosis_bears_the_name_that_the_engine_uses() -> None:
    assert CATALOGUE.fact(AGE_AT_DIAGNOSIS).kind is FactKind.AGE


def _texts(fact: Fact) -> Iterator[str]:
    """All words of a fact that are not empty."""
    texts = [fact.label, fact.question, fact.hint, fact.why]
    for choice in fact.choices:
        texts += [choice.label, choice.staff_label]
    return (text for text in texts if text != "")
