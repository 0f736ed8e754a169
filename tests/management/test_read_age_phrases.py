"""The command that shows how age sentences are read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

COLLECTION = Path(__file__).parents[1] / "data" / "age_phrases.json"


def readings_of(file: Path | str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("read_age_phrases", str(file), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def sentences(tmp_path: Path) -> Path:
    return tmp_path / "sentences.txt"


def test_each_line_gets_one_object(sentences: Path) -> None:
    sentences.write_bytes(
        "1 month to 5 years\r\nDonor: 18+; recipient: up to 21\n\nteenagers\n"
        "Any age\n≤ 21 years at diagnosis\n".encode()
    )

    assert readings_of(sentences) == [
        {
            "text": "1 month to 5 years",
            "status": "ok",
            "range": "[1 mo, 6 y)",
            "anchor": "enrolment",
        },
        {
            "text": "Donor: 18+; recipient: up to 21",
            "status": "ok",
            "range": {"donor": "[18 y, ∞)", "recipient": "[0, 22 y)"},
            "anchor": "enrolment",
        },
        {"text": "", "status": "refused", "range": None, "anchor": None},
        {"text": "teenagers", "status": "refused", "range": None, "anchor": None},
        {"text": "Any age", "status": "no_limit", "range": "[0, ∞)", "anchor": "enrolment"},
        {
            "text": "≤ 21 years at diagnosis",
            "status": "ok",
            "range": "[0, 22 y)",
            "anchor": "diagnosis",
        },
    ]


def test_signs_are_printed_as_they_are(sentences: Path) -> None:
    sentences.write_text("≥ 1 year", encoding="utf-8")
    out = io.StringIO()

    call_command("read_age_phrases", str(sentences), stdout=out)

    assert out.getvalue().startswith('{"text": "≥ 1 year", "status": "ok", "range": "[1 y, ∞)"')


def test_collection_of_phrases_is_read_like_its_texts() -> None:
    phrases = json.loads(COLLECTION.read_text(encoding="utf-8"))["phrases"]

    readings = readings_of(COLLECTION)

    assert [reading.pop("text") for reading in readings] == [phrase["text"] for phrase in phrases]
    assert readings == [phrase["expect"] for phrase in phrases]


@pytest.mark.parametrize(
    "content", ['{"sentences": []}', "[1, 2]", "18"], ids=["other object", "list", "number"]
)
def test_other_json_is_read_as_lines(sentences: Path, content: str) -> None:
    sentences.write_text(content, encoding="utf-8")

    assert [reading["text"] for reading in readings_of(sentences)] == [content]


def test_byte_order_mark_is_not_part_of_the_sentence(sentences: Path) -> None:
    sentences.write_text("18 or older", encoding="utf-8-sig")

    assert readings_of(sentences)[0]["range"] == "[18 y, ∞)"


def test_empty_file_gets_no_object(sentences: Path) -> None:
    sentences.touch()

    assert readings_of(sentences) == []


def test_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input = io.TextIOWrapper(io.BytesIO("≥ 2 years\n".encode()))
    monkeypatch.setattr("sys.stdin", standard_input)

    assert readings_of("-")[0]["range"] == "[2 y, ∞)"


def test_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"

    with pytest.raises(CommandError) as stopped:
        readings_of(missing)

    assert str(stopped.value) == (
        f"{missing}: No such file or directory. Give the path of a text file, or -."
    )


def test_file_that_is_not_utf_8_is_named_with_its_line(sentences: Path) -> None:
    sentences.write_bytes("18 or older\nà 18 ans\n".encode("latin-1"))

    with pytest.raises(CommandError) as stopped:
        readings_of(sentences)

    assert str(stopped.value) == (
        f"{sentences}, line 2: the file is not UTF-8. Save it again as UTF-8."
    )
