import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_age_rule, make_group, make_trial, put_in_state
from trials.actions.rules_documents import write_rules_documents
from trials.models import AgeRule, RulesDocument, Trial
from trials.rulebook import kept, rules_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trials() -> list[Trial]:
    made = [make_trial() for _ in range(3)]
    for trial in made:
        make_age_rule(make_group(trial))
    return made


@pytest.fixture(autouse=True)
def nothing_in_memory() -> None:
    kept._kept.clear()


def test_rules_are_written_down_once_and_again_after_a_change(trials: list[Trial]) -> None:
    assert write_rules_documents() == 3
    assert write_rules_documents() == 0

    AgeRule.objects.filter(group__trial=trials[0]).update(maximum_months=60)

    assert write_rules_documents() == 1


def test_trials_that_nobody_can_find_or_join_are_left_out(trials: list[Trial]) -> None:
    Trial.objects.filter(pk=trials[0].pk).update(overall_status="COMPLETED")
    put_in_state(trials[1], "draft")

    assert write_rules_documents() == 1
    assert [row.trial_id for row in RulesDocument.objects.all()] == [trials[2].pk]


def test_rules_that_are_written_down_are_read_in_one_query_more(trials: list[Trial]) -> None:
    from_rows = rules_of(trials)
    write_rules_documents()
    kept._kept.clear()

    with CaptureQueriesContext(connection) as queries:
        from_documents = rules_of(trials)

    assert from_documents == from_rows
    assert len(queries) == 2


def test_document_older_than_the_rules_does_not_count(trials: list[Trial]) -> None:
    write_rules_documents()
    AgeRule.objects.filter(group__trial=trials[0]).update(maximum_months=60)
    kept._kept.clear()

    rules = rules_of(trials)

    kept._kept.clear()
    RulesDocument.objects.all().delete()
    assert rules == rules_of(trials)


def test_memory_keeps_those_looked_at_last(
    trials: list[Trial], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for trial in trials:
        rules_of([trial])

    assert list(kept._kept) == [trials[1].pk, trials[2].pk]
