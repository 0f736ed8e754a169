"""Report how the ages in registry records are read, and show readings to check by eye."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.eligibility.age_notation import range_notation
from trials.eligibility.age_phrases import read_age_phrase
from trials.eligibility.ages import AgeStatus
from trials.eligibility.criteria import AgeCriterion
from trials.eligibility.facts import Role
from trials.management.record_files import json_lines, study_records
from trials.registry.ages import AgeIssue, AgeIssueCode, reconcile
from trials.registry.groups import CRITERIA, read_groups


@dataclass(frozen=True)
class Reading:
    """One age as read: where it stands, its words, the fields beside it, what we make of it."""

    place: str
    words: str
    fields: str
    read: str


class Command(BaseCommand):
    help = (
        "Count for each file how many ages of study records were read from a sentence, how "
        "many sentences were refused and why, and where fields and sentences are in conflict. "
        "With --sample, print readings picked at random, to be read by eye."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "records", type=Path, nargs="*", help="study records, .jsonl or .jsonl.gz"
        )
        parser.add_argument(
            "--lines",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help='lines of criteria beside age fields: {"id", "min", "max", "lines": [...]}',
        )
        parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N readings")
        parser.add_argument("--seed", type=int, default=0, metavar="S", help="picks the sample")

    def handle(
        self,
        *,
        records: list[Path],
        lines: list[Path],
        sample: int,
        seed: int,
        **options: Any,
    ) -> None:
        if not records and not lines:
            raise CommandError("Give a file of study records, or one of lines with --lines.")
        readings: list[Reading] = []
        for path in records:
            self._report(path, *_in_records(path), readings)
        for path in lines:
            self._report(path, *_in_lines(path), readings)
        for reading in Random(seed).sample(readings, min(sample, len(readings))):
            self.stdout.write(
                f"{reading.place}\n  words:  {reading.words}\n  fields: {reading.fields}\n"
                f"  read:   {reading.read}"
            )

    def _report(
        self, path: Path, counts: Counter[str], found: list[Reading], readings: list[Reading]
    ) -> None:
        self.stdout.write(f"{path.name}:")
        for name, count in sorted(counts.items()):
            self.stdout.write(f"  {count:6} {name}")
        readings.extend(found)


def _in_records(path: Path) -> tuple[Counter[str], list[Reading]]:
    counts: Counter[str] = Counter()
    readings: list[Reading] = []
    for record in study_records(path):
        counts["records"] += 1
        for group in read_groups(record):
            name = "" if group.role is Role.PATIENT else f" of {group.role} groups"
            counts.update(f"{kind}{name}" for kind in _kinds(group.ages))
            counts.update(_issue_names(group.issues))
            readings.extend(
                Reading(
                    f"{record.nct_id} {group.role}",
                    " / ".join([age.origin.quote, *age.origin.note.splitlines()]),
                    f"{record.eligibility.minimum_age} to {record.eligibility.maximum_age}",
                    _notation(age),
                )
                for age in group.ages
                if age.origin.source == CRITERIA and age.rule.status is not AgeStatus.NOT_READ
            )
    return counts, readings


def _kinds(ages: tuple[AgeCriterion, ...]) -> Iterator[str]:
    for age in ages:
        if age.rule.status is AgeStatus.NOT_READ:
            yield "ages not read"
        elif age.origin.source == CRITERIA:
            yield "ages read from sentences"
        elif age.rule.has_limits:
            yield "ages read from the fields alone"
        else:
            yield "ages not stated"


def _issue_names(issues: tuple[AgeIssue, ...]) -> Iterator[str]:
    for issue in issues:
        if issue.code is AgeIssueCode.TEXT_NOT_READ:
            yield f"sentences refused: {issue.text}"
        else:
            yield f"conflicts: {issue.code}"


def _notation(age: AgeCriterion) -> str:
    anchor = "" if age.rule.anchor.is_now else f" at {age.rule.anchor}"
    conflict = f" ({age.origin.conflict})" if age.origin.conflict else ""
    return f"{range_notation(age.rule)}{anchor}{conflict}"


def _in_lines(path: Path) -> tuple[Counter[str], list[Reading]]:
    counts: Counter[str] = Counter()
    readings: list[Reading] = []
    for number, row in json_lines(path):
        if not isinstance(row, dict) or not isinstance(row.get("lines"), list):
            raise CommandError(f'{path}, line {number}: no object with "lines".')
        minimum, maximum = row.get("min"), row.get("max")
        for words in row["lines"]:
            counts["lines"] += 1
            settled = reconcile(minimum, maximum, words)
            counts.update(_issue_names(settled.issues))
            reading = read_age_phrase(words)
            if reading.refusal is None:
                counts["lines read"] += 1
                said = "; ".join(
                    f"{role} {range_notation(rule)}".strip()
                    for role, rule in reading.ranges.items()
                )
                anchor = "" if reading.anchor and reading.anchor.is_now else f" {reading.anchor}"
                text = f"{said}{anchor}; with the fields {range_notation(settled.rule)}"
                readings.append(
                    Reading(str(row.get("id")), words, f"{minimum} to {maximum}", text)
                )
    return counts, readings
