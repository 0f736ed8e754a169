"""Answer a file of cases with the trials in the database, as the site would."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trials.definitions.cases import PatientCase, case_name, case_rows, read_case
from trials.definitions.faults import CaseFaultError, UnreadableCasesError
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import Fit, first_look
from trials.eligibility.person import Person
from trials.finder import Seeker, narrowed
from trials.management.cases import known_words
from trials.management.json_files import read_json
from trials.models import SearchRow, Trial
from trials.rulebook import disease_graph, rules_for, with_rules


class Command(BaseCommand):
    help = """Answer cases from a JSON file with the published trials in the database.

The file: {"cases": [{"id": "f01", "on": "2026-03-15",
                      "facts": {"age_years": 7, "diagnosis_text": "ALL"},
                      "expect": {"catchaml": "fits"}}]}

"on" is the day of the search. Every fact may be left out; what is left out is not known.
  role                     patient (also when left out), donor, survivor, ...
  age_years, age_months    completed on that day, alone or together
  age_weeks, age_days      completed on that day
  birth_date               2019-04-30
  birth_month, birth_year  "2019-04", 2019
  diagnosis_text           a name of the disease, as in the form
  diagnosis                a code of the list of diseases, such as b_all
  age_at_diagnosis_years, age_at_diagnosis_months, diagnosis_date
  and every fact of docs/facts.md, by its key

One line of JSON comes out for each case: {"id": "f01", "verdicts": {"catchaml": "fits"}}.
A verdict is fits, possible or no. It looks at role, age and diagnosis only, whether or not
the trial takes new patients today. The trials are those named in any "expect" of the file,
or all published ones when none is named. What "expect" says of them is not compared."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Django's formatter refills the text above into one paragraph.
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file in UTF-8")

    def handle(self, *, file: Path, **options: Any) -> None:
        graph = disease_graph()
        cases, named = _read(file)
        studies = named or _published()
        missing = sorted(set(studies) - set(_published()))
        if missing:
            raise CommandError(
                f"{file}: no published trial is called {', '.join(missing)}. Correct the "
                'names in "expect", or load the trials first: manage.py load_fixtures'
            )
        for case in cases:
            answer = {"id": case.id, "verdicts": _verdicts(case, graph, studies)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _read(file: Path) -> tuple[list[PatientCase], tuple[str, ...]]:
    """The cases, and the trials named in any "expect", in order; none when none is."""
    cases: list[PatientCase] = []
    named: dict[str, None] = {}
    known = known_words()
    try:
        rows = case_rows(read_json(file))
    except UnreadableCasesError as fault:
        raise CommandError(f"{file}: {fault}") from None
    for number, row in enumerate(rows, start=1):
        try:
            cases.append(read_case(row, known))
            named |= dict.fromkeys(_expected(row))
        except CaseFaultError as fault:
            raise CommandError(f"{file}, case {case_name(row, number)}: {fault}") from None
    return cases, tuple(named)


def _expected(row: Mapping[str, object]) -> list[str]:
    expected = row.get("expect", {})
    if not isinstance(expected, dict):
        raise CaseFaultError("expect must be an object")
    return list(expected)


def _published() -> tuple[str, ...]:
    return tuple(Trial.objects.published().order_by("slug").values_list("slug", flat=True))


def _verdicts(case: PatientCase, graph: DiseaseGraph, studies: Sequence[str]) -> dict[str, Fit]:
    """What the site answers: "no" for a trial that the database drops already."""
    person = Person(case.facts, graph, case.on)
    rows = narrowed(
        SearchRow.objects.filter(trial__slug__in=studies), Seeker(case.facts, graph, case.on)
    )
    trials = Trial.objects.filter(pk__in=rows.values("trial"))
    looked_at = {
        trial.slug: first_look(rules_for(trial), person).fit for trial in with_rules(trials)
    }
    return {slug: looked_at.get(slug, Fit.NO) for slug in studies}
