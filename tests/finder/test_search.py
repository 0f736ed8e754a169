from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_age_rule,
    make_group,
    make_leukemias,
    make_site,
    make_trial,
    make_trial_site,
)
from tests.finder.searching import TODAY, list_trial, search, trials
from trials.eligibility.distance import Place
from trials.eligibility.facts import Role
from trials.finder import LeftOutReason, Relaxation, left_out_matches
from trials.models import Disease
from trials.rulebook import disease_graph

pytestmark = pytest.mark.django_db

MEMPHIS = Place("38105", 35.15, -90.03)
FROM_8 = {"minimum_months": 96}


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def test_trial_for_age_and_disease_fits(diseases: dict[str, Disease]) -> None:
    trial = list_trial(diseases["b_all"])

    result = search(years=7, diagnosis="b_all")

    assert trials(result.fits) == [trial]
    assert result.shown == result.fits
    assert result.left_out.total == 0


def test_trial_for_one_type_of_a_general_diagnosis_is_possible(
    diseases: dict[str, Disease],
) -> None:
    trial = list_trial(diseases["b_all"])

    result = search(years=7, diagnosis="leukemia")

    assert trials(result.possible) == [trial]
    assert result.fits == []


def test_trial_is_possible_while_nothing_is_told(diseases: dict[str, Disease]) -> None:
    trial = list_trial(diseases["b_all"])

    assert trials(search().possible) == [trial]


@pytest.mark.parametrize("status", ["RECRUITING", "ENROLLING_BY_INVITATION", "UNKNOWN"])
def test_trial_that_may_be_taking_people_is_open(status: str) -> None:
    trial = list_trial(overall_status=status)

    assert trials(search(years=7).fits) == [trial]


@pytest.mark.parametrize(
    "status", ["NOT_YET_RECRUITING", "ACTIVE_NOT_RECRUITING", "SUSPENDED", "COMPLETED"]
)
def test_trial_that_takes_nobody_stands_apart_from_open_ones(status: str) -> None:
    trial = list_trial(overall_status=status)

    result = search(years=7)

    assert trials(result.not_open) == [trial]
    assert result.fits == []


def test_trial_that_is_not_published_does_not_exist() -> None:
    list_trial(review_state="draft")

    result = search(years=7)

    assert (result.shown, result.total_published, result.left_out.total) == ([], 0, 0)


def test_trial_opens_soon_for_a_child_who_is_old_enough_within_a_year() -> None:
    trial = list_trial(ages=FROM_8)

    result = search(born=date(2019, 3, 16))  # 8 in 366 days

    (match,) = result.soon
    assert match.trial == trial
    assert match.opens_on == date(2027, 3, 16)


def test_trial_that_opens_a_day_later_is_left_out() -> None:
    list_trial(ages=FROM_8)

    result = search(born=date(2019, 3, 17))

    assert result.soon == []
    assert result.left_out.counts[LeftOutReason.TOO_YOUNG] == 1


def test_trial_may_open_soon_for_an_age_without_a_birthday() -> None:
    trial = list_trial(ages=FROM_8)

    (match,) = search(years=7).soon

    assert match.trial == trial
    assert match.opens_on is None


def test_trial_that_opens_and_closes_within_the_time_opens_soon() -> None:
    trial = list_trial(ages={"minimum_days": 30, "maximum_days": 60})

    (match,) = search(born=TODAY).soon

    assert (match.trial, match.opens_on) == (trial, date(2026, 4, 14))


def test_trial_for_another_disease_does_not_open_soon(diseases: dict[str, Disease]) -> None:
    list_trial(diseases["aml"], ages=FROM_8)

    result = search(born=date(2018, 5, 2), diagnosis="all")

    assert result.soon == []
    assert result.left_out.counts[LeftOutReason.DISEASE] == 1


def test_trial_that_is_not_open_does_not_open_soon() -> None:
    list_trial(ages=FROM_8, overall_status="SUSPENDED")

    assert search(years=7).left_out.counts[LeftOutReason.TOO_YOUNG] == 1


def test_group_of_a_trial_that_opens_soon_is_the_one_that_does() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial, key="adults"), minimum_months=216)
    make_age_rule(make_group(trial, key="children"), **FROM_8)

    (match,) = search(born=date(2018, 5, 2)).soon

    assert match.group is not None
    assert match.group.rules.key == "children"


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        pytest.param({"role": Role.DONOR}, LeftOutReason.ROLE, id="another role"),
        pytest.param({"diagnosis": "aml"}, LeftOutReason.DISEASE, id="another disease"),
        pytest.param({"diagnosis": "ph_pos"}, LeftOutReason.DISEASE, id="an exception"),
        pytest.param({"years": 5}, LeftOutReason.TOO_YOUNG, id="too young"),
        pytest.param({"years": 22}, LeftOutReason.TOO_OLD, id="too old"),
        pytest.param({"words": "kidney"}, LeftOutReason.WORDS, id="other words"),
        pytest.param(
            {"role": Role.DONOR, "diagnosis": "aml", "years": 22, "words": "kidney"},
            LeftOutReason.ROLE,
            id="everything",
        ),
        pytest.param(
            {"diagnosis": "aml", "years": 5, "words": "kidney"}, LeftOutReason.DISEASE, id="most"
        ),
    ],
)
def test_trial_that_was_left_out_is_counted_once_and_listed_with_its_reason(
    who: dict[str, object], reason: LeftOutReason, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(
        diseases["all"],
        excepts=[diseases["ph_pos"]],
        ages={"minimum_months": 96, "maximum_months": 264},
    )

    result = search(**who)

    assert {each: count for each, count in result.left_out.counts.items() if count} == {reason: 1}
    assert set(result.left_out.counts) == set(LeftOutReason)
    ((match, listed),) = left_out_matches(result, slice(0, 10))
    assert (match.trial, listed) == (trial, reason)


def test_left_out_trials_come_in_pages_by_title() -> None:
    for title in "CABD":
        list_trial(plain_title=title)
    result = search(years=40)

    pages = [left_out_matches(result, page) for page in (slice(0, 3), slice(3, 6))]

    titles = [[match.trial.plain_title for match, _ in page] for page in pages]
    assert titles == [["A", "B", "C"], ["D"]]


def test_every_published_trial_is_shown_or_counted(diseases: dict[str, Disease]) -> None:
    list_trial(diseases["b_all"])
    list_trial(diseases["t_all"])
    list_trial(diseases["aml"], overall_status="COMPLETED")
    list_trial(diseases["all"], ages=FROM_8)
    list_trial(diseases["all"], ages={"minimum_months": 216})
    list_trial(roles=[Role.DONOR])
    list_trial(overall_status="COMPLETED")

    result = search(years=7, diagnosis="b_all")

    assert len(result.shown) + result.left_out.total == result.total_published == 7
    assert [len(result.fits), len(result.soon), len(result.not_open)] == [1, 1, 1]


def test_taking_back_an_answer_is_offered_with_what_it_gains(
    diseases: dict[str, Disease],
) -> None:
    list_trial(diseases["aml"])
    list_trial(diseases["aml"])
    list_trial(diseases["all"], ages={"maximum_months": 24})
    list_trial(diseases["aml"], overall_status="COMPLETED")

    result = search(years=7, diagnosis="all")

    assert result.relaxations == (Relaxation("diagnosis", 2), Relaxation("age", 1))


def test_taking_back_words_or_the_role_is_offered() -> None:
    list_trial()

    assert search(years=7, words="kidney").relaxations == (Relaxation("words", 1),)
    assert search(years=7, role=Role.DONOR).relaxations == (Relaxation("role", 1),)


def test_nothing_is_offered_that_gains_nothing(diseases: dict[str, Disease]) -> None:
    list_trial(diseases["aml"], ages={"maximum_months": 24})

    assert search(years=7, diagnosis="all").relaxations == ()


def test_nothing_is_offered_while_a_trial_fits() -> None:
    list_trial()
    list_trial(ages={"minimum_months": 216})

    assert search(years=7).relaxations == ()


@pytest.mark.parametrize(
    "who",
    [
        pytest.param({"years": 7, "diagnosis": "b_all", "place": MEMPHIS}, id="found"),
        pytest.param({"years": 40, "diagnosis": "b_all", "words": "study"}, id="not found"),
    ],
)
def test_search_takes_as_many_queries_for_many_trials_as_for_few(
    who: dict[str, object], diseases: dict[str, Disease]
) -> None:
    def list_some() -> None:
        for code in ("b_all", "t_all", "aml"):
            site = make_site(latitude=35.0, longitude=-90.0)
            make_trial_site(list_trial(diseases[code]), site)

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            search(**who)
        return len(queries)

    list_some()
    disease_graph()
    few = count_queries()
    for _ in range(5):
        list_some()

    assert count_queries() == few
