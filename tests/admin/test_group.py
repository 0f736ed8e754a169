from typing import Any

import pytest

from tests.admin import rooms
from tests.admin.rooms import Room, errors, notices, texts
from tests.factories import make_age_rule, make_group, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import AgeRule, AuditEvent, Disease, DiseaseRule, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db

PAGE = "trials_participantgroup_change"
AGE = "age_rules-0"


def limits(rule: AgeRule) -> dict[str, Any]:
    """The limits of a rule that are not empty."""
    names = [
        f"{name}_{scale}"
        for name in ("minimum", "maximum", "wide_minimum", "wide_maximum")
        for scale in ("months", "days")
    ]
    flags = ["minimum_plus_day", "wide_minimum_open", "wide_maximum_open"]
    return {name: getattr(rule, name) for name in names + flags if getattr(rule, name)}


def read(text: str) -> dict[str, Any]:
    """Entries of a form into which only a sentence was pasted."""
    return {
        f"{AGE}-quote": text,
        f"{AGE}-minimum_number": "",
        f"{AGE}-maximum_number": "",
        f"{AGE}-source": "A page",
    }


@pytest.fixture
def empty_group(trial: Trial) -> ParticipantGroup:
    return make_group(trial, key="other", label="Others")


def test_page_shows_limits_in_the_unit_they_were_meant_in(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    make_age_rule(empty_group, minimum_months=18, maximum_months=264)
    make_age_rule(empty_group, minimum_days=29)

    room = Room(desk, PAGE, empty_group.pk)

    shown = [
        (
            room.entries[f"age_rules-{i}-{end}_number"][0],
            room.entries[f"age_rules-{i}-{end}_unit"][0],
        )
        for i, end in ((0, "minimum"), (0, "maximum"), (1, "minimum"))
    ]
    assert shown == [("18", "months"), ("22", "years"), ("29", "days")]


def test_saving_an_unchanged_page_changes_nothing(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    make_age_rule(group, minimum_months=228, wide_minimum_months=216, quote="", conflict="")

    room = Room(desk, PAGE, group.pk)
    response = room.press()

    assert errors(response) == []
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("21 years old or younger", {"maximum_months": 264}, id="upper limit"),
        pytest.param(
            "1 month to 5 years old", {"minimum_months": 1, "maximum_months": 72}, id="both limits"
        ),
        pytest.param("18 months and older", {"minimum_months": 18}, id="months stay months"),
        pytest.param("more than 28 days", {"minimum_days": 29}, id="days stay days"),
        pytest.param(
            "> 18 years",
            {"minimum_months": 216, "minimum_plus_day": True, "wide_minimum_months": 216},
            id="birthday left open",
        ),
    ],
)
def test_sentence_alone_is_enough(
    sentence: str,
    expected: dict[str, Any],
    desk: PageCheckingClient,
    empty_group: ParticipantGroup,
) -> None:
    response = Room(desk, PAGE, empty_group.pk).press(**read(sentence))

    assert errors(response) == []
    rule = empty_group.age_rules.get()
    assert limits(rule) == expected
    assert (rule.quote, rule.status) == (sentence, "stated")


def test_what_was_saved_is_read_back_in_words(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, empty_group.pk).press(**read("Younger than 22 years old"))

    assert "Age limit saved: younger than 22 (until the 22nd birthday)." in notices(response)
    assert "We hold: younger than 22 (until the 22nd birthday)." in texts(
        response, tag="p", css="reading"
    )


def test_sentence_that_says_there_is_no_limit_is_kept_as_such(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    Room(desk, PAGE, empty_group.pk).press(**read("No age limit"))

    rule = empty_group.age_rules.get()
    assert (rule.status, limits(rule)) == ("no_limit", {})


def test_sentence_for_several_roles_is_read_for_the_role_of_the_group(
    desk: PageCheckingClient, trial: Trial
) -> None:
    donors = make_group(trial, key="donor", label="Donors", roles=["donor"])

    Room(desk, PAGE, donors.pk).press(
        **read("Donor: At least 19 years old; Recipient: 21 years or younger")
    )

    assert limits(donors.age_rules.get()) == {"minimum_months": 228}


def test_roles_chosen_on_the_same_page_count_for_the_sentence(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    sentence = read("Donor: At least 19 years old; Recipient: 21 years or younger")

    Room(desk, PAGE, empty_group.pk).press(**sentence, roles=["donor"])

    assert limits(empty_group.age_rules.get()) == {"minimum_months": 228}


def test_sentence_about_other_roles_says_nothing_about_the_group(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, empty_group.pk).press(**read("Donor: at least 19 years old"))

    assert len(errors(response)) == 1
    assert "about people in other roles" in errors(response)[0]
    assert not empty_group.age_rules.exists()


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        pytest.param("teenagers", "It names no number. Set the limits by hand.", id="no number"),
        pytest.param("", "There is no age in it.", id="nothing pasted"),
        pytest.param("10 years", "lower or upper limit.", id="bare number"),
    ],
)
def test_sentence_that_cannot_be_read_asks_for_the_limits(
    sentence: str, reason: str, desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, empty_group.pk).press(**read(sentence))

    assert len(errors(response)) == 1
    assert reason in errors(response)[0]
    assert not empty_group.age_rules.exists()


def test_limits_set_by_hand_stand_beside_a_sentence_that_cannot_be_read(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    entries = {
        **read("teenagers"),
        f"{AGE}-minimum_number": "13",
        f"{AGE}-maximum_number": "20",
    }

    response = Room(desk, PAGE, empty_group.pk).press(**entries)

    assert errors(response) == []
    assert limits(empty_group.age_rules.get()) == {"minimum_months": 156, "maximum_months": 240}


def test_reading_fills_the_boxes_and_saves_nothing(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    room = Room(desk, PAGE, empty_group.pk)

    response = room.press(f"{AGE}-reading", **read("18 months to 5 years"), label="Changed")

    assert texts(response, tag="p", css="reading") == [
        "Reads as: from 18 months until the day before the 6th birthday. Nothing is saved yet."
    ]
    assert b'name="age_rules-0-minimum_number" value="18"' in response.content
    assert b'name="age_rules-0-maximum_number" value="6"' in response.content
    assert b'value="Changed"' in response.content
    assert errors(response) == []
    assert not empty_group.age_rules.exists()
    assert not AuditEvent.objects.exists()


def test_reading_an_unreadable_sentence_says_why_and_keeps_the_entries(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    entries = {**read("teenagers"), f"{AGE}-minimum_number": "13"}

    response = Room(desk, PAGE, empty_group.pk).press(f"{AGE}-reading", **entries)

    assert texts(response, tag="p", css="reading") == [
        "It names no number. Set the limits by hand."
    ]
    assert b'name="age_rules-0-minimum_number" value="13"' in response.content


def test_reading_can_be_saved_as_it_stands(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    room = Room(desk, PAGE, empty_group.pk)
    room.entries = rooms.entries(room.press(f"{AGE}-reading", **read("> 18 years")))

    response = room.press()

    assert errors(response) == []
    assert limits(empty_group.age_rules.get()) == {
        "minimum_months": 216,
        "minimum_plus_day": True,
        "wide_minimum_months": 216,
    }


def test_limits_that_contradict_the_sentence_are_refused_with_both_readings(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, group.pk).press(**{f"{AGE}-maximum_number": "18"})

    assert len(errors(response)) == 1
    assert "reads as “younger than 22 (until the 22nd birthday)”" in errors(response)[0]
    assert "the limits below as “younger than 18 (until the 18th birthday)”" in errors(response)[0]
    assert group.age_rules.get().maximum_months == 264


def test_limits_that_contradict_the_sentence_are_kept_when_somebody_says_so(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, group.pk).press(
        **{f"{AGE}-maximum_number": "18", f"{AGE}-keep_limits": "on"}
    )

    assert errors(response) == []
    assert group.age_rules.get().maximum_months == 216


def test_the_question_whether_to_keep_the_limits_is_asked_only_then(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    room = Room(desk, PAGE, group.pk)
    box = b'type="checkbox" name="age_rules-0-keep_limits"'

    assert box not in room.page.content
    assert box in room.press(**{f"{AGE}-maximum_number": "18"}).content


def test_limits_once_kept_are_not_asked_about_again(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    AgeRule.objects.update(maximum_months=216)

    response = Room(desk, PAGE, group.pk).press(label="Children")

    assert errors(response) == []
    group.refresh_from_db()
    assert group.label == "Children"


def test_wider_limit_needs_the_source_that_gives_it(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    wider = {f"{AGE}-wide_maximum_number": "26"}
    refused = Room(desk, PAGE, group.pk).press(**wider)
    assert errors(refused)[0].endswith("Say which source gives the other limit.")

    response = Room(desk, PAGE, group.pk).press(
        **wider, **{f"{AGE}-conflict": "The registry says up to 25."}
    )

    assert errors(response) == []
    assert limits(group.age_rules.get()) == {"maximum_months": 264, "wide_maximum_months": 312}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        pytest.param(
            {"minimum_number": "30", "maximum_number": "20"},
            "Nobody is both this old and this young.",
            id="lower above upper",
        ),
        pytest.param(
            {"maximum_number": "22", "wide_maximum_number": "18"},
            "outside the certain one",
            id="possible inside certain",
        ),
        pytest.param(
            {"maximum_number": "22", "wide_maximum_number": "30", "wide_maximum_open": "on"},
            "not both",
            id="possible and open",
        ),
        pytest.param(
            {"maximum_number": "22", "status": "not_stated"},
            "Empty the limits, or choose that limits are stated.",
            id="limits that the source does not state",
        ),
        pytest.param({"wide_maximum_number": "22"}, "certain limit", id="possible alone"),
        pytest.param(
            {"maximum_number": "22", "minimum_plus_day": "on"}, "after which", id="day after what"
        ),
        pytest.param({"maximum_number": "21.5"}, "Write a whole number.", id="fraction"),
        pytest.param({"maximum_number": "-1"}, "Write a whole number.", id="negative"),
        pytest.param({"maximum_number": "999"}, "below 200 years", id="no age of a person"),
        pytest.param({"maximum_number": "9" * 40}, "Write a whole number.", id="endless"),
        pytest.param(
            {"maximum_number": "22", "maximum_unit": "hours"}, "Choose years", id="hours"
        ),
    ],
)
def test_limits_nobody_can_mean_are_refused_beside_the_box(
    entries: dict[str, str],
    message: str,
    desk: PageCheckingClient,
    empty_group: ParticipantGroup,
) -> None:
    sent = {f"{AGE}-{name}": value for name, value in entries.items()}

    response = Room(desk, PAGE, empty_group.pk).press(**{**read("See the protocol"), **sent})

    assert any(message in line for line in errors(response))
    assert not empty_group.age_rules.exists()


def test_weeks_are_held_as_days(desk: PageCheckingClient, empty_group: ParticipantGroup) -> None:
    entries = {f"{AGE}-minimum_number": "6", f"{AGE}-minimum_unit": "weeks"}

    Room(desk, PAGE, empty_group.pk).press(**{**read("See the protocol"), **entries})

    assert limits(empty_group.age_rules.get()) == {"minimum_days": 42}


def test_source_without_any_age_is_a_statement_too(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, empty_group.pk).press(
        **read(""), **{f"{AGE}-status": "not_stated"}
    )

    assert errors(response) == []
    assert empty_group.age_rules.get().status == "not_stated"


def test_new_rule_stands_after_the_others(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    AgeRule.objects.update(position=4)
    room = Room(desk, PAGE, group.pk)
    second = {
        "age_rules-TOTAL_FORMS": "2",
        "age_rules-1-quote": "At least 1 year old at diagnosis",
        "age_rules-1-source": "A page",
        "age_rules-1-status": "stated",
        "age_rules-1-anchor": "enrolment",
    }

    response = room.press(**second)

    assert errors(response) == []
    added = group.age_rules.last()
    assert added is not None
    assert (added.position, added.anchor, limits(added)) == (
        5,
        "diagnosis",
        {"minimum_months": 12},
    )


def test_change_of_a_rule_and_of_its_diseases_is_in_the_trail(
    desk: PageCheckingClient, group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    Room(desk, PAGE, group.pk).press(
        **{
            f"{AGE}-quote": "Up to 25 years",
            f"{AGE}-maximum_number": "26",
            "disease_rules-0-excepts": [leukemias["apl"].pk],
        }
    )

    told = {event.subject: event for event in AuditEvent.objects.all()}
    assert told.keys() == {"agerule", "diseaserule"}
    assert told["agerule"].before == {
        "quote": "Younger than 22 years old",
        "maximum_months": 264,
    }
    assert told["agerule"].after == {"quote": "Up to 25 years", "maximum_months": 312}
    assert [one["label"] for one in told["diseaserule"].after["excepts"]] == ["apl"]
    assert {event.actor.get_username() for event in told.values() if event.actor} == {
        "coordinator"
    }


def test_removed_rule_is_in_the_trail(desk: PageCheckingClient, group: ParticipantGroup) -> None:
    Room(desk, PAGE, group.pk).press(**{"disease_rules-0-DELETE": "on"})

    assert not DiseaseRule.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.subject, event.action) == ("diseaserule", "removed")
    assert event.before["quote"] == "A sentence"


def test_disease_rule_tells_how_many_diagnoses_it_covers(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    page = Room(desk, PAGE, group.pk).page

    assert "2 diagnoses" in page.content.decode()


def test_disease_rule_needs_diseases(desk: PageCheckingClient, group: ParticipantGroup) -> None:
    response = Room(desk, PAGE, group.pk).press(**{"disease_rules-0-includes": None})

    assert errors(response)[0].endswith("Choose the diseases, or remove this rule.")


def test_group_of_a_published_trial_is_only_looked_at(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    put_in_state(group.trial, "published")

    page = Room(desk, PAGE, group.pk).page.content.decode()

    assert 'name="_save"' not in page
    assert f"/admin/trials/trial/{group.trial_id}/revise/step/" in page


def test_what_was_typed_when_the_trial_is_published_is_refused_and_kept(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    room = Room(desk, PAGE, group.pk)
    put_in_state(group.trial, "published")

    response = room.press(label="A name that took long")

    assert "changed in a working copy" in errors(response)[0]
    assert 'value="A name that took long"' in response.content.decode()
    group.refresh_from_db()
    assert group.label == "Patients"


def test_saving_a_group_leads_back_to_its_trial(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    response = Room(desk, PAGE, group.pk).press("_save", label="Children")

    assert response.request["PATH_INFO"] == f"/admin/trials/trial/{group.trial_id}/change/"


def test_group_can_be_added_with_its_rules(
    desk: PageCheckingClient, trial: Trial, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, "trials_participantgroup_add").press(
        trial=trial.pk, label="Donors", key="donor", roles=["donor"], **read("At least 18 years")
    )

    assert errors(response) == []
    assert limits(trial.groups.get(key="donor").age_rules.get()) == {"minimum_months": 216}


def test_list_shows_the_ages_and_finds_by_trial(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    page = desk.get("/admin/trials/participantgroup/", {"q": "study"})

    assert "younger than 22 (until the 22nd birthday)" in page.content.decode()
