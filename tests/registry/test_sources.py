"""Records of studies in files of every form we take."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.registry.replay import recorded_answers, recorded_studies
from trials.registry import pages, sources
from trials.registry.faults import AnswerTooLargeError, BadAnswerError, UnreadableFileError
from trials.registry.sources import file_pages

STUDIES = recorded_studies()


def in_lines(studies: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in studies)


FORMS: dict[str, bytes] = {
    "lines.jsonl": in_lines(STUDIES),
    "lines.jsonl.gz": gzip.compress(in_lines(STUDIES)),
    "two parts.jsonl.gz": gzip.compress(in_lines(STUDIES[:3]))
    + gzip.compress(in_lines(STUDIES[3:])),
    "no newline at the end.jsonl": in_lines(STUDIES).rstrip(),
    "windows.jsonl": b"\xef\xbb\xbf" + in_lines(STUDIES).replace(b"\n", b"\r\n"),
    "blank lines.jsonl": b"\n\n" + in_lines(STUDIES).replace(b"\n", b"\n\n"),
    "list.json": json.dumps(STUDIES).encode(),
    "list.json.gz": gzip.compress(json.dumps(STUDIES, indent=1).encode()),
    "answer.json": json.dumps({"studies": STUDIES, "nextPageToken": "more"}).encode(),
    "marked answer.json": b"\xef\xbb\xbf "
    + json.dumps({"totalCount": 6, "studies": STUDIES}).encode(),
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


Write = Callable[[str, bytes], Path]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_studies(file: Write, name: str) -> None:
    found = [study for page in file_pages(file(name, FORMS[name])) for study in page.studies]
    assert [msgspec.json.decode(study.content) for study in found] == STUDIES


def test_one_study_is_a_file_too(file: Write) -> None:
    ((page,)) = file_pages(file("NCT03937544.json", json.dumps(STUDIES[0]).encode()))
    (study,) = page.studies
    assert study.place == "NCT03937544.json, study 1"


def test_studies_are_named_by_their_line(file: Write) -> None:
    (page,) = file_pages(file("studies.jsonl", b"\n" + in_lines(STUDIES[:2])))
    assert [each.place for each in page.studies] == [
        "studies.jsonl, line 2",
        "studies.jsonl, line 3",
    ]


def test_a_line_that_is_no_study_is_handed_on_like_the_others(file: Write) -> None:
    (page,) = file_pages(file("studies.jsonl", b"{broken\n" + in_lines(STUDIES[:1])))
    assert page.studies[0].content == b"{broken"
    assert len(page.studies) == 2


EMPTY = {
    "studies.jsonl": b"",
    "blank lines.jsonl": b"\xef\xbb\xbf\n\n",
    "studies.json": b"",
    "studies.jsonl.gz": b"",
    "studies.json.gz": b"",
    "packed.jsonl.gz": gzip.compress(b""),
}


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_file_is_a_download_that_failed(file: Write, name: str) -> None:
    with pytest.raises(BadAnswerError, match="the file is empty; was its download cut off"):
        list(file_pages(file(name, EMPTY[name])))


@pytest.mark.parametrize("content", [b'{"studies": []}', b"[]"])
def test_an_answer_of_no_studies_is_none_that_failed(file: Write, content: bytes) -> None:
    assert list(file_pages(file("studies.json", content))) == []


def test_long_files_come_in_pages(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PAGE_SIZE", 4)
    path = file("studies.jsonl", in_lines(STUDIES))
    read = list(file_pages(path))
    assert [len(page.studies) for page in read] == [4, 2]
    assert read[-1].done == read[-1].total == path.stat().st_size


def test_large_studies_come_in_smaller_pages(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PAGE_BYTES", 2 * len(json.dumps(STUDIES[0])))
    read = list(file_pages(file("studies.jsonl", in_lines(STUDIES))))
    assert len(read) > 1
    assert sum(len(page.studies) for page in read) == len(STUDIES)


def test_progress_counts_the_files_before(file: Write) -> None:
    path = file("studies.jsonl", in_lines(STUDIES))
    (page,) = file_pages(path, before=1_000, total=9_000_000)
    assert (page.done, page.total) == (1_000 + path.stat().st_size, 9_000_000)


def test_what_stands_before_the_cut_of_a_file_is_read(file: Write) -> None:
    """Its bytes are stored, but for the last ones of the file."""
    stored = gzip.compress(in_lines(STUDIES), compresslevel=0)
    reading = file_pages(file("studies.jsonl.gz", stored[:-2_000]))
    assert 0 < len(next(reading).studies) < len(STUDIES)
    with pytest.raises(UnreadableFileError, match=r"studies\.jsonl\.gz, line \d"):
        next(reading)


UNREADABLE = {
    "damaged.jsonl.gz": b"\x1f\x8b" + b"nonsense" * 20,
    "no gzip.jsonl.gz": in_lines(STUDIES),
    "table.csv": b"a,b",
    "table.csv.gz": gzip.compress(b"a,b"),
    "no ending": b"",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(file: Write, name: str) -> None:
    with pytest.raises(UnreadableFileError, match=name.replace(".", r"\.")):
        list(file_pages(file(name, UNREADABLE[name])))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"nothing\.json: No such file"):
        list(file_pages(tmp_path / "nothing.json"))


BAD = {
    "broken": b'[{"protocolSection": ',
    "a number": b"7",
    "studies of another kind": b'{"studies": {}}',
    "nothing at all": b"",
    "no text": b"\xff\xfe\xfa",
    "studies nested too deeply": b"[" * 3_000 + b"]" * 3_000,
    "a study nested too deeply": b'{"x": ' + b"[" * 3_000 + b"]" * 3_000 + b"}",
}


@pytest.mark.parametrize("name", BAD)
def test_json_of_another_kind_is_named(file: Write, name: str) -> None:
    with pytest.raises(BadAnswerError, match=name):
        list(file_pages(file(f"{name}.json", BAD[name])))


@pytest.mark.parametrize(("name", "bound"), [("a.jsonl", "LINE_BYTES"), ("a.json", "FILE_BYTES")])
def test_nothing_may_fill_the_memory(
    file: Write, name: str, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, bound, 1_000)
    with pytest.raises(AnswerTooLargeError):
        list(file_pages(file(name, FORMS["list.json"])))


def test_answers_keep_studies_as_they_are() -> None:
    content = json.dumps(recorded_answers()[0]).encode()
    answer = pages.read_answer(content)
    assert all(bytes(study) in content for study in answer.studies)
    assert (answer.next_page_token, answer.total_count) == ("NF0g5JGBlPMv", 6)
