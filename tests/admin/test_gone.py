"""A working copy goes while somebody types in it: what was typed is shown, to be copied."""

import pytest

from tests.admin.rooms import Room, page_of, texts, words
from tests.factories import put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import Trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(desk: PageCheckingClient, trial: Trial) -> Trial:
    put_in_state(trial, "published")
    desk.post(f"/admin/trials/trial/{trial.pk}/revise/step/")
    return Trial.objects.get(revision_of=trial)


def discard(desk: PageCheckingClient, copy: Trial) -> None:
    desk.post(f"/admin/trials/trial/{copy.pk}/discard/step/", {"reason": "Not needed"})
    assert not Trial.objects.filter(pk=copy.pk).exists()


def test_words_of_a_trial(desk: PageCheckingClient, copy: Trial, trial: Trial) -> None:
    room = Room(desk, "trials_trial_change", copy.pk)
    discard(desk, copy)

    answer = room.press(goal="Took <b>long</b>\nto write", kind="supportive_care")

    assert answer.status_code == 409
    page = words(page_of(answer))
    assert "The working copy was discarded in the meantime." in page
    [typed] = texts(answer, tag="table", css="changes")
    assert "Goal in plain words Took <b>long</b> to write" in typed
    assert "Kind of study Supportive care" in typed
    links = {one.get("href") for one in page_of(answer).iter("a")}
    assert f"/admin/trials/trial/{trial.pk}/history/" in links
    assert "csrf" not in typed
    assert "_seen" not in typed


def test_rules_of_a_group(desk: PageCheckingClient, copy: Trial) -> None:
    room = Room(desk, "trials_participantgroup_change", copy.groups.get().pk)
    discard(desk, copy)

    answer = room.press(**{"age_rules-0-quote": "Under 22 years"})

    assert "The working copy was discarded in the meantime." in words(page_of(answer))
    [typed] = texts(answer, tag="table", css="changes")
    assert "Age limit 1: Sentence in the source Under 22 years" in typed
