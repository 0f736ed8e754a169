"""Which trials a referral check judges once there are many."""

import pytest

from tests.factories import make_leukemias
from tests.finder.searching import TODAY, list_trial, told
from trials.eligibility.facts import Role
from trials.finder import LeftOutReason, Seeker, referral_reach
from trials.finder.referral_reach import ReferralReach, is_small_list, reach_of, trials_that_ask
from trials.models import Disease, Trial
from trials.rulebook import disease_graph

pytestmark = pytest.mark.django_db


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def reach(**who: object) -> ReferralReach:
    return reach_of([Seeker(told(**who), disease_graph(), TODAY)])


def test_short_list_is_judged_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    trials = {list_trial(), list_trial()}

    assert is_small_list()
    assert set(ReferralReach().of(Trial.objects.published())) == trials

    monkeypatch.setattr(referral_reach, "EVERY_TRIAL", 1)
    assert not is_small_list()


def test_of_many_trials_those_are_judged_that_may_fit(diseases: dict[str, Disease]) -> None:
    fits, closed = list_trial(diseases["aml"]), list_trial(overall_status="COMPLETED")
    list_trial(diseases["b_all"])
    list_trial(diseases["aml"], ages={"maximum_months": 36})

    found = reach(diagnosis="aml", years=7)

    assert set(found.of(Trial.objects.published())) == {fits, closed}
    assert found.left_out.counts[LeftOutReason.DISEASE] == 1
    assert found.left_out.counts[LeftOutReason.TOO_OLD] == 1
    assert found.not_judged == 0


def test_trials_for_anybody_of_the_family_are_judged(diseases: dict[str, Disease]) -> None:
    for_patients, for_donors = list_trial(diseases["aml"]), list_trial(roles=[Role.DONOR])
    graph = disease_graph()

    people = [told(diagnosis="aml"), told(role=Role.DONOR)]
    found = reach_of([Seeker(facts, graph, TODAY) for facts in people])

    assert found.judged == {for_patients.pk, for_donors.pk}


def test_trials_beyond_the_most_are_counted(
    diseases: dict[str, Disease], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referral_reach, "AT_MOST_OPEN", 2)
    monkeypatch.setattr(referral_reach, "AT_MOST_CLOSED", 1)
    for _ in range(5):
        list_trial(diseases["aml"])
        list_trial(diseases["aml"], overall_status="COMPLETED")

    found = reach(diagnosis="aml")

    assert (len(found.judged or ()), found.not_judged, found.closed_not_judged) == (3, 3, 4)


def test_of_a_registry_only_reviewed_trials_say_what_is_asked() -> None:
    reviewed, _imported = list_trial(), list_trial(is_reviewed=False)
    list_trial(overall_status="COMPLETED")

    assert list(trials_that_ask()) == [reviewed]
