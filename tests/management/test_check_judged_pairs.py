"""The command that holds read ages and sex against patients judged eligible."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from trials.management.judged_topics import ON, read_topic


def record(nct_id: str, **eligibility: str) -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id},
            "eligibilityModule": eligibility,
        }
    }


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two patients and three trials: for children, for men, for everybody."""
    topics = tmp_path / "topics.jsonl"
    rows = [
        {"id": "t1", "text": "A 34-year-old woman with sickle cell disease comes to the clinic."},
        {"id": "t2", "text": "The patient has leukemia."},
    ]
    topics.write_text("\n".join(json.dumps(row) for row in rows))
    records = tmp_path / "records.jsonl.gz"
    trials = [
        record("NCT00000001", minimumAge="6 Years", maximumAge="17 Years"),
        record("NCT00000002", minimumAge="18 Years", sex="MALE"),
        record("NCT00000003", minimumAge="18 Years", sex="ALL"),
    ]
    records.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in trials).encode()))
    return [str(topics), str(tmp_path / "qrels.tsv"), str(records)]


def check(files: list[str], *judged: str) -> str:
    Path(files[1]).write_text("topic\ttrial\tlabel\n" + "\n".join(judged))
    out = io.StringIO()
    try:
        call_command("check_judged_pairs", *files, stdout=out)
    except CommandError as error:
        out.write(f"error: {error}")
    return out.getvalue()


def test_pairs_that_age_and_sex_let_through_are_counted(files: list[str]) -> None:
    assert check(files, "t1\tNCT00000003\t2", "t2\tNCT00000001\t2", "t1\tNCT00000001\t0") == (
        "3 pairs, 0 of them without the patient's words or the trial's record\n"
        "label 0: 1 of 1 rejected\n"
        "judged eligible: 0 of 2 rejected (0.00%)\n"
    )


def test_a_rejected_patient_is_shown_with_the_fields_and_fails_the_check(
    files: list[str],
) -> None:
    said = check(files, "t1\tNCT00000001\t2", "t1\tNCT00000002\t2")

    assert "t1 NCT00000001: too_old\n    patient: A 34-year-old woman\n" in said
    assert "    fields: 6 Years to 17 Years, -\n    read: [6 y, 17 y) wide[·, 18 y) from: " in said
    assert "t1 NCT00000002: sex\n" in said
    assert "judged eligible: 2 of 2 rejected (100.00%)" in said
    assert "error: More than 2% of the patients judged eligible are rejected." in said


def test_pairs_without_a_record_or_a_patient_are_named_and_left_out(files: list[str]) -> None:
    said = check(files, "t1\tNCT00000009\t2", "t9\tNCT00000001\t2")

    assert said.startswith("2 pairs, 2 of them without")
    assert "judged eligible: 0 of 0 rejected" in said


def test_a_line_that_is_no_pair_is_named(files: list[str]) -> None:
    assert "line 2: not three columns" in check(files, "t1 NCT00000001 2")


def test_a_topic_without_its_text_is_named(files: list[str]) -> None:
    Path(files[0]).write_text('{"id": "t1"}')

    assert "a topic without 'text'" in check(files)


def test_missing_pairs_are_named(files: list[str]) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_judged_pairs", files[0], "nowhere.tsv", files[2])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "line 1: no study record"),
        (b"\n{", "line 2: not JSON"),
        (b"\xff", "line 1: not JSON"),
    ],
)
def test_a_line_that_is_no_record_is_named(
    files: list[str], tmp_path: Path, content: bytes, said: str
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(content)

    assert said in check([*files[:2], str(broken)])


@pytest.mark.parametrize("name", ["nowhere.jsonl", "nowhere.jsonl.gz", "cut.jsonl.gz", "."])
def test_a_file_that_cannot_be_read_is_named(files: list[str], tmp_path: Path, name: str) -> None:
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}" * 900)[:-9])

    assert "Give a .jsonl file" in check([*files[:2], str(tmp_path / name)])


# ---------------------------------------------------------- the patients' own words


@pytest.mark.parametrize(
    ("text", "years", "sex"),
    [
        ("A 45-year-old man presents with chest pain", (45, 45), "male"),
        ("The patient is a 34-year-old African American woman.", (34, 34), "female"),
        ("An 8-year-old boy is brought by his mother, a nurse", (8, 8), "male"),
        ("A 5-month-old girl", (0, 0), "female"),
        ("A 3-day-old infant whose mother is a 30-year-old woman", (0, 0), None),
        ("74M hx of CAD", (74, 74), "male"),
        ("79 yo F with hypoxemia", (79, 79), "female"),
        ("A 66yo female with cough", (66, 66), "female"),
        ("70 y/o with COPD", (70, 70), None),
        ("41 year man with seizures", (41, 41), "male"),
        ("A 10 year old child is seen with her father, a man of few words", (10, 10), None),
        ("A 57-year old farmer. The man walks slowly", (57, 57), None),
        ("A 21-year-old woman's son", (21, 21), None),
        ("Pain for 3 years in a man", None, None),
        ("A 999-year-old man", None, "male"),
        ("A child with fever", None, None),
    ],
)
def test_age_and_sex_are_read_from_the_words_that_introduce_the_patient(
    text: str, years: tuple[int, int] | None, sex: str | None
) -> None:
    topic = read_topic({"id": "t", "text": text})

    span = topic.births.span(ON) if topic.births else None
    assert (span and (span.youngest.years, span.oldest.years)) == years
    assert topic.sex == sex
    assert topic.words in text
