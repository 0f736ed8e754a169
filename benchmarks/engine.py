"""The engine beside a numpy forest, and beside bare closures; both must agree with it.

The trials are copies of the shipped ones, which are real: each copy is a tree of its own, so
that only single criteria are met again.
"""

import copy
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection

from benchmarks.closures import Plain, compiled
from benchmarks.drawing import SEED
from benchmarks.forest import Forest, is_installed
from benchmarks.goals import Figure, milliseconds, skipped
from benchmarks.queries import PATIENT, Query
from trials.catalogue import CATALOGUE
from trials.definitions import read_definitions
from trials.eligibility.ages import BirthInterval
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import AllOf, AnyOf, Criterion, Finding, Not
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.verdicts import judge_in, plain_truth
from trials.finder.candidates import candidates
from trials.finder.search import LOOKED_AT
from trials.models import Trial
from trials.rulebook import disease_graph, rules_of

TRIALS, ROUNDS, RUNS = 300, 20, 3
TODAY = date(2026, 3, 15)
SHIPPED = Path("fixtures/trial_definitions.json")


def engine_figures(queries: Sequence[Query]) -> tuple[list[Figure], list[str]]:
    """The figures, and what is wrong with the answers."""
    name = f"engine ÷ numpy forest, {TRIALS} trials"
    graph = disease_graph()
    trials, people = many(shipped_rules(), TRIALS), list(people_who_ask(graph))
    wrong = differences(trials, people)
    if is_installed:
        figures = [_beside_numpy(name, trials, people)]
    else:
        figures = [skipped(6, name, 2, "skipped: no numpy")]
    return [*figures, _explanation([query for query in queries if query.kind == PATIENT])], wrong


def shipped_rules() -> list[TrialRules]:
    document = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return [trial.rules() for trial in read_definitions(document).trials]


def many(shipped: list[TrialRules], size: int) -> list[TrialRules]:
    """``size`` trials, each of which asks in an order of its own: no two trees are alike."""
    chance = Random(SEED)
    return [
        TrialRules(
            f"{rules.key}-{number}",
            tuple(
                GroupRules(group.key, group.roles, shuffled(group.criterion, chance))
                for group in rules.groups
            ),
        )
        for number in range(size)
        for rules in (shipped[number % len(shipped)],)
    ]


def shuffled(criterion: Criterion, chance: Random) -> Criterion:
    """The same in another order, as a copy."""
    if isinstance(criterion, Not):
        return Not(shuffled(criterion.part, chance))
    if isinstance(criterion, AllOf | AnyOf):
        parts = [shuffled(part, chance) for part in criterion.parts]
        chance.shuffle(parts)
        return type(criterion)(tuple(parts))
    return copy.deepcopy(criterion)


def people_who_ask(graph: DiseaseGraph) -> Iterator[Person]:
    told: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (9, "b_all", {}),
        (7, "all", {"disease_status": frozenset({"relapsed"})}),
        (12, "aml", {"disease_status": frozenset({"relapsed"}), "prior_hsct": "no"}),
        (16, "b_all_ph_pos", {"cd19": "positive", "relapse_count": 2}),
        (5, "leukemia", {}),
    )
    for years, diagnosis, facts in told:
        births = BirthInterval.of_age(TODAY, years=years)
        patient = PatientFacts(births=births, diagnoses=frozenset({diagnosis}), told=facts)
        for persona in Persona:
            yield Person(patient, graph, TODAY, CATALOGUE, persona)


def differences(trials: list[TrialRules], people: list[Person]) -> list[str]:
    """Whom engine, closures and forest do not agree about."""
    tests, wrong = [compiled(rules) for rules in trials], []
    forest = Forest(trials) if is_installed else None
    for person in people:
        case, plain = Case(person), Plain.of(person)
        truth = [int(plain_truth(rules, case)) for rules in trials]
        if truth != [test(plain) for test in tests]:
            wrong.append(f"closures and engine differ for {person.facts}")
        if forest and truth != [int(value) for value in forest.ask(plain)]:
            wrong.append(f"forest and engine differ for {person.facts}")
    return wrong


def _beside_numpy(name: str, trials: list[TrialRules], people: list[Person]) -> Figure:
    forest = Forest(trials)
    runs: list[tuple[float, float]] = []
    for _ in range(RUNS):
        asked = [_fastest(forest, trials, person) for person in people]
        ours, floor = (statistics.median(side) for side in zip(*asked, strict=True))
        runs.append((ours, floor))
    ratio = statistics.median(one / other for one, other in runs)
    ours_middle, floor_middle = (statistics.median(side) for side in zip(*runs, strict=True))
    told = milliseconds(floor_middle), milliseconds(ours_middle)
    return Figure(6, name, *told, ratio, 2, steady=ratio)


def _fastest(forest: Forest, trials: list[TrialRules], person: Person) -> tuple[float, float]:
    """Of the engine and of the forest: what disturbs a calculation only makes it longer."""
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        case, plain = Case(person), Plain.of(person)
        ours.append(_worked(lambda: [plain_truth(r, case) for r in trials]))  # noqa: B023
        floor.append(_worked(lambda: forest.ask(plain)))  # noqa: B023
    return min(ours), min(floor)


def _explanation(queries: Sequence[Query]) -> Figure:
    """Every criterion of every candidate, beside the statement that finds them."""
    ratios: list[float] = []
    explained: list[float] = []
    found_in: list[float] = []
    for query in [*queries, *queries]:
        wish = query.wish()
        found = candidates(wish, is_open=True, limit=LOOKED_AT)
        rules = list(rules_of(Trial.objects.filter(pk__in=found.trials).only("slug")).values())
        case = wish.seeker.case
        found_in.append(_timed(lambda: candidates(wish, is_open=True, limit=LOOKED_AT)))  # noqa: B023
        explained.append(_timed(lambda: [_explained(one, case) for one in rules]))  # noqa: B023
        ratios.append(explained[-1] / found_in[-1])
    connection.close()
    return Figure(
        6,
        "explanation of the candidates ÷ SQL",
        milliseconds(statistics.median(found_in)),
        milliseconds(statistics.median(explained)),
        statistics.median(ratios),
        1,
    )


def _explained(rules: TrialRules, case: Case) -> list[tuple[Finding, ...]]:
    """Findings are made when they are read."""
    return [group.findings for group in judge_in(rules, case).groups]


def _worked(what: Callable[[], object]) -> float:
    """Seconds of a processor: nothing here waits."""
    started = time.process_time()
    what()
    return time.process_time() - started


def _timed(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started
