import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from tests.admin.rooms import Room, errors, notices, page_of, texts, words
from tests.factories import make_trial, put_in_state
from tests.page_checks import PageCheckingClient
from trials.actions.publishing import Step
from trials.admin.steps import WORDS
from trials.models import AuditEvent, ReviewEvent, Trial

pytestmark = pytest.mark.django_db


def step(trial: Trial, name: str) -> str:
    return reverse("admin:trials_trial_step", args=[trial.pk, name])


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", ["Submit for review…"]),
        ("in_review", ["Publish…", "Return to draft…"]),
        ("published", ["Revise…", "Withdraw on a day…", "Withdraw…"]),
        ("withdrawn", ["Return to draft…"]),
    ],
)
def test_page_offers_the_steps_of_its_state(
    state: str, offered: list[str], review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, state)

    page = Room(review_desk, "trials_trial_change", trial.pk).page.content.decode()

    shown = [str(words.button) for words in WORDS.values()]
    links = re.findall(r'class="step">([^<]+)</a>', page)
    assert sorted(links) == sorted(offered)
    assert {link.removesuffix("…") for link in links} <= set(shown)


def test_step_asks_before_it_is_taken(desk: PageCheckingClient, trial: Trial) -> None:
    page = desk.get(step(trial, "submit"))

    assert "Somebody else looks at the trial" in page.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "draft"


def test_whole_way_to_the_public_list_and_back(
    desk: PageCheckingClient, review_desk: PageCheckingClient, trial: Trial
) -> None:
    desk.post(step(trial, "submit"))
    response = review_desk.post(
        step(trial, "publish"), {"reason": "Seen on the page"}, follow=True
    )
    assert notices(response) == ["STUDY is published: families see it now."]

    review_desk.post(step(trial, "withdraw"), {"reason": "Closed early"})
    desk.post(step(trial, "return"), {"reason": "Will open again"})

    trial.refresh_from_db()
    assert trial.review_state == "draft"
    taken = ReviewEvent.objects.order_by("pk").values_list("to_state", "reason")
    assert list(taken) == [
        ("in_review", ""),
        ("published", "Seen on the page"),
        ("withdrawn", "Closed early"),
        ("draft", "Will open again"),
    ]


def test_who_submitted_a_trial_does_not_publish_it(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    review_desk.post(step(trial, "submit"))

    for response in (
        review_desk.get(step(trial, "publish")),
        review_desk.post(step(trial, "publish")),
    ):
        assert "Somebody else publishes this" in response.content.decode()
        assert 'value="Publish"' not in response.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "in_review"


def test_published_trial_is_revised_in_a_copy_and_the_copy_takes_its_place(
    desk: PageCheckingClient, review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    before = trial.goal
    began = desk.post(step(trial, "revise"), follow=True)
    copy = Trial.objects.get(revision_of=trial)
    assert notices(began) == ["This is the working copy of STUDY. Families do not see it."]

    Room(desk, "trials_trial_change", copy.pk).press(goal="To learn more.")
    trial.refresh_from_db()
    assert trial.goal == before

    desk.post(step(copy, "submit"))
    [table] = texts(review_desk.get(step(copy, "publish")), tag="table", css="changes")
    assert f"{before} To learn more." in table
    seen = {"reason": "Seen on the page"}
    response = review_desk.post(step(copy, "publish"), seen, follow=True)
    assert notices(response) == ["STUDY is published: families see it now."]
    trial.refresh_from_db()
    assert trial.goal == "To learn more."
    assert not Trial.objects.filter(pk=copy.pk).exists()


def test_working_copy_keeps_address_status_and_places_of_its_trial(
    desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    desk.post(step(trial, "revise"))

    room = Room(desk, "trials_trial_change", Trial.objects.get(revision_of=trial).pk)

    assert {"slug", "nct_id", "overall_status", "trial_sites-0-status"}.isdisjoint(room.entries)
    assert "plain_title" in room.entries
    page = desk.get(step(Trial.objects.get(revision_of=trial), "submit"))
    assert "Nothing yet: the working copy says what the published trial says." in words(
        page_of(page)
    )


def test_discarding_needs_a_reason_and_leaves_the_trial(
    desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    desk.post(step(trial, "revise"))
    copy = Trial.objects.get(revision_of=trial)

    refused = desk.post(step(copy, "discard"), {"reason": ""})
    assert "Say why the working copy is discarded." in refused.content.decode()

    desk.post(step(copy, "discard"), {"reason": "Not needed"})
    assert list(Trial.objects.all()) == [trial]
    assert ReviewEvent.objects.latest("pk").reason == "Not needed"


def test_day_of_withdrawal_is_noted_and_taken_back(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    day = timezone.localdate() + timedelta(days=3)
    address = step(trial, "schedule")

    for wrong in ("2020-01-01", timezone.localdate().isoformat(), "tomorrow"):
        refused = review_desk.post(address, {"day": wrong, "reason": "It closes"})
        assert refused.status_code == 200
    review_desk.post(address, {"day": day.isoformat(), "reason": "It closes"})
    trial.refresh_from_db()
    assert (trial.withdraw_on, trial.withdraw_reason) == (day, "It closes")

    review_desk.post(address, {"day": "", "reason": "It stays open"})
    trial.refresh_from_db()
    assert (trial.withdraw_on, trial.withdraw_reason) == (None, "")
    assert AuditEvent.objects.filter(subject="trial", actor__username="reviewer").count() == 2


def test_step_that_was_taken_already_is_told_plainly(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")

    asked = review_desk.get(step(trial, "publish"), follow=True)
    sent = review_desk.post(step(trial, "publish"), follow=True)

    told = ["STUDY is published already: nothing was changed."]
    assert notices(asked) == notices(sent) == told
    assert not ReviewEvent.objects.filter(actor__username="reviewer").exists()


def test_incomplete_trial_lists_what_to_add_and_is_not_published(
    review_desk: PageCheckingClient,
) -> None:
    trial = make_trial(review_state="in_review")

    for response in (
        review_desk.get(step(trial, "publish")),
        review_desk.post(step(trial, "publish")),
    ):
        assert errors(response) == [
            "Add a source to the trial: the page or record it was read from.",
            "Add a participant group: who can join?",
        ]
        assert 'value="Publish"' not in response.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "in_review"


def test_withdrawal_needs_a_reason(review_desk: PageCheckingClient, trial: Trial) -> None:
    put_in_state(trial, "published")

    response = review_desk.post(step(trial, "withdraw"), {"reason": " "})

    assert "Say why the trial is withdrawn." in response.content.decode()
    trial.refresh_from_db()
    assert trial.review_state == "published"


def test_endless_reason_is_refused(review_desk: PageCheckingClient, trial: Trial) -> None:
    put_in_state(trial, "published")

    response = review_desk.post(step(trial, "withdraw"), {"reason": "x" * 5000})

    assert response.status_code == 200
    assert not ReviewEvent.objects.filter(actor__username="reviewer").exists()


@pytest.mark.parametrize("name", [each.value for each in Step])
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
