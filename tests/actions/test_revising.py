"""Working copies and old versions: nothing is lost on the way, and nothing becomes public."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
    make_trial_site,
    make_trial_source,
    make_user,
    put_in_state,
)
from tests.seven_studies import load_seven_studies
from trials.actions import publishing, revising
from trials.actions.contents import contents_of, differences
from trials.actions.definitions import dump_definitions
from trials.actions.publishing import NoReasonError, OwnWorkError, WrongStateError
from trials.actions.stored_definitions import definition_of, with_definition
from trials.definitions import write_definitions
from trials.models import AgeRule, Disease, ReviewEvent, SearchRow, Trial, TrialChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def diseases(db: None) -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def trial(diseases: dict[str, Disease]) -> Trial:
    trial = make_trial(slug="study", acronym="STUDY", nct_id="NCT00000001")
    make_trial_source(trial)
    make_trial_site(trial)
    group = make_group(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[diseases["aml"], diseases["all"]])
    return trial


def dumped(trial: Trial) -> dict[str, object]:
    held = with_definition(Trial.objects.filter(pk=trial.pk)).get()
    [document] = write_definitions([definition_of(held)])["trials"]
    return document


def rows_of(trial: Trial) -> dict[str, object]:
    """Without the clocks."""
    rows = contents_of(trial)
    for row in rows["trial"].values():
        del row["updated_at"]
    return rows


def test_copies_of_real_studies_say_all_that_the_studies_say(now: datetime) -> None:
    load_seven_studies()
    person, reviewer = make_user("Coordinators"), make_user("Reviewers")
    for trial in Trial.objects.originals():
        if trial.review_state != "published":
            continue
        before, rows = dumped(trial), rows_of(trial)
        copy = publishing.revise(trial, by=person, now=now)
        publishing.submit_for_review(copy, by=person, now=now)
        publishing.publish(copy, by=reviewer, now=now, reason="Looked at")

        assert dumped(trial) == before
        assert rows_of(trial) == rows, "rows that say the same keep their keys"


def test_difference_that_is_told_is_what_publishing_writes(
    trial: Trial, diseases: dict[str, Disease], coordinator: User, now: datetime
) -> None:
    make_age_rule(make_group(trial, key="donor", label="Donors"))
    put_in_state(trial, "published")
    copy = publishing.revise(trial, by=coordinator, now=now)
    assert differences(contents_of(copy), trial, now=now) == []
    Trial.objects.filter(pk=copy.pk).update(goal="Another goal")
    group = copy.groups.get(key="main")
    group.disease_rules.get().includes.set([diseases["aml"]])
    group.age_rules.update(maximum_months=60)
    copy.groups.filter(key="donor").delete()
    make_age_rule(make_group(copy, key="survivor", label="Survivors"))
    make_trial_source(copy, reference="Another page")

    told = differences(contents_of(copy), trial, now=now)
    last = revising.last_change(trial)
    copy.refresh_from_db()
    revising.put_in_place(copy, trial)

    made = TrialChange.objects.filter(trial=trial, pk__gt=last)
    assert sorted(map(_in_short, told)) == sorted(map(_in_short, made))


def _in_short(change: TrialChange) -> tuple[str, ...]:
    key = str(change.subject_id) if change.before is not None else "new"
    # "outer_…" is worked out by the database.
    written = {name for name in change.became if not name.startswith("outer_")}
    columns = sorted(written) if change.operation == "changed" else ()
    return change.subject, change.operation, key, *columns


def test_copy_is_not_public_and_the_trial_stays_as_it_is(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    before = dumped(trial)

    copy = publishing.revise(trial, by=coordinator, now=now)
    AgeRule.objects.filter(group__trial=copy).update(maximum_months=60)

    assert dumped(trial) == before
    assert copy not in Trial.objects.published()
    assert set(SearchRow.objects.values_list("trial", flat=True)) == {trial.pk}
    assert [each["id"] for each in dump_definitions()["trials"]] == ["study"]


def test_published_copy_takes_the_place_of_its_trial(
    trial: Trial, coordinator: User, reviewer: User, now: datetime
) -> None:
    copy = publishing.revise(trial, by=coordinator, now=now)
    AgeRule.objects.filter(group__trial=copy).update(maximum_months=60, quote="Younger than 5")
    Trial.objects.filter(pk=trial.pk).update(overall_status="SUSPENDED")
    copy.refresh_from_db()
    publishing.submit_for_review(copy, by=coordinator, now=now)
    publishing.publish(copy, by=reviewer, now=now, reason="Looked at")

    held = Trial.objects.get()
    assert (held.pk, held.slug, held.nct_id) == (trial.pk, "study", "NCT00000001")
    assert held.review_state == "published"
    assert held.overall_status == "SUSPENDED", "status is corrected on the trial itself"
    assert AgeRule.objects.get().maximum_months == 60
    steps = ReviewEvent.objects.filter(revision=copy.pk).order_by("pk")
    assert [step.to_state for step in steps] == ["draft", "in_review", "published"]


def test_what_changed_in_the_trial_meanwhile_is_not_taken_back_unasked(
    trial: Trial, coordinator: User, reviewer: User, now: datetime
) -> None:
    copy = publishing.revise(trial, by=coordinator, now=now)
    publishing.submit_for_review(copy, by=coordinator, now=now)
    Trial.objects.filter(pk=trial.pk).update(sponsor="Another")

    with pytest.raises(NoReasonError):
        publishing.publish(copy, by=reviewer, now=now)

    assert [change.became for change in revising.changed_meanwhile(copy)] == [
        {"sponsor": "Another"}
    ]


def test_copy_of_a_withdrawn_trial_is_not_published(
    trial: Trial, coordinator: User, reviewer: User, now: datetime
) -> None:
    copy = publishing.revise(trial, by=coordinator, now=now)
    publishing.submit_for_review(copy, by=coordinator, now=now)
    publishing.withdraw(trial, by=reviewer, now=now, reason="Closed")

    with pytest.raises(WrongStateError):
        publishing.publish(copy, by=reviewer, now=now, reason="Looked at")


def test_who_edited_last_does_not_publish(
    trial: Trial, coordinator: User, reviewer: User, now: datetime
) -> None:
    put_in_state(trial, "draft")
    publishing.submit_for_review(trial, by=coordinator, now=now)
    publishing.acting(reviewer)
    Trial.objects.filter(pk=trial.pk).update(goal="To know.")

    with pytest.raises(OwnWorkError):
        publishing.publish(trial, by=reviewer, now=now, reason="Looked at")
    other = make_user("Reviewers")
    publishing.publish(trial, by=other, now=now, reason="Looked at")

    assert not ReviewEvent.objects.latest("pk").is_alone


def test_one_person_does_both_where_the_site_allows_it_and_the_record_says_so(
    trial: Trial, reviewer: User, now: datetime, settings: object
) -> None:
    settings.SECOND_PERSON_PUBLISHES = False  # type: ignore[attr-defined]
    put_in_state(trial, "draft")
    publishing.submit_for_review(trial, by=reviewer, now=now)

    publishing.publish(trial, by=reviewer, now=now, reason="Looked at")

    assert ReviewEvent.objects.latest("pk").is_alone


def test_any_version_comes_back_as_a_copy_of_a_published_trial(
    trial: Trial, diseases: dict[str, Disease], coordinator: User, now: datetime
) -> None:
    before, version = dumped(trial), TrialChange.objects.latest("pk").pk
    rule = trial.groups.get().disease_rules.get()
    rule.includes.set([diseases["t_all"]])
    trial.sources.all().delete()
    AgeRule.objects.all().delete()
    make_age_rule(make_group(trial, key="other"))
    Trial.objects.filter(pk=trial.pk).update(goal="Another", phases=["PHASE2"])

    copy = revising.restore_version(trial, version, by=coordinator, now=now)

    assert copy.revision_of == trial
    assert copy.review_state == "draft"
    now_said = dumped(copy)
    for name in ("groups", "sources", "goal", "phase", "sites"):
        assert now_said.get(name) == before.get(name), name


def test_draft_says_an_old_version_itself(trial: Trial, coordinator: User, now: datetime) -> None:
    put_in_state(trial, "draft")
    before, version = dumped(trial), TrialChange.objects.latest("pk").pk
    trial.groups.all().delete()
    assert dumped(trial) != before

    assert revising.restore_version(trial, version, by=coordinator, now=now) == trial

    assert dumped(trial) == before


@pytest.mark.parametrize("state", ["in_review", "withdrawn"])
def test_trial_that_somebody_looks_at_is_not_changed_by_restoring(
    state: str, trial: Trial, coordinator: User, now: datetime
) -> None:
    version = TrialChange.objects.latest("pk").pk
    put_in_state(trial, state)

    with pytest.raises(revising.NotRestorableError):
        revising.restore_version(trial, version, by=coordinator, now=now)
