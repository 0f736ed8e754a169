from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.shipped import shipped_names
from trials.eligibility.ages import BirthInterval
from trials.eligibility.facts import PatientFacts, Role
from trials.forms.finder import ANSWERS, FinderForm

TODAY = date(2026, 3, 15)


def form(**typed: str) -> FinderForm:
    return FinderForm(typed, today=TODAY, catalogue=shipped_names())


def facts(**typed: str) -> PatientFacts:
    filled = form(**typed)
    assert filled.is_valid(), filled.errors
    return filled.facts()


def test_nothing_typed_is_a_patient_of_whom_nothing_is_known() -> None:
    assert facts() == PatientFacts()


def test_answers_become_facts() -> None:
    told = facts(role="donor", age_years="7", diagnosis="B-ALL", zip_code="38105")

    assert told == PatientFacts(
        role=Role.DONOR,
        births=BirthInterval(date(2018, 3, 16), date(2019, 3, 15)),
        diagnoses=frozenset({"b_all"}),
    )


def test_place_and_words_stand_beside_the_facts() -> None:
    filled = form(zip_code="38105", words=" CAR  T cells ")

    assert filled.is_valid()
    assert filled.place is not None
    assert filled.place.name == "38105"
    assert filled.words_told == "CAR T cells"


def test_form_that_was_not_sent_is_empty_and_without_errors() -> None:
    unsent = FinderForm(today=TODAY, catalogue=shipped_names())

    assert not unsent.is_bound
    assert not unsent.errors


def test_birth_date_is_read_from_three_boxes() -> None:
    told = facts(birth_month="April", birth_day="30", birth_year="2019")

    assert told.births == BirthInterval.on_date(date(2019, 4, 30))


@pytest.mark.parametrize(
    ("typed", "boxes", "says"),
    [
        pytest.param({"age_years": "200"}, ["age_years"], "0 to 120", id="200 years"),
        pytest.param({"age_years": "-3"}, ["age_years"], "0 to 120", id="-3 years"),
        pytest.param({"age_years": "seven"}, ["age_years"], "0 to 120", id="seven"),
        pytest.param({"age_months": "1441"}, ["age_months"], "1,440", id="1441 months"),
        pytest.param({"age_days": "3661"}, ["age_days"], "3,660", id="3661 days"),
        pytest.param(
            {"age_years": "21", "age_months": "13"}, ["age_months"], "0 to 11", id="21 y 13 mo"
        ),
        pytest.param({"birth_year": "19"}, ["birth_year"], "four digits", id="year 19"),
        pytest.param({"birth_year": "2027"}, ["birth_year"], "1906 to 2026", id="born next year"),
        pytest.param({"birth_year": "1890"}, ["birth_year"], "1906 to 2026", id="born in 1890"),
        pytest.param(
            {"birth_month": "2", "birth_day": "31", "birth_year": "2019"},
            ["birth_day"],
            "February 2019 has no day 31",
            id="31 February",
        ),
        pytest.param(
            {"age_years": "7", "birth_year": "2010"},
            ["age_years", "birth_year"],
            "do not agree",
            id="age and year of birth disagree",
        ),
        pytest.param(
            {"age_years": "seven", "birth_year": "19"},
            ["age_years", "birth_year"],
            "0 to 120",
            id="two boxes to mend",
        ),
        pytest.param({"zip_code": "1"}, ["zip_code"], "five digits", id="ZIP code"),
        pytest.param({"role": "king"}, ["role"], "Choose who", id="role"),
        pytest.param({"diagnosis": "broken leg"}, ["diagnosis"], "do not know", id="unknown"),
        pytest.param({"diagnosis": "x" * 10_000}, ["diagnosis"], "200 characters", id="10,000"),
        pytest.param({"words": "x" * 101}, ["words"], "100 characters", id="101 characters"),
    ],
)
def test_error_stands_beside_its_box_and_says_what_to_do(
    typed: dict[str, str], boxes: list[str], says: str
) -> None:
    errors = form(**typed).errors

    assert sorted(errors) == sorted(boxes)
    assert says in errors[boxes[0]][0]


def test_error_message_neither_apologises_nor_blames() -> None:
    wrong = {name: "?!" for name in FinderForm.base_fields}
    messages = " ".join(text for texts in form(**wrong).errors.values() for text in texts)

    assert messages
    for word in ("please", "sorry", "invalid", "oops", "required", "error"):
        assert word not in messages.lower()


def test_text_of_several_diseases_offers_them_to_choose_from() -> None:
    ambiguous = form(diagnosis="core binding factor AML")

    assert ambiguous.errors.as_data()["diagnosis"][0].code == "ambiguous"
    codes = {candidate.code for candidate in ambiguous.candidates}
    assert codes == {"aml_cbf_8_21", "aml_cbf_inv16"}


def test_text_of_no_disease_offers_nothing() -> None:
    unknown = form(diagnosis="broken leg")

    assert unknown.errors.as_data()["diagnosis"][0].code == "unknown"
    assert unknown.candidates == []


def test_choice_among_the_offered_settles_the_text() -> None:
    chosen = form(diagnosis="leukimea", diagnosis_code="leukemia")

    assert chosen.is_valid()
    assert chosen.disease_code == "leukemia"
    assert chosen.facts().diagnoses == {"leukemia"}


@pytest.mark.parametrize("code", ["wilms", "nothing", "leukemia\x00x", "x" * 500])
def test_choice_that_was_not_offered_is_no_choice(code: str) -> None:
    chosen = form(diagnosis="leukimea", diagnosis_code=code)

    assert chosen.errors.as_data()["diagnosis"][0].code == "ambiguous"
    assert chosen.disease_code is None


def test_choice_does_not_count_once_the_text_speaks_for_itself() -> None:
    assert facts(diagnosis="AML", diagnosis_code="leukemia").diagnoses == {"aml"}


def test_choice_without_a_text_does_not_count() -> None:
    assert facts(diagnosis_code="leukemia").diagnoses == frozenset()


def test_what_nobody_sees_in_a_diagnosis_does_not_hide_it() -> None:
    assert facts(diagnosis="\N{ZERO WIDTH SPACE}B\x00-ALL\ud800").diagnoses == {"b_all"}


def test_every_answer_can_be_taken_back() -> None:
    fields = [field for group in ANSWERS.values() for field in group]

    assert sorted(fields) == sorted(FinderForm.base_fields)


def test_answers_kept_are_the_known_ones_with_something_in_them() -> None:
    posted = QueryDict("age_years=7&age_years=8&diagnosis=++&csrfmiddlewaretoken=abc&role=")

    assert FinderForm.answers_in(posted) == {"age_years": "8"}


ANY_TEXT = st.text(st.characters(), max_size=300) | st.sampled_from(
    ["7 years", "x" * 201, "9" * 21, " " * 300 + "7", "7" + " " * 300 + "x", "leukimea"]
)


@given(st.dictionaries(st.sampled_from(sorted(FinderForm.base_fields)), ANY_TEXT))
def test_form_says_the_same_of_answers_that_were_kept_as_of_those_typed(
    typed: dict[str, str],
) -> None:
    kept = FinderForm.answers_in(typed)

    assert FinderForm.answers_in(kept) == kept
    assert form(**kept).errors == form(**typed).errors
    assert len("".join(kept.values())) < 640
    "".join(kept.values()).encode()  # nothing that a page or a cookie could not hold


@given(st.dictionaries(st.sampled_from(sorted(FinderForm.base_fields)), ANY_TEXT))
def test_any_text_at_all_gives_facts_or_an_error(typed: dict[str, str]) -> None:
    filled = form(**typed)

    if filled.is_valid():
        assert isinstance(filled.facts(), PatientFacts)
    else:
        assert set(filled.errors) <= set(FinderForm.base_fields)
