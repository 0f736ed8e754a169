"""The command as an operator uses it."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tests.actions.importing.studies import at, few_terms, many, place, study, write
from tests.factories import make_disease, make_leukemias
from tests.registry.replay import Registry, Reply, recorded_answers, registry
from trials.actions.importing import lock
from trials.management.commands import import_ctgov
from trials.management.progress import Progress
from trials.models import Disease, ImportRun, RulesDocument, Trial
from trials.registry.client import Service

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = recorded_answers()


def run(*arguments: str) -> list[str]:
    """The lines that it says."""
    out = io.StringIO()
    call_command("import_ctgov", *arguments, stdout=out, stderr=out)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def other_condition() -> Disease:
    return make_disease("other_condition")


@pytest.fixture(autouse=True)
def with_few_terms(tmp_path: Path) -> Iterator[None]:
    with few_terms(tmp_path):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_leukemias()
    return write(tmp_path / "studies.jsonl", many(3))


@contextmanager
def ctgov(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, *replies: Reply | Mapping[str, Any]
) -> Iterator[Registry]:
    """A registry on this machine, which the settings name and nobody waits for."""
    with registry(replies) as there:
        settings.REGISTRY_ADDRESS = there.address
        impatient = there.service()
        monkeypatch.setattr(Service, "at", lambda address: impatient)
        yield there


# ------------------------------------------------------------ files


def test_list_of_diseases_without_a_place_for_other_fields_is_refused(file: Path) -> None:
    Disease.objects.filter(code="other_condition").delete()

    with pytest.raises(CommandError, match="load_fixtures"):
        run("--file", str(file))
    assert not Trial.objects.exists()


def test_rules_of_open_studies_are_written_down(file: Path) -> None:
    run("--file", str(file), "--dry-run")
    assert not RulesDocument.objects.exists()

    run("--file", str(file))
    assert RulesDocument.objects.exists()


def test_it_says_what_became_of_the_studies(file: Path) -> None:
    assert run("--file", str(file))[:2] == ["3 new", "0 changed"]
    assert "3 unchanged" in run("--file", str(file))
    assert Trial.objects.count() == 3


def test_several_files_are_one_import(file: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.jsonl", many(5))
    said = run("--file", str(file), str(other))
    assert {"5 new", "3 unchanged"} <= set(said)
    run("--file", str(file), "--file", str(other))
    assert [each.files for each in ImportRun.objects.all()] == [
        ["studies.jsonl", "other.jsonl"]
    ] * 2


def test_a_dry_run_stores_nothing(file: Path) -> None:
    said = run("--file", str(file), "--dry-run")
    assert said[:2] == ["Nothing was stored. This would happen:", "3 new"]
    assert not Trial.objects.exists()


def test_a_limit_is_kept(file: Path) -> None:
    assert "2 new" in run("--file", str(file), "--limit", "2")


def test_what_could_not_be_read_is_counted_by_its_place(tmp_path: Path) -> None:
    make_leukemias()
    broken = {"statusModule/overallStatus": 7, **at(place(city=1), place("Other", city=2))}
    said = run("--file", str(write(tmp_path / "studies.jsonl", [study(**broken)])))
    heading = said.index("Parts that could not be read:")
    assert said[heading + 1 : heading + 3] == [
        "2 protocolSection.contactsLocationsModule.locations.city",
        "1 protocolSection.statusModule.overallStatus",
    ]


def test_terms_of_no_disease_are_counted(tmp_path: Path) -> None:
    make_leukemias()
    terms = {"conditionsModule/conditions": ["Acute Leukemia", "Relapsed Kuschelkrebs Tumor"]}
    said = run("--file", str(write(tmp_path / "studies.jsonl", [study(**terms)])))
    assert "1 Relapsed Kuschelkrebs Tumor" in said[said.index("Terms of no disease we know:") :]


def test_records_that_failed_are_named_and_the_exit_says_so(file: Path) -> None:
    with file.open("a") as lines:
        lines.write("{broken\n")
    out = io.StringIO()
    with pytest.raises(CommandError, match="Some records could not be imported"):
        call_command("import_ctgov", "--file", str(file), stdout=out)
    assert "  studies.jsonl, line 4: " in out.getvalue()
    assert Trial.objects.count() == 3


def test_the_operator_decides_who_sees_new_studies(file: Path, settings: Settings) -> None:
    settings.IMPORTED_TRIALS = "in_review"
    run("--file", str(file))
    assert {trial.review_state for trial in Trial.objects.all()} == {"in_review"}


# ------------------------------------------------------------ the registry


def test_the_registry_is_asked_for_what_the_operator_wants(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_leukemias()
    with ctgov(settings, monkeypatch, *recorded_answers()) as there:
        said = run("--query", " leukemia AND child ", "--since", "2026-03-01")
    assert "6 new" in said
    assert there.asked[0]["query.term"] == "leukemia AND child"
    assert there.asked[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-03-01,MAX]"


def test_an_answer_without_studies_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ctgov(settings, monkeypatch, {"studies": [], "totalCount": 0}):
        assert "There was no study in the answer." in run("--query", "xyzzy")


def test_it_says_that_it_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    make_leukemias()
    with ctgov(settings, monkeypatch, FIRST, Reply(status=500)), pytest.raises(CommandError):
        run("--query", "leukemia")
    with ctgov(settings, monkeypatch, SECOND, THIRD):
        said = run("--query", "leukemia")
    assert said[0].startswith("Going on with the import of")
    assert said[0].endswith("after 2 studies.")
    assert Trial.objects.count() == 6


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=503), "The registry failed, with status 503. What came before is stored."),
        (Reply(status=429), "The registry wants fewer requests. What came before is stored."),
        (
            Reply(status=429, headers={"Retry-After": "3600"}),
            "The registry wants to be asked again in 3600 seconds.",
        ),
        (
            Reply(b"Unknown area", status=400),
            "refuses this search, with status 400: Unknown area Correct the words of --query.",
        ),
        (Reply(b"<html>"), "not what the registry should send: .* Start the command again later"),
        (Reply(b"{}"), "not what the registry should send: .* Please report this"),
        (Reply(status=302, headers={"Location": "https://example.org/"}), "may not be asked"),
        (Reply(never=True), r"No answer from http://127.0.0.1:\d+/api/v2/studies: .*timed out"),
        (
            FIRST,
            "have no end. What came is stored. The next import begins again at the first page.",
        ),
    ],
)
def test_failures_say_what_to_do(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    reply: Reply | Mapping[str, Any],
    words: str,
) -> None:
    make_leukemias()
    with ctgov(settings, monkeypatch, reply), pytest.raises(CommandError, match=words):
        run("--query", "leukemia")


@pytest.mark.parametrize("arguments", [[], ["--query", "leukemia"]])
def test_a_wrong_address_is_not_blamed_on_the_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    words = r"no registry at http://127.0.0.1:\d+/api/v2/studies.*404\. Set TRIALFINDER_REGISTRY"
    lost = Reply(b"<html>Not found</html>", status=404)
    with ctgov(settings, monkeypatch, lost), pytest.raises(CommandError, match=words):
        run(*arguments)


def test_a_search_for_all_that_is_refused_is_not_blamed_on_the_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Reply(b"Unknown field", status=400)
    words = "with status 400: Unknown field .*Please report this"
    with ctgov(settings, monkeypatch, refused), pytest.raises(CommandError, match=words):
        run()


def test_a_mirror_without_https_is_not_asked(settings: Settings) -> None:
    settings.REGISTRY_ADDRESS = "http://mirror.example.org/api/v2/studies"
    with pytest.raises(CommandError, match="Set TRIALFINDER_REGISTRY"):
        run()


def test_the_registry_itself_is_asked_unless_a_mirror_is_named(settings: Settings) -> None:
    settings.REGISTRY_ADDRESS = None
    assert import_ctgov.service().address == "https://clinicaltrials.gov/api/v2/studies"
    settings.REGISTRY_ADDRESS = "https://mirror.example.org/studies"
    assert import_ctgov.service().hosts == {"mirror.example.org"}


# ------------------------------------------------------------ mistakes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--file", "a.jsonl", "--query", "leukemia"], "--file stands alone"),
        (["--file", "a.jsonl", "--since", "2026-03-01"], "--file stands alone"),
        (["--since", "last week"], "'last week' is no day: write it as 2026-03-01"),
        (["--limit", "0"], "'0' is no number of studies"),
        (["--limit", "-3"], "'-3' is no number of studies"),
    ],
)
def test_mistakes_say_what_is_wrong(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)
    assert not ImportRun.objects.exists()


def test_a_second_import_is_told_to_wait(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", "50ms")
    with other_import(), pytest.raises(CommandError, match="Another import is running"):
        run("--file", str(file))


@contextmanager
def other_import() -> Iterator[None]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock.LOCK])
            yield
    finally:
        other.close()


def test_stopping_it_is_no_accident(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "tell", stop)
    with pytest.raises(CommandError, match="Stopped. What came before is stored") as stopped:
        run("--file", str(file))
    assert stopped.value.returncode == 130
    assert Trial.objects.count() == 3


# ------------------------------------------------------------ progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_whoever_sits_there_sees_rate_and_time_left(file: Path) -> None:
    screen = Terminal()
    with Progress(screen, is_bytes=True) as progress:
        tell_of(progress, file)
    assert "100%" in screen.getvalue()
    assert "3 added" in screen.getvalue()
    assert "B/s" in screen.getvalue()


def test_a_log_gets_no_bar(file: Path) -> None:
    log = io.StringIO()
    with Progress(log, is_bytes=True) as progress:
        tell_of(progress, file)
    assert log.getvalue() == ""


def tell_of(progress: Progress, file: Path) -> None:
    options = {"limit": None, "dry_run": False}
    import_ctgov.import_files([file], import_ctgov.wish_of(options, progress))
