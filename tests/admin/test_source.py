import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.admin.rooms import Room, errors, notices, page_of, words
from tests.factories import make_criteria_text, make_registry_record, put_in_state
from tests.page_checks import PageCheckingClient
from trials.actions.marking import digest_of
from trials.models import AgeRule, CriteriaText, SentenceMark, TextRule, Trial

pytestmark = pytest.mark.django_db
TEXT = """Inclusion Criteria:

* Younger than 22 years old
* Acute myeloid leukemia

Exclusion Criteria:

* Active infection"""


@pytest.fixture
def source(trial: Trial) -> Trial:
    make_criteria_text(trial, TEXT)
    return trial


def address(trial: Trial) -> str:
    return reverse("admin:trials_trial_source", args=[trial.pk])


def said(sentence: str, kind: str, rule: str = "") -> dict[str, str]:
    digest = digest_of(sentence)
    return {f"{digest}-said": kind, f"{digest}-rule": rule}


def test_text_is_shown_whole_with_every_sentence_marked(
    desk: PageCheckingClient, source: Trial
) -> None:
    page = page_of(desk.get(address(source)))

    (box,) = [one for one in page.iter("div") if one.get("class") == "source-text"]
    shown = {
        one.get("id"): one.get("class") for one in box.iter("span") if one.get("id") is not None
    }
    assert shown == {
        "sentence-1": "sentence is-quoted",
        "sentence-2": "sentence is-open",
        "sentence-3": "sentence is-open",
    }
    for sentence in ("Inclusion Criteria:", "Younger than 22 years old", "Active infection"):
        assert sentence in words(box)
    assert "2 sentences that nobody has spoken of" in words(page)


def test_sentences_are_linked_left_to_the_team_or_put_aside(
    desk: PageCheckingClient, source: Trial
) -> None:
    choices = {
        **said("Acute myeloid leukemia", "linked", digest_of("Younger than 22 years old")),
        **said("Active infection", "team"),
    }

    answer = Room(desk, "trials_trial_source", source.pk).press("_save", **choices)

    assert notices(answer) == ["2 sentences are settled."]
    assert "Every sentence is covered" in words(page_of(answer))
    linked = SentenceMark.objects.get(kind="linked")
    assert linked.quote == "Younger than 22 years old"
    assert linked.marked_by.username == "coordinator"
    assert TextRule.objects.get().text == "Active infection"


def test_link_without_a_rule_is_asked_for_and_nothing_is_lost(
    desk: PageCheckingClient, source: Trial
) -> None:
    choices = {
        **said("Acute myeloid leukemia", "linked"),
        **said("Active infection", "not_about"),
    }

    answer = Room(desk, "trials_trial_source", source.pk).press("_save", **choices)

    assert errors(answer) == ["2: Choose the rule that says this sentence."]
    chosen = [one.get("value") for one in page_of(answer).iter("input") if "checked" in one.attrib]
    assert sorted(filter(None, chosen)) == ["linked", "not_about"]
    assert not SentenceMark.objects.exists()


def test_rule_that_changed_meanwhile_is_chosen_again(
    desk: PageCheckingClient, source: Trial
) -> None:
    chosen = digest_of("Younger than 22 years old")
    room = Room(desk, "trials_trial_source", source.pk)
    AgeRule.objects.update(quote="Under 22 years")

    answer = room.press("_save", **said("Acute myeloid leukemia", "linked", chosen))

    assert len(errors(answer)) == 1
    assert "is gone, or its sentence was changed. Choose again." in errors(answer)[0]
    assert not SentenceMark.objects.exists()


def test_all_the_rest_is_left_to_the_team_in_one_press(
    desk: PageCheckingClient, source: Trial
) -> None:
    answer = Room(desk, "trials_trial_source", source.pk).press("_rest")

    assert notices(answer) == ["2 sentences are settled."]
    assert TextRule.objects.count() == 2


def test_what_was_said_can_be_taken_back(desk: PageCheckingClient, source: Trial) -> None:
    Room(desk, "trials_trial_source", source.pk).press(
        "_save", **said("Active infection", "not_about")
    )
    mark = SentenceMark.objects.get()

    answer = desk.post(address(source), {"_take_back": mark.digest}, follow=True)

    assert notices(answer) == ["The sentence is asked about again."]
    assert not SentenceMark.objects.exists()


def test_text_is_pasted_with_its_source_and_day(desk: PageCheckingClient, trial: Trial) -> None:
    room = Room(desk, "trials_trial_source", trial.pk)

    refused = room.press("_paste", text="", reference="")
    answer = room.press("_paste", text="* Under 22", reference="A page", read_on="2026-03-01")

    assert errors(refused) == [
        "Paste the criteria as the source has them.",
        "Name the page or record that the text is from.",
    ]
    assert notices(answer) == ["The text is kept. Look at its sentences below."]
    assert CriteriaText.objects.get().text == "* Under 22"


def test_the_registrys_text_is_not_pasted_over(desk: PageCheckingClient, source: Trial) -> None:
    make_registry_record(source, criteria_text="* Donor: at least 18 years")

    page = words(page_of(desk.get(address(source))))

    assert "Donor: at least 18 years" in page
    assert "Paste a newer text" not in page


def test_rules_that_families_see_are_not_added_to_here(
    desk: PageCheckingClient, source: Trial
) -> None:
    put_in_state(source, "published")

    page = words(page_of(desk.get(address(source))))
    answer = desk.post(address(source), {"_rest": "1"})

    assert "Leave all of them to the study team" not in page
    assert answer.status_code == 403
    assert not TextRule.objects.exists()


def test_who_only_reads_says_nothing(
    client: PageCheckingClient, reader: User, source: Trial
) -> None:
    client.force_login(reader)

    page = words(page_of(client.get(address(source))))
    answer = client.post(address(source), said("Active infection", "not_about"))

    assert "Save what is chosen" not in page
    assert answer.status_code == 403
