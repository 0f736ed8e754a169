"""Imports that are watched, tried out, cut short, interrupted and gone on with."""

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.actions.importing.studies import (
    ENDED,
    NOW,
    Importer,
    at,
    dated,
    many,
    outcomes,
    place,
    study,
    wish,
    write,
)
from tests.factories import make_trial
from tests.registry.replay import Reply, recorded_answers, registry
from trials.actions.importing import (
    ImportRunningError,
    ImportSummary,
    import_files,
    import_query,
    lock,
    running,
    unfinished_run,
)
from trials.models import ImportRun, RegistryRecord, SearchRow, Site, Trial
from trials.registry import sources
from trials.registry.client import StudyQuery
from trials.registry.faults import RefusedQueryError, RepeatedTokenError, ServerFailedError
from trials.registry.pages import StudyPage

LEUKEMIA = StudyQuery("leukemia", date(2026, 3, 1))
FIRST, SECOND, THIRD = recorded_answers()


# ------------------------------------------------------------ what cannot be read


def test_a_broken_line_is_named_and_the_others_are_stored(
    importing: Importer, tmp_path: Path
) -> None:
    lines = [json.dumps(each) for each in many(4)]
    lines[1:1] = ['{"protocolSection": {', "[]", json.dumps({"protocolSection": {}}), ""]
    path = tmp_path / "studies.jsonl"
    path.write_text("\n".join(lines))

    summary = import_files([path], wish())

    assert outcomes(summary) == {"added": 4, "unreadable": 3}
    assert [fault.place for fault in summary.faults] == [
        "studies.jsonl, line 2",
        "studies.jsonl, line 3",
        "studies.jsonl, line 4",
    ]
    assert summary.faults[2].reason == "protocolSection.identificationModule.nctId: missing"
    assert [raw for _, _, raw in ImportRun.objects.get().counts["faults"]] == [
        '{"protocolSection": {',
        "[]",
        '{"protocolSection": {}}',
    ]


def test_a_record_nested_too_deeply_is_named_in_words(importing: Importer, tmp_path: Path) -> None:
    path = tmp_path / "studies.jsonl"
    deep = "[" * 3_000 + "]" * 3_000
    path.write_text(f'{json.dumps(study())}\n{{"protocolSection": {deep}}}\n')

    summary = import_files([path], wish())

    assert outcomes(summary) == {"added": 1, "unreadable": 1}
    assert [(fault.place, fault.reason) for fault in summary.faults] == [
        ("studies.jsonl, line 2", "nested too deeply to be read")
    ]


def test_an_empty_file_is_named_and_the_others_are_stored(
    importing: Importer, tmp_path: Path
) -> None:
    files = [write(tmp_path / "nightly.jsonl", []), write(tmp_path / "whole.jsonl", [study()])]
    summary = import_files(files, wish())
    assert outcomes(summary) == {"added": 1, "unreadable": 1}
    (fault,) = summary.faults
    assert (fault.place, fault.reason[:17]) == ("nightly.jsonl", "the file is empty")


def test_a_study_that_the_database_refuses_is_named_and_the_others_are_stored(
    importing: Importer,
) -> None:
    """Somebody gave another trial the address that the study would have."""
    studies = many(7)
    make_trial(slug="nct90000005")
    summary = importing(*studies)
    assert outcomes(summary) == {"added": 6, "unreadable": 1}
    (fault,) = summary.faults
    assert fault.place == "studies.jsonl, line 5"
    assert "slug" in fault.reason
    assert SearchRow.objects.filter(trial__nct_id__isnull=False).count() == 6


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_stored(
    importing: Importer, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(json.dumps(study()).encode())[:-20])
    files = [
        tmp_path / "missing.jsonl",
        cut,
        write(tmp_path / "studies.csv", []),
        write(tmp_path / "whole.jsonl", [study()]),
    ]
    summary = import_files(files, wish())
    assert outcomes(summary) == {"added": 1, "unreadable": 3}
    assert [fault.place for fault in summary.faults] == [
        "missing.jsonl",
        "cut.jsonl.gz",
        "studies.csv",
    ]


# ------------------------------------------------------------ trying out, cutting short


def test_a_dry_run_says_the_same_and_stores_nothing(importing: Importer) -> None:
    studies = [*many(3), many(1)[0], study("NCT00000002", **at(place()))]
    tried = importing(*studies, is_dry_run=True)
    stored = (Trial, Site, RegistryRecord, SearchRow, ImportRun)
    assert [model.objects.count() for model in stored] == [0] * 5

    assert importing(*studies) == tried
    assert outcomes(tried) == {"added": 4, "older": 1}


def test_a_dry_run_over_several_pages_knows_what_it_met(
    importing: Importer, tmp_path: Path
) -> None:
    files = [write(tmp_path / f"{number}.jsonl", many(2)) for number in range(2)]
    assert outcomes(import_files(files, wish(is_dry_run=True))) == {"added": 2, "unchanged": 2}


def test_a_limit_ends_the_import_early(importing: Importer) -> None:
    assert outcomes(importing(*many(5), limit=3)) == {"added": 3}
    assert ImportRun.objects.get().ended_at == ENDED


def test_a_limit_asks_the_registry_for_no_more_pages(importing: Importer) -> None:
    with registry(recorded_answers()) as ctgov:
        summary = import_query(LEUKEMIA, ctgov.service(), wish(limit=2))
    assert outcomes(summary) == {"added": 2}
    assert len(ctgov.asked) == 1


def test_whoever_watches_hears_of_every_page(importing: Importer) -> None:
    heard: list[tuple[int, int | None, int]] = []

    def tell(page: StudyPage, summary: ImportSummary) -> None:
        heard.append((page.done, page.total, summary.outcomes["added"]))

    with registry(recorded_answers()) as ctgov:
        import_query(LEUKEMIA, ctgov.service(), wish(tell=tell))
    assert heard == [(2, 6, 2), (4, 6, 4), (6, 6, 6)]


# ------------------------------------------------------------ pages of files


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PAGE_SIZE", 2)
    monkeypatch.setattr(running, "PAGE_SIZE", 2)


def added_when_told(path: Path) -> list[int]:
    """How many studies were new each time that somebody heard of the import."""
    heard: list[int] = []
    import_files([path], wish(tell=lambda _page, so_far: heard.append(so_far.outcomes["added"])))
    return heard


@pytest.mark.usefixtures("pages_of_two")
def test_pages_are_stored_together_where_few_of_their_studies_changed(
    importing: Importer, tmp_path: Path
) -> None:
    studies = many(8)
    assert added_when_told(write(tmp_path / "new.jsonl", studies[:6])) == [2, 4, 6]
    assert added_when_told(write(tmp_path / "more.jsonl", studies)) == [2]


@pytest.mark.usefixtures("pages_of_two")
def test_a_study_that_comes_again_in_a_later_page_is_compared_with_what_was_stored(
    importing: Importer,
) -> None:
    one, other, last = many(3)
    importing(one, other)
    number = other["protocolSection"]["identificationModule"]["nctId"]
    newer = study(number, **dated("2026-03-14"))
    told = importing(one, other, last, newer, one, last)
    assert outcomes(told) == {"added": 1, "changed": 1, "unchanged": 4}


@pytest.mark.usefixtures("pages_of_two")
def test_the_pages_before_a_fault_are_stored(
    importing: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    studies = many(6)
    importing(*studies[:4])
    monkeypatch.setattr(sources, "LINE_BYTES", 20_000)
    studies[5]["protocolSection"]["descriptionModule"]["detailedDescription"] = "x" * 30_000
    assert outcomes(importing(*studies)) == {"unchanged": 4, "added": 1, "unreadable": 1}
    assert Trial.objects.count() == 5


# ------------------------------------------------------------ the registry


def ask(replies: Iterable[Reply | Mapping[str, Any]], **changes: Any) -> list[str]:
    """Import the answers; returns the tokens that were asked for."""
    with registry(replies) as ctgov:
        service = ctgov.service(attempts=1)
        try:
            import_query(LEUKEMIA, service, wish(**changes))
        finally:
            asked = [each.get("pageToken", "") for each in ctgov.asked]
    return asked


def test_an_answer_of_the_registry_is_stored_page_by_page(importing: Importer) -> None:
    ask(recorded_answers())
    run = ImportRun.objects.get()
    assert Trial.objects.count() == 6
    assert (run.term, run.since_day) == ("leukemia", date(2026, 3, 1))
    assert (run.received, run.total, run.next_token) == (6, 6, "")
    assert (run.began_at, run.ended_at, run.failure) == (NOW, ENDED, "")


def test_what_came_before_a_failure_is_kept(importing: Importer) -> None:
    with pytest.raises(ServerFailedError):
        ask([FIRST, Reply(status=500)])
    run = ImportRun.objects.get()
    assert Trial.objects.count() == 2
    assert (run.next_token, run.received, run.total) == ("NF0g5JGBlPMv", 2, 6)
    assert run.failure == "ServerFailedError: 500"
    assert run.ended_at is None


def test_an_interrupted_import_goes_on_where_it_was(importing: Importer) -> None:
    with pytest.raises(ServerFailedError):
        ask([FIRST, Reply(status=500)])
    assert ask([SECOND, THIRD]) == ["NF0g5JGBlPMv", "ZVNj7o2Elu8o"]
    run = ImportRun.objects.get()
    assert run.counts["outcomes"] == {"added": 6}
    assert (run.received, run.failure) == (6, "")


def test_an_import_that_ended_begins_anew_the_next_time(importing: Importer) -> None:
    ask(recorded_answers())
    assert ask(recorded_answers()) == ["", "NF0g5JGBlPMv", "ZVNj7o2Elu8o"]
    assert ImportRun.objects.count() == 2


def test_pages_that_the_registry_has_forgotten_are_asked_for_anew(importing: Importer) -> None:
    with pytest.raises(ServerFailedError):
        ask([FIRST, Reply(status=500)])
    gone = Reply(b"pageToken is not valid", status=400)
    assert ask([gone, FIRST, SECOND, THIRD])[:2] == ["NF0g5JGBlPMv", ""]
    assert Trial.objects.count() == 6
    assert ImportRun.objects.get().counts["outcomes"] == {"added": 6, "unchanged": 2}


def test_an_answer_without_end_is_stored_and_begun_anew(importing: Importer) -> None:
    """The next import would meet the same token again, and never get on."""
    with pytest.raises(RepeatedTokenError):
        ask([FIRST, SECOND, THIRD | {"nextPageToken": FIRST["nextPageToken"]}])
    assert Trial.objects.count() == 6
    assert unfinished_run(LEUKEMIA, wish()) is None
    assert ask(recorded_answers()) == ["", "NF0g5JGBlPMv", "ZVNj7o2Elu8o"]


def test_a_query_that_is_refused_at_once_is_not_asked_again(importing: Importer) -> None:
    with pytest.raises(RefusedQueryError):
        ask([Reply(b"bad query", status=400)])


@pytest.mark.parametrize(
    ("query", "changes", "goes_on"),
    [
        (LEUKEMIA, {}, True),
        (LEUKEMIA, {"now": NOW + timedelta(hours=23)}, True),
        (LEUKEMIA, {"now": NOW + timedelta(hours=25)}, False),
        (LEUKEMIA, {"limit": 10}, False),
        (LEUKEMIA, {"is_dry_run": True}, False),
        (StudyQuery("leukemia"), {}, False),
        (StudyQuery("lymphoma", date(2026, 3, 1)), {}, False),
    ],
)
def test_only_the_same_import_of_the_last_day_is_gone_on_with(
    db: None, query: StudyQuery, changes: dict[str, Any], goes_on: bool
) -> None:
    run = ImportRun.objects.create(
        term="leukemia", since_day=date(2026, 3, 1), began_at=NOW, next_token="NF0g5JGBlPMv"
    )
    assert unfinished_run(query, wish(**changes)) == (run if goes_on else None)


def test_two_imports_do_not_run_at_once(
    importing: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT", "50ms")
    address = connection.settings_dict
    with psycopg.connect(
        host=address["HOST"], user=address["USER"], dbname=address["NAME"], autocommit=True
    ) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [lock.LOCK])
        with pytest.raises(ImportRunningError):
            importing(study())
    assert not Trial.objects.exists()


def test_the_lock_is_free_after_an_import_that_failed(importing: Importer) -> None:
    with pytest.raises(ServerFailedError):
        ask([Reply(status=500)])
    assert ask(recorded_answers()) != []
