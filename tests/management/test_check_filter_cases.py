import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from trials.eligibility.facts import Role

pytestmark = pytest.mark.django_db


def answer(path: Path) -> dict[str, dict[str, str]]:
    out = StringIO()
    call_command("check_filter_cases", path, stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return {line["id"]: line["verdicts"] for line in lines}


@pytest.fixture
def two_trials() -> None:
    diseases = make_leukemias()
    list_trial(diseases["b_all"], slug="for_b_all")
    list_trial(diseases["aml"], slug="closed", overall_status="COMPLETED")
    list_trial(slug="draft", review_state="draft")


@pytest.fixture
def file(tmp_path: Path, two_trials: None) -> Any:
    """Write one case, or the content given, into a file and return its path."""

    def write(facts: object = None, content: object = None, **case: Any) -> Path:
        if content is None:
            content = {"cases": [{"id": "f01", "on": "2026-03-15", "facts": facts, **case}]}
        path = tmp_path / "cases.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def test_all_published_trials_are_answered_when_none_is_named(file: Any) -> None:
    assert answer(file({})) == {"f01": {"closed": "possible", "for_b_all": "possible"}}


def test_trials_named_in_any_case_are_answered_in_every_case(file: Any) -> None:
    path = file(
        content={
            "cases": [
                {"id": "a", "on": "2026-03-15", "facts": {}},
                {"id": "b", "on": "2026-03-15", "facts": {}, "expect": {"for_b_all": "no"}},
            ]
        }
    )

    assert answer(path) == {"a": {"for_b_all": "possible"}, "b": {"for_b_all": "possible"}}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        pytest.param({"diagnosis": "b_all", "age_years": 21}, "fits", id="years"),
        pytest.param({"diagnosis": "b_all", "age_years": 22}, "no", id="too old"),
        pytest.param(
            {"diagnosis": "b_all", "age_years": 21, "age_months": 11},
            "fits",
            id="years and months",
        ),
        pytest.param({"diagnosis": "b_all", "age_months": 264}, "no", id="months"),
        pytest.param({"diagnosis": "b_all", "age_weeks": 3}, "fits", id="weeks"),
        pytest.param({"diagnosis": "b_all", "age_days": 0}, "fits", id="days"),
        pytest.param(
            {"diagnosis": "b_all", "birth_date": "2004-03-16"}, "fits", id="day of birth"
        ),
        pytest.param({"diagnosis": "b_all", "birth_date": "2004-03-15"}, "no", id="22nd birthday"),
        pytest.param({"diagnosis": "b_all", "birth_month": "2004-03"}, "possible", id="month"),
        pytest.param({"diagnosis": "b_all", "birth_year": 2004}, "possible", id="year"),
        pytest.param({"diagnosis": "b_all", "birth_year": 2003}, "no", id="year too early"),
        pytest.param(
            {"diagnosis": "b_all", "birth_year": 2004, "age_years": 21}, "fits", id="year and age"
        ),
        pytest.param({"diagnosis_text": "Ph pos", "age_years": 7}, "fits", id="text"),
        pytest.param({"diagnosis": "all", "age_years": 7}, "possible", id="general"),
        pytest.param({"diagnosis": ["aml", "b_all"], "age_years": 7}, "fits", id="two diseases"),
        pytest.param({"diagnosis": "all", "lineage": "b", "age_years": 7}, "fits", id="fact"),
        pytest.param({"role": "donor", "age_years": 7}, "no", id="role"),
    ],
)
def test_facts_are_read_as_the_form_reads_them(
    facts: dict[str, object], verdict: str, file: Any
) -> None:
    assert answer(file(facts, expect={"for_b_all": "fits"})) == {"f01": {"for_b_all": verdict}}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        pytest.param({"age_years": 7}, "possible", id="not told"),
        pytest.param({"age_years": 7, "age_at_diagnosis_years": 1}, "fits", id="years"),
        pytest.param({"age_years": 7, "age_at_diagnosis_months": 24}, "no", id="months"),
        pytest.param(
            {"birth_date": "2019-03-15", "diagnosis_date": "2021-03-14"}, "fits", id="day before 2"
        ),
        pytest.param(
            {"birth_date": "2019-03-15", "diagnosis_date": "2021-03-15"}, "no", id="2nd birthday"
        ),
    ],
)
def test_age_at_diagnosis_is_read_or_worked_out(
    facts: dict[str, object], verdict: str, file: Any
) -> None:
    list_trial(slug="toddlers", ages={"maximum_months": 24, "anchor": "diagnosis"})

    assert answer(file(facts, expect={"toddlers": ""}))["f01"] == {"toddlers": verdict}


def test_every_role_is_known(file: Any) -> None:
    for role in Role:
        assert answer(file({"role": role}))


@pytest.mark.parametrize(
    ("case", "says"),
    [
        pytest.param({"facts": {"age_years": "seven"}}, "write a whole number", id="word"),
        pytest.param({"facts": {"age_years": 7.5}}, "write a whole number", id="half"),
        pytest.param({"facts": {"age_years": True}}, "write a whole number", id="true"),
        pytest.param({"facts": {"age_years": -1}}, "write a whole number", id="negative"),
        pytest.param(
            {"facts": {"age_years": 5, "age_weeks": 2}}, "cannot be combined", id="weeks"
        ),
        pytest.param(
            {"facts": {"age_years": 999}}, "nobody has the age age_years 999", id="age of nobody"
        ),
        pytest.param({"facts": {"birth_date": "2019-02-31"}}, "birth_date is", id="31 February"),
        pytest.param({"facts": {"birth_date": 2019}}, "write a day like", id="no text"),
        pytest.param({"facts": {"birth_date": "2027-01-01"}}, "check age and birth", id="future"),
        pytest.param({"facts": {"birth_month": "04/2019"}}, "like 2019-04", id="month"),
        pytest.param({"facts": {"birth_year": 0}}, "birth_year", id="year nought"),
        pytest.param(
            {"facts": {"birth_year": 2010, "age_years": 3}}, "check age and birth", id="disagree"
        ),
        pytest.param(
            {"facts": {"birth_year": 2010, "diagnosis_date": "2027-01-01"}},
            "is after 2026-03-15",
            id="diagnosis in the future",
        ),
        pytest.param({"facts": {"diagnosis": "b-all"}}, "check the code", id="code"),
        pytest.param({"facts": {"diagnosis": [["b_all"]]}}, "or a list of texts", id="lists"),
        pytest.param({"facts": {"diagnosis_text": "leukemi"}}, "give one of these", id="unclear"),
        pytest.param({"facts": {"diagnosis_text": "broken leg"}}, "check the spelling", id="none"),
        pytest.param({"facts": {"role": "king"}}, "write one of patient", id="role"),
        pytest.param({"facts": {"role": []}}, "write one of patient", id="list of roles"),
        pytest.param({"facts": {"weight": 7}}, "unknown fact weight", id="unknown fact"),
        pytest.param({"facts": None}, "facts must be an object", id="no facts"),
        pytest.param({"facts": [7]}, "facts must be an object", id="list of facts"),
        pytest.param({"facts": {}, "expect": ["a"]}, "expect must be an object", id="expect"),
        pytest.param({"facts": {}, "on": "tomorrow"}, "on is 'tomorrow'", id="day"),
        pytest.param({"facts": {}, "on": None}, "on is None", id="no day"),
    ],
)
def test_case_that_cannot_be_read_is_named_with_what_to_do(
    case: dict[str, Any], says: str, file: Any
) -> None:
    path = file(**case)

    with pytest.raises(CommandError) as refused:
        answer(path)

    assert str(refused.value).startswith(f"{path}, case f01: ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("{", "not JSON", id="no JSON"),
        pytest.param("[]", "an object for each case", id="list"),
        pytest.param('{"cases": {}}', "an object for each case", id="cases no list"),
        pytest.param('{"cases": [1]}', "an object for each case", id="case no object"),
        pytest.param('{"cases": [{"facts": {}}]}', "case number 1: give the case an id", id="id"),
    ],
)
def test_file_that_cannot_be_read_is_named_with_what_to_do(
    content: str, says: str, file: Any
) -> None:
    with pytest.raises(CommandError, match=says):
        answer(file(content=content))


def test_missing_file_and_unreadable_bytes_are_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give the path"):
        answer(tmp_path / "nowhere.json")

    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(CommandError, match="not JSON in UTF-8"):
        answer(tmp_path / "bytes.json")


def test_trial_that_is_not_published_is_reported(file: Any) -> None:
    with pytest.raises(CommandError, match="no published trial is called draft, nowhere"):
        answer(file({}, expect={"draft": "fits", "nowhere": "no", "for_b_all": "fits"}))


def test_nothing_is_answered_unless_every_case_can_be_read(
    file: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": "good", "on": "2026-03-15", "facts": {}}
    bad = {"id": "bad", "on": "2026-03-15", "facts": {"age_years": "x"}}

    with pytest.raises(CommandError, match="case bad"):
        call_command("check_filter_cases", file(content={"cases": [good, bad]}))

    assert capsys.readouterr().out == ""
