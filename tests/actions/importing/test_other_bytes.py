"""The same study in the same bytes is not decoded, and in other bytes it is no change."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.actions.importing.studies import (
    NOW,
    Importer,
    Study,
    dated,
    many,
    outcomes,
    study,
    wish,
)
from tests.factories import make_audit_event, make_user
from trials.actions.importing import import_files
from trials.models import ProposedChange, RegistryRecord, RulesVersion, Trial, TrialChange
from trials.registry import reading, sources

LATER = NOW + timedelta(days=7)
NUMBER = "NCT03937544"
MARK = b"\xef\xbb\xbf"


def as_lines(*studies: Study, **how: Any) -> bytes:
    return b"".join(json.dumps(each, **how).encode() + b"\n" for each in studies)


@pytest.fixture
def imported(importing: Importer, tmp_path: Path) -> Callable[..., dict[str, int]]:
    """Imports a file of these bytes; says what became of the studies."""

    def import_bytes(content: bytes, name: str = "studies.jsonl") -> dict[str, int]:
        path = tmp_path / name
        path.write_bytes(content)
        return outcomes(import_files([path], wish(now=LATER)))

    return import_bytes


@pytest.fixture
def nothing_decoded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, no record may be decoded."""

    def refuse(*_told: object) -> None:
        raise AssertionError("decoded")

    return lambda: monkeypatch.setattr(reading, "decoded", refuse)


# In a file by its name; all say what the first import said.
SAME_BYTES = {
    "the same file": ("studies.jsonl", as_lines(study())),
    "a mark of its encoding": ("studies.jsonl", MARK + as_lines(study())),
    "lines of Windows": ("studies.jsonl", as_lines(study()).replace(b"\n", b"\r\n")),
    "blanks and blank lines": ("studies.jsonl", b"\n\t" + as_lines(study()) + b" \n\n"),
    "no end of the line": ("studies.jsonl", as_lines(study()).rstrip()),
    "a list": ("studies.json", json.dumps([study()]).encode()),
    "an answer": ("studies.json", json.dumps({"studies": [study()]}).encode()),
    "an answer, pretty": (
        "studies.json",
        b'{\r\n  "studies": [\r\n    ' + as_lines(study()) + b"  ]\r\n}",
    ),
}


@pytest.mark.parametrize(("name", "content"), SAME_BYTES.values(), ids=SAME_BYTES)
def test_a_record_in_the_same_bytes_is_not_decoded(
    importing: Importer,
    imported: Callable[..., dict[str, int]],
    nothing_decoded: Callable[[], None],
    name: str,
    content: bytes,
) -> None:
    importing(study())
    nothing_decoded()

    assert imported(content, name) == {"unchanged": 1}


OTHER_BYTES = {
    "without blanks": ("studies.jsonl", as_lines(study(), separators=(",", ":"))),
    "more escapes": ("studies.jsonl", as_lines(study()).replace(b"RECRUIT", b"\\u0052ECRUIT")),
    "fields in order": ("studies.jsonl", as_lines(study(), sort_keys=True)),
    "an escape in the number": (
        "studies.jsonl",
        as_lines(study()).replace(b'"NCT03937544"', b'"NCT0393754\\u0034"'),
    ),
    "an escape in a name": ("studies.jsonl", as_lines(study()).replace(b"nctId", b"nctI\\u0064")),
    "pretty-printed": ("studies.json", json.dumps(study(), indent=2).encode()),
    "pretty, lines of Windows": (
        "studies.json",
        MARK + json.dumps([study()], indent="\t").replace("\n", "\r\n").encode(),
    ),
    "pretty answer": ("studies.json", json.dumps({"studies": [study()]}, indent=1).encode()),
}


@pytest.mark.parametrize(("name", "content"), OTHER_BYTES.values(), ids=OTHER_BYTES)
def test_a_record_in_other_bytes_is_unchanged_and_known_by_them_the_next_time(
    importing: Importer, imported: Callable[..., dict[str, int]], name: str, content: bytes
) -> None:
    importing(study())
    before, history = RegistryRecord.objects.get(), TrialChange.objects.count()
    version = RulesVersion.objects.get().version

    assert imported(content, name) == {"unchanged": 1}

    after = RegistryRecord.objects.get()
    assert bytes(after.raw_hash) != bytes(before.raw_hash)
    assert bytes(after.content_hash) == bytes(before.content_hash)
    assert after.imported_at == Trial.objects.get().updated_at == NOW
    assert TrialChange.objects.count() == history
    assert RulesVersion.objects.get().version == version
    assert imported(content, name) == {"unchanged": 1}
    assert bytes(RegistryRecord.objects.get().raw_hash) == bytes(after.raw_hash)


def test_bytes_that_were_kept_are_not_decoded_again(
    importing: Importer,
    imported: Callable[..., dict[str, int]],
    nothing_decoded: Callable[[], None],
) -> None:
    importing(study())
    content = as_lines(study(), separators=(",", ":"))
    imported(content)
    nothing_decoded()

    assert imported(content) == {"unchanged": 1}


def test_a_change_in_other_bytes_is_a_change(
    importing: Importer, imported: Callable[..., dict[str, int]]
) -> None:
    importing(study())
    before = RegistryRecord.objects.get()
    closed = study(**{"statusModule/overallStatus": "COMPLETED"})

    assert imported(as_lines(closed, separators=(",", ":"))) == {"changed": 1}

    after = RegistryRecord.objects.get()
    assert bytes(after.raw_hash) != bytes(before.raw_hash)
    assert bytes(after.content_hash) != bytes(before.content_hash)
    assert TrialChange.objects.filter(operation="imported").count() == 1


def test_some_of_a_page_changed_some_only_in_their_bytes(
    importing: Importer, imported: Callable[..., dict[str, int]]
) -> None:
    same, reformatted, changed, added = many(4)
    importing(same, reformatted, changed)
    changed["protocolSection"]["statusModule"]["overallStatus"] = "COMPLETED"
    page = as_lines(same, changed, added) + as_lines(reformatted, separators=(",", ":"))

    assert imported(page) == {"unchanged": 2, "changed": 1, "added": 1}
    assert imported(page) == {"unchanged": 4}


def test_a_trial_that_a_person_changed_gets_no_proposal_for_other_bytes(
    importing: Importer, imported: Callable[..., dict[str, int]]
) -> None:
    importing(study())
    trial = Trial.objects.get()
    make_audit_event(subject="trial", subject_id=str(trial.pk), actor=make_user())

    assert imported(as_lines(study(), separators=(",", ":"))) == {"unchanged": 1}
    assert not ProposedChange.objects.exists()


# ------------------------------------------------------------ rows of earlier versions


def test_a_record_without_a_hash_of_its_bytes_is_told_by_what_it_says(
    importing: Importer,
) -> None:
    importing(study())
    known = bytes(RegistryRecord.objects.get().raw_hash)
    RegistryRecord.objects.update(raw_hash=None)

    assert outcomes(importing(study(), now=LATER)) == {"unchanged": 1}
    assert bytes(RegistryRecord.objects.get().raw_hash) == known


def test_a_record_with_one_hash_of_its_bytes_is_told_by_them(
    importing: Importer, nothing_decoded: Callable[[], None]
) -> None:
    """So the database held records before they were told by what they say as well."""
    importing(study())
    known = bytes(RegistryRecord.objects.get().raw_hash)
    RegistryRecord.objects.update(content_hash=known, raw_hash=None)
    nothing_decoded()

    assert outcomes(importing(study(), now=LATER)) == {"unchanged": 1}


def test_a_record_with_hashes_of_another_reading_is_read_once_more(importing: Importer) -> None:
    importing(study())
    RegistryRecord.objects.update(raw_hash=None, content_hash=b"of another time.")

    assert outcomes(importing(study(), now=LATER)) == {"changed": 1}
    assert outcomes(importing(study(), now=LATER)) == {"unchanged": 1}


# ------------------------------------------------------------ numbers and copies


def test_copies_in_other_bytes_of_what_is_held_are_all_unchanged(
    importing: Importer, imported: Callable[..., dict[str, int]]
) -> None:
    importing(study())
    copies = as_lines(study()) + as_lines(study(), indent=None, separators=(", ", ":"))

    assert imported(copies + copies) == {"unchanged": 4}


def test_of_copies_of_a_new_study_one_is_added(imported: Callable[..., dict[str, int]]) -> None:
    copies = as_lines(study()) + as_lines(study(), separators=(",", ":"))

    assert imported(copies) == {"added": 1, "older": 1}
    assert Trial.objects.get().nct_id == NUMBER


def test_a_newer_copy_wins_beside_one_that_is_held_in_other_bytes(
    importing: Importer, imported: Callable[..., dict[str, int]]
) -> None:
    held, newer = study(**dated("2026-02-01")), study(**dated("2026-02-02"))
    importing(held)

    told = imported(as_lines(newer) + as_lines(held, separators=(",", ":")))

    assert told == {"changed": 1, "unchanged": 1}
    assert str(RegistryRecord.objects.get().updated_on) == "2026-02-02"


def test_the_number_of_another_study_that_stands_first_misleads_nobody(
    imported: Callable[..., dict[str, int]],
) -> None:
    one, other = many(2)
    named = other["protocolSection"]["identificationModule"]["nctId"]
    page = as_lines({"annotationSection": {"nctId": named}} | one, other)

    assert imported(page) == {"added": 2}
    assert imported(page) == {"unchanged": 2}
    other["protocolSection"]["statusModule"]["overallStatus"] = "WITHDRAWN"
    page = as_lines({"annotationSection": {"nctId": named}} | one, other)
    assert imported(page) == {"unchanged": 1, "changed": 1}
    assert Trial.objects.get(nct_id=named).overall_status == "WITHDRAWN"


# Pages of so many records, and the days of copies of one study in the order of the file; None
# is another study. The newest copy hides its number behind that of another study.
PAGES = {
    "in the page after": (1, ["2026-02-01", "2026-02-03", "2026-02-02"]),
    "in the same page": (2, ["2026-02-01", None, "2026-02-03", "2026-02-02"]),
}


@pytest.mark.parametrize(("size", "days"), PAGES.values(), ids=PAGES)
def test_an_older_copy_never_wins_over_one_whose_number_is_not_guessed(
    importing: Importer, monkeypatch: pytest.MonkeyPatch, size: int, days: list[str | None]
) -> None:
    importing(study(**dated("2026-02-01")))
    monkeypatch.setattr(sources, "PAGE_SIZE", size)
    copies = [study(**dated(day)) if day else many(1)[0] for day in days]
    hidden = days.index("2026-02-03")
    copies[hidden] = {"annotationSection": {"nctId": "NCT00000009"}} | copies[hidden]

    importing(*copies)

    assert str(RegistryRecord.objects.get(trial__nct_id=NUMBER).updated_on) == "2026-02-03"
