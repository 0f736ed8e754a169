import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.admin.rooms import Room, errors, notices
from tests.factories import make_trial
from tests.page_checks import PageCheckingClient
from trials.models import ReviewEvent, Trial

pytestmark = pytest.mark.django_db


def step(trial: Trial, name: str) -> str:
    return reverse("admin:trials_trial_step", args=[trial.pk, name])


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", ["Submit for review…"]),
        ("in_review", ["Publish…", "Return to draft…"]),
        ("published", ["Withdraw…"]),
        ("withdrawn", ["Return to draft…"]),
    ],
)
def test_page_offers_the_steps_of_its_state(
    state: str, offered: list[str], desk: PageCheckingClient, trial: Trial
) -> None:
    Trial.objects.update(review_state=state)

    page = Room(desk, "trials_trial_change", trial.pk).page.content.decode()

    links = ("Submit for review…", "Publish…", "Return to draft…", "Withdraw…")
    assert [link for link in links if link in page] == offered


def test_step_asks_before_it_is_taken(desk: PageCheckingClient, trial: Trial) -> None:
    page = desk.get(step(trial, "submit"))

    assert "Somebody else looks at the trial" in page.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "draft"


def test_whole_way_to_the_public_list_and_back(desk: PageCheckingClient, trial: Trial) -> None:
    for name in ("submit", "publish"):
        response = desk.post(step(trial, name), {"reason": "Seen on the page"}, follow=True)
    assert notices(response) == ["STUDY is published: families see it now."]

    desk.post(step(trial, "withdraw"), {"reason": "Closed early"})
    desk.post(step(trial, "return"), {"reason": "Will open again"})

    trial.refresh_from_db()
    assert trial.review_state == "draft"
    taken = ReviewEvent.objects.order_by("pk").values_list("to_state", "reason")
    assert list(taken) == [
        ("in_review", "Seen on the page"),
        ("published", "Seen on the page"),
        ("withdrawn", "Closed early"),
        ("draft", "Will open again"),
    ]


def test_step_that_was_taken_already_is_told_plainly(
    desk: PageCheckingClient, trial: Trial
) -> None:
    Trial.objects.update(review_state="published")

    asked = desk.get(step(trial, "publish"), follow=True)
    sent = desk.post(step(trial, "publish"), follow=True)

    told = ["STUDY is published already: nothing was changed."]
    assert notices(asked) == notices(sent) == told
    assert not ReviewEvent.objects.exists()


def test_incomplete_trial_lists_what_to_add_and_is_not_published(
    desk: PageCheckingClient,
) -> None:
    trial = make_trial(review_state="in_review")

    for response in (desk.get(step(trial, "publish")), desk.post(step(trial, "publish"))):
        assert errors(response) == [
            "Add a source to the trial: the page or record it was read from.",
            "Add a participant group: who can join?",
        ]
        assert 'value="Publish"' not in response.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "in_review"


def test_withdrawal_needs_a_reason(desk: PageCheckingClient, trial: Trial) -> None:
    Trial.objects.update(review_state="published")

    response = desk.post(step(trial, "withdraw"), {"reason": " "})

    assert "Say why the trial is withdrawn." in response.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "published"


def test_endless_reason_is_refused(desk: PageCheckingClient, trial: Trial) -> None:
    Trial.objects.update(review_state="published")

    response = desk.post(step(trial, "withdraw"), {"reason": "x" * 5000})

    assert response.status_code == 200
    assert not ReviewEvent.objects.exists()


@pytest.mark.parametrize("name", ["submit", "publish", "return", "withdraw"])
def test_referral_staff_take_no_step(
    name: str, client: PageCheckingClient, nurse: User, trial: Trial
) -> None:
    client.force_login(nurse)

    assert client.get(step(trial, name)).status_code == 403
    assert client.post(step(trial, name)).status_code == 403


def test_step_nobody_knows_is_not_found(desk: PageCheckingClient, trial: Trial) -> None:
    assert desk.get(step(trial, "delete")).status_code == 404


def test_step_of_a_trial_that_is_gone_is_not_found(desk: PageCheckingClient, trial: Trial) -> None:
    assert desk.get(reverse("admin:trials_trial_step", args=[9999, "submit"])).status_code == 404
