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
    told = facts(role="donor", age_years="7", diagnosis="B-ALL", near="38105")

    assert told == PatientFacts(
        role=Role.DONOR,
        births=BirthInterval(date(2018, 3, 16), date(2019, 3, 15)),
        diagnoses=frozenset({"b_all"}),
    )


@pytest.mark.parametrize("typed", ["relapsed B-ALL", "B-ALL, relapsed", "LLA-B en recaída"])
def test_status_written_with_the_diagnosis_is_told_too(typed: str) -> None:
    filled = form(diagnosis=typed)

    assert filled.is_valid(), filled.errors
    assert (filled.disease_code, filled.statuses) == ("b_all", ("relapsed",))


@pytest.mark.parametrize("typed", ["B-ALL", "refractory anemia", "not relapsed B-ALL"])
def test_name_of_a_disease_or_a_denial_tells_no_status(typed: str) -> None:
    assert form(diagnosis=typed).statuses == ()


def test_place_and_words_stand_beside_the_facts() -> None:
    filled = form(near="38105", radius="50", words=" CAR  T cells ")

    assert filled.is_valid()
    assert filled.place is not None
    assert filled.place.name == "38105"
    assert filled.radius_km == pytest.approx(80.5, abs=0.1)
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
        pytest.param({"near": "1"}, ["near"], "five digits", id="ZIP code"),
        pytest.param({"near": "Nowhereville"}, ["near"], "larger city", id="city"),
        pytest.param({"near": "Paris"}, ["near"], "Choose the place", id="several cities"),
        pytest.param({"radius": "50"}, ["near"], "from where", id="distance from nowhere"),
        pytest.param({"near": "38105", "radius": "51"}, ["radius"], "from the list", id="51"),
        pytest.param({"near": "x", "radius": "50"}, ["near"], "larger city", id="one at a time"),
        pytest.param({"role": "king"}, ["role"], "Choose who", id="role"),
        pytest.param({"diagnosis": "broken leg"}, ["diagnosis"], "do not know", id="unknown"),
        pytest.param({"diagnosis": "x" * 10_000}, ["diagnosis"], "100 characters", id="10,000"),
        pytest.param({"words": "x" * 61}, ["words"], "60 characters", id="61 characters"),
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


def test_no_place_is_none_at_any_distance() -> None:
    empty = form()

    assert empty.is_valid()
    assert (empty.place, empty.radius_km) == (None, None)


def test_city_of_several_is_offered_to_choose_from() -> None:
    ambiguous = form(near="Paris", age_years="7")

    assert ambiguous.errors.as_data()["near"][0].code == "ambiguous"
    assert [place.name for place in ambiguous.places] == ["Paris, France", "Paris, Texas"]
    assert ambiguous.cleaned_data["age_years"] == 7


def test_choice_among_the_offered_places_settles_the_city() -> None:
    chosen = form(near="paris", near_name="Paris, Texas")

    assert chosen.is_valid()
    assert chosen.place is not None
    assert (chosen.place.name, round(chosen.place.latitude)) == ("Paris, Texas", 34)
    assert len(chosen.places) == 2  # another can be chosen later


@pytest.mark.parametrize("name", ["Memphis, Tennessee", "Paris", "x" * 500, "Paris, Texas\x00x"])
def test_place_that_was_not_offered_is_no_choice(name: str) -> None:
    chosen = form(near="Paris", near_name=name)

    assert chosen.errors.as_data()["near"][0].code == "ambiguous"
    assert list(chosen.errors) == ["near"]


def test_chosen_place_does_not_count_once_the_city_speaks_for_itself() -> None:
    told = form(near="Memphis", near_name="Paris, Texas")

    assert told.is_valid()
    assert told.place is not None
    assert told.place.name == "Memphis, Tennessee"
    assert told.places == []


def test_what_nobody_sees_in_a_diagnosis_does_not_hide_it() -> None:
    assert facts(diagnosis="\N{ZERO WIDTH SPACE}B\x00-ALL\ud800").diagnoses == {"b_all"}


def test_every_answer_can_be_taken_back() -> None:
    fields = {field for group in ANSWERS.values() for field in group}

    assert fields == set(FinderForm.base_fields)


def test_distance_is_taken_back_with_the_place_it_counts_from() -> None:
    typed = {"near": "Paris", "near_name": "Paris, Texas", "radius": "50"}
    left = {name: text for name, text in typed.items() if name not in ANSWERS["near"]}

    assert form(**typed).is_valid()
    assert form(**left).is_valid()


def test_answers_kept_are_the_known_ones_with_something_in_them() -> None:
    posted = QueryDict("age_years=7&age_years=8&diagnosis=++&csrfmiddlewaretoken=abc&role=")

    assert FinderForm.answers_in(posted) == {"age_years": "8"}


ANY_TEXT = st.text(st.characters(), max_size=300) | st.sampled_from(
    [
        "7 years",
        "x" * 201,
        "9" * 21,
        " " * 300 + "7",
        "7" + " " * 300 + "x",
        "leukimea",
        "Paris",
        "50",
    ]
)


@given(st.dictionaries(st.sampled_from(sorted(FinderForm.base_fields)), ANY_TEXT))
def test_form_says_the_same_of_answers_that_were_kept_as_of_those_typed(
    typed: dict[str, str],
) -> None:
    kept = FinderForm.answers_in(typed)

    assert FinderForm.answers_in(kept) == kept
    assert form(**kept).errors == form(**typed).errors
    assert len("".join(kept.values())) < 860
    "".join(kept.values()).encode()  # nothing that a page or a cookie could not hold


@given(st.dictionaries(st.sampled_from(sorted(FinderForm.base_fields)), ANY_TEXT))
def test_any_text_at_all_gives_facts_or_an_error(typed: dict[str, str]) -> None:
    filled = form(**typed)

    if filled.is_valid():
        assert isinstance(filled.facts(), PatientFacts)
    else:
        assert set(filled.errors) <= set(FinderForm.base_fields)
