"""Make a registry in a database of its own, ask, check, print, and drop it."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from benchmarks import engine
from benchmarks.floor import Floor
from benchmarks.people import PEOPLE
from benchmarks.registry import Registry
from benchmarks.stopwatch import Split, measured
from config.database import start_embedded_server
from trials.answers import write_answers
from trials.disease_search import disease_names
from trials.eligibility.evaluation import Fit, TrialRules, first_look
from trials.eligibility.person import Person
from trials.filters import TrialFilter
from trials.models import Trial
from trials.rulebook import disease_graph, rules_for, with_rules
from trials.views import clock

ROUNDS = 3
WORKED_OUT_ON_EVERY = 20
"""Every so manieth trial is also looked at without any narrowing, to check the answers."""


@dataclass
class Question:
    """What one family asks, and how long the page and its floor took, in milliseconds."""

    who: str
    answers: dict[str, str]
    shown: int = 0
    candidates: int = 0
    splits: list[Split] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    @property
    def page(self) -> Split:
        """The round that took the median time."""
        return sorted(self.splits, key=lambda split: split.total)[len(self.splits) // 2]

    @property
    def floor(self) -> float:
        return statistics.median(self.floors)

    def filter(self) -> TrialFilter:
        trial_filter = TrialFilter(
            self.answers,
            today=clock.today(),
            catalogue=disease_names(),
            graph=disease_graph(),
        )
        if not trial_filter.is_valid():
            raise ValueError(f"{self.who}: {trial_filter.errors.as_json()}")
        return trial_filter


def main() -> int:
    size = int(os.environ.get("BENCH_TRIALS", "10000"))
    start_embedded_server()
    _say(_machine())
    with _database_of_our_own():
        started = time.perf_counter()
        call_command("loaddata", "diseases", verbosity=0)
        Registry(size).write()
        _say(f"{size:,} trials written in {time.perf_counter() - started:.0f} s")
        questions = [Question(who, answers) for who, answers in PEOPLE.items()]
        wrong = _wrong_answers(questions)
        _ask_in_turn(questions)
        _report(questions)
        wrong += engine.measure(disease_graph(), _say)
    for fault in wrong:
        _say(f"WRONG ANSWER: {fault}")
    return 1 if wrong else 0


@contextmanager
def _database_of_our_own() -> Iterator[None]:
    """On the configured server; dropped at the end, whatever happens."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"trialfinder_bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _wrong_answers(questions: list[Question]) -> list[str]:
    """Who is shown anything else than what the first look finds without any narrowing."""
    keys = Trial.objects.order_by("pk").values_list("pk", flat=True)[::WORKED_OUT_ON_EVERY]
    sample = with_rules(Trial.objects.filter(pk__in=keys))
    rules = {trial.pk: rules_for(trial) for trial in sample}
    return [
        f"{question.who}: the page shows other trials than the first look finds"
        for question in questions
        if not _is_right(question, rules)
    ]


def _is_right(question: Question, rules: dict[int, TrialRules]) -> bool:
    trial_filter = question.filter()
    result, form = trial_filter.find(), trial_filter.form
    matches = [*result.fits, *result.possible, *result.not_open]
    shown = {match.trial.pk for match in matches}
    candidates = Floor.of(form, trial_filter.graph, clock.today()).ask()
    question.shown, question.candidates = len(shown), len(candidates)
    person = Person(form.facts(), trial_filter.graph, clock.today())
    named = Trial.objects.mentioning(form.words_told).filter(pk__in=rules)
    found = {trial.pk for trial in named if first_look(rules[trial.pk], person).fit is not Fit.NO}
    return found == shown & set(rules) and shown <= candidates


def _ask_in_turn(questions: list[Question]) -> None:
    """Page and floor back to back; the first round only warms up."""
    graph, client = disease_graph(), Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    for number in range(ROUNDS + 1):
        for question in questions:
            floor = Floor.of(question.filter().form, graph, clock.today())
            took, split = _time(floor.ask), _page(client, question.answers)
            if number:
                question.floors.append(took)
                question.splits.append(split)


def _page(client: Client, answers: dict[str, str]) -> Split:
    carrier = HttpResponse()
    write_answers(carrier, answers, now=clock.now())
    client.cookies = carrier.cookies
    with measured() as split:
        response = client.get("/results/", secure=settings.SECURE_SSL_REDIRECT)
    if response.status_code != 200:
        raise RuntimeError(f"the results page answered {response.status_code}")
    return split


def _report(questions: list[Question]) -> None:
    _say(
        f"{'':38}{'shown':>6}{'of':>6}{'page':>8}{'SQL':>7}{'(n)':>5}"
        f"{'search':>8}{'templ.':>8}{'rest':>7}{'floor':>8}{'ratio':>7}"
    )
    for question in questions:
        page = question.page
        _say(
            f"{question.who:38}{question.shown:6}{question.candidates:6}{page.total:8.1f}"
            f"{page.sql:7.1f}{page.queries:5}{page.search:8.1f}{page.template:8.1f}"
            f"{page.rest:7.1f}{question.floor:8.2f}{page.total / question.floor:7.1f}"
        )
    pages = [question.page for question in questions]
    floors = [question.floor for question in questions]
    ratios = [page.total / floor for page, floor in zip(pages, floors, strict=True)]
    median = statistics.median
    _say(
        f"{'median':38}{'':12}{median(page.total for page in pages):8.1f}"
        f"{median(page.sql for page in pages):7.1f}{median(page.queries for page in pages):5.0f}"
        f"{median(page.search for page in pages):8.1f}"
        f"{median(page.template for page in pages):8.1f}"
        f"{median(page.rest for page in pages):7.1f}{median(floors):8.2f}{median(ratios):7.1f}"
    )
    _say(
        "ms; SQL with its number of queries; search: rows made into rules, first look, order; "
        "floor: one prepared statement for the same candidates"
    )


def _machine() -> str:
    """What the times mean: load, and three things every machine can do."""
    with connection.cursor() as cursor:
        select = statistics.median(_time(lambda: cursor.execute("SELECT 1")) for _ in range(200))
    text = json.dumps([{"number": number, "text": "a" * 50} for number in range(2_000)])
    loads = statistics.median(_time(lambda: json.loads(text)) for _ in range(50))
    version = connection.pg_version
    return (
        f"Python {platform.python_version()}, PostgreSQL {version // 10_000}.{version % 10_000}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"SELECT 1 {select:.2f} ms, json.loads of {len(text) // 1000} kB {loads:.2f} ms"
    )


def _time(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return (time.perf_counter() - started) * 1000


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
