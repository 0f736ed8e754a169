"""Two coordinators on one trial: the second to save chooses, and nothing typed is lost."""

import pytest
from django.http import QueryDict

from tests.admin.rooms import Room, entries, errors, texts
from tests.factories import make_trial_source, put_in_state
from tests.page_checks import PageCheckingClient
from trials.admin.comparing import with_gone_rows_as_new, without_rows_left_out
from trials.models import AgeRule, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db

PAGE = "trials_trial_change"


def held_back(mine: Room, **changes: object) -> Room:
    """What the page is after somebody else was quicker: both versions, and what was typed."""
    mine.page = mine.press(**changes)
    assert "in the meantime" in errors(mine.page)[0]
    mine.entries = entries(mine.page)
    return mine


def both(desk: PageCheckingClient, trial: Trial) -> Room:
    """They changed acronym and sponsor, I changed sponsor and goal."""
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(acronym="THEIRS", sponsor="Their sponsor")
    return held_back(mine, sponsor="My sponsor", goal="My goal.")


def said(trial: Trial) -> tuple[str, str, str]:
    trial.refresh_from_db()
    return trial.acronym, trial.sponsor, trial.goal


def test_both_versions_stand_side_by_side(desk: PageCheckingClient, trial: Trial) -> None:
    before = said(trial)[2]
    room = both(desk, trial)

    [table] = texts(room.page, tag="table", css="changes")
    assert "Acronym THEIRS STUDY" in table
    assert "Sponsor (both of you changed it) Their sponsor My sponsor" in table
    assert f"Goal in plain words {before} My goal." in table
    assert said(trial) == ("THEIRS", "Their sponsor", before)


def test_parts_that_are_only_looked_at_differ_in_nothing(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial)
    put_in_state(trial, "published")
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(ends_note="Theirs.")

    [table] = texts(held_back(mine, ends_note="Mine.").page, tag="table", css="changes")

    assert "Theirs. Mine." in table
    assert "Source" not in table


def test_what_one_alone_changed_counts_unless_chosen_otherwise(
    desk: PageCheckingClient, trial: Trial
) -> None:
    response = both(desk, trial).press()

    assert errors(response) == []
    assert said(trial) == ("THEIRS", "My sponsor", "My goal.")


def test_field_by_field(desk: PageCheckingClient, trial: Trial) -> None:
    before = said(trial)[2]

    both(desk, trial).press(
        **{"_keep-acronym": "mine", "_keep-sponsor": "theirs", "_keep-goal": "theirs"}
    )

    assert said(trial) == ("STUDY", "Their sponsor", before)


@pytest.mark.parametrize(
    ("whole", "expected"),
    [("mine", ("STUDY", "My sponsor", "My goal.")), ("theirs", ("THEIRS", "Their sponsor", None))],
)
def test_one_version_as_a_whole(
    whole: str, expected: tuple[str | None, ...], desk: PageCheckingClient, trial: Trial
) -> None:
    before = said(trial)[2]

    both(desk, trial).press(_keep_whole=whole)

    assert said(trial) == tuple(each or before for each in expected)


def test_third_person_is_told_again(desk: PageCheckingClient, trial: Trial) -> None:
    room = both(desk, trial)
    Room(desk, PAGE, trial.pk).press(kind="supportive_care")

    again = held_back(room)

    assert "Kind of study" in texts(again.page, tag="table", css="changes")[0]
    again.press()
    assert said(trial) == ("THEIRS", "My sponsor", "My goal.")


def test_limits_of_ages_are_compared_in_words(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    page = "trials_participantgroup_change"
    mine = Room(desk, page, group.pk)
    AgeRule.objects.update(maximum_months=60, quote="Younger than 5 years old")

    room = held_back(mine, label="Children")

    [table] = texts(room.page, tag="table", css="changes")
    assert "5, years 22, years" in table or "Younger than 5 years old" in table
    room.press(_keep_whole="theirs")
    assert AgeRule.objects.get().maximum_months == 60


def test_part_that_somebody_removed_meanwhile_can_be_added_again(
    desk: PageCheckingClient, trial: Trial
) -> None:
    other = make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-DELETE": "on"})
    assert not trial.sources.filter(pk=other.pk).exists()

    room = held_back(mine, **{"sources-1-quote": "A sentence that took long"})

    assert room.entries["sources-1-id"] == [""]
    room.page = room.press()
    assert "choose below for each whether it stays" in errors(room.page)[0]
    assert [source.reference for source in trial.sources.all()] == ["A page"]
    room.entries = entries(room.page)
    room.press(**{"_keep-sources-1-ROW": "mine"})
    assert trial.sources.get(reference="Another page").quote == "A sentence that took long"


def test_choice_is_still_asked_for_after_another_mistake(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-DELETE": "on"})
    room = held_back(mine, **{"sources-1-quote": "A sentence"})

    room.page = room.press(plain_title="")

    assert "#2: Whole entry (choose one" in texts(room.page, tag="table", css="changes")[0]
    room.entries = entries(room.page)
    assert errors(room.press(plain_title="A title"))
    assert trial.sources.count() == 1


def test_row_that_somebody_changed_and_somebody_removes_is_asked_about(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-quote": "Their sentence"})

    room = held_back(mine, **{"sources-1-DELETE": "on"})
    room.page = room.press()

    assert errors(room.page)
    assert trial.sources.count() == 2
    room.entries = entries(room.page)
    room.press(**{"_keep-sources-1-DELETE": "mine"})
    assert trial.sources.count() == 1


@pytest.mark.parametrize(
    "mistake", [{}, {"plain_title": ""}], ids=["nothing chosen", "another mistake"]
)
def test_row_that_somebody_changed_is_asked_about_however_often_it_is_saved(
    mistake: dict[str, str], desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-quote": "Their sentence"})

    room = held_back(mine, **{"sources-1-DELETE": "on"})
    for changes in (mistake, {"plain_title": "A title"}, {}):
        room.page = room.press(**changes)
        assert errors(room.page)
        [table] = texts(room.page, tag="table", css="changes")
        assert "Remove (choose one: nothing is saved before)" in table
        room.entries = entries(room.page)

    assert trial.sources.get(reference="Another page").quote == "Their sentence"
    room.press(**{"_keep-sources-1-DELETE": "theirs"})
    assert trial.sources.get(reference="Another page").quote == "Their sentence"


def test_what_was_chosen_as_it_is_now_outlasts_another_mistake(
    desk: PageCheckingClient, trial: Trial
) -> None:
    """Its entry is greyed out, and a browser sends none that is."""
    room = both(desk, trial)

    room.page = room.press(**{"_keep-sponsor": "theirs", "plain_title": ""})
    room.entries = entries(room.page)
    assert "sponsor" not in room.entries
    response = room.press(plain_title="A title")

    assert errors(response) == []
    assert said(trial) == ("THEIRS", "Their sponsor", "My goal.")


def test_row_that_both_removed_stays_removed_unasked(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-DELETE": "on"})

    room = held_back(mine, **{"sources-1-DELETE": "on"})

    assert errors(room.press()) == []
    assert trial.sources.count() == 1


def test_part_stays_that_somebody_ticked_and_then_chose_as_it_is_now(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(acronym="THEIRS")

    room = held_back(mine, **{"sources-1-DELETE": "on"})
    response = room.press(**{"_keep-sources-1-DELETE": "theirs"})

    assert errors(response) == []
    assert trial.sources.filter(reference="Another page").exists()


def test_rules_stay_in_their_boxes_when_one_of_the_boxes_is_gone() -> None:
    sent = QueryDict(mutable=True)
    sent.update(
        {
            "boxes-INITIAL_FORMS": "3",
            "boxes-TOTAL_FORMS": "3",
            **{f"boxes-{number}-id": f"{number + 10}" for number in range(3)},
            "boxes-2-place": "1",
            "needed_facts-0-place": "2",
            "needed_facts-1-place": "0",
            "needed_facts-2-place": "",
            "_keep-boxes-2-place": "mine",
            "_keep-boxes-0-operator": "theirs",
        }
    )

    moved = with_gone_rows_as_new(sent, "boxes", {"11", "12"})

    places = {name: moved[name] for name in moved if name.endswith("place")}
    assert places == {
        "boxes-1-place": "0",
        "needed_facts-0-place": "1",
        "needed_facts-1-place": "2",
        "needed_facts-2-place": "",
        "_keep-boxes-1-place": "mine",
    }
    assert [moved[f"boxes-{number}-id"] for number in range(3)] == ["11", "12", ""]
    assert not any(name.endswith("operator") for name in moved)


@pytest.mark.parametrize("choice", [{"_keep-sources-1-ROW": "theirs"}, {"_keep_whole": "theirs"}])
def test_part_that_somebody_removed_meanwhile_can_stay_removed(
    choice: dict[str, str], desk: PageCheckingClient, trial: Trial
) -> None:
    make_trial_source(trial, reference="Another page", position=1)
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"sources-1-DELETE": "on"})

    room = held_back(mine, **{"sources-1-quote": "A sentence"})
    [table] = texts(room.page, tag="table", css="changes")
    response = room.press(**choice)

    assert "#2: Whole entry (choose one: nothing is saved before) removed added again" in table
    assert errors(response) == []
    assert [source.reference for source in trial.sources.all()] == ["A page"]


def test_rules_in_a_box_that_stays_removed_have_to_be_put_elsewhere() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"boxes-INITIAL_FORMS": "1", "boxes-TOTAL_FORMS": "3"})
    sent.update({f"boxes-{number}-operator": "any" for number in range(3)})
    sent.update({f"text_rules-{number}-place": str(number) for number in range(3)})

    moved = without_rows_left_out(sent, "boxes", {"boxes-1-ROW"})

    assert [moved[f"text_rules-{number}-place"] for number in range(3)] == ["0", "gone", "1"]
    assert moved["boxes-TOTAL_FORMS"] == "2"
    assert "boxes-2-operator" not in moved
