"""Every page of the coordinators' room: no fault that axe finds, nothing refused, no overflow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.pages import PublicSite, open_everything
from tests.browser.rooms import (
    ROOMS,
    TABLET,
    WIDE,
    Rooms,
    faults_of,
    group,
    make_incomplete_trial,
    make_registry_rows,
    make_staff,
    press,
    trial,
    waiting,
)
from tests.factories import put_in_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def rooms(
    seven_studies: PublicSite, browser: Browser, django_db_blocker: DjangoDbBlocker
) -> Iterator[Rooms]:
    with django_db_blocker.unblock():
        make_staff()
        put_in_state(trial(), "draft")
        make_incomplete_trial()
        make_registry_rows()
        yield Rooms(seven_studies, browser)


@pytest.mark.parametrize("name", ROOMS)
def test_page_is_accessible(name: str, rooms: Rooms) -> None:
    who, address = ROOMS[name]
    page, watch = rooms.enter(who, viewport=TABLET)

    rooms.open(page, *address())

    page.locator("h1").wait_for()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


@pytest.mark.parametrize(
    "name",
    [
        "front page",
        "trials",
        "trial",
        "group",
        "history",
        "sign in",
        "change in the registry",
        "unknown terms",
    ],
)
def test_page_is_accessible_in_the_dark(name: str, rooms: Rooms) -> None:
    who, address = ROOMS[name]
    page, watch = rooms.enter(who, color_scheme="dark")

    rooms.open(page, *address())

    assert faults_of(page, watch) == []
    page.context.close()


def test_colours_can_be_turned_round(rooms: Rooms) -> None:
    """Dark on a light computer: the button wins over the computer."""
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_trial_change", trial().pk)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="Toggle theme").click()

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert faults_of(page, watch) == []
    page.context.close()


def test_errors_of_a_group_are_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "trials_participantgroup_change", group().pk)
    page.get_by_label("Who they are").fill("")
    page.locator("[name=age_rules-0-minimum_number]").fill("30")
    press(page, "Save and continue editing")

    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_contradiction_between_sentence_and_limits_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "trials_participantgroup_change", group().pk)
    page.locator("[name=age_rules-0-minimum_number]").fill("30")
    press(page, "Save and continue editing")

    page.get_by_label("Keep the limits below").wait_for()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_sentence_that_was_read_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "trials_participantgroup_change", group().pk)
    page.get_by_label("Sentence in the source").first.fill("Donor: > 18 years")
    press(page, "Read the sentence")

    page.get_by_text("Nothing is saved yet.").wait_for()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_errors_of_a_trial_are_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "trials_trial_change", trial().pk)
    page.get_by_label("Title in plain words").fill("")
    page.get_by_label("ClinicalTrials.gov number").fill("1234")
    page.get_by_label("Who they are").first.fill("")
    press(page, "Save")

    assert page.title().startswith("Error:")
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_open_list_of_diseases_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_disease_add")
    page.get_by_role("button", name="Add another More general disease").click()
    page.get_by_role("combobox", name="More general disease").click()
    page.locator(".select2-results__option").nth(2).wait_for()

    assert faults_of(page, watch) == []
    page.context.close()


def test_refused_sign_in_and_password_are_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter(None)
    rooms.open(page, "login")
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    press(page, "Log in")
    assert faults_of(page, watch) == []
    page.context.close()

    page, watch = rooms.enter("coordinator")
    rooms.open(page, "password_change")
    page.get_by_label("Old password").fill("not my password")
    page.get_by_label("New password:", exact=True).fill("one new password")
    page.get_by_label("New password confirmation:").fill("another new password")
    press(page, "Change my password")
    assert faults_of(page, watch) == []
    page.context.close()


def test_what_keeps_a_trial_from_the_public_list_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("reviewer")
    rooms.open(page, "trials_trial_step", trial("incomplete").pk, "publish")

    page.get_by_text("Add a participant group").wait_for()
    assert faults_of(page, watch) == []
    page.context.close()


def test_refusing_without_a_reason_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("reviewer", viewport=TABLET)
    rooms.open(page, "trials_proposedchange_change", waiting().pk)
    page.get_by_label("Accept: Recruitment status").check()
    open_everything(page)
    press(page, "Accept what is ticked, refuse the rest")

    assert page.title().startswith("Error:")
    assert page.get_by_label("Accept: Recruitment status").is_checked()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()
