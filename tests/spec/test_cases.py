"""Every case holds, and its sentence is read the way the case says."""

import pytest

from tests.spec.cases import Case, Patient
from tests.spec.page import CHAPTERS
from trials.eligibility.age_phrases import read_age_phrase
from trials.eligibility.ages import AgeRule

CASES = [case for chapter in CHAPTERS for case in chapter.cases]


@pytest.mark.parametrize(
    ("case", "patient"),
    [
        pytest.param(case, patient, id=f"{case.title}: {patient.who}, {patient.on}")
        for case in CASES
        for patient in case.patients
    ],
)
def test_patient_gets_the_answer_of_the_page(case: Case, patient: Patient) -> None:
    assert case.evaluate(patient).fit is patient.answer


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        pytest.param(quote, case.reads_as, id=quote)
        for case in CASES
        if case.reads_as
        for quote in case.quotes
    ],
)
def test_sentence_is_read_as_the_rule_of_its_case(quote: str, rule: AgeRule) -> None:
    assert list(read_age_phrase(quote).ranges.values()) == [rule]


def test_titles_of_cases_are_told_apart() -> None:
    titles = [case.title for case in CASES]
    assert len(titles) == len(set(titles))
