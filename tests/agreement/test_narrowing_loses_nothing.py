"""The database narrows, the first look decides: the first must never lose what the second
would show. Both run on the same random people and trials.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.agreement.generated import TODAY, Generator
from tests.shipped_diseases import load_diseases
from trials.eligibility.ages import AgeKey, AgeSpan
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import Fit, TrialRules, first_look
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.finder import HORIZON, Match, Seeker, Wish, find, narrowed
from trials.models import ParticipantGroup, SearchRow, Trial
from trials.rulebook import disease_graph, rules_for, store_criteria, with_rules

pytestmark = pytest.mark.django_db

TRIALS, PEOPLE = 80, 60
LATER = [TODAY + timedelta(days=days) for days in (1, 15, 60, 120, 179)] + [TODAY + HORIZON]


@dataclass(frozen=True)
class World:
    graph: DiseaseGraph
    generator: Generator
    rules: dict[int, TrialRules]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    load_diseases()
    graph = disease_graph()
    generator = Generator(request.param, graph)
    for number in range(TRIALS):
        trial = Trial.objects.create(
            slug=f"trial-{number}",
            brief_title="A study",
            plain_title="A study",
            goal="To learn something.",
            kind=Trial.Kind.TREATMENT,
            overall_status="RECRUITING",
            review_state="published",
        )
        for place in range(generator.chance.choice((1, 1, 2, 3))):
            group = ParticipantGroup.objects.create(
                trial=trial, key=f"group-{place}", label="People", roles=generator.roles()
            )
            store_criteria(group, generator.tree())
    with connection.cursor() as cursor:
        # Rolled-back tests leave statistics of empty tables behind, and with them plans that
        # visit every pair of rows.
        cursor.execute("ANALYZE")
    rules = {trial.pk: rules_for(trial) for trial in with_rules(Trial.objects.all())}
    return World(graph, generator, rules)


def shown_on(day: date, facts: PatientFacts, world: World) -> dict[int, Fit]:
    """The trials that fit or are possible on a day, by the first look alone."""
    person = Person(facts, world.graph, day)
    looks = {pk: first_look(rules, person).fit for pk, rules in world.rules.items()}
    return {pk: fit for pk, fit in looks.items() if fit is not Fit.NO}


def opening_later(facts: PatientFacts, world: World) -> set[int]:
    """The trials that fit or are possible on a later day up to the horizon."""
    facts = as_known_today(facts)
    return {pk for day in LATER for pk in shown_on(day, facts, world)}


def as_known_today(facts: PatientFacts) -> PatientFacts:
    """Who has a diagnosis today will not be diagnosed at a greater age on a later day."""
    if facts.births is None or facts.age_at_diagnosis or not facts.diagnoses:
        return facts
    so_far = AgeSpan(AgeKey(0, 0), facts.births.span(TODAY).oldest)
    return replace(facts, age_at_diagnosis=so_far)


@pytest.mark.parametrize("world", [1, 2], indirect=True, ids=["seed 1", "seed 2"])
def test_narrowing_keeps_every_trial_that_fits_is_possible_or_opens_soon(world: World) -> None:
    outcomes: Counter[str] = Counter()
    for _ in range(PEOPLE):
        facts = world.generator.facts()
        rows = narrowed(SearchRow.objects.all(), Seeker(facts, world.graph, TODAY))
        kept = set(rows.values_list("trial", flat=True))
        now = shown_on(TODAY, facts, world)
        soon = opening_later(facts, world) - set(now)

        assert set(now) <= kept, facts
        assert soon <= kept, facts

        outcomes.update(now.values())
        outcomes.update(soon=len(soon), dropped=TRIALS - len(kept))

    # Every outcome was met, and the narrowing did narrow.
    assert min(outcomes[key] for key in (Fit.FITS, Fit.POSSIBLE, "soon")) >= 20, outcomes
    assert outcomes["dropped"] >= TRIALS * PEOPLE / 3, outcomes


@pytest.mark.parametrize("world", [3], indirect=True, ids=["seed 3"])
def test_search_shows_what_the_first_look_finds_and_counts_all_else(world: World) -> None:
    for _ in range(PEOPLE // 2):
        facts = replace(world.generator.facts(), age_at_diagnosis=None)
        now = shown_on(TODAY, facts, world)

        result = find(Wish(Seeker(facts, world.graph, TODAY)))

        assert keys(result.fits) == {pk for pk, fit in now.items() if fit is Fit.FITS}
        assert keys(result.possible) == {pk for pk, fit in now.items() if fit is Fit.POSSIBLE}
        assert opening_later(facts, world) - set(now) <= keys(result.soon), facts
        assert len(result.shown) + result.left_out.total == TRIALS


def keys(matches: Sequence[Match]) -> set[int]:
    return {match.trial.pk for match in matches}
