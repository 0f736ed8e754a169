"""The commands that load definitions and write them down."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.definitions.study import a_study, document
from tests.factories import make_age_rule, make_leukemias, make_trial, make_user
from trials.actions import editing
from trials.models import AgeRule, Trial

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: object, **options: Any) -> tuple[str, str]:
    """What a command prints, and what it complains about."""
    out, complaints = StringIO(), StringIO()
    call_command(command, *arguments, stdout=out, stderr=complaints, **options)
    return out.getvalue(), complaints.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    make_leukemias()

    def write(*studies: dict[str, Any]) -> Path:
        path = tmp_path / "studies.json"
        path.write_text(json.dumps(document(*studies)), encoding="utf-8")
        return path

    return write


def test_loading_counts_what_was_done(file: Any) -> None:
    path = file()

    assert run("load_trial_definitions", path)[0] == (
        "1 created, 0 replaced, 0 unchanged, 0 kept\n"
    )
    assert run("load_trial_definitions", path)[0] == (
        "0 created, 0 replaced, 1 unchanged, 0 kept\n"
    )


def test_every_fault_is_printed_with_its_place(file: Any) -> None:
    path = file({"id": "x"}, a_study(status="open"), a_study(id="right"))
    complaints = StringIO()

    with pytest.raises(CommandError) as stopped:
        call_command("load_trial_definitions", path, stderr=complaints)

    first, second = complaints.getvalue().splitlines()
    assert first == f"{path}: trials[0]: “title” is missing"
    assert second.startswith(f"{path}: trials[1].status: 'open' should be one of")
    assert str(stopped.value) == (
        "2 trials are wrong: nothing is saved. Correct them, or save the others with --keep-going."
    )
    assert stopped.value.returncode == 1
    assert not Trial.objects.exists()


def test_keeping_going_saves_the_others_and_fails_all_the_same(file: Any) -> None:
    path = file({"id": "x"}, a_study())
    out = StringIO()

    with pytest.raises(CommandError, match="1 trial is wrong and not saved"):
        call_command("load_trial_definitions", path, keep_going=True, stdout=out, stderr=out)

    assert "1 created" in out.getvalue()
    assert Trial.objects.get().slug == "memory"


def test_kept_and_hidden_trials_are_named(file: Any) -> None:
    path = file(a_study(review="published"), a_study(id="second", nct=None))
    run("load_trial_definitions", path)
    trial = Trial.objects.get(slug="second")
    trial.plain_title = "As somebody wrote it"
    editing.save(trial, by=make_user(), now=trial.created_at)

    said, _ = run("load_trial_definitions", file(a_study(), a_study(id="second", nct=None)))

    assert said.splitlines() == [
        "0 created, 1 replaced, 0 unchanged, 1 kept",
        (
            "second: kept, because somebody has changed it since. Look at both; "
            "--overwrite replaces it."
        ),
        "memory: no longer on the public list, as the document has it.",
    ]
    assert run("load_trial_definitions", file(a_study(id="second", nct=None)), overwrite=True)[
        0
    ].startswith("0 created, 1 replaced")


def test_missing_diseases_are_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "studies.json"
    path.write_text(json.dumps(document()), encoding="utf-8")

    with pytest.raises(CommandError, match="no disease is held: load them first with manage.py"):
        run("load_trial_definitions", path)


def test_document_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "studies.json"
    path.write_text("[]")

    with pytest.raises(CommandError, match="an object with a list “trials”; docs/definitions.md"):
        run("load_trial_definitions", path)


def test_dump_writes_the_same_text_to_a_file_and_to_the_screen(file: Any, tmp_path: Path) -> None:
    run("load_trial_definitions", file(a_study(goal_plain="Who does “well”, and why?")))
    path = tmp_path / "dump.json"

    said, _ = run("dump_trial_definitions")
    run("dump_trial_definitions", path)

    assert path.read_text(encoding="utf-8") == said
    assert said.startswith('{\n "format": "trial finder criteria 1",\n')
    assert "“well”" in said
    assert said.endswith("\n}\n")
    assert [entry.name for entry in tmp_path.iterdir() if entry.suffix == ".new"] == []


def test_dump_can_be_loaded_again_and_changes_nothing(file: Any, tmp_path: Path) -> None:
    run("load_trial_definitions", file())
    run("dump_trial_definitions", tmp_path / "dump.json")

    assert "1 unchanged" in run("load_trial_definitions", tmp_path / "dump.json")[0]


def test_dump_of_some_trials_holds_no_other(file: Any) -> None:
    run("load_trial_definitions", file(a_study(), a_study(id="second", nct=None)))

    said, _ = run("dump_trial_definitions", only=["second"])

    assert [trial["id"] for trial in json.loads(said)["trials"]] == ["second"]


def test_dump_of_an_unknown_trial_is_refused() -> None:
    with pytest.raises(CommandError, match="no trial is held under nowhere. Correct"):
        run("dump_trial_definitions", only=["nowhere"])


def test_dump_of_a_contradictory_trial_is_refused(file: Any) -> None:
    run("load_trial_definitions", file())
    make_age_rule(AgeRule.objects.first().group, minimum_months=24, maximum_days=28)

    with pytest.raises(CommandError, match="memory: its age limits contradict each other"):
        run("dump_trial_definitions")


def test_dump_tells_of_drafts_that_would_not_load_again() -> None:
    make_trial(slug="bare")

    _, complaints = run("dump_trial_definitions")

    assert complaints == (
        "not complete yet, and would not load again: "
        "trials[0].groups: a trial should have at least one group\n"
    )


def test_dump_to_a_place_where_nobody_may_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Give a place where you may write"):
        run("dump_trial_definitions", tmp_path / "nowhere" / "dump.json")
