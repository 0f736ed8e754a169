"""Whole-patient evaluation against many trials: how fast, beside bare closures.

The trials are copies of the shipped ones, which are real: each copy is a tree of its own.
"""

import copy
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.closures import Plain, compiled
from trials.catalogue import CATALOGUE
from trials.definitions import read_definitions
from trials.eligibility.ages import BirthInterval
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.questions import Mentions, next_questions
from trials.eligibility.verdicts import judge_in, plain_truth

SIZES = (47, 1_000, 10_000)
ROUNDS = 5
MANY, FEW_PEOPLE = 1_000, 3
"""From so many trials on one round tells enough, and beyond it fewer people do."""
TODAY = date(2026, 3, 15)
SHIPPED = Path("fixtures/trial_definitions.json")

Say = Callable[[str], None]


def measure(graph: DiseaseGraph, say: Say) -> list[str]:
    """Print the figures; what is wrong with the answers, empty when all agree."""
    shipped = shipped_rules()
    people = list(_people(graph))
    say(f"{'trials':>8}{'pairs/s':>12}{'explained/s':>13}{'closures/s':>12}{'ratio':>8}")
    wrong = [fault for size in SIZES for fault in _evaluate(many(shipped, size), people, say)]
    _ask(many(shipped, 1_000), people, say)
    _weigh(shipped, say)
    return wrong


def shipped_rules() -> list[TrialRules]:
    document = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return [trial.rules() for trial in read_definitions(document).trials]


def many(shipped: list[TrialRules], size: int) -> list[TrialRules]:
    """``size`` trials, no two of which share a rule."""
    return [
        TrialRules(f"{rules.key}-{number}", copy.deepcopy(rules.groups))
        for number in range(size)
        for rules in (shipped[number % len(shipped)],)
    ]


def _people(graph: DiseaseGraph) -> Iterator[Person]:
    told = (
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


def _evaluate(trials: list[TrialRules], people: list[Person], say: Say) -> list[str]:
    tests = [compiled(rules) for rules in trials]
    plains = [Plain.of(person) for person in people]
    seconds: dict[str, list[float]] = {"truth": [], "full": [], "floor": []}
    wrong = []
    few = slice(None) if len(trials) <= MANY else slice(FEW_PEOPLE)
    for _ in range(ROUNDS if len(trials) < MANY else 1):
        for person, plain in list(zip(people, plains, strict=True))[few]:
            case = Case(person)
            seconds["truth"].append(_timed(lambda: [plain_truth(r, case) for r in trials]))  # noqa: B023
            other = Case(person)
            seconds["full"].append(_timed(lambda: [judge_in(r, other) for r in trials]))  # noqa: B023
            seconds["floor"].append(_timed(lambda: [test(plain) for test in tests]))  # noqa: B023
            if [plain_truth(rules, case) for rules in trials] != [test(plain) for test in tests]:
                wrong.append(f"closures and engine differ for {person.facts}")
    rate = {part: len(trials) / statistics.median(times) for part, times in seconds.items()}
    say(
        f"{len(trials):8,}{rate['truth']:12,.0f}{rate['full']:13,.0f}{rate['floor']:12,.0f}"
        f"{rate['floor'] / rate['truth']:8.1f}"
    )
    return wrong


def _ask(trials: list[TrialRules], people: list[Person], say: Say) -> None:
    """The next question, beside one pass over the same trials."""
    mentions = Mentions(trials, people[0].graph, CATALOGUE)
    asked, passes = [], []
    for person in people:
        case = Case(person)
        passes.append(_timed(lambda: [judge_in(rules, case) for rules in trials]))  # noqa: B023
        fresh = Case(person)
        asked.append(_timed(lambda: next_questions(trials, fresh, mentions)))  # noqa: B023
    question, one_pass = statistics.median(asked) * 1000, statistics.median(passes) * 1000
    say(
        f"next question, 1,000 trials: {question:.0f} ms, {question / one_pass:.1f} times "
        f"one pass over them ({one_pass:.0f} ms)"
    )


def _weigh(shipped: list[TrialRules], say: Say) -> None:
    tracemalloc.start()
    kept = many(shipped, 1_000)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    say(f"rules in memory: {size / len(kept) / 1024:.1f} kB a trial")


def _timed(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started
