"""What families or the trail have seen is withdrawn, not deleted."""

import pytest

from tests.factories import make_group, make_review_event, make_user, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(client: PageCheckingClient) -> PageCheckingClient:
    """The browser of somebody who may delete anything."""
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def test_draft_nobody_has_reviewed_is_deleted_with_its_parts(
    keys: PageCheckingClient, trial: Trial
) -> None:
    keys.post(f"/admin/trials/trial/{trial.pk}/delete/", {"post": "yes"})

    assert not Trial.objects.exists()
    told = set(AuditEvent.objects.values_list("subject", flat=True))
    assert told == {"trial", "trialsource", "participantgroup", "agerule", "diseaserule"}


@pytest.mark.parametrize("state", ["in_review", "published", "withdrawn"])
def test_trial_that_is_no_draft_stays(state: str, keys: PageCheckingClient, trial: Trial) -> None:
    put_in_state(trial, state)

    response = keys.post(f"/admin/trials/trial/{trial.pk}/delete/", {"post": "yes"})

    assert "Withdraw it instead." in response.content.decode()
    assert Trial.objects.exists()


def test_draft_that_was_under_review_stays(keys: PageCheckingClient, trial: Trial) -> None:
    make_review_event(trial)

    keys.post(
        "/admin/trials/trial/",
        {"action": "delete_selected", "_selected_action": [trial.pk], "post": "yes"},
    )

    assert Trial.objects.exists()


def test_groups_of_a_published_trial_stay(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    other = make_group(group.trial, key="other")
    put_in_state(group.trial, "published")
    address = f"/admin/trials/participantgroup/{group.pk}/delete/"
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}

    one = desk.post(address, {"post": "yes"}, follow=True)
    several = desk.post("/admin/trials/participantgroup/", chosen, follow=True)

    for response in (one, several):
        assert "changed in a working copy" in response.content.decode()
    assert ParticipantGroup.objects.count() == 2


def test_group_of_a_draft_may_go(desk: PageCheckingClient, group: ParticipantGroup) -> None:
    desk.post(f"/admin/trials/participantgroup/{group.pk}/delete/", {"post": "yes"})

    assert not ParticipantGroup.objects.exists()
