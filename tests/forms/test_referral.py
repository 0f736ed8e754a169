"""What referral staff type, and what becomes of it."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from tests.shipped import shipped_names
from trials.answers import AnswersCookie, is_too_long
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeSpan, BirthInterval, age_key
from trials.eligibility.conditions import NumberSpan
from trials.eligibility.facts import PatientFacts, Role
from trials.finder.asked_facts import AskedFacts
from trials.forms.referral import ReferralForm
from trials.forms.referral_sections import form_sections

TODAY = date(2026, 3, 15)
ASKED = AskedFacts(
    named=frozenset(
        {
            "birth_date",
            "diagnosis",
            "age_at_diagnosis",
            "disease_status",
            "relapse_count",
            "mrd_pct",
            "cd19",
            "bcr_abl1",
            "prior_hsct",
            "prior_hsct_days",
            "prior_car_t",
            "creatinine_mg_dl",
            "weight_kg",
            "years_since_diagnosis",
            "off_therapy_months",
        }
    ),
    leading=frozenset({"ph_like", "prior_car_t_days", "sex"}),
    others=frozenset({"birth_date", "language", "hiv"}),
)


def form_of(answers: Mapping[str, str]) -> ReferralForm:
    return ReferralForm(answers, today=TODAY, names=shipped_names(), asked=ASKED)


def posted(**typed: str | list[str]) -> QueryDict:
    """Names have ``__`` for the sign that no keyword may have: fact__cd19, other__role."""
    boxes = QueryDict(mutable=True)
    for name, value in typed.items():
        start, _, rest = name.partition("__")
        sign = {"fact": ".", "other": "-"}.get(start, "")
        full = f"{start}{sign}{rest}".replace("__", ".") if rest else start
        boxes.setlist(full, value if isinstance(value, list) else [value])
    return boxes


def told(**typed: str | list[str]) -> tuple[PatientFacts, ...]:
    form = form_of(ReferralForm.answers_in(posted(**typed), ASKED, TODAY))
    assert form.error_links == []
    return form.people()


def errors(**typed: str | list[str]) -> dict[str, str]:
    form = form_of(ReferralForm.answers_in(posted(**typed), ASKED, TODAY))
    assert form.is_valid() is not bool(form.error_links)
    return {link.target: link.message for link in form.error_links}


def test_everything_may_stay_empty() -> None:
    assert told() == (PatientFacts(),)


def test_answers_become_facts() -> None:
    (patient,) = told(
        age_years="12",
        diagnosis="B-ALL",
        fact__disease_status=["relapsed", "refractory"],
        fact__relapse_count="2",
        fact__mrd_pct="0.02",
        fact__cd19="positive",
        fact__prior_car_t="no",
    )

    assert patient.role is Role.PATIENT
    assert patient.births == BirthInterval.of_age(TODAY, years=12)
    assert patient.diagnoses == {"b_all"}
    assert patient.told == {
        "disease_status": frozenset({"relapsed", "refractory"}),
        "relapse_count": 2,
        "mrd_pct": 0.02,
        "cd19": "positive",
        "prior_car_t": "no",
    }


@pytest.mark.parametrize(
    ("number", "unit", "key", "value"),
    [
        pytest.param("53", "µmol/L", "creatinine_mg_dl", 0.599, id="creatinine in µmol/L"),
        pytest.param("0.6", "mg/dL", "creatinine_mg_dl", 0.6, id="creatinine in mg/dL"),
        pytest.param("99", "lb", "weight_kg", 44.906, id="weight in pounds"),
        pytest.param("45", "kg", "weight_kg", 45, id="weight in kilograms"),
    ],
)
def test_measures_are_taken_in_their_units(number: str, unit: str, key: str, value: float) -> None:
    (patient,) = told(**{f"fact__{key}": number, f"fact__{key}__unit": unit})

    assert patient.told[key] == pytest.approx(value, abs=0.001)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        pytest.param("60", 60, id="days"),
        pytest.param("60 days", 60, id="days with their unit"),
        pytest.param("0", 0, id="today"),
        pytest.param("2026-01-14", 60, id="ISO day"),
        pytest.param("1/14/2026", 60, id="American day"),
        pytest.param("1/14/26", 60, id="short year"),
        pytest.param("14 Jan 2026", 60, id="month by name"),
        pytest.param("3/15/2026", 0, id="the day itself"),
    ],
)
def test_treatment_may_be_told_in_days_or_by_its_day(typed: str, days: int) -> None:
    (patient,) = told(fact__prior_hsct_days=typed)

    assert patient.told["prior_hsct_days"] == days


@pytest.mark.parametrize("typed", ["soon", "3/16/2026", "2/30/2026", "1/14/1899", "-3", "1.5"])
def test_time_of_a_treatment_that_cannot_be_read_is_an_error(typed: str) -> None:
    found = errors(fact__prior_hsct_days=typed)

    assert found == {
        "id_fact.prior_hsct_days-0": (
            "Allogeneic stem cell transplant: days since last given: Write the number of days "
            "until today, such as 60, or a day such as 1/31/2026."
        )
    }


@pytest.mark.parametrize(
    ("boxes", "youngest", "oldest"),
    [
        pytest.param(("3", "14", "2025"), date(2025, 3, 14), date(2025, 3, 14), id="day"),
        pytest.param(("March", "", "2025"), date(2025, 3, 1), date(2025, 3, 31), id="month"),
        pytest.param(("", "", "2025"), date(2025, 1, 1), date(2025, 12, 31), id="year"),
    ],
)
def test_day_of_diagnosis_tells_the_age_then(
    boxes: tuple[str, str, str], youngest: date, oldest: date
) -> None:
    month, day, year = boxes
    (patient,) = told(
        birth_month="6",
        birth_day="1",
        birth_year="2014",
        diagnosis="ALL",
        fact__diagnosis_date=month,
        fact__diagnosis_date__day=day,
        fact__diagnosis_date__year=year,
    )
    birth = date(2014, 6, 1)

    assert patient.age_at_diagnosis == AgeSpan(age_key(birth, youngest), age_key(birth, oldest))


@pytest.mark.parametrize(
    ("month", "day", "year"),
    [
        pytest.param("4", "1", "2026", id="in the future"),
        pytest.param("2", "30", "2025", id="no such day"),
        pytest.param("", "14", "2025", id="no month"),
        pytest.param("3", "14", "", id="no year"),
        pytest.param("x", "14", "2025", id="no number"),
    ],
)
def test_day_of_diagnosis_that_cannot_be_read_is_an_error(month: str, day: str, year: str) -> None:
    found = errors(
        fact__diagnosis_date=month,
        fact__diagnosis_date__day=day,
        fact__diagnosis_date__year=year,
    )

    assert list(found) == ["id_fact.diagnosis_date-0"]


def test_age_at_diagnosis_may_be_told_instead() -> None:
    (patient,) = told(fact__age_at_diagnosis="9")

    assert patient.age_at_diagnosis is not None
    assert (patient.age_at_diagnosis.youngest.years, patient.age_at_diagnosis.oldest.years) == (
        9,
        9,
    )


class TestPlannedDay:
    PLAN = {"plan_month": "4", "plan_day": "4", "plan_year": "2026"}

    def test_today_unless_another_is_planned(self) -> None:
        assert form_of({}).planned_on == TODAY
        assert form_of(self.PLAN).planned_on == date(2026, 4, 4)

    def test_days_are_counted_until_then(self) -> None:
        (patient,) = told(
            fact__prior_hsct_days="60",
            fact__relapse_count="2",
            fact__off_therapy_months="5.5",
            fact__years_since_diagnosis="3",
            **self.PLAN,
        )

        assert patient.told["prior_hsct_days"] == 80
        assert patient.told["relapse_count"] == 2
        assert patient.told["off_therapy_months"] == pytest.approx(6.16, abs=0.01)
        assert isinstance(years := patient.told["years_since_diagnosis"], NumberSpan)
        assert years.lowest == pytest.approx(3.05, abs=0.01)

    def test_somebody_diagnosed_already_was_no_older_than_today(self) -> None:
        (patient,) = told(age_years="9", diagnosis="ALL", **self.PLAN)

        assert patient.age_at_diagnosis is not None
        assert patient.age_at_diagnosis.youngest.days == 0
        assert patient.age_at_diagnosis.oldest.years == 9

    def test_somebody_just_diagnosed_was_as_old_as_today(self) -> None:
        (patient,) = told(
            birth_month="3",
            birth_day="20",
            birth_year="2025",
            diagnosis="ALL",
            fact__disease_status=["newly_diagnosed"],
            **self.PLAN,
        )

        assert patient.age_at_diagnosis is not None
        assert patient.age_at_diagnosis.youngest.months == 11

    @pytest.mark.parametrize(
        ("boxes", "target", "message"),
        [
            pytest.param(
                {**PLAN, "plan_day": "14", "plan_month": "3"},
                "id_plan_day",
                "The planned day must be a day from today to the end of 2027.",
                id="yesterday",
            ),
            pytest.param(
                {**PLAN, "plan_year": "2029"},
                "id_plan_day",
                "The planned day must be a day from today to the end of 2027.",
                id="years away",
            ),
            pytest.param(
                {**PLAN, "plan_day": "31"},
                "id_plan_day",
                "The planned day must be a day from today to the end of 2027.",
                id="no such day",
            ),
            pytest.param(
                {"plan_month": "4"},
                "id_plan_day",
                "Fill in month, day and year, or empty all three.",
                id="a month alone",
            ),
            pytest.param(
                {**PLAN, "plan_year": "26"},
                "id_plan_year",
                "Year must have four digits, such as 2026.",
                id="short year",
            ),
        ],
    )
    def test_day_that_cannot_be_planned_is_an_error(
        self, boxes: dict[str, str], target: str, message: str
    ) -> None:
        assert errors(**boxes) == {target: message}


class TestSecondPerson:
    def test_nobody_unless_a_role_is_chosen(self) -> None:
        assert len(told(age_years="12")) == 1

    def test_has_a_role_an_age_and_facts_of_their_own(self) -> None:
        patient, donor = told(
            age_years="12", other__role="donor", other__age_years="25", **{"other-fact.hiv": "no"}
        )

        assert patient.told == {}
        assert donor.role is Role.DONOR
        assert donor.births == BirthInterval.of_age(TODAY, years=25)
        assert donor.told == {"hiv": "no"}

    def test_age_without_a_role_is_an_error(self) -> None:
        assert errors(other__age_years="25") == {
            "id_other-role": "Choose as what this person would join."
        }

    def test_errors_lead_to_the_boxes_of_that_person(self) -> None:
        found = errors(other__role="donor", other__age_years="x")

        assert list(found) == ["id_other-age_years"]


class TestRole:
    def test_patient_unless_said(self) -> None:
        assert told()[0].role is Role.PATIENT

    @pytest.mark.parametrize("role", Role)
    def test_every_role_can_be_told(self, role: Role) -> None:
        assert told(role=role.value)[0].role is role

    def test_unknown_role_is_an_error(self) -> None:
        assert list(errors(role="nobody")) == ["id_role"]


class TestErrors:
    def test_all_errors_stand_in_the_order_of_the_page(self) -> None:
        found = errors(
            fact__mrd_pct="x",
            age_years="twelve",
            other__birth_year="12",
            fact__cd19="positive",
            diagnosis="qqqq",
        )

        assert list(found) == [
            "id_age_years",
            "id_diagnosis",
            "id_fact.mrd_pct-0",
            "id_other-birth_year",
        ]

    def test_ambiguous_diagnosis_leads_to_its_first_choice(self) -> None:
        assert list(errors(diagnosis="lukemi")) == ["diagnosis-code-1"]

    def test_chosen_diagnosis_counts(self) -> None:
        (patient,) = told(diagnosis="lukemi", diagnosis_code="leukemia")

        assert patient.diagnoses == {"leukemia"}

    def test_candidates_stay_on_the_page_once_one_is_chosen(self) -> None:
        form = form_of({"diagnosis": "lukemi", "diagnosis_code": "leukemia"})

        assert "leukemia" in {candidate.code for candidate in form.candidates}

    def test_unasked_page_shows_no_errors(self) -> None:
        form = ReferralForm(None, today=TODAY, names=shipped_names(), asked=ASKED)

        assert form.error_links == []
        assert form.candidates == ()


class TestSections:
    def test_facts_stand_where_a_clinician_looks_for_them(self) -> None:
        page = form_sections(form_of({}).facts, ASKED)

        assert {
            section.key.value: [question.fact.key for question in section.questions]
            for section in page.sections
        } == {
            "person": ["sex", "weight_kg"],
            "disease": ["disease_status", "relapse_count", "mrd_pct"],
            "biomarker": ["cd19", "bcr_abl1"],
            "treatment": ["off_therapy_months", "years_since_diagnosis"],
            "health": ["creatinine_mg_dl"],
        }
        assert [question.fact.key for question in page.diagnosed] == [
            "age_at_diagnosis",
            "diagnosis_date",
        ]

    def test_treatment_has_its_days_only_where_a_study_asks_for_them(self) -> None:
        (*_others, treatment, _health) = form_sections(form_of({}).facts, ASKED).sections

        assert [(pair.name, pair.days is not None) for pair in treatment.treatments] == [
            ("Allogeneic stem cell transplant", True),
            ("CAR T-cell therapy", False),
        ]

    @pytest.mark.parametrize(
        ("answers", "is_open"),
        [
            pytest.param({}, False, id="nothing answered"),
            pytest.param({"fact.ph_like": "negative"}, True, id="answered"),
        ],
    )
    def test_facts_that_only_lead_to_others_are_folded_away(
        self, answers: dict[str, str], is_open: bool
    ) -> None:
        biomarkers = form_sections(form_of(answers).facts, ASKED).sections[2]

        assert [question.fact.key for question in biomarkers.more] == ["ph_like"]
        assert biomarkers.more_is_open is is_open

    def test_every_box_that_results_may_link_to_is_known(self) -> None:
        patient, relative = form_of({}).fields

        assert patient["cd19"] == "id_fact.cd19-0"
        assert patient["diagnosis"] == "id_diagnosis"
        assert patient["birth_date"] == "id_birth_month"
        assert relative["birth_date"] == "id_other-birth_month"
        assert relative["language"] == "id_other-fact.language-0"


NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
COOKIE = AnswersCookie("referral", "/referral/", holder="a session")


def everything(asked: AskedFacts, letters: str) -> dict[str, str]:
    """Every box filled, as long as it can be, with what cannot be compressed."""
    chance = random.Random(1)
    form = ReferralForm(None, today=TODAY, names=shipped_names(), asked=asked)
    typed = QueryDict(mutable=True)
    for name in form.patient.fields:
        typed[name] = "".join(chance.choices(letters, k=300))
    for name in form.relative.fields:
        typed[f"other-{name}"] = "".join(chance.choices(letters, k=300))
    for question in (*form.facts.questions, *form.relative_facts.questions):
        chosen = [option.value for option in question.options]
        if chosen:
            typed.setlist(question.html_name, [chance.choice(chosen)])
        for box in question.boxes:
            typed.appendlist(box.name, "".join(chance.choices(letters, k=40)))
    return ReferralForm.answers_in(typed, asked, TODAY)


@pytest.mark.parametrize(
    ("letters", "too_long"),
    [
        pytest.param("0123456789", False, id="digits"),
        pytest.param("".join(map(chr, range(0xA1, 0x100))), True, id="letters with accents"),
    ],
)
def test_whole_catalogue_answered_for_two_fits_unless_it_is_nonsense(
    letters: str, too_long: bool
) -> None:
    every = frozenset(fact.key for fact in CATALOGUE)
    answers = everything(AskedFacts(every, frozenset(), every), letters)

    assert len(answers) > 250
    assert is_too_long(answers, now=NOON, cookie=COOKIE) is too_long


def test_status_written_with_the_diagnosis_is_asked_back_since_it_has_a_box_of_its_own() -> None:
    form = form_of({"diagnosis": "relapsed B-ALL"})

    assert not form.is_valid()
    assert "b_all" in [candidate.code for candidate in form.candidates]
