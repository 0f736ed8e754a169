"""Which trials have sentences that no rule says: read once, and again after any change."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_age_rule,
    make_criteria_text,
    make_group,
    make_registry_record,
    make_sentence_mark,
    make_trial,
)
from trials.actions.sentences import count_unread, read_sentences, with_open_sentences
from trials.models import CriteriaText, RegistryRecord, SentenceMark, Trial

pytestmark = pytest.mark.django_db
SENTENCE = "Relapse of AML"


def found() -> list[Trial]:
    assert read_sentences() == 0
    return list(with_open_sentences())


@pytest.fixture
def trial() -> Trial:
    trial = make_trial()
    make_registry_record(trial, criteria_text=f"Inclusion Criteria:\n\n* {SENTENCE}")
    return trial


def test_rule_that_says_the_sentence_settles_it_until_it_is_gone(trial: Trial) -> None:
    assert found() == [trial]

    rule = make_age_rule(make_group(trial), quote=SENTENCE)
    assert found() == []

    type(rule).objects.update(quote="Another sentence")
    assert found() == [trial]


def test_mark_settles_it_until_it_is_taken_back(trial: Trial) -> None:
    assert found() == [trial]

    make_sentence_mark(trial, SENTENCE, kind="not_about")
    assert found() == []

    SentenceMark.objects.all().delete()
    assert found() == [trial]


def test_text_that_changes_is_read_again(trial: Trial) -> None:
    make_age_rule(make_group(trial), quote=SENTENCE)
    assert found() == []

    RegistryRecord.objects.update(criteria_text=f"* {SENTENCE}\n* No infection")
    assert found() == [trial]


def test_pasted_text_that_changes_is_read_again() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial), quote=SENTENCE)
    make_criteria_text(trial, text=f"* {SENTENCE}")
    assert found() == []

    CriteriaText.objects.update(text=f"* {SENTENCE}\n* No infection")
    assert found() == [trial]


def test_trials_in_the_registrys_words_are_left_out(trial: Trial) -> None:
    Trial.objects.update(is_reviewed=False)
    assert found() == []

    Trial.objects.update(is_reviewed=True)
    assert found() == [trial]


@pytest.mark.parametrize("number", ["registry.studies.READING", "checking.coverage.COVERING"])
def test_all_are_read_again_by_another_reader(
    number: str, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found() == [trial]
    make_age_rule(make_group(trial), quote=SENTENCE)
    assert found() == []
    monkeypatch.setattr(f"trials.{number}", 99)

    assert count_unread() == 1
    assert list(with_open_sentences()) == []
    assert found() == []
    assert count_unread() == 0


def test_nothing_is_read_twice(trial: Trial) -> None:
    read_sentences()

    with CaptureQueriesContext(connection) as captured:
        read_sentences()

    assert len(captured) == 1


def test_command_reads_all(trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_sentences")

    assert capsys.readouterr().out == "trials with sentences that no rule says: 1\n"
