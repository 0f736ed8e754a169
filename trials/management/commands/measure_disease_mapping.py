"""Compare the diseases read from registry records with those that people have curated."""

import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from trials.management.curated_diseases import (
    CuratedStudy,
    curated_by_definitions,
    curated_by_headings,
    curated_by_nci,
)
from trials.management.disease_scores import Disagreement, Pair, compare, score, worst_first
from trials.management.record_files import study_records
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.diseases import DiseaseReading, read_diseases
from trials.registry.records import StudyRecord
from trials.rulebook import disease_graph, disease_vocabulary

Reading = tuple[StudyRecord, DiseaseReading]


class Command(BaseCommand):
    help = (
        "Read the diseases of registry records from files and say how fast, which terms name "
        "no disease of ours most often, and how well the reading agrees with the headings of "
        "MeSH, and with --nci or --definitions with curated diseases. What counts as "
        "agreement: trials/management/disease_scores.py. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--records", type=Path, nargs="+", required=True, metavar="FILE")
        parser.add_argument(
            "--nci",
            type=Path,
            metavar="FILE",
            help="records of NCI's trial search, whose NCI Thesaurus codes count as our nearest "
            "diseases; read are the registry records of the same studies, then all titles "
            "alone, then all names of diseases alone",
        )
        parser.add_argument(
            "--definitions",
            type=Path,
            metavar="FILE",
            help="studies with criteria as trees: every disease that a patient may have",
        )
        parser.add_argument("--worst", type=int, default=30, help="disagreements to list")
        parser.add_argument("--terms", type=int, default=50, help="unmapped terms to list")

    def handle(self, **options: Any) -> None:
        self.graph, self.vocabulary = disease_graph(), disease_vocabulary()
        self.most = options["worst"]
        readings = self._read(options["records"])
        self._tell_terms(readings.values(), options["terms"])
        records = {key: record for key, (record, _) in readings.items()}
        if options["nci"]:
            self._tell_nci(options["nci"], records)
        if options["definitions"]:
            curated = curated_by_definitions(options["definitions"], self.graph, records)
            self._tell_agreement("definitions", curated)
        headings = curated_by_headings(records.values(), self.vocabulary)
        self._tell_agreement("MeSH headings", headings)

    def _read(self, files: Sequence[Path]) -> Mapping[str, Reading]:
        records = [record for file in files for record in study_records(file)]
        start = time.process_time()
        readings = [read_diseases(record, self.vocabulary) for record in records]
        seconds = time.process_time() - start
        outside = sum(reading.is_outside for reading in readings)
        anybody = sum(not reading.include for reading in readings)
        self.stdout.write(
            f"records: {len(records)}, {len(records) / seconds:.0f} a second of processor time"
        )
        self.stdout.write(f"  of another field: {outside}, for anybody: {anybody}")
        pairs = zip(records, readings, strict=True)
        return {record.nct_id: (record, reading) for record, reading in pairs}

    def _tell_terms(self, readings: Iterable[Reading], most: int) -> None:
        counts = Counter(term.casefold() for _, reading in readings for term in reading.unmapped)
        self.stdout.write(f"unmapped terms: {len(counts)}, the most frequent:")
        for term, count in counts.most_common(most):
            self.stdout.write(f"  {count:5} {term}")

    def _tell_nci(self, path: Path, records: Mapping[str, StudyRecord]) -> None:
        by_title, by_names = curated_by_nci(path, self.graph)
        both = [
            CuratedStudy(records[study.record.nct_id], study.codes)
            for study in by_title
            if study.record.nct_id in records
        ]
        self._tell_agreement("NCI, registry records", both)
        self._tell_agreement("NCI, titles alone", by_title)
        self._tell_agreement("NCI, names of diseases alone", by_names)

    def _tell_agreement(self, name: str, studies: Iterable[CuratedStudy]) -> None:
        known = [study for study in studies if study.codes]
        pairs = [_pair(study, self.vocabulary) for study in known]
        compared = [compare(self.graph, pair) for pair in pairs]
        scores = score(pairs, compared)
        self.stdout.write(f"agreement with {name}: {scores.studies} studies")
        for field in scores.__slots__[1:]:
            self.stdout.write(f"  {field.replace('_', ' ')}: {getattr(scores, field)}")
        conditions = {study.record.nct_id: study.record.conditions for study in known}
        for found in worst_first(compared)[: self.most]:
            self.stdout.write(_line(found, conditions[found.pair.nct_id]))


def _pair(study: CuratedStudy, vocabulary: DiseaseVocabulary) -> Pair:
    record = study.record
    include = read_diseases(record, vocabulary).include
    return Pair(record.nct_id, record.brief_title, study.codes, frozenset(include))


def _line(found: Disagreement, conditions: Sequence[str]) -> str:
    pair = found.pair
    return (
        f"  {pair.nct_id} {pair.title}\n"
        f"    conditions: {'; '.join(conditions) or '-'}\n"
        f"    curated: {' '.join(sorted(pair.curated))}\n"
        f"    read:    {' '.join(sorted(pair.read)) or '(anybody)'}\n"
        f"    lost: {' '.join(found.lost) or '-'}  missing: {' '.join(found.missing) or '-'}"
        f"  extra: {' '.join(found.extra) or '-'}"
    )
