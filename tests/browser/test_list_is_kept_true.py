"""A mistake in a published study, from the family that met it to the version restored."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.pages import PublicSite
from tests.browser.rooms import Rooms, make_staff, press, trial
from trials.models import DiseaseRule, Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

STUDY = "CAR T cells aimed at CD123"
# Sentences of public pages, as the sources of the shipped study quote them.
CRITERIA = """Inclusion Criteria:
* Age ≤21 years old
* AML/MDS, T-ALL, BPDCN, MPAL
* B-cell ALL: CD123 positive and CD19 negative/dim or otherwise ineligible for CD19 directed \
therapies including patients in 2nd or greater relapse
* Relapsed/refractory CD123+ disease
* Has a suitable bone marrow transplant donor
* Adequate organ function
Exclusion Criteria:
* Patients with acute promyelocytic leukemia (APL, t(15;17)) excluded
* Uncontrolled infection
* Pregnant or breastfeeding"""
MISSING = "The text keeps people out whom the rule takes"


@pytest.fixture(scope="module")
def rooms(
    seven_studies: PublicSite, browser: Browser, django_db_blocker: DjangoDbBlocker
) -> Iterator[Rooms]:
    """CATCHAML is public, and somebody forgot that it does not take APL."""
    with django_db_blocker.unblock():
        make_staff()
        for rule in DiseaseRule.objects.filter(group__trial__slug="catchaml"):
            rule.excepts.clear()
        yield Rooms(seven_studies, browser)


def test_missing_exception_is_warned_of_mended_reviewed_published_and_restored(
    rooms: Rooms,
) -> None:
    assert STUDY in studies_that_may_fit(rooms)

    revise_and_mend(rooms)
    assert STUDY in studies_that_may_fit(rooms), "families see what was published last"
    publish(rooms)
    assert STUDY not in studies_that_may_fit(rooms)

    restore_the_version_before(rooms)
    assert STUDY not in studies_that_may_fit(rooms), "what is restored is a draft first"
    publish(rooms)
    assert STUDY in studies_that_may_fit(rooms)


def studies_that_may_fit(rooms: Rooms) -> str:
    """What a family reads of a child of seven whose APL came back."""
    page, watch = rooms.enter(None)
    rooms.site.search(page, age_years="7", diagnosis="APL")
    words = "\n".join(
        page.locator("[aria-labelledby=fits], [aria-labelledby=possible]").all_inner_texts()
    )
    assert watch.faults == []
    page.context.close()
    return words


def revise_and_mend(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_trial_change", trial("catchaml").pk)
    take(page, "Revise")
    paste_criteria(rooms, page)
    open_group(rooms, page)
    paste_age(page)
    expect(page.get_by_text(MISSING)).to_be_visible()
    add_exception(page)
    expect(page.get_by_text(MISSING)).to_have_count(0)
    leave_the_rest_to_the_team(rooms, page)
    hand_in(rooms, page)
    assert watch.faults == []
    page.context.close()


def paste_criteria(rooms: Rooms, page: Page) -> None:
    rooms.open(page, "trials_trial_source", copy().pk)
    page.locator("[name=text]").fill(CRITERIA)
    page.locator("[name=reference]").fill("Study page")
    page.locator("[name=read_on]").fill("2026-03-01")
    press(page, "Keep this text")


def open_group(rooms: Rooms, page: Page) -> None:
    rooms.open(page, "trials_participantgroup_change", copy().groups.get().pk)


def paste_age(page: Page) -> None:
    age = page.locator("#age_rules-0")
    for limit in ("minimum_number", "maximum_number"):
        age.locator(f"[name=age_rules-0-{limit}]").fill("")
    age.locator("[name=age_rules-0-quote]").fill("Age ≤21 years old")
    press(page, "Read the sentence")
    expect(age.locator(".reading")).to_contain_text("younger than 22")
    press(page, "Save and continue editing")


def add_exception(page: Page) -> None:
    picker = page.locator("#disease_rules-0 .field-excepts .disease-picker")
    picker.locator("summary").press("Enter")
    picker.get_by_label("Find in the tree").fill("promyelocytic")
    picker.get_by_role("checkbox", name="promyelocytic").first.press("Space")
    press(page, "Save and continue editing")


def leave_the_rest_to_the_team(rooms: Rooms, page: Page) -> None:
    rooms.open(page, "trials_trial_source", copy().pk)
    press(page, "Leave all of them to the study team")
    expect(page.get_by_role("heading", name="Every sentence is covered")).to_be_visible()


def hand_in(rooms: Rooms, page: Page) -> None:
    rooms.open(page, "trials_trial_change", copy().pk)
    take(page, "Submit for review")


def publish(rooms: Rooms) -> None:
    page, watch = rooms.enter("reviewer")
    rooms.open(page, "trials_trial_change", copy().pk)
    take(page, "Publish", "Read beside the source")
    expect(page.locator(".messagelist")).to_contain_text("families see it now")
    assert watch.faults == []
    page.context.close()


def restore_the_version_before(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator")
    rooms.open(page, "trials_trial_history", trial("catchaml").pk)
    with page.expect_navigation():
        page.get_by_role("link", name="Restore this version").nth(1).click()
    press(page, "Restore this version")
    leave_the_rest_to_the_team(rooms, page)  # the rules that said them are gone again
    hand_in(rooms, page)
    assert watch.faults == []
    page.context.close()


def copy() -> Trial:
    return Trial.objects.get(revision_of__slug="catchaml")


def take(page: Page, step: str, reason: str = "") -> None:
    """Follow the link of a step, give a reason where one is asked for, press its button."""
    with page.expect_navigation():
        page.get_by_role("link", name=f"{step}…").first.click()
    if reason and page.get_by_label("Reason").count():
        page.get_by_label("Reason").fill(reason)
    press(page, step)
