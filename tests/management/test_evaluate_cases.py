import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.definitions.study import Study, a_study, document
from tests.factories import make_age_rule, make_leukemias
from trials.models import FactRule, ParticipantGroup

pytestmark = pytest.mark.django_db


def cases_file(folder: Path, *cases: dict[str, Any]) -> Path:
    path = folder / "cases.json"
    rows = [{"id": f"c{number}", "on": "2026-03-15"} | case for number, case in enumerate(cases)]
    path.write_text(json.dumps({"cases": rows}), encoding="utf-8")
    return path


def study_file(folder: Path, *studies: Study) -> Path:
    path = folder / "studies.json"
    path.write_text(json.dumps(document(*studies)), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the study in it, and in the database."""
    make_leukemias()
    call_command("load_trial_definitions", study_file(tmp_path), stdout=StringIO())
    return tmp_path


def answers(folder: Path, *cases: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("evaluate_cases", cases_file(folder, *cases), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def some_errors(folder: Path, *cases: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """The lines of a run that ends with exit code 1."""
    out = StringIO()
    with pytest.raises(CommandError, match=f"[0-9] of {len(cases)} cases could not") as stopped:
        call_command("evaluate_cases", cases_file(folder, *cases), stdout=out, **options)
    assert stopped.value.returncode == 1
    return [json.loads(line) for line in out.getvalue().splitlines()]


def child(trial: str = "memory", **facts: Any) -> dict[str, Any]:
    return {"trial": trial, "facts": {"age_years": 7, **facts}}


@pytest.mark.parametrize(
    ("case", "verdict", "needs", "reasons"),
    [
        pytest.param(child(cd123="positive"), "may_match", [], [], id="all is well"),
        pytest.param(
            child(diagnosis="apl", cd123="negative"),
            "no_match",
            [],
            [("", "false", "disease_excepted"), ("", "false", "fact_not_met")],
            id="two ways in, both shut",
        ),
        pytest.param(
            child(diagnosis="apl"),
            "needs",
            ["cd123"],
            [("", "unknown", "fact_not_told")],
            id="open",
        ),
        pytest.param(
            {"trial": "memory", "facts": {"birth_year": 2004, "cd123": "positive"}},
            "needs",
            ["birth_date"],
            [("recipient.1", "unknown", "age_depends_on_birthday")],
            id="birthday",
        ),
        pytest.param(
            child(role="sibling"), "no_match", [], [("", "false", "role_not_sought")], id="role"
        ),
    ],
)
def test_case_gets_a_verdict_its_needs_and_what_decides(
    folder: Path,
    case: dict[str, Any],
    verdict: str,
    needs: list[str],
    reasons: list[tuple[str, str, str]],
) -> None:
    (line,) = answers(folder, case)

    assert (line["id"], line["verdict"], line["needs"]) == ("c0", verdict, needs)
    found = [(reason["ref"], reason["truth"], reason["reason"]) for reason in line["reasons"]]
    assert found == reasons


def test_reasons_quote_the_source(folder: Path) -> None:
    (line,) = answers(folder, child(age_years=30, cd123="positive"))

    assert line["reasons"] == [
        {
            "ref": "recipient.1",
            "truth": "false",
            "reason": "age_too_old",
            "quote": "Younger than 22",
        }
    ]


def test_what_is_left_to_the_team_is_listed_with_a_verdict_that_may_match(folder: Path) -> None:
    study = a_study()
    study["groups"][0]["criteria"]["all"].append({"text": "Organs work", "q": "organ function"})

    (line,) = answers(folder, child(cd123="positive"), trials=study_file(folder, study))

    assert (line["verdict"], [reason["reason"] for reason in line["reasons"]]) == (
        "may_match",
        ["team_checks"],
    )


def test_staff_are_asked_what_families_cannot_tell(folder: Path) -> None:
    study = a_study()
    study["groups"][0]["criteria"]["all"].append(
        {"fact": "prior_lines", ">=": 2, "q": "two lines of treatment"}
    )
    path = study_file(folder, study)
    told = child(cd123="positive")

    family, staff = answers(folder, told, told | {"persona": "staff"}, trials=path)

    assert (family["verdict"], family["needs"]) == ("may_match", [])
    assert (staff["verdict"], staff["needs"]) == ("needs", ["prior_lines"])


def test_definitions_of_a_file_come_instead_of_the_trials_held(folder: Path) -> None:
    study = a_study(id="another")
    study["groups"][0]["criteria"]["all"] = [{"text": "Anybody", "q": "anybody"}]
    path = study_file(folder, study)

    right, wrong = some_errors(folder, child("another"), child("memory"), trials=path)

    assert right["verdict"] == "may_match"
    assert wrong["error"] == "no study is called memory; correct it, or load the study"


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({"facts": {}}, "name the study under trial"),
        (child("nowhere"), "no study is called nowhere; correct it, or load the study"),
        (child("a\0b"), "no study is called"),
        (child(weight=7), "unknown fact weight"),
        (child(cd123="maybe"), "cd123 is 'maybe'; write one of positive, negative, or unknown"),
        (child() | {"on": "soon"}, "on is 'soon'; write a day"),
        (child() | {"persona": "nurse"}, "write one of family, staff"),
    ],
    ids=str,
)
def test_case_that_cannot_be_judged_has_an_error_and_the_others_a_verdict(
    folder: Path, case: dict[str, Any], says: str
) -> None:
    first, second, third = some_errors(folder, child(), case, child())

    assert second["id"] == "c1"
    assert says in second["error"]
    assert first["verdict"] == third["verdict"] == "needs"


def test_case_without_an_id_is_called_by_its_number(folder: Path) -> None:
    (line,) = some_errors(folder, child() | {"id": None})

    assert line == {"id": "number 1", "error": "give the case an id, a text"}


def test_fault_of_a_definition_is_the_error_of_its_cases(folder: Path) -> None:
    path = study_file(folder, a_study(), a_study(id="wrong", status="open"), {"title": "No id"})

    right, wrong = some_errors(folder, child(), child("wrong"), trials=path)

    assert right["verdict"] == "needs"
    assert wrong["error"].startswith("the study wrong cannot be read: trials[1].status: 'open'")


def test_contradictory_trial_is_the_error_of_its_cases(folder: Path) -> None:
    make_age_rule(ParticipantGroup.objects.get(key="donor"), minimum_months=24, maximum_days=28)

    (line,) = some_errors(folder, child())

    assert line["error"] == (
        "the study memory cannot be read: its age limits contradict each other; correct them"
    )


def test_rule_that_compares_a_word_with_a_number_is_the_error_of_its_cases(folder: Path) -> None:
    group = ParticipantGroup.objects.get(key="recipient")
    FactRule.objects.create(group=group, fact="cd123", operator=">=", values=[5])

    (line,) = some_errors(folder, child(cd123="positive"))

    assert line["error"] == (
        "a rule compares cd123 with something else than 'positive'; correct the rule"
    )


def test_drafts_are_judged_as_well_in_a_fixed_number_of_queries(
    folder: Path, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        assert len(answers(folder, *[child()] * 30)) == 30


@pytest.mark.parametrize("content", ["[]", '{"cases": 1}'])
def test_file_without_cases_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "cases.json").write_text(content)

    with pytest.raises(CommandError, match="with an object for each case"):
        call_command("evaluate_cases", tmp_path / "cases.json")


def test_file_without_definitions_is_refused(folder: Path) -> None:
    (folder / "none.json").write_text("{}")

    with pytest.raises(CommandError, match="a list “trials”; docs/definitions.md shows one"):
        answers(folder, child(), trials=folder / "none.json")
