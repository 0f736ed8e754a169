from collections.abc import Mapping
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_leukemias, make_site, make_trial_site
from tests.finder.searching import list_trial, trials
from trials.disease_search import disease_names
from trials.eligibility.facts import Role
from trials.filters import TrialFilter
from trials.finder import Seeker, narrowed
from trials.models import Disease, SearchRow, Trial
from trials.rulebook import disease_graph

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 15)


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def filtered(answers: Mapping[str, str] | None) -> TrialFilter:
    return TrialFilter(answers, today=TODAY, catalogue=disease_names(), graph=disease_graph())


def found(trial_filter: TrialFilter) -> set[Trial]:
    return {row.trial for row in trial_filter.qs}


@pytest.fixture
def listed(diseases: dict[str, Disease]) -> dict[str, Trial]:
    return {
        "b_all": list_trial(diseases["b_all"], goal="Whether CAR T cells are safe."),
        "aml": list_trial(diseases["aml"], goal="Whether a pill is safe."),
        "toddlers": list_trial(diseases["all"], ages={"maximum_months": 36}),
        "donors": list_trial(roles=[Role.DONOR]),
        "anybody": list_trial(ages={"status": "no_limit"}),
    }


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        pytest.param({}, "b_all aml toddlers anybody", id="nothing told"),
        pytest.param({"role": "donor"}, "donors", id="role"),
        pytest.param({"age_years": "7"}, "b_all aml anybody", id="age"),
        pytest.param({"age_years": "30"}, "anybody", id="age beyond most limits"),
        pytest.param({"diagnosis": "b all"}, "b_all toddlers anybody", id="diagnosis"),
        pytest.param({"diagnosis": "leukemia"}, "b_all aml toddlers anybody", id="general"),
        pytest.param({"words": "safe pill"}, "aml", id="words"),
        pytest.param(
            {"age_years": "7", "diagnosis": "all"}, "b_all anybody", id="age and disease"
        ),
        pytest.param({"near": "38105"}, "b_all aml toddlers anybody", id="place"),
    ],
)
def test_answers_narrow_the_list(
    answers: dict[str, str], names: str, listed: dict[str, Trial]
) -> None:
    trial_filter = filtered(answers)

    assert trial_filter.is_valid()
    assert found(trial_filter) == {listed[name] for name in names.split()}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"role": "donor", "age_years": "30"},
        {"age_years": "2", "diagnosis": "t all", "words": "safe"},
        {"birth_year": "2019", "diagnosis": "leukemia"},
    ],
    ids=["nothing", "donor", "everything", "roughly"],
)
def test_filter_keeps_what_the_finder_takes_for_narrowed(
    answers: dict[str, str], listed: dict[str, Trial]
) -> None:
    trial_filter = filtered(answers)
    assert trial_filter.is_valid()

    seeker = Seeker(trial_filter.form.facts(), disease_graph(), TODAY)
    expected = narrowed(SearchRow.objects.all(), seeker, trial_filter.form.words_told)
    assert set(trial_filter.qs) == set(expected)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"age_years": "-3", "diagnosis": "all"}, id="one bad answer"),
        pytest.param({"diagnosis": "broken leg"}, id="unknown diagnosis"),
        pytest.param(None, id="form not sent"),
    ],
)
def test_answers_with_errors_have_no_list_rather_than_a_longer_one(
    answers: dict[str, str] | None, listed: dict[str, Trial]
) -> None:
    trial_filter = filtered(answers)

    assert not trial_filter.is_valid()
    with pytest.raises(ValueError, match="is_valid"):
        trial_filter.find()


def test_unpublished_trial_is_in_no_list(diseases: dict[str, Disease]) -> None:
    list_trial(review_state="in_review")

    assert found(filtered({})) == set()


def test_find_answers_with_place_and_words(listed: dict[str, Trial]) -> None:
    site = make_site(latitude=35.15, longitude=-90.05)
    make_trial_site(listed["b_all"], site)

    answers = {"age_years": "7", "diagnosis": "b all", "near": "38105", "words": "CAR"}
    trial_filter = filtered(answers)
    assert trial_filter.is_valid()
    result = trial_filter.find()

    assert trials(result.fits) == [listed["b_all"]]
    assert result.fits[0].nearest is not None
    assert result.fits[0].nearest.trial_site.site == site
    assert result.left_out.total == 4


def test_answer_takes_a_fixed_number_of_queries(
    listed: dict[str, Trial], diseases: dict[str, Disease]
) -> None:
    filtered({})  # names and hierarchy are in memory from now on

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            trial_filter = filtered({"age_years": "7", "diagnosis": "leukemia"})
            assert trial_filter.is_valid()
            trial_filter.find()
        return len(queries)

    few = count()
    for _ in range(10):
        list_trial(diseases["b_all"])
    more = count()
    kept = count()

    assert kept < few == more <= 25
