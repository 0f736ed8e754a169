"""What the database itself holds to: a history of every change, records that stay, states."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.factories import (
    make_age_rule,
    make_audit_event,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_review_event,
    make_trial,
    make_trial_source,
    make_user,
)
from trials.actions.acting import acting
from trials.actions.contents import parts, table_of
from trials.models import AgeRule, ParticipantGroup, ReviewEvent, Trial, TrialChange
from trials.models.trial import WORKING_COPY

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BESIDE = {
    "CriteriaText",
    "ProposedChange",
    "RegistryRecord",
    "SentenceMark",
    "ExpectedVerdict",
    "InventedPatient",
    "TrialNews",
}
"""Go with a trial, and belong to it whichever version of its contents it has: what the
registry says, and what is noted beside the rules."""


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def last() -> TrialChange:
    return TrialChange.objects.order_by("pk").last()


def test_bulk_update_is_recorded_row_by_row_with_who_did_it() -> None:
    group, person = make_group(make_trial()), make_user()
    rules = [make_age_rule(group) for _ in range(2)]
    acting(person)

    AgeRule.objects.update(maximum_months=60)

    told = TrialChange.objects.order_by("pk").reverse()[:2]
    assert {change.subject_id for change in told} == {rule.pk for rule in rules}
    for change in told:
        assert (change.trial_id, change.actor, change.system) == (group.trial_id, person, "")
        assert (change.was["maximum_months"], change.became["maximum_months"]) == (264, 60)


def test_sql_by_hand_is_recorded_as_the_databases() -> None:
    trial = make_trial(goal="To learn.")
    acting("a test")
    sql("SELECT set_config('trials.system', '', true)")

    sql("UPDATE trials_trial SET goal = 'To know.' WHERE id = %s", trial.pk)

    change = last()
    assert (change.actor, change.system, change.operation) == (None, "database", "changed")
    assert (change.before, change.after) == ({"goal": "To learn."}, {"goal": "To know."})


def test_row_that_stays_the_same_is_no_change() -> None:
    trial = make_trial()
    before = TrialChange.objects.count()

    Trial.objects.filter(pk=trial.pk).update(goal=trial.goal)
    trial.save()

    assert TrialChange.objects.count() == before


def test_rules_and_links_lead_to_their_trial_also_when_the_group_goes_first() -> None:
    group = make_group(make_trial())
    rule = make_disease_rule(group, includes=[make_leukemias()["aml"]])

    with transaction.atomic():
        sql("DELETE FROM trials_participantgroup WHERE id = %s", group.pk)
        sql("DELETE FROM trials_diseaserule WHERE id = %s", rule.pk)
        sql("DELETE FROM trials_diseaserule_includes WHERE diseaserule_id = %s", rule.pk)

    gone = TrialChange.objects.filter(operation="removed").order_by("pk")
    assert [(change.subject, change.trial_id) for change in gone] == [
        ("participantgroup", group.trial_id),
        ("diseaserule", group.trial_id),
        ("diseaserule_includes", group.trial_id),
    ]


def test_every_part_of_a_trial_is_watched() -> None:
    """A new part of a trial: add it to parts(), and its triggers in a migration as in 0023."""
    watched = {"trial", *(table_of(model) for model in parts())}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'history_%'"
        )
        triggers = [table.removeprefix("trials_") for (table,) in cursor.fetchall()]
    found = {
        relation.related_model.__name__
        for model in (Trial, ParticipantGroup)
        for relation in apps.get_model("trials", model.__name__)._meta.related_objects
        if relation.on_delete.__name__ == "CASCADE"
    }

    assert sorted(triggers) == sorted([*watched] * 3)
    assert found - {model.__name__ for model in parts()} == BESIDE


@pytest.mark.parametrize(
    "table", ["trials_auditevent", "trials_reviewevent", "trials_trialchange"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_recorded_is_never_changed(table: str, statement: str) -> None:
    make_audit_event()
    make_review_event(make_trial(review_state="draft"))
    connection.check_constraints()  # a table that waits for checks cannot be emptied anyhow

    with pytest.raises(IntegrityError, match="rows are never changed or removed"):
        sql(statement.format(table))


def test_state_moves_by_steps_alone() -> None:
    trial = make_trial(review_state="draft")

    with (
        pytest.raises(IntegrityError, match="from draft to published without a step"),
        transaction.atomic(),
    ):
        Trial.objects.update(review_state="published")
    make_review_event(trial, from_state="draft", to_state="in_review")

    trial.refresh_from_db()
    assert trial.review_state == "in_review"


def test_step_starts_from_the_state_there_is() -> None:
    trial = make_trial(review_state="published")

    with pytest.raises(IntegrityError, match="is published, not draft"):
        ReviewEvent.objects.create(
            trial=trial,
            from_state="draft",
            to_state="in_review",
            system="a test",
            at=NOW,
        )


@pytest.mark.parametrize("fields", [{"review_state": "published"}, {"nct_id": "NCT00000001"}])
def test_working_copy_is_never_public(fields: dict[str, str]) -> None:
    trial = make_trial()
    copy = {"review_state": "draft", "slug": f"{WORKING_COPY}1", "revision_of": trial, **fields}

    with pytest.raises(IntegrityError, match="trial_working_copy_is_not_public"):
        make_trial(**copy)


def test_short_name_of_a_working_copy_is_for_working_copies() -> None:
    with pytest.raises(IntegrityError, match="trial_working_copy_slug"):
        make_trial(slug=f"{WORKING_COPY}1")


def test_trial_has_one_working_copy() -> None:
    trial = make_trial()
    make_trial_source(trial)
    make_trial(review_state="draft", slug=f"{WORKING_COPY}1", revision_of=trial)

    with pytest.raises(IntegrityError, match="revision_of"):
        make_trial(review_state="draft", slug=f"{WORKING_COPY}2", revision_of=trial)
