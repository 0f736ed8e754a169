"""What coordinators do in a real browser, with and without scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.pages import PublicSite
from tests.browser.rooms import Rooms, faults_of, make_staff, press, trial
from tests.factories import make_group, put_in_state
from trials.actions.group_rules import criteria_held
from trials.definitions import write_criteria
from trials.models import AgeRule, ParticipantGroup

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGE = "trials_participantgroup_change"


@pytest.fixture(scope="module")
def rooms(
    seven_studies: PublicSite, browser: Browser, django_db_blocker: DjangoDbBlocker
) -> Iterator[Rooms]:
    with django_db_blocker.unblock():
        make_staff()
        for slug in ("inomrd", "catchaml"):
            put_in_state(trial(slug), "draft")
        for key in ("no_script", "script", "keys"):
            make_group(trial("inomrd"), key=key, label=key)
        yield Rooms(seven_studies, browser)


def group(key: str) -> ParticipantGroup:
    return ParticipantGroup.objects.get(trial__slug="inomrd", key=key)


def limits(rule: AgeRule) -> tuple[Any, ...]:
    return (rule.minimum_months, rule.maximum_months)


def test_sentence_is_pasted_read_and_saved_without_any_script(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", java_script_enabled=False)
    rooms.open(page, PAGE, group("no_script").pk)
    page.get_by_label("Sentence in the source").first.fill("18 months to 21 years old")

    press(page, "Read the sentence")

    expect(page.locator("#age_rules-0 .reading")).to_have_text(
        "Reads as: from 18 months until the day before the 22nd birthday. Nothing is saved yet."
    )
    expect(page.locator("[name=age_rules-0-minimum_number]")).to_have_value("18")
    expect(page.locator("[name=age_rules-0-minimum_unit]")).to_have_value("months")
    assert not group("no_script").age_rules.exists()

    press(page, "Save and continue editing")

    expect(page.locator(".messagelist")).to_contain_text("Age limit saved: from 18 months")
    assert limits(group("no_script").age_rules.get()) == (18, 264)
    assert watch.faults == []
    page.context.close()


def test_second_limit_and_diseases_are_added_with_scripts(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, PAGE, group("script").pk)
    page.get_by_role("button", name="Add another Age limit").click()
    second = page.locator("#age_rules-1")
    second.get_by_label("Sentence in the source").fill("Up to 2 years at diagnosis")
    with page.expect_navigation():
        second.get_by_role("button", name="Read the sentence").click()
    expect(page.locator("#age_rules-1 .reading")).to_contain_text("counted at the first diagnosis")
    assert not group("script").age_rules.exists()

    page.get_by_role("button", name="Add another Disease rule").click()
    _choose(page, "includes", "T-cell ALL")
    page.locator("[name=disease_rules-0-quote]").fill("T-ALL")
    press(page, "Save and continue editing")

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    rule = group("script").age_rules.get()
    assert (rule.anchor, limits(rule)) == ("diagnosis", (None, 36))
    names = [disease.code for disease in group("script").disease_rules.get().includes.all()]
    assert names == ["t_all"]
    assert watch.faults == []
    page.context.close()


def test_enter_key_saves(rooms: Rooms) -> None:
    """And does not press “Read the sentence”, which stands before the buttons at the end."""
    page, watch = rooms.enter("coordinator")
    rooms.open(page, PAGE, ParticipantGroup.objects.get(trial__slug="catchaml").pk)
    page.get_by_label("Who they are").fill("Children")
    with page.expect_navigation():
        page.get_by_label("Who they are").press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert watch.faults == []
    page.context.close()


def test_error_summary_leads_to_the_field(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_trial_change", trial().pk)
    page.get_by_label("ClinicalTrials.gov number").fill("1234")
    press(page, "Save")

    page.get_by_role("alert").get_by_role("link").click()

    expect(page.get_by_label("ClinicalTrials.gov number")).to_be_focused()
    assert watch.faults == []
    page.context.close()


def test_published_trial_is_revised_by_one_and_published_by_another(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_trial_change", trial("direct70").pk)
    _take(page, "Revise")
    page.get_by_label("Goal in plain words").fill("To learn what nobody knew.")
    press(page, "Save and continue editing")
    copy = page.url
    _take(page, "Submit for review")
    page.context.close()

    page, reviewing = rooms.enter("reviewer")
    page.goto(copy)
    _take(page, "Publish", "Looked through")

    expect(page.locator(".messagelist")).to_contain_text("is published: families see it now.")
    assert trial("direct70").goal == "To learn what nobody knew."
    assert watch.faults == reviewing.faults == []
    page.context.close()


def test_trial_is_withdrawn_with_a_reason_that_its_history_tells(rooms: Rooms) -> None:
    page, watch = rooms.enter("reviewer")
    rooms.open(page, "trials_trial_change", trial("memcar19").pk)
    with page.expect_navigation():
        page.get_by_role("link", name="Withdraw…").click()
    page.get_by_label("Reason").fill("Closed early")
    press(page, "Withdraw")

    with page.expect_navigation():
        page.get_by_role("link", name="History").click()
    expect(page.locator(".history").first).to_contain_text("Closed early")
    assert watch.faults == []
    page.context.close()


def _take(page: Page, step: str, reason: str = "") -> None:
    """Follow the link of a step, and press its button."""
    with page.expect_navigation():
        page.get_by_role("link", name=f"{step}…").first.click()
    if reason:
        page.get_by_label("Reason").fill(reason)
    press(page, step)


def test_boxes_and_rules_are_built_without_a_mouse(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, PAGE, group("keys").pk)
    for operator in ("any", "all"):
        _press_enter(page, "Add another Box")
        number = page.locator("[name=boxes-TOTAL_FORMS]").input_value()
        page.locator(f"[name=boxes-{int(number) - 1}-operator]").select_option(operator)
    page.locator("[name=boxes-1-place]").select_option(label="Box 1: one of these")
    inside = "Box 2: all of these, inside box 1"
    for number, (fact, answer) in enumerate((("cd123", "Positive"), ("cd19", "Negative"))):
        _press_enter(page, "Add another Must have")
        row = page.locator(f"#needed_facts-{number}")
        row.get_by_label("Fact").select_option(fact)
        row.get_by_label(answer).focus()
        page.keyboard.press("Space")
        row.get_by_label("Sentence in the source").fill("CD123+ and CD19-")
        row.get_by_label("Stands in").select_option(label=inside)
    _press_enter(page, "Add another Must have")
    third = page.locator("#needed_facts-2")
    third.get_by_label("Fact").select_option("relapse_count")
    third.get_by_label("Compares").select_option(label="is at least")
    third.get_by_label("Number").fill("2")
    third.get_by_label("Sentence in the source").fill("2nd or greater relapse")
    third.get_by_label("Stands in").select_option(label="Box 1: one of these")
    assert faults_of(page, watch) == []
    press(page, "Save and continue editing")

    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    quote = {"q": "CD123+ and CD19-"}
    both = [
        {"fact": "cd123", "is": "positive"} | quote,
        {"fact": "cd19", "is": "negative"} | quote,
    ]
    relapse = {"fact": "relapse_count", ">=": 2, "q": "2nd or greater relapse"}
    assert write_criteria(criteria_held(group("keys"))) == {
        "all": [{"any": [{"all": both}, relapse]}]
    }

    # A box that goes leaves its rules nowhere: they never come to count always by themselves.
    page.locator("[name=boxes-1-DELETE]").check()
    place = page.locator("[name=needed_facts-0-place]")
    expect(place.locator("option:checked")).to_have_text(f"{inside} (is removed)")
    press(page, "Save and continue editing")
    expect(page.locator(".error-summary")).to_contain_text("This box is gone.")
    assert place.input_value() == "1"
    page.context.close()


def test_chip_is_taken_away_and_the_diagnoses_are_counted_at_once(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, PAGE, ParticipantGroup.objects.get(trial__slug="catchaml").pk)
    row = page.locator("#disease_rules-0")
    expect(row.locator(".live-reading")).to_have_text("This covers 32 diagnoses.")

    row.get_by_role("button", name="Take away: Acute promyelocytic").press("Enter")

    expect(row.locator(".live-reading")).to_have_text("This covers 33 diagnoses.")
    expect(row.locator(".field-excepts summary")).to_be_focused()
    assert watch.faults == []
    page.context.close()


def _press_enter(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).press("Enter")


def _choose(page: Page, field: str, name: str) -> None:
    """Find a disease in the tree by a part of its name and tick it."""
    picker = page.locator(f"#disease_rules-0 .field-{field} .disease-picker")
    picker.locator("summary").press("Enter")
    picker.get_by_label("Find in the tree").fill(name)
    picker.get_by_role("checkbox", name=name).first.press("Space")
