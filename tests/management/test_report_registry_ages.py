"""The command that reports how ages in registry records are read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

CRITERIA = (
    "Inclusion Criteria:\n\n* Age < 18 years\n* AML: < 16 years of age; ALL: 1 to 18 years of age"
    "\n\nDonor:\n\n* Age 18 to 60 years\n\nHealthy volunteers:\n\n* No disease"
)


def report(*arguments: str) -> str:
    out = io.StringIO()
    call_command("report_registry_ages", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def records(tmp_path: Path) -> str:
    file = tmp_path / "records.jsonl"
    rows = [
        ("NCT00000001", {"eligibilityCriteria": CRITERIA, "maximumAge": "18 Years"}),
        ("NCT00000002", {"maximumAge": "18 Years"}),
        ("NCT00000003", {"eligibilityCriteria": "* Age < 3 years at diagnosis"}),
    ]
    file.write_text(
        "\n".join(
            json.dumps(
                {
                    "protocolSection": {
                        "identificationModule": {"nctId": nct_id},
                        "eligibilityModule": eligibility,
                    }
                }
            )
            for nct_id, eligibility in rows
        )
    )
    return str(file)


@pytest.fixture
def lines(tmp_path: Path) -> str:
    file = tmp_path / "lines.jsonl"
    rows = [
        {"id": "NCT00000004", "min": "18 Years", "max": None, "lines": ["Age 21 or older"]},
        {
            "id": "NCT00000005",
            "min": None,
            "max": "21 Years",
            "lines": ["Teenagers", "Donor: 18 or older; recipient: up to 21 at diagnosis"],
        },
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return str(file)


def test_records_are_counted_by_where_their_ages_were_read(records: str) -> None:
    assert report(records) == (
        "records.jsonl:\n"
        "       1 ages not stated of healthy_volunteer groups\n"
        "       2 ages read from sentences\n"
        "       1 ages read from sentences of donor groups\n"
        "       1 ages read from the fields alone\n"
        "       1 conflicts: exclusive_limit\n"
        "       3 records\n"
        "       1 sentences refused: not_recognised\n"
    )


def test_lines_are_counted_by_how_they_were_read(lines: str) -> None:
    said = report("--lines", lines)

    assert "       3 lines\n       1 lines read\n" in said
    assert "       1 conflicts: minimum_differs\n" in said


def test_a_sample_shows_words_fields_and_reading(records: str, lines: str) -> None:
    said = report(records, "--lines", lines, "--sample", "9", "--seed", "4")

    assert (
        "NCT00000001 patient\n  words:  Age < 18 years / Maximum Age: 18 Years\n"
        "  fields:  to 18 Years\n  read:   [0, 18 y) wide[·, 19 y) (registry field"
    ) in said
    assert "  read:   [0, 3 y) at diagnosis\n" in said
    assert (
        "NCT00000004\n  words:  Age 21 or older\n  fields: 18 Years to None\n"
        "  read:   [21 y, ∞); with the fields [21 y, ∞) wide[18 y, ·)\n"
    ) in said


def test_a_seed_gives_the_same_sample_again(records: str) -> None:
    assert report(records, "--sample", "1", "--seed", "2") == report(
        records, "--sample", "1", "--seed", "2"
    )


def test_a_line_of_another_shape_is_named(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"lines": []}\n["Age 18"]')

    with pytest.raises(CommandError, match='line 2: no object with "lines"'):
        report("--lines", str(file))


def test_without_a_file_it_says_what_to_give() -> None:
    with pytest.raises(CommandError, match="Give a file of study records"):
        report()
