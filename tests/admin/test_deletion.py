"""What families or the trail have seen is withdrawn, not deleted."""

import pytest

from tests.factories import make_group, make_review_event, make_user
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
    Trial.objects.update(review_state=state)

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


def test_only_group_of_a_published_trial_stays(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    Trial.objects.update(review_state="published")
    address = f"/admin/trials/participantgroup/{group.pk}/delete/"

    response = desk.post(address, {"post": "yes"}, follow=True)

    assert "Add a participant group: who can join?" in response.content.decode()
    assert ParticipantGroup.objects.exists()


def test_one_of_several_groups_may_go(desk: PageCheckingClient, group: ParticipantGroup) -> None:
    other = make_group(group.trial, key="other")
    Trial.objects.update(review_state="published")

    desk.post(
        "/admin/trials/participantgroup/",
        {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"},
    )

    assert list(ParticipantGroup.objects.all()) == [group]
