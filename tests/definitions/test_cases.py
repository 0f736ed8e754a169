"""What a case tells of a person, and what is said of a case that cannot be read."""

from datetime import date
from typing import Any

import pytest

from tests.eligibility.universe import GRAPH
from tests.shipped import shipped_names
from trials.catalogue import CATALOGUE
from trials.definitions.cases import case_name, case_rows, read_case
from trials.definitions.faults import CaseFaultError, UnreadableCasesError
from trials.definitions.told_facts import KnownWords, read_facts
from trials.eligibility.ages import AgeKey, BirthInterval
from trials.eligibility.catalogue import Persona
from trials.eligibility.conditions import NumberSpan
from trials.eligibility.facts import PatientFacts, Role

ON = date(2026, 3, 15)
KNOWN = KnownWords(CATALOGUE, GRAPH, shipped_names())


def read(**facts: Any) -> PatientFacts:
    return read_facts(facts, ON, KNOWN)


def born(**facts: Any) -> tuple[date, date]:
    births = read(**facts).births
    assert births
    return births.earliest, births.latest


def refusal(**facts: Any) -> str:
    with pytest.raises(CaseFaultError) as refused:
        read(**facts)
    return str(refused.value)


# --- The list -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["cases", "vignettes"])
def test_cases_stand_in_a_list_of_either_name(key: str) -> None:
    assert case_rows({"note": "Ours", key: [{"id": "a"}]}) == [{"id": "a"}]


@pytest.mark.parametrize(
    "document", [[], None, {}, {"cases": {}}, {"cases": [1]}, {"cases": None}]
)
def test_document_without_a_list_of_cases_cannot_be_read(document: object) -> None:
    with pytest.raises(UnreadableCasesError, match="an object for each case"):
        case_rows(document)


def test_case_is_read_with_its_study_day_and_persona() -> None:
    row = {"id": "a", "trial": "catchaml", "persona": "staff", "on": "2026-03-15", "facts": {}}

    case = read_case(row | {"expect": "needs", "theme": "ages"}, KNOWN)

    assert (case.id, case.trial, case.on) == ("a", "catchaml", ON)
    assert (case.persona, case.facts) == (Persona.STAFF, PatientFacts())


def test_case_is_told_by_a_family_unless_it_says_otherwise() -> None:
    case = read_case({"id": "a", "on": "2026-03-15", "facts": {}}, KNOWN)

    assert (case.persona, case.trial) == (Persona.FAMILY, "")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": ""}, "give the case an id"),
        ({"id": 7}, "give the case an id"),
        ({"trial": 7}, "trial is 7; write the short name"),
        ({"persona": "nurse"}, "persona is 'nurse'; write one of family, staff"),
        ({"on": None}, "on is None; write a day like 2026-03-15"),
        ({"on": "15.3.2026"}, "on is '15.3.2026'; write a day"),
        ({"on": "0001-01-01"}, "on lies in the year 1; write one from 1900 to 2200"),
        ({"facts": None}, "facts must be an object"),
        ({"facts": []}, "facts must be an object"),
    ],
)
def test_case_that_cannot_be_read_says_what_to_write(changes: dict[str, Any], says: str) -> None:
    row = {"id": "a", "on": "2026-03-15", "facts": {}} | changes

    with pytest.raises(CaseFaultError, match="^" + says):
        read_case(row, KNOWN)


def test_case_without_an_id_is_called_by_its_number() -> None:
    assert case_name({"id": "a"}, 3) == "a"
    assert case_name({"id": None}, 3) == case_name({}, 3) == "number 3"


# --- Ages and births ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "earliest", "latest"),
    [
        ({"birth_date": "2019-04-30"}, date(2019, 4, 30), date(2019, 4, 30)),
        ({"birth_month": "2019-04"}, date(2019, 4, 1), date(2019, 4, 30)),
        ({"birth_year": 2019}, date(2019, 1, 1), date(2019, 12, 31)),
        ({"birth_year": 2026}, date(2026, 1, 1), ON),
        ({"age_years": 6}, date(2019, 3, 16), date(2020, 3, 15)),
        ({"age_years": 6, "age_months": 11}, date(2019, 3, 16), date(2019, 4, 15)),
        ({"age_weeks": 2}, date(2026, 2, 23), date(2026, 3, 1)),
        ({"age_days": 3}, date(2026, 3, 12), date(2026, 3, 12)),
        ({"age_years": 6, "birth_year": 2019}, date(2019, 3, 16), date(2019, 12, 31)),
    ],
    ids=str,
)
def test_births_are_those_that_were_told(
    facts: dict[str, Any], earliest: date, latest: date
) -> None:
    assert born(**facts) == (earliest, latest)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"age_years": 7.5}, "age_years is 7.5; write a whole number from 0"),
        ({"age_years": True}, "age_years is True; write a whole number"),
        ({"age_years": -1}, "age_years is -1; write a whole number"),
        ({"age_years": 10**12}, "write a whole number from 0 to 100000"),
        ({"age_years": 999}, "nobody has the age age_years 999 on that day"),
        ({"age_years": 5, "age_weeks": 2}, "cannot be combined"),
        ({"birth_month": "2019-13"}, "birth_month is '2019-13'; write a day like"),
        ({"birth_month": "2019"}, "birth_month is '2019'; write it like 2019-04"),
        ({"birth_year": 1066}, "birth_year lies in the year 1066"),
        ({"birth_date": "2026-03-16"}, "nobody was born then"),
        ({"birth_year": 2010, "age_years": 3}, "check age and birth"),
    ],
    ids=str,
)
def test_births_that_cannot_be_are_refused(facts: dict[str, Any], says: str) -> None:
    assert says in refusal(**facts)


# --- The diagnosis --------------------------------------------------------------------------


def test_diseases_are_named_by_code_by_name_or_both() -> None:
    assert read(diagnosis="aml").diagnoses == {"aml"}
    assert read(diagnosis=["aml", "tam"]).diagnoses == {"aml", "tam"}
    assert read(diagnosis_text="AML").diagnoses == {"aml"}
    assert read(diagnosis=["tam"], diagnosis_text=["AML"]).diagnoses == {"aml", "tam"}
    assert read(diagnosis=[]).diagnoses == frozenset()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"diagnosis": "a-m-l"}, "no disease has the code 'a-m-l'; check the code"),
        ({"diagnosis": ["aml", 7]}, "diagnosis is ['aml', 7]; write a text, or a list of texts"),
        ({"diagnosis_text": "leukemi"}, 'give one of these as "diagnosis": '),
        ({"diagnosis_text": "broken leg"}, "is the name of no single disease; check the spelling"),
    ],
    ids=str,
)
def test_disease_that_is_not_known_is_refused(facts: dict[str, Any], says: str) -> None:
    assert says in refusal(**facts)


def completed_months(**facts: Any) -> tuple[int, int]:
    ages = read(**facts).age_at_diagnosis
    assert ages
    return ages.youngest.months, ages.oldest.months


@pytest.mark.parametrize(
    ("facts", "youngest", "oldest"),
    [
        ({"age_at_diagnosis_years": 2}, 24, 35),
        ({"age_at_diagnosis_months": 7}, 7, 7),
        ({"age_at_diagnosis_weeks": 6}, 1, 1),
        ({"age_at_diagnosis_days": 20}, 0, 0),
        ({"birth_date": "2020-01-10", "diagnosis_date": "2022-01-09"}, 23, 23),
        ({"birth_date": "2020-01-10", "diagnosis_date": "2022-01-10"}, 24, 24),
        ({"birth_date": "2020-01-10", "diagnosis_date": "2022-01"}, 23, 24),
        ({"birth_date": "2020-01-10", "diagnosis_date": "2022"}, 23, 35),
        ({"birth_date": "2020-01-10", "diagnosis_date": 2022}, 23, 35),
        ({"birth_year": 2020, "diagnosis_date": "2022"}, 12, 35),
        ({"birth_date": "2020-06-10", "diagnosis_date": "2020"}, 0, 6),
        ({"birth_date": "2020-06-10", "diagnosis_date": "2026"}, 66, 69),
        (
            {"age_at_diagnosis_months": 7, "birth_date": "2020-01-10", "diagnosis_date": "2022"},
            7,
            7,
        ),
    ],
    ids=str,
)
def test_age_at_diagnosis_is_told_or_worked_out(
    facts: dict[str, Any], youngest: int, oldest: int
) -> None:
    assert completed_months(**facts) == (youngest, oldest)


def test_age_at_diagnosis_stays_open_without_a_birth() -> None:
    assert read(diagnosis_date="2022-01-10").age_at_diagnosis is None


def test_day_of_birth_and_of_diagnosis_give_an_exact_age() -> None:
    facts = read(birth_date="2020-01-10", diagnosis_date="2022-01-10")

    assert facts.births == BirthInterval.on_date(date(2020, 1, 10))
    assert facts.age_at_diagnosis
    assert facts.age_at_diagnosis.youngest == facts.age_at_diagnosis.oldest == AgeKey(2400, 731)


@pytest.mark.parametrize(
    ("diagnosed", "since"),
    [
        ("2021-03-15", 5),
        ("2021-03-14", 5 + 1 / 365),
        ("2026-03-15", 0),
        ("2021-03", NumberSpan(4 + 349 / 365, 5 + 14 / 365)),
        (2026, NumberSpan(0, 73 / 365)),
    ],
)
def test_years_since_the_diagnosis_follow_from_its_day(
    diagnosed: str | int, since: float | NumberSpan
) -> None:
    assert read(diagnosis_date=diagnosed).told == {"years_since_diagnosis": since}


def test_years_since_the_diagnosis_are_those_that_were_told() -> None:
    assert read(diagnosis_date="2021", years_since_diagnosis=4).told["years_since_diagnosis"] == 4


def test_no_years_have_passed_for_somebody_newly_diagnosed() -> None:
    facts = read(diagnosis_date="2026-03-01", disease_status=["newly_diagnosed"])

    assert facts.told == {"disease_status": frozenset({"newly_diagnosed"})}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"diagnosis_date": "2026-03-16"}, "diagnosis_date 2026-03-16 is after 2026-03-15"),
        ({"diagnosis_date": "2027"}, "diagnosis_date 2027-01-01 is after 2026-03-15"),
        ({"diagnosis_date": "last May"}, "diagnosis_date is 'last May'; write a day like"),
        ({"diagnosis_date": "2021-13"}, "diagnosis_date is '2021-13'; write a day like"),
        ({"diagnosis_date": 7}, "diagnosis_date is 7; write a day like"),
        ({"diagnosis_date": "1850"}, "diagnosis_date lies in the year 1850"),
        (
            {"birth_date": "2020-01-10", "diagnosis_date": "2019"},
            "diagnosis_date 2019-12-31 is before the birth",
        ),
        ({"age_at_diagnosis_years": 300}, "nobody has the age age_at_diagnosis_years 300"),
        ({"age_at_diagnosis": 3}, "write age_at_diagnosis_years or _months"),
    ],
    ids=str,
)
def test_diagnosis_that_cannot_be_is_refused(facts: dict[str, Any], says: str) -> None:
    assert says in refusal(**facts)


# --- All other facts ------------------------------------------------------------------------


def test_every_kind_of_fact_is_read() -> None:
    facts = read(
        role="donor",
        cd123="positive",
        disease_status=["relapsed", "refractory"],
        relapse_site="cns",
        relapse_count=2,
        mrd_pct=0.01,
        location="Memphis",
    )

    assert facts.role is Role.DONOR
    assert facts.told == {
        "cd123": "positive",
        "disease_status": frozenset({"relapsed", "refractory"}),
        "relapse_site": frozenset({"cns"}),
        "relapse_count": 2,
        "mrd_pct": 0.01,
        "location": "Memphis",
    }


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_what_is_unknown_was_not_told(nothing: str | None) -> None:
    keys = ["role", "birth_date", "birth_month", "age_years", "diagnosis", "diagnosis_text"]
    keys += ["diagnosis_date", "age_at_diagnosis_days", *(fact.key for fact in CATALOGUE)]
    keys.remove("age_at_diagnosis")

    assert read(**dict.fromkeys(keys, nothing)) == PatientFacts()


@pytest.mark.parametrize("nothing", [[], ["unknown"]])
def test_list_without_an_answer_was_not_told(nothing: list[str]) -> None:
    assert read(disease_status=nothing).told == {}


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"cd123": "maybe"}, "cd123 is 'maybe'; write one of positive, negative, or unknown"),
        ({"cd123": True}, "cd123 is True; write one of positive"),
        ({"cd123": ["positive"]}, "cd123 is ['positive']; write one of"),
        ({"disease_status": ["cured"]}, "disease_status is 'cured'; write one of newly_diagnosed"),
        ({"disease_status": [7]}, "disease_status is [7]; write a text, or a list of texts"),
        ({"relapse_count": 1.5}, "relapse_count is 1.5; write a whole number"),
        ({"mrd_pct": "0.1 %"}, "mrd_pct is '0.1 %'; write a number from 0 to 100000"),
        ({"mrd_pct": True}, "mrd_pct is True; write a number"),
        ({"mrd_pct": -1}, "mrd_pct is -1; write a number"),
        ({"mrd_pct": float("inf")}, "mrd_pct is inf; write a number"),
        ({"role": "king"}, "role is 'king'; write one of patient, donor"),
        ({"role": []}, "role is []; write one of patient"),
        ({"relapse_cnt": 1}, "unknown fact relapse_cnt; did you mean relapse_count"),
        ({"colour": "red"}, "unknown fact colour; docs/facts.md lists them all"),
        ({"colour": None}, "unknown fact colour"),
    ],
    ids=str,
)
def test_value_that_a_fact_cannot_take_is_refused(facts: dict[str, Any], says: str) -> None:
    assert says in refusal(**facts)
