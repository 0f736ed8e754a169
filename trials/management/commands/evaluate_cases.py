"""Judge cases of a file by every rule of the trial that each of them names."""

import json
import re
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trials.actions.definitions import vocabulary
from trials.catalogue import CATALOGUE
from trials.definitions import DefinitionFault, UnreadableDefinitionsError, read_definitions
from trials.definitions.cases import case_name, case_rows, read_case
from trials.definitions.faults import CaseFaultError, UnreadableCasesError
from trials.definitions.told_facts import KnownWords
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.conditions import MismatchedFactError
from trials.eligibility.evaluation import TrialRules
from trials.management.case_answers import Answer, answer
from trials.management.cases import known_words
from trials.management.json_files import read_json
from trials.models import Trial
from trials.rulebook import rules_for, with_rules

_SLUG = re.compile(r"[-\w]+")
_PLACE = re.compile(r"trials\[([0-9]+)\]")
Rules = Mapping[str, TrialRules]


class Command(BaseCommand):
    help = """Judge cases from a JSON file, each by all rules of the trial that it names.

The file: {"cases": [{"id": "v001", "trial": "catchaml", "persona": "family",
                      "on": "2026-03-14",
                      "facts": {"birth_date": "2004-03-15", "diagnosis_text": "AML"}}]}

One line of JSON comes out for each case:

  {"id": "v001", "verdict": "needs", "needs": ["cd123"], "reasons": [...]}

A verdict is may_match, needs or no_match; "needs" are the facts that this person could
still tell and that matter. A reason is the finding of one rule that decides: ref, truth,
reason, quote. A case that cannot be judged has an "error" instead, which says what to do,
and the command ends with exit code 1 after all others. docs/definitions.md has the facts."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Django's formatter refills the text above into one paragraph.
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file in UTF-8")
        parser.add_argument(
            "--trials",
            type=Path,
            metavar="FILE",
            help="definitions to judge by, instead of the trials in the database",
        )

    def handle(self, *, file: Path, trials: Path | None, **options: Any) -> None:
        known = known_words()
        try:
            rows = case_rows(read_json(file))
        except UnreadableCasesError as fault:
            raise CommandError(f"{file}: {fault}") from None
        rules, faults = _of_file(trials) if trials else _held(rows)
        failed = 0
        for number, row in enumerate(rows, start=1):
            try:
                line = _judged(row, known, rules, faults)
            except CaseFaultError as fault:
                failed += 1
                line = {"id": case_name(row, number), "error": str(fault)}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if failed:
            raise CommandError(f"{failed} of {len(rows)} cases could not be judged; see “error”.")


def _judged(
    row: Mapping[str, object], known: KnownWords, rules: Rules, faults: Mapping[str, str]
) -> Answer:
    case = read_case(row, known)
    if not case.trial:
        raise CaseFaultError("name the study under trial")
    if case.trial not in rules and case.trial in faults:
        raise CaseFaultError(f"the study {case.trial} cannot be read: {faults[case.trial]}")
    if case.trial not in rules:
        raise CaseFaultError(f"no study is called {case.trial}; correct it, or load the study")
    try:
        return answer(case, rules[case.trial], known.graph, CATALOGUE)
    except MismatchedFactError as fault:
        raise CaseFaultError(
            f"a rule compares {fault.fact} with something else than {fault.value!r}; "
            "correct the rule"
        ) from None


def _held(rows: Iterable[Mapping[str, object]]) -> tuple[Rules, Mapping[str, str]]:
    """The trials in the database that cases name, and those that contradict themselves."""
    slugs = {str(row.get("trial")) for row in rows}
    rules: dict[str, TrialRules] = {}
    faults: dict[str, str] = {}
    for trial in with_rules(Trial.objects.filter(slug__in=filter(_SLUG.fullmatch, slugs))):
        try:
            rules[trial.slug] = rules_for(trial)
        except AgeRuleError:
            faults[trial.slug] = "its age limits contradict each other; correct them"
    return rules, faults


def _of_file(path: Path) -> tuple[Rules, Mapping[str, str]]:
    document = read_json(path)
    try:
        read = read_definitions(document, vocabulary())
    except UnreadableDefinitionsError as fault:
        raise CommandError(f"{path}: {fault}; docs/definitions.md shows one") from None
    rules = {trial.slug: trial.rules() for trial in read.trials}
    return rules, {_id_of(fault, document): str(fault) for fault in read.faults}


def _id_of(fault: DefinitionFault, document: object) -> str:
    """The id of the study that a fault is about; empty when it has none."""
    place = _PLACE.match(fault.path)
    trials = document.get("trials") if isinstance(document, dict) else None
    study = trials[int(place[1])] if place and isinstance(trials, list) else None
    return str(study.get("id", "")) if isinstance(study, dict) else ""
