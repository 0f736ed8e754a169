"""Once somebody answered more than age and disease, the verdict on all criteria decides: the
narrowing in the database must never lose a study that it keeps.

All shipped studies, and people at random with up to six answers, contradictory ones too.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.agreement.real_world import answers_to_try, real_graph
from tests.every_study import COUNT, every_study
from tests.factories import put_in_state
from trials.eligibility.ages import BirthInterval
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import Fit, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.verdicts import Verdict, judge_in
from trials.finder import FinderResult, LeftOutReason, Match, Seeker, Wish, find, narrowed
from trials.models import SearchRow, Trial
from trials.models.site import OverallStatus
from trials.rulebook import disease_graph, rules_for, with_rules

ON = date(2026, 3, 15)
STUDIES = COUNT - 1
"""One entry is an approved treatment, and never shown as a study."""
PEOPLE = 150
LEUKEMIAS = sorted(real_graph().descendants("leukemia"))
EVERYTHING = sorted(real_graph())


@pytest.fixture(scope="module")
def all_published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with every_study(django_db_blocker):
        with django_db_blocker.unblock():
            studies = Trial.objects.exclude(kind=Trial.Kind.APPROVED_THERAPY)
            assert studies.count() == STUDIES
            for trial in studies:
                put_in_state(trial, Trial.ReviewState.PUBLISHED)
        yield


@pytest.fixture
def rules(all_published: None, db: None) -> dict[int, TrialRules]:
    return {trial.pk: rules_for(trial) for trial in with_rules(Trial.objects.published())}


def somebody(chance: Random) -> PatientFacts:
    exact = BirthInterval.on_date(ON - timedelta(days=chance.randrange(9_000)))
    rough = BirthInterval.of_age(ON, years=chance.randrange(30))
    births = chance.choice([exact, rough, rough, None])
    # The form refuses an age at the diagnosis that is higher than the age today.
    oldest = births.span(ON).oldest.years if births else 20
    then = BirthInterval.of_age(ON, years=chance.randint(0, oldest)).span(ON)
    diseases = chance.choice([LEUKEMIAS, LEUKEMIAS, EVERYTHING])
    told = dict(chance.sample(answers_to_try(), chance.randrange(1, 7)))
    unknown = {key for key, _ in chance.sample(answers_to_try(), chance.choice([3, 100]))}
    return PatientFacts(
        role=chance.choice([Role.PATIENT] * 6 + list(Role)),
        births=births,
        diagnoses=frozenset(chance.sample(diseases, chance.choice([0, 1, 1, 1, 1, 2]))),
        age_at_diagnosis=chance.choice([None, None, then]),
        told=told,
        not_known=frozenset(unknown - told.keys()),
    )


def people(seed: int) -> Iterator[PatientFacts]:
    chance = Random(seed)
    for _ in range(PEOPLE):
        yield somebody(chance)


def kept_by_database(facts: PatientFacts, graph: DiseaseGraph) -> set[int]:
    rows = narrowed(SearchRow.objects.all(), Seeker(facts, graph, ON))
    return set(rows.values_list("trial", flat=True))


def searched(facts: PatientFacts, graph: DiseaseGraph) -> FinderResult:
    return find(Wish(Seeker(facts, graph, ON)))


def keys(matches: list[Match]) -> set[int]:
    return {match.trial.pk for match in matches}


@pytest.mark.parametrize("seed", [1, 2])
def test_narrowing_keeps_every_study_that_the_verdict_keeps(
    seed: int, rules: dict[int, TrialRules]
) -> None:
    graph, met = disease_graph(), Counter[str]()
    for facts in people(seed):
        case = Seeker(facts, graph, ON).case
        verdicts = {pk: judge_in(each, case).verdict for pk, each in rules.items()}
        hopeful = {pk for pk, verdict in verdicts.items() if verdict is not Verdict.NO_MATCH}
        kept = kept_by_database(facts, graph)

        assert hopeful <= kept, facts
        met.update(verdicts.values())
        met.update(dropped=STUDIES - len(kept))

    assert min(met[verdict] for verdict in Verdict) >= PEOPLE / 3, met
    assert met["dropped"] >= PEOPLE, met


def test_first_look_says_no_only_where_the_verdict_does(rules: dict[int, TrialRules]) -> None:
    """Of people whose answers go together: otherwise the two may believe different ones."""
    graph, noes = disease_graph(), 0
    for facts in people(3):
        seeker = Seeker(facts, graph, ON)
        if seeker.case.person.known.contradictions:
            continue
        for each in rules.values():
            if first_look(each, seeker.person).fit is Fit.NO:
                noes += 1
                assert judge_in(each, seeker.case).verdict is Verdict.NO_MATCH, (each.key, facts)

    assert noes >= PEOPLE


def test_sections_are_what_the_verdicts_say_and_everything_is_counted(
    rules: dict[int, TrialRules],
) -> None:
    graph, met = disease_graph(), Counter[str]()
    is_open = {
        trial.pk: OverallStatus(trial.overall_status).is_open_now for trial in Trial.objects.all()
    }
    for facts in list(people(4))[: PEOPLE // 3]:
        case = Seeker(facts, graph, ON).case
        verdicts = {pk: judge_in(each, case).verdict for pk, each in rules.items()}
        result = searched(facts, graph)

        for verdict, section in (
            (Verdict.MAY_MATCH, result.fits),
            (Verdict.NEEDS, result.possible),
        ):
            wanted = {pk for pk, said in verdicts.items() if said is verdict and is_open[pk]}
            assert keys(section) == wanted, facts
        closed = {pk for pk, said in verdicts.items() if said is not Verdict.NO_MATCH}
        assert keys(result.not_open) == {pk for pk in closed if not is_open[pk]}
        assert len(result.shown) + result.left_out.total == STUDIES
        met.update(soon=len(result.soon), answer=result.left_out.counts[LeftOutReason.ANSWER])

    assert met["answer"] >= 20 and met["soon"], met


def test_taking_back_every_answer_gives_the_first_look_again(
    rules: dict[int, TrialRules],
) -> None:
    graph = disease_graph()
    for facts in list(people(5))[:10]:
        bare = replace(facts, told={}, age_at_diagnosis=None, not_known=frozenset())

        result = searched(bare, graph)

        assert not result.is_judged
        person = Seeker(bare, graph, ON).person
        looks = {pk: first_look(each, person).fit for pk, each in rules.items()}
        assert keys(result.open) | keys(result.not_open) == {
            pk for pk, fit in looks.items() if fit is not Fit.NO
        }
