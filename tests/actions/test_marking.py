from datetime import date, datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import make_age_rule, make_criteria_text, make_group, make_trial, put_in_state
from trials.actions import marking, publishing
from trials.checking import Coverage, Mark, MarkKind
from trials.models import AuditEvent, CriteriaText, SentenceMark, TextRule, Trial

pytestmark = pytest.mark.django_db
TEXT = """Inclusion Criteria:

* Younger than 22 years old
* Signed consent

Exclusion Criteria:

* Active infection"""


@pytest.fixture
def trial() -> Trial:
    trial = make_trial(review_state="draft")
    make_criteria_text(trial, TEXT)
    make_age_rule(make_group(trial))
    return trial


def coverage(trial: Trial) -> dict[str, Coverage]:
    return {one.sentence.words: one.coverage for one in marking.covered(trial)}


def test_sentences_are_quoted_or_open(trial: Trial) -> None:
    assert coverage(trial) == {
        "Younger than 22 years old": Coverage.QUOTED,
        "Signed consent": Coverage.OPEN,
        "Active infection": Coverage.OPEN,
    }


def test_sentence_left_to_the_team_becomes_a_rule_that_families_are_told_of(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    said = [Mark("Active infection", MarkKind.TEAM)]
    marking.mark(trial, said, by=coordinator, now=now)

    rule = TextRule.objects.get()
    assert (rule.text, rule.quote, rule.side, rule.source) == (
        "Active infection",
        "Active infection",
        "exclude",
        "A page",
    )
    assert coverage(trial)["Active infection"] is Coverage.QUOTED
    assert AuditEvent.objects.filter(actor=coordinator, subject="textrule").exists()


def test_mark_tells_who_said_it_and_when(trial: Trial, coordinator: User, now: datetime) -> None:
    said = [Mark("Signed consent", MarkKind.NOT_ABOUT)]
    marking.mark(trial, said, by=coordinator, now=now)

    held = SentenceMark.objects.get()
    assert (held.marked_by, held.marked_at) == (coordinator, now)
    assert AuditEvent.objects.get().subject == "sentencemark"
    assert coverage(trial)["Signed consent"] is Coverage.NOT_ABOUT


def test_changed_sentence_is_asked_about_anew(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    said = [Mark("Signed consent", MarkKind.NOT_ABOUT)]
    marking.mark(trial, said, by=coordinator, now=now)

    for text, expected in (
        ("* Signed  CONSENT.", Coverage.NOT_ABOUT),
        ("* Signed consent within 7 days", Coverage.OPEN),
    ):
        CriteriaText.objects.update(text=text)
        assert list(coverage(Trial.objects.get()).values()) == [expected]


def test_link_counts_while_a_rule_has_that_sentence(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    said = [Mark("Signed consent", MarkKind.LINKED, "Younger than 22 years old")]
    marking.mark(trial, said, by=coordinator, now=now)

    assert coverage(trial)["Signed consent"] is Coverage.LINKED
    trial.groups.get().age_rules.update(quote="Under 22")
    assert coverage(trial)["Signed consent"] is Coverage.OPEN


def test_words_that_are_not_in_the_source_are_not_marked(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    said = [Mark("Whatever", MarkKind.TEAM)]

    assert marking.mark(trial, said, by=coordinator, now=now) == 0
    assert not SentenceMark.objects.exists()


def test_all_the_rest_is_left_to_the_team_at_once(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    assert marking.leave_the_rest(trial, by=coordinator, now=now) == 2

    assert all(one.is_covered for one in coverage(trial).values())
    assert TextRule.objects.count() == 2


def test_mark_taken_back_is_asked_about_again(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    said = [Mark("Signed consent", MarkKind.NOT_ABOUT)]
    marking.mark(trial, said, by=coordinator, now=now)
    marking.take_back(trial, "Signed consent", by=coordinator, now=now)

    assert coverage(trial)["Signed consent"] is Coverage.OPEN
    assert AuditEvent.objects.filter(action="removed").exists()


def test_sentence_left_to_the_team_in_a_working_copy_changes_nothing_public(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    put_in_state(trial, "published")
    copy = publishing.revise(trial, by=coordinator, now=now)

    marking.leave_the_rest(copy, by=coordinator, now=now)

    assert set(TextRule.objects.values_list("group__trial", flat=True)) == {copy.pk}
    assert set(SentenceMark.objects.values_list("trial", flat=True)) == {trial.pk}
    assert all(one.is_covered for one in coverage(copy).values())
    assert not all(one.is_covered for one in coverage(trial).values())


def test_pasted_text_is_kept_with_its_source(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    day = date(2026, 3, 14)
    marking.keep_text(trial, "Under 18", "Another page", day, by=coordinator, now=now)

    held = CriteriaText.objects.get()
    assert (held.text, held.reference, held.read_on) == ("Under 18", "Another page", day)
    assert AuditEvent.objects.get().before["text"] == TEXT
