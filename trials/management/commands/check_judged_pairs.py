"""Hold the reading of ages and sex against patients whom people judged eligible."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.eligibility.age_notation import range_notation
from trials.eligibility.ages import AgeOutcome, assess_age
from trials.management.judged_topics import ON, Topic, read_topic
from trials.management.record_files import json_lines, study_records
from trials.registry.groups import ReadGroup, read_groups
from trials.registry.records import StudyRecord

ELIGIBLE = "2"
"""The label of TREC clinical trials 2021 and 2022 (1: excluded, 0: not about this patient)
and of SIGIR 2016 (1: possible) for a trial that the patient could be referred to."""
MOST_REJECTED = 0.02
_OUTSIDE = (AgeOutcome.TOO_YOUNG, AgeOutcome.TOO_OLD)


@dataclass(frozen=True)
class Pair:
    topic: Topic
    record: StudyRecord
    label: str
    reasons: tuple[str, ...]
    """What rejects the patient: "too_young", "too_old", "sex"."""


class Command(BaseCommand):
    help = (
        "Take pairs of a patient and a trial that people judged (TREC clinical trials, SIGIR "
        "2016), read age and sex from the patient's words and from the trial's record, and "
        "print every pair judged eligible that age or sex would reject. Exit code 1 when more "
        "than 2 % are rejected."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topics", type=Path, help="a .jsonl file with id and text")
        parser.add_argument("qrels", type=Path, help="topic, trial and label in columns by tabs")
        parser.add_argument(
            "records", type=Path, nargs="+", help="study records, .jsonl or .jsonl.gz"
        )

    def handle(self, *, topics: Path, qrels: Path, records: list[Path], **options: Any) -> None:
        patients = _topics(topics)
        judged = list(_judged(qrels))
        wanted = {trial for _, trial, _ in judged}
        found = {
            record.nct_id: record
            for file in records
            for record in study_records(file)
            if record.nct_id in wanted
        }
        pairs = list(_pairs(judged, patients, found))
        self.stdout.write(
            f"{len(judged)} pairs, {len(judged) - len(pairs)} of them without the patient's words "
            "or the trial's record"
        )
        self._report_others(pairs)
        self._report_eligible([pair for pair in pairs if pair.label == ELIGIBLE])

    def _report_others(self, pairs: Sequence[Pair]) -> None:
        for label in sorted({pair.label for pair in pairs} - {ELIGIBLE}):
            labelled = [pair for pair in pairs if pair.label == label]
            rejected = sum(bool(pair.reasons) for pair in labelled)
            self.stdout.write(f"label {label}: {rejected} of {len(labelled)} rejected")

    def _report_eligible(self, eligible: Sequence[Pair]) -> None:
        rejected = [pair for pair in eligible if pair.reasons]
        for pair in rejected:
            self.stdout.write(_line(pair))
        share = len(rejected) / len(eligible) if eligible else 0.0
        line = f"judged eligible: {len(rejected)} of {len(eligible)} rejected ({share:.2%})"
        self.stdout.write(line)
        if share > MOST_REJECTED:
            raise CommandError(
                f"More than {MOST_REJECTED:.0%} of the patients judged eligible are rejected. "
                "Look at the lines above: is it our reading?"
            )


def _topics(path: Path) -> Mapping[str, Topic]:
    try:
        read = [read_topic(row) for _, row in json_lines(path) if isinstance(row, dict)]
    except KeyError as missing:
        raise CommandError(f"{path}: a topic without {missing}. Give id and text.") from missing
    return {topic.id: topic for topic in read}


def _judged(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield topic, trial and label; the first line may hold their names."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: it cannot be read as text in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        columns = tuple(line.split("\t"))
        if len(columns) != 3:
            raise CommandError(f"{path}, line {number}: not three columns. Mend it there.")
        if columns != ("topic", "trial", "label"):
            yield columns


def _pairs(
    judged: Sequence[tuple[str, str, str]],
    patients: Mapping[str, Topic],
    records: Mapping[str, StudyRecord],
) -> Iterator[Pair]:
    groups = {nct_id: read_groups(record)[0] for nct_id, record in records.items()}
    for topic_id, nct_id, label in judged:
        if topic_id in patients and nct_id in records:
            topic = patients[topic_id]
            reasons = tuple(_reasons(topic, groups[nct_id]))
            yield Pair(topic, records[nct_id], label, reasons)


def _reasons(topic: Topic, group: ReadGroup) -> Iterator[str]:
    """Yield what surely keeps a patient out of a group."""
    for age in group.ages:
        outcome = assess_age(age.rule, topic.births, ON).outcome
        if outcome in _OUTSIDE:
            yield outcome
    asked = group.sex.condition.values if group.sex else ()
    if topic.sex and asked and topic.sex not in asked:
        yield "sex"


def _line(pair: Pair) -> str:
    told = pair.record.eligibility
    ages = read_groups(pair.record)[0].ages
    return "\n    ".join(
        (
            f"{pair.topic.id} {pair.record.nct_id}: {', '.join(pair.reasons)}",
            f"patient: {pair.topic.words}",
            f"fields: {told.minimum_age or '-'} to {told.maximum_age or '-'}, {told.sex or '-'}",
            *(f"read: {range_notation(age.rule)} from: {age.origin.quote}" for age in ages),
        )
    )
