"""What families read of a published trial in Spanish, a reviewer enters."""

import pytest

from tests.admin.rooms import Room, errors
from tests.factories import make_group, make_translation, make_trial, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import Translation, Trial

pytestmark = pytest.mark.django_db

ROOM = "trials_translation_change"


@pytest.fixture
def published(db: None) -> Trial:
    trial = make_trial(plain_title="Easing pain")
    make_group(trial, label="Children")
    return trial


@pytest.mark.parametrize("english", ["Easing pain", "Children"])
def test_coordinator_looks_at_the_words_of_a_published_trial_and_reads_why(
    desk: PageCheckingClient, published: Trial, english: str
) -> None:
    row = make_translation(english, "Dolor")
    address = f"/admin/trials/translation/{row.pk}/"

    page = desk.get(f"{address}change/").content.decode()

    assert "ask a reviewer" in page
    assert 'name="text"' not in page
    assert desk.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_what_was_typed_while_the_trial_was_published_is_shown_with_the_reason(
    desk: PageCheckingClient,
) -> None:
    trial = make_trial(plain_title="Easing pain", review_state="draft")
    row = make_translation("Easing pain", "Dolor")
    room = Room(desk, ROOM, row.pk)
    put_in_state(trial, "published")

    page = room.press(text="Calmar el dolor")

    assert any("ask a reviewer" in line for line in errors(page))
    assert "Calmar el dolor" in page.content.decode()
    assert Translation.objects.get().text == "Dolor"


def test_coordinator_does_not_get_around_it_by_another_english_text(
    desk: PageCheckingClient, published: Trial
) -> None:
    row = make_translation("Something else", "Dolor")

    page = Room(desk, ROOM, row.pk).press(english="Easing pain")

    assert any("ask a reviewer" in line for line in errors(page))
    assert Translation.objects.get().english == "Something else"


def test_coordinator_translates_what_is_not_published(desk: PageCheckingClient) -> None:
    make_trial(plain_title="Easing pain", review_state="draft")
    row = make_translation("Easing pain", "Dolor")

    Room(desk, ROOM, row.pk).press(text="Calmar el dolor")

    assert Translation.objects.get().text == "Calmar el dolor"


def test_reviewer_changes_and_removes_it(
    review_desk: PageCheckingClient, published: Trial
) -> None:
    row = make_translation("Easing pain", "Dolor")

    Room(review_desk, ROOM, row.pk).press(text="Calmar el dolor")
    assert Translation.objects.get().text == "Calmar el dolor"

    review_desk.post(f"/admin/trials/translation/{row.pk}/delete/", {"post": "yes"})
    assert not Translation.objects.exists()
