"""What an answer would gain, and where it is asked."""

import pytest

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import BirthInterval
from trials.eligibility.facts import PatientFacts
from trials.finder import UsefulQuestion
from trials.presenters.questions import asked_in_the_form, gain_words

NOTHING = PatientFacts()
TOLD = PatientFacts(births=BirthInterval.in_year(2019), diagnoses=frozenset({"leukemia"}))


def question(key: str, matters: int = 1, open_now: int = 3) -> UsefulQuestion:
    return UsefulQuestion(CATALOGUE.fact(key), matters, open_now)


@pytest.mark.parametrize(
    ("matters", "open_now", "words"),
    [
        (5, 9, "This answer matters for 5 of the 9 studies that are still open."),
        (1, 9, "This answer matters for 1 of the 9 studies that are still open."),
        (9, 9, "This answer matters for all 9 studies that are still open."),
        (1, 1, "This answer matters for the one study that is still open."),
    ],
)
def test_gain_is_a_number_of_studies(matters: int, open_now: int, words: str) -> None:
    assert gain_words(question("mrd", matters, open_now)) == words


@pytest.mark.parametrize(
    ("key", "facts", "words", "anchor"),
    [
        pytest.param("diagnosis", NOTHING, "What is the diagnosis?", "id_diagnosis", id="none"),
        pytest.param(
            "diagnosis",
            TOLD,
            "Which exact type of the disease is it?",
            "id_diagnosis",
            id="a general one",
        ),
        pytest.param(
            "birth_date", NOTHING, "How old is the patient?", "id_age_years", id="no age"
        ),
        pytest.param(
            "birth_date", TOLD, "When exactly was the patient born?", "id_birth_month", id="an age"
        ),
    ],
)
def test_age_and_diagnosis_are_asked_in_the_first_form(
    key: str, facts: PatientFacts, words: str, anchor: str
) -> None:
    asked = asked_in_the_form(question(key), facts)

    assert asked is not None
    assert (asked.words, asked.anchor) == (words, anchor)
    assert asked.link


def test_other_questions_are_asked_on_the_spot() -> None:
    assert asked_in_the_form(question("mrd"), TOLD) is None
