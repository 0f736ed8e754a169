"""Answers to questions about facts: from boxes to one text, and from the text to a fact."""

from datetime import date

import pytest
from django.http import QueryDict

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import BirthInterval
from trials.eligibility.catalogue import Fact, FactKind, Persona, Tier
from trials.eligibility.conditions import FactValue, NumberSpan
from trials.eligibility.facts import PatientFacts
from trials.forms.facts import (
    ASKED_IN_THE_FINDER,
    FactsForm,
    ToldFacts,
    answered_facts,
    askable_facts,
    fact_answers,
    posted_answers,
    told_facts,
)

TODAY = date(2026, 3, 15)
SEVEN = BirthInterval.of_age(TODAY, years=7)


def fact(key: str) -> Fact:
    return CATALOGUE.fact(key)


def told(births: BirthInterval | None = None, **answers: str) -> ToldFacts:
    named = {f"fact.{key}": text for key, text in answers.items()}
    return told_facts(named, today=TODAY, births=births)


def value(key: str, text: str) -> FactValue:
    read = told(**{key: text})
    assert not read.errors
    return read.values[key]


def posted(key: str, body: str, persona: Persona = Persona.FAMILY) -> str:
    """The text of one answer; ``body`` is what the browser sends, # for the field's name."""
    query = QueryDict(body.replace("#", f"fact.{key}"))
    return posted_answers(query, [fact(key)], TODAY, persona)[f"fact.{key}"]


# --- What is asked ----------------------------------------------------------------------------


def test_families_are_asked_nothing_sensitive_and_nothing_that_a_clinic_measures() -> None:
    asked = {each.key: each for each in askable_facts(Persona.FAMILY)}

    assert not {"hiv", "pregnant", "hepatitis_bc", "lansky", "creatinine_mg_dl"} & set(asked)
    assert all(each.tier is not Tier.CLINIC for each in asked.values())
    sensitive = {key for key, each in asked.items() if each.is_sensitive}
    assert sensitive <= ASKED_IN_THE_FINDER


def test_staff_are_asked_what_the_clinic_measures_too() -> None:
    asked = {each.key for each in askable_facts(Persona.STAFF)}

    assert {"creatinine_mg_dl", "lansky", "prior_lines", "hiv"} <= asked


@pytest.mark.parametrize("persona", Persona)
def test_every_fact_has_a_question(persona: Persona) -> None:
    form = FactsForm(None, facts=askable_facts(persona), today=TODAY, persona=persona)

    for question in form.questions:
        assert question.label
        assert question.field.why or persona is Persona.STAFF
        has_boxes = question.options or question.boxes
        assert bool(has_boxes) is (question.fact.key not in ASKED_IN_THE_FINDER)
        assert not question.is_answered


def test_families_read_plain_words_and_staff_clinical_ones() -> None:
    def labels(persona: Persona) -> list[str]:
        form = FactsForm(None, facts=[fact("mrd")], today=TODAY, persona=persona)
        (question,) = form.questions
        return [str(question.label), *(option.label for option in question.options)]

    assert labels(Persona.STAFF) == ["MRD status", "Positive", "Negative"]
    assert labels(Persona.FAMILY) == [
        "Did the last bone marrow test (MRD) still find leukemia cells?",
        "Yes, some were found",
        "No, none were found",
    ]


# --- From boxes to one text -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "body", "text"),
    [
        pytest.param("down_syndrome", "#=yes", "yes", id="radio"),
        pytest.param("down_syndrome", "", "", id="no radio"),
        pytest.param("down_syndrome", "#=maybe", "", id="no such answer"),
        pytest.param("down_syndrome", "#=unknown", "unknown", id="do not know"),
        pytest.param(
            "disease_status", "#=refractory&#=relapsed", "relapsed|refractory", id="checkboxes"
        ),
        pytest.param("disease_status", "#=relapsed&#=unknown", "relapsed|unknown", id="both"),
        pytest.param("disease_status", "#=nonsense", "", id="no such checkbox"),
        pytest.param("relapse_count", "#=+2+", "2", id="number"),
        pytest.param("relapse_count", "#=&#=unknown", "unknown", id="number not known"),
        pytest.param("relapse_count", "#=2&#=unknown", "2", id="number counts more"),
        pytest.param("relapse_count", "#=%D9%A2", "2", id="digits of another script"),
        pytest.param("relapse_count", "#=1|2", "1 2", id="no bar in a box"),
        pytest.param("weight_kg", "#=22&#.unit=lb", "22|lb", id="number with unit"),
        pytest.param("weight_kg", "#=22&#.unit=stone", "22", id="unit that is not offered"),
        pytest.param("weight_kg", "#=&#.unit=lb", "", id="unit alone"),
        pytest.param("weight_kg", "#=&#=unknown&#.unit=lb", "unknown", id="unit, not known"),
        pytest.param("age_at_diagnosis", "#=5&#.months=3&#.days=", "5|3|", id="age"),
        pytest.param("age_at_diagnosis", "#=&#.months=&#.days=", "", id="no age"),
        pytest.param("diagnosis_date", "#=3&#.year=2024", "3|2024", id="month"),
        pytest.param("diagnosis", "#=unknown", "unknown", id="declined"),
        pytest.param("diagnosis", "#=aml", "", id="asked elsewhere"),
    ],
)
def test_what_is_posted_becomes_one_text(key: str, body: str, text: str) -> None:
    assert posted(key, body) == text


def test_long_and_foreign_letters_are_cut_and_replaced() -> None:
    assert posted("relapse_count", "#=" + "%F0%9F%98%80" * 40) == "?" * 13


# --- From the text to a fact ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        pytest.param("down_syndrome", "yes", "yes", id="choice"),
        pytest.param(
            "disease_status", "relapsed|refractory", {"relapsed", "refractory"}, id="choices"
        ),
        pytest.param("relapse_count", "2", 2, id="count"),
        pytest.param("relapse_count", "about 2 times", 2, id="roughly"),
        pytest.param("relapse_count", "2.0", 2, id="whole decimal"),
        pytest.param("mrd_pct", "0,02", 0.02, id="decimal comma"),
        pytest.param("mrd_pct", "0.02 %", 0.02, id="percent"),
        pytest.param("weight_kg", "10|kg", 10.0, id="kilograms"),
        pytest.param("weight_kg", "22|lb", pytest.approx(9.979, abs=0.001), id="pounds"),
        pytest.param("weight_kg", "22 lb|kg", pytest.approx(9.979, abs=0.001), id="unit written"),
        pytest.param("prior_hsct_days", "84|days", 84, id="days ago"),
        pytest.param("prior_hsct_days", "1,200|days", 1200, id="thousands"),
        pytest.param("prior_hsct_days", "2|weeks", NumberSpan(11, 20), id="weeks ago"),
        pytest.param("prior_hsct_days", "0|weeks", NumberSpan(0, 6), id="this week"),
        pytest.param("off_therapy_months", "6", NumberSpan(6, 6.999), id="whole months"),
        pytest.param("years_since_diagnosis", "2.5", 2.5, id="years and a half"),
    ],
)
def test_text_becomes_a_value(key: str, text: str, expected: object) -> None:
    assert value(key, text) == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("3|months", (76, 123), id="three months"),
        pytest.param("2|years", (547, 1097), id="two years"),
    ],
)
def test_rough_time_ago_holds_every_day_that_is_meant(text: str, days: tuple[int, int]) -> None:
    """From half a unit less, for who rounds up, to a day less than one more."""
    span = value("prior_hsct_days", text)

    assert isinstance(span, NumberSpan)
    assert (int(span.lowest), round(span.highest)) == pytest.approx(days, abs=2)


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        pytest.param(
            "relapse_count",
            "twice",
            "Write a whole number from 0 to 30, such as 2.",
            id="words",
        ),
        pytest.param(
            "relapse_count", "1.5", "Write a whole number from 0 to 30, such as 2.", id="half"
        ),
        pytest.param(
            "relapse_count", "31", "Write a whole number from 0 to 30, such as 2.", id="too many"
        ),
        pytest.param(
            "relapse_count", "2 kg", "Write a whole number from 0 to 30, such as 2.", id="unit"
        ),
        pytest.param(
            "weight_kg", "-5", "Write a number from 0 to 300, such as 2 or 2.5.", id="negative"
        ),
        pytest.param(
            "prior_hsct_days",
            "900|years",
            "Write a whole number from 0 to 36,500, such as 2.",
            id="too long ago",
        ),
        pytest.param(
            "disease_status",
            "relapsed|unknown",
            "Choose what is true, or “I don’t know”, but not both.",
            id="both",
        ),
        pytest.param(
            "disease_status",
            "cured",
            "Choose all answers that are true, or “I don’t know”.",
            id="no such choice",
        ),
        pytest.param(
            "mrd", "maybe", "Choose one of the answers, or “I don’t know”.", id="no such answer"
        ),
        pytest.param(
            "age_at_diagnosis",
            "five||",
            "Age in years must be a whole number from 0 to 120, such as 7.",
            id="age in words",
        ),
        pytest.param(
            "age_at_diagnosis",
            "5|13|",
            "Beside the years, months must be a number from 0 to 11.",
            id="too many months",
        ),
        pytest.param(
            "diagnosis_date",
            "4|2026",
            "Write a month that is not in the future.",
            id="future",
        ),
        pytest.param(
            "diagnosis_date",
            "4|",
            "Write the year with four digits, such as 2024, and the month if you know it.",
            id="no year",
        ),
        pytest.param("diagnosis", "aml", "Choose an answer, or clear it.", id="asked elsewhere"),
        pytest.param("mrd", "?", "Choose an answer, or “I don’t know”.", id="none chosen"),
        pytest.param(
            "relapse_count", "?", "Fill in an answer, or choose “I don’t know”.", id="none written"
        ),
    ],
)
def test_what_cannot_be_read_says_what_to_write(key: str, text: str, message: str) -> None:
    read = told(**{key: text})

    assert read.errors == {key: message}
    assert (read.values, read.not_known) == ({}, frozenset())


def test_not_known_is_neither_told_nor_an_error() -> None:
    read = told(down_syndrome="unknown", diagnosis="unknown", relapse_count="1")

    assert read.not_known == {"down_syndrome", "diagnosis"}
    assert read.values == {"relapse_count": 1}
    assert read.errors == {}


def test_error_in_one_answer_keeps_the_others() -> None:
    read = told(relapse_count="twice", down_syndrome="no")

    assert read.values == {"down_syndrome": "no"}
    assert set(read.errors) == {"relapse_count"}


def test_question_sent_without_an_answer_is_shown_empty() -> None:
    (question,) = FactsForm(
        {"fact.relapse_count": "?"}, facts=[fact("relapse_count")], today=TODAY
    ).questions

    assert not question.is_answered
    assert [box.text for box in question.boxes] == [""]


# --- Ages and months --------------------------------------------------------------------------


def test_age_at_diagnosis_is_a_span_of_ages() -> None:
    ages = told(SEVEN, age_at_diagnosis="5|3|").age_at_diagnosis

    assert ages is not None
    assert (ages.youngest.months, ages.oldest.months) == (63, 63)


def test_age_at_diagnosis_above_the_age_today_is_asked_again() -> None:
    read = told(SEVEN, age_at_diagnosis="9||")

    assert "higher than the age today" in read.errors["age_at_diagnosis"]
    assert read.age_at_diagnosis is None


def test_age_at_diagnosis_is_taken_while_no_age_is_known() -> None:
    assert told(age_at_diagnosis="9||").age_at_diagnosis is not None


def test_month_of_the_diagnosis_tells_the_age_then_and_the_years_since() -> None:
    read = told(BirthInterval.on_date(date(2019, 3, 1)), diagnosis_date="3|2024")

    assert read.age_at_diagnosis is not None
    assert read.age_at_diagnosis.youngest.years == 5
    since = read.values["years_since_diagnosis"]
    assert isinstance(since, NumberSpan)
    assert since.lowest < 2 < since.highest
    assert "diagnosis_date" not in read.values


def test_month_of_the_diagnosis_before_the_birth_is_asked_again() -> None:
    read = told(SEVEN, diagnosis_date="3|2010")

    assert "before the birth" in read.errors["diagnosis_date"]


def test_age_counts_more_than_the_month_of_the_diagnosis() -> None:
    born = BirthInterval.on_date(date(2019, 3, 1))

    read = told(born, age_at_diagnosis="4||", diagnosis_date="2024")

    assert read.age_at_diagnosis is not None
    assert read.age_at_diagnosis.oldest.years == 4


# --- All together -----------------------------------------------------------------------------


def test_answers_are_added_to_what_the_finder_was_told() -> None:
    facts = PatientFacts(births=SEVEN, diagnoses=frozenset({"all"}))

    person = told(SEVEN, lineage="b", mrd="unknown", age_at_diagnosis="5||").added_to(facts)

    assert person.births is SEVEN
    assert person.told == {"lineage": "b"}
    assert person.not_known == {"mrd"}
    assert person.age_at_diagnosis is not None


def test_answers_of_unknown_names_are_left_alone() -> None:
    answers = {
        "fact.shoe_size": "42",
        "fact.hiv": "yes",
        "diagnosis": "ALL",
        "fact.mrd": "positive",
    }

    assert [each.key for each in answered_facts(answers)] == ["mrd"]
    assert told_facts(answers, today=TODAY).values == {"mrd": "positive"}
    assert set(fact_answers(answers)) == {"fact.shoe_size", "fact.hiv", "fact.mrd"}


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        pytest.param("disease_status", "relapsed", "It came back (relapse)", id="choice"),
        pytest.param("mrd", "unknown", "not known", id="not known"),
        pytest.param("relapse_count", "2", "2 times", id="count"),
        pytest.param("prior_hsct_days", "3|months", "3 months ago", id="ago"),
        pytest.param("prior_hsct_days", "84", "84 days ago", id="days ago"),
        pytest.param("weight_kg", "22|lb", "22 pounds", id="pounds"),
        pytest.param("mrd_pct", "0.02", "0.02", id="no sign for families"),
        pytest.param("age_at_diagnosis", "5|3|", "5 years 3 months", id="age"),
        pytest.param("diagnosis_date", "3|2024", "March 2024", id="month"),
        pytest.param("diagnosis_date", "|2024", "2024", id="year"),
        pytest.param("diagnosis_date", "x|2024", "x 2024", id="unreadable month"),
        pytest.param("relapse_count", "twice", "twice", id="unreadable number"),
    ],
)
def test_answer_is_shown_in_a_few_words(key: str, text: str, words: str) -> None:
    form = FactsForm({f"fact.{key}": text}, facts=[fact(key)], today=TODAY)

    assert form.questions[0].words == words


@pytest.mark.parametrize("persona", Persona)
def test_what_is_shown_again_reads_the_same(persona: Persona) -> None:
    """Sending a form back as it came changes no answer."""
    for each in askable_facts(persona):
        for text in _examples(each):
            again = _sent_back(each, text, persona)
            read, first = (
                told_facts({f"fact.{each.key}": each_text}, today=TODAY, persona=persona)
                for each_text in (again, text)
            )
            assert not read.errors
            assert read == first, each.key


def _sent_back(each: Fact, text: str, persona: Persona) -> str:
    """The answer after a browser showed it and sent it."""
    name = f"fact.{each.key}"
    (question,) = FactsForm({name: text}, facts=[each], today=TODAY, persona=persona).questions
    chosen = [option.value for option in question.options if option.is_chosen]
    query = QueryDict(mutable=True)
    query.setlist(name, [*chosen, "unknown"] if question.is_not_known else chosen)
    for box in question.boxes:
        query.appendlist(box.name, box.text)
    query.setlist(f"{name}.unit", [unit.value for unit in question.units if unit.is_chosen])
    return posted_answers(query, [each], TODAY, persona)[name]


def _examples(each: Fact) -> tuple[str, ...]:
    if each.key in ASKED_IN_THE_FINDER:
        return ("unknown",)
    return {
        FactKind.CHOICE: (*each.values, "unknown"),
        FactKind.CHOICES: (*each.values, "|".join(each.values), "unknown"),
        FactKind.NUMBER: ("1", "2.5", "unknown"),
        FactKind.COUNT: ("0", "3", "unknown"),
        FactKind.AGE: ("5|3|", "||21", "unknown"),
        FactKind.DATE: ("3|2024", "|2024", "unknown"),
    }[each.kind]
