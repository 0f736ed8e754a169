"""The coordinators' room in a browser: who is there, what is where, and what is watched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.browser.pages import PublicSite, Size, Watch, faults_at
from tests.factories import (
    make_proposed_change,
    make_registry_record,
    make_review_event,
    make_user,
)
from trials.models import (
    Disease,
    ParticipantGroup,
    ProposedChange,
    Site,
    Trial,
)

TABLET: Size = {"width": 768, "height": 1024}
WIDE: Size = {"width": 1280, "height": 900}
PASSWORD = "a long password of the tests"


@dataclass
class Rooms:
    """The room of one site. ``cookies`` keeps who has signed in, so that it happens once."""

    site: PublicSite
    browser: Browser
    cookies: dict[str, Any] = field(default_factory=dict)

    def enter(self, who: str | None, **context: Any) -> tuple[Page, Watch]:
        """A browser in which somebody has signed in (None: nobody)."""
        if who is not None and who not in self.cookies:
            self.cookies[who] = self._sign_in(who)
        opened = self.browser.new_context(
            **{"viewport": WIDE, "storage_state": self.cookies.get(who or ""), **context}
        )
        page, watch = opened.new_page(), Watch(self.site)
        watch.over(page)
        return page, watch

    def open(self, page: Page, name: str, *args: object) -> None:
        page.goto(self.site.url + reverse(f"admin:{name}", args=args))

    def _sign_in(self, who: str) -> Any:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(f"{self.site.url}/admin/")
        page.get_by_label("Username").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", name="The list").wait_for()
        state = context.storage_state()
        context.close()
        return state


def faults_of(page: Page, watch: Watch, *sizes: Size) -> list[str]:
    """What the page did that it must not, and what axe finds, at each size of the window.

    Axe itself sets styles that the security policy refuses: what comes after it is not ours.
    """
    faults = list(watch.faults)
    faults += faults_at(page, *(sizes or [page.viewport_size or WIDE]))
    watch.faults.clear()
    return faults


def make_staff() -> None:
    make_user("Coordinators", username="coordinator", password=PASSWORD)
    make_user("Reviewers", username="reviewer", password=PASSWORD)
    make_user("Referral staff", username="referral", password=PASSWORD)
    make_user("Administrators", username="administrator", password=PASSWORD)
    make_user(username="root", is_superuser=True, is_staff=True, password=PASSWORD)


def make_incomplete_trial() -> None:
    """In review, with neither source nor group."""
    row = Trial.objects.create(
        slug="incomplete",
        brief_title="A study",
        plain_title="A study",
        goal="To learn something.",
        kind="treatment",
        review_state="in_review",
    )
    make_review_event(row, actor=User.objects.get(username="root"))


def make_registry_rows() -> None:
    """The registry changed a study in every way, and has a term that nobody knows."""
    place = {
        "name": "A Hospital",
        "city": "Austin",
        "state": "Texas",
        "country": "United States",
        "status": "RECRUITING",
        "latitude": None,
        "longitude": None,
    }
    record = make_registry_record(
        trial(),
        unmapped_terms=["A term that no disease has"],
        unread=[{"path": "a.b[3]", "reason": "bad_date", "raw": "yesterday"}],
        disease_reading=[{"term": "AML", "field": "condition", "code": "aml"}],
    )
    criteria = record.criteria_text
    values = (
        ("overall_status", "RECRUITING", "COMPLETED"),
        ("brief_title", "A study of patients", "A study of children"),
        ("maximum_age", "21 Years", "25 Years"),
        ("conditions", ["AML", "MDS"], ["AML", "CML"]),
        ("criteria_text", criteria, criteria.replace("22", "26") + "\n* No infection"),
        ("sites_added", [], [{**place, "name": f"Hospital {number}"} for number in range(25)]),
        ("sites_status", [place], [{**place, "status": "COMPLETED"}]),
    )
    items = [
        {"field": field, "before": before, "after": after, "applies": "age" not in field}
        for field, before, after in values
    ]
    make_proposed_change(trial(), items=items)


def waiting() -> ProposedChange:
    return ProposedChange.objects.get()


def press(page: Page, button: str) -> None:
    """Press the first button of this name and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def trial(slug: str = "memcar19") -> Trial:
    return Trial.objects.get(slug=slug)


def group() -> ParticipantGroup:
    """Donors: from 19, possibly from 18."""
    return ParticipantGroup.objects.get(trial__slug="memcar19", key="donor")


ROOMS: dict[str, tuple[str | None, Callable[[], tuple[Any, ...]]]] = {
    "sign in": (None, lambda: ("login",)),
    "front page": ("coordinator", lambda: ("index",)),
    "front page of one app": ("coordinator", lambda: ("app_list", "trials")),
    "password": ("coordinator", lambda: ("password_change",)),
    "trials": ("coordinator", lambda: ("trials_trial_changelist",)),
    "trial": ("coordinator", lambda: ("trials_trial_change", trial().pk)),
    "new trial": ("coordinator", lambda: ("trials_trial_add",)),
    "groups": ("coordinator", lambda: ("trials_participantgroup_changelist",)),
    "group": ("coordinator", lambda: ("trials_participantgroup_change", group().pk)),
    "group of patients": (
        "coordinator",
        lambda: ("trials_participantgroup_change", trial("catchaml").groups.get().pk),
    ),
    "copy of a group": (
        "coordinator",
        lambda: ("trials_participantgroup_copy", group().pk),
    ),
    "rules as a document": (
        "root",
        lambda: ("trials_participantgroup_document", trial("catchaml").groups.get().pk),
    ),
    "new group": ("coordinator", lambda: ("trials_participantgroup_add",)),
    "changes in the registry": ("coordinator", lambda: ("trials_proposedchange_changelist",)),
    "change in the registry": (
        "reviewer",
        lambda: ("trials_proposedchange_change", waiting().pk),
    ),
    "registry records": ("coordinator", lambda: ("trials_registryrecord_changelist",)),
    "registry record": ("coordinator", lambda: ("trials_registryrecord_change", trial().pk)),
    "unknown terms": ("coordinator", lambda: ("trials_registryrecord_terms",)),
    "name of a disease": ("coordinator", lambda: ("trials_registryrecord_add_name",)),
    "places": ("coordinator", lambda: ("trials_trialsite_changelist",)),
    "diseases": ("coordinator", lambda: ("trials_disease_changelist",)),
    "disease": (
        "coordinator",
        lambda: ("trials_disease_change", Disease.objects.get(code="b_all").pk),
    ),
    "sites": ("coordinator", lambda: ("trials_site_changelist",)),
    "site": ("coordinator", lambda: ("trials_site_change", Site.objects.all()[0].pk)),
    "contacts": ("coordinator", lambda: ("trials_contact_changelist",)),
    "new contact": ("coordinator", lambda: ("trials_contact_add",)),
    "site profile": ("coordinator", lambda: ("trials_siteprofile_change", 1)),
    "audit events": ("coordinator", lambda: ("trials_auditevent_changelist",)),
    "review steps": ("coordinator", lambda: ("trials_reviewevent_changelist",)),
    "history": ("coordinator", lambda: ("trials_trial_history", trial().pk)),
    "published trial": ("coordinator", lambda: ("trials_trial_change", trial("direct70").pk)),
    "published group": (
        "coordinator",
        lambda: ("trials_participantgroup_change", trial("direct70").groups.all()[0].pk),
    ),
    "withdraw": ("reviewer", lambda: ("trials_trial_step", trial("direct70").pk, "withdraw")),
    "schedule": ("reviewer", lambda: ("trials_trial_step", trial("direct70").pk, "schedule")),
    "revise": ("coordinator", lambda: ("trials_trial_step", trial("direct70").pk, "revise")),
    "delete a group": ("coordinator", lambda: ("trials_participantgroup_delete", group().pk)),
    "delete a trial": ("root", lambda: ("trials_trial_delete", trial().pk)),
    "front page of referral staff": ("referral", lambda: ("index",)),
    "front page of administrators": ("administrator", lambda: ("index",)),
    "accounts": ("root", lambda: ("auth_user_changelist",)),
    "account": (
        "root",
        lambda: ("auth_user_change", User.objects.get(username="coordinator").pk),
    ),
    "new account": ("root", lambda: ("auth_user_add",)),
    "password of an account": (
        "root",
        lambda: ("auth_user_password_change", User.objects.get(username="coordinator").pk),
    ),
}
"""Who opens which page."""
