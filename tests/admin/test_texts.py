"""Coordinators keep guides, words and approved treatments."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.admin.rooms import Room, errors, notices
from tests.factories import make_guide, make_guide_section, make_guide_source, make_term
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, GlossaryTerm, Guide, GuideSection

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(db: None) -> Guide:
    guide = make_guide()
    make_guide_source(guide, "nci")
    make_guide_section(guide, "what", "It starts in a kidney. [nci]")
    return guide


@pytest.fixture
def room(desk: PageCheckingClient, guide: Guide) -> Room:
    return Room(desk, "trials_guide_change", guide.pk)


def test_edit_of_a_part_is_stored_with_who_and_when(room: Room, coordinator: User) -> None:
    room.press(**{"sections-0-text": "It starts in one kidney. [nci]"})

    event = AuditEvent.objects.get()
    assert GuideSection.objects.get().text == "It starts in one kidney. [nci]"
    assert (event.actor, event.subject) == (coordinator, "guidesection")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"sections-0-text": "No source."}, "Line 1: name the source at the end"),
        ({"sections-0-text": "A fact. [who]"}, "Line 1: add a source with the mark “who”"),
        ({"sources-0-DELETE": "on"}, "Line 1: add a source with the mark “nci”"),
        ({"reviewed_by": "A doctor"}, "Give both who reviewed the text and the day"),
    ],
)
def test_fault_is_named_and_nothing_is_stored(
    room: Room, changes: dict[str, Any], error: str
) -> None:
    page = room.press(**changes)

    assert any(error in line for line in errors(page)), errors(page)
    assert not AuditEvent.objects.exists()


def test_source_and_the_line_that_names_it_may_come_together(room: Room) -> None:
    source = {
        "mark": "new",
        "name": "New",
        "url": "https://example.org/n",
        "seen_on": "2026-03-01",
    }
    changes: dict[str, Any] = {f"sources-1-{name}": value for name, value in source.items()}

    room.press(**changes, **{"sources-TOTAL_FORMS": "2", "sections-0-text": "A fact. [new, nci]"})

    assert GuideSection.objects.get().text == "A fact. [new, nci]"


def test_new_text_belongs_to_whoever_writes_it(
    desk: PageCheckingClient, coordinator: User
) -> None:
    room = Room(desk, "trials_glossaryterm_add")

    room.press(
        slug="remission",
        name="remission",
        definition="No signs are left.",
        source_name="A page",
        source_url="https://example.org/",
        seen_on="2026-03-01",
        next_review_on="2099-03-01",
    )

    assert GlossaryTerm.objects.get().owner == coordinator


def test_list_can_be_narrowed_to_what_is_due(desk: PageCheckingClient) -> None:
    make_term("relapse", next_review_on="2026-01-02")
    make_term("remission", next_review_on="2099-01-02")

    words = desk.get("/admin/trials/glossaryterm/?due=now").content.decode()

    assert "relapse" in words
    assert "What remission means" not in words


REVIEWED = {"reviewed_by": "A doctor", "reviewed_on": "2026-03-01"}


@pytest.mark.parametrize(
    ("changes", "is_reviewed"),
    [
        pytest.param({"sections-0-text": "It starts in one kidney. [nci]"}, False, id="part"),
        pytest.param({"title": "Another title"}, False, id="text"),
        pytest.param({"sources-0-url": "https://example.org/other"}, False, id="source"),
        pytest.param({"is_shown": None}, True, id="hidden"),
        pytest.param({"sources-0-seen_on": "2026-05-01"}, True, id="source seen again"),
        pytest.param(
            {
                "sections-0-text": "It starts. [nci]\r\nIt grows. [nci]",
                "reviewed_on": "2026-05-01",
            },
            True,
            id="changed and reviewed again",
        ),
    ],
)
def test_review_ends_with_the_words_that_were_read(
    desk: PageCheckingClient, guide: Guide, changes: dict[str, Any], is_reviewed: bool
) -> None:
    Guide.objects.update(**REVIEWED)
    page = Room(desk, "trials_guide_change", guide.pk).press(**changes)

    guide.refresh_from_db()
    assert (guide.reviewed_on is not None, guide.reviewed_by) == (
        is_reviewed,
        "A doctor" if is_reviewed else "",
    )
    is_said = any("counts as not reviewed" in line for line in notices(page))
    assert is_said is not is_reviewed


def test_other_line_ends_are_no_other_words(desk: PageCheckingClient, guide: Guide) -> None:
    Guide.objects.update(**REVIEWED)
    GuideSection.objects.update(text="It starts. [nci]\nIt grows. [nci]")

    Room(desk, "trials_guide_change", guide.pk).press(
        **{"sections-0-text": "It starts. [nci]\r\nIt grows. [nci]"}
    )

    assert Guide.objects.get().reviewed_by == "A doctor"


def test_whole_text_is_hidden_and_not_removed(desk: PageCheckingClient, guide: Guide) -> None:
    assert desk.get(f"/admin/trials/guide/{guide.pk}/delete/").status_code == 403
