"""Narrowing: what each method keeps, and what it may let go; and that rows follow the trial."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Sum

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_site,
    make_trial,
    make_trial_site,
    put_in_state,
)
from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.facts import Role
from trials.models import (
    AgeRule,
    DiseaseRule,
    ParticipantGroup,
    SearchCount,
    SearchRow,
    Site,
    Trial,
    TrialSite,
)
from trials.models.search_row import SearchRowQuerySet

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 15)


def trials(rows: SearchRowQuerySet) -> set[Trial]:
    return {row.trial for row in rows}


def age(**parts: int) -> AgeSpan:
    return BirthInterval.of_age(TODAY, **parts).span(TODAY)


def born(*day: int) -> AgeSpan:
    return BirthInterval.on_date(date(*day)).span(TODAY)


def test_seeking_finds_the_role_in_any_group() -> None:
    trial = make_trial()
    make_group(trial, key="recipient")
    make_group(trial, key="donor", roles=["donor"])
    make_group(make_trial(), roles=["survivor"])

    assert trials(SearchRow.objects.seeking(Role.DONOR)) == {trial}


def test_seeking_takes_a_group_without_roles_for_patients() -> None:
    trial = make_trial()
    make_group(trial, roles=[])

    assert trials(SearchRow.objects.seeking(Role.PATIENT)) == {trial}
    assert not SearchRow.objects.seeking(Role.DONOR).exists()


@pytest.mark.parametrize(
    ("limits", "span", "kept"),
    [
        pytest.param({"maximum_months": 264}, born(2004, 3, 16), True, id="last day of 21"),
        pytest.param({"maximum_months": 264}, born(2004, 3, 15), False, id="22nd birthday"),
        pytest.param({"maximum_months": 264}, age(years=21), True, id="21, day unknown"),
        pytest.param({"minimum_months": 1}, born(2026, 2, 15), True, id="one month today"),
        pytest.param({"minimum_months": 1}, born(2026, 2, 16), False, id="one month tomorrow"),
        pytest.param({"minimum_days": 29}, born(2026, 2, 14), True, id="29 days today"),
        pytest.param({"minimum_days": 29}, born(2026, 2, 15), False, id="29 days tomorrow"),
        pytest.param({"maximum_days": 366}, born(2025, 3, 15), True, id="365 days today"),
        pytest.param({"maximum_days": 366}, born(2025, 3, 14), False, id="366 days today"),
        pytest.param(
            {"minimum_months": 228, "wide_minimum_months": 216}, age(years=18), True, id="unclear"
        ),
        pytest.param(
            {"minimum_months": 216, "minimum_plus_day": True},
            born(2008, 3, 15),
            True,
            id="older than 18, on the birthday: kept for the evaluation",
        ),
        pytest.param({"status": "not_stated"}, age(years=80), True, id="no age stated"),
        pytest.param(
            {"anchor": "diagnosis", "maximum_months": 24},
            age(years=40),
            True,
            id="an age long past: kept for the evaluation",
        ),
    ],
)
def test_open_to_age_decides_by_the_day(
    limits: dict[str, object], span: AgeSpan, kept: bool
) -> None:
    make_age_rule(make_group(make_trial()), **limits)

    assert SearchRow.objects.seeking(Role.PATIENT).open_to_age(span).exists() is kept


def test_open_to_age_needs_one_group_whose_every_limit_fits() -> None:
    trial = make_trial()
    group = make_group(trial)
    make_age_rule(group, minimum_months=12)
    make_age_rule(group, maximum_months=72)

    assert SearchRow.objects.seeking(Role.PATIENT).open_to_age(age(years=5)).exists()
    assert not SearchRow.objects.seeking(Role.PATIENT).open_to_age(age(years=6)).exists()
    assert not SearchRow.objects.seeking(Role.PATIENT).open_to_age(age(months=6)).exists()


def test_open_to_age_ignores_the_limits_of_another_role() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial, key="recipient"), maximum_months=264)
    make_age_rule(make_group(trial, key="donor", roles=["donor"]), minimum_months=228)

    assert SearchRow.objects.seeking(Role.DONOR).open_to_age(age(years=35)).exists()
    assert not SearchRow.objects.seeking(Role.PATIENT).open_to_age(age(years=35)).exists()


def test_studying_keeps_what_names_one_of_the_diseases_or_none_at_all() -> None:
    diseases = make_leukemias()
    for_aml, for_all, for_anybody = make_trial(), make_trial(), make_trial()
    make_disease_rule(make_group(for_aml), includes=[diseases["aml"]])
    make_disease_rule(make_group(for_all), includes=[diseases["b_all"], diseases["t_all"]])
    make_group(for_anybody)

    kept = trials(SearchRow.objects.studying(["all", "b_all"]))

    assert kept == {for_all, for_anybody}


def test_studying_leaves_exceptions_to_the_evaluation() -> None:
    diseases = make_leukemias()
    make_disease_rule(make_group(make_trial()), excepts=[diseases["apl"]])

    assert SearchRow.objects.studying(["apl"]).exists()


def row_of(trial: Trial, role: str = "patient") -> SearchRow:
    return SearchRow.objects.get(trial=trial, role=role)


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_trial_that_is_not_published_has_no_row(state: str) -> None:
    trial = make_trial()
    make_group(trial)
    assert SearchRow.objects.exists()

    put_in_state(trial, state)

    assert not SearchRow.objects.exists()


def test_row_follows_the_status_of_the_trial() -> None:
    trial = make_trial(overall_status="RECRUITING", kind="treatment", phases=["PHASE2"])
    make_group(trial)
    assert row_of(trial).is_open

    trial.overall_status = "COMPLETED"
    trial.phases = []
    trial.save()

    row = row_of(trial)
    assert (row.is_open, row.status, row.phases) == (False, "COMPLETED", [])


def test_row_follows_rules_that_are_added_changed_and_removed() -> None:
    diseases, trial = make_leukemias(), make_trial()
    group = make_group(trial)
    assert row_of(trial).keys == ["*"]

    rule = make_disease_rule(group, includes=[diseases["aml"], diseases["all"]])
    make_age_rule(group, minimum_months=12, maximum_months=36)
    row = row_of(trial)
    assert (sorted(row.keys), row.minimum_months, row.maximum_months) == (["all", "aml"], 12, 36)

    rule.includes.remove(diseases["aml"])
    AgeRule.objects.update(maximum_months=48)
    row = row_of(trial)
    assert (row.keys, row.maximum_months) == (["all"], 48)

    DiseaseRule.objects.all().delete()
    AgeRule.objects.all().delete()
    row = row_of(trial)
    assert (row.keys, row.minimum_months, row.maximum_months) == (["*"], None, None)


def test_groups_of_a_role_fold_into_the_widest_limits() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial, key="young"), minimum_months=0, maximum_months=24)
    make_age_rule(make_group(trial, key="old"), minimum_months=120, maximum_months=264)

    row = row_of(trial)
    assert (row.minimum_months, row.maximum_months) == (0, 264)


def test_limit_in_another_unit_leaves_both_open() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial, key="months"), maximum_months=24)
    make_age_rule(make_group(trial, key="days"), maximum_months=None, maximum_days=365)

    row = row_of(trial)
    assert (row.maximum_months, row.maximum_days) == (None, None)


def test_rule_that_keeps_out_or_stands_in_a_box_does_not_narrow() -> None:
    trial = make_trial()
    group = make_group(trial)
    make_age_rule(group, maximum_months=24, side="exclude")
    box = group.boxes.create(operator="any")
    make_disease_rule(group, includes=[make_leukemias()["aml"]], box=box)

    row = row_of(trial)
    assert (row.maximum_months, row.keys) == (None, ["*"])


def test_row_follows_the_places_that_take_people() -> None:
    trial = make_trial()
    make_group(trial)
    assert (row_of(trial).cells, row_of(trial).countries) == ([0], [])

    memphis = make_site(latitude=35.15, longitude=-90.05, country="United States")
    place = make_trial_site(trial, memphis, status="RECRUITING")
    assert row_of(trial).countries == ["United States"]
    assert 0 not in row_of(trial).cells

    Site.objects.update(latitude=None, longitude=None)
    assert row_of(trial).cells == [0]

    TrialSite.objects.filter(pk=place.pk).update(status="COMPLETED")
    assert row_of(trial).countries == []


def test_every_role_has_a_row_and_a_trial_is_counted_once() -> None:
    trial = make_trial()
    make_group(trial, key="recipient")
    make_group(trial, key="donor", roles=["donor", "sibling"])

    rows = SearchRow.objects.filter(trial=trial)
    assert sorted(rows.values_list("role", flat=True)) == ["donor", "patient", "sibling"]
    assert rows.filter(is_first=True).count() == 1

    ParticipantGroup.objects.filter(key="donor").delete()
    assert [row.role for row in rows.all()] == ["patient"]
    assert rows.get().is_first


def counted(**which: object) -> int:
    return SearchCount.objects.filter(**which).aggregate(total=Sum("change"))["total"] or 0


def test_counts_follow_the_rows() -> None:
    kept, gone = make_trial(), make_trial()
    for trial in (kept, gone):
        make_group(trial)
        make_group(trial, key="donor", roles=["donor"])
    assert (counted(is_first=True), counted(role="patient"), counted(is_open=True)) == (2, 2, 4)

    Trial.objects.filter(pk=kept.pk).update(overall_status="COMPLETED")
    gone.delete()

    assert (counted(is_first=True), counted(role="patient"), counted(is_open=True)) == (1, 1, 0)
    assert SearchRow.objects.count() == 2


def test_removing_a_trial_removes_its_rows() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial))

    trial.delete()

    assert not SearchRow.objects.exists()


def test_rows_can_be_made_once_for_many_changes() -> None:
    trial = make_trial()
    group = make_group(trial)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL trials.search_rows = 'later'")
        make_age_rule(group, maximum_months=24)
        before = row_of(trial).maximum_months
        cursor.execute("SELECT trials_refresh_search_rows(%s)", [[trial.pk]])
        cursor.execute("SET LOCAL trials.search_rows = 'now'")

    assert (before, row_of(trial).maximum_months) == (None, 24)


def test_disease_place_and_words_are_looked_up_in_one_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # On a table as small as a test's it would do as well.
        cursor.execute("DROP INDEX search_row_newest")
        for constraint in ("search_row_once", "trials_searchrow_pkey"):
            cursor.execute(f"ALTER TABLE trials_searchrow DROP CONSTRAINT {constraint}")
        cursor.execute("SET LOCAL enable_indexscan = off")

    for rows, part, other in (
        (SearchRow.objects.taking(), "searchrow_taking", "searchrow_closed"),
        (SearchRow.objects.not_taking(), "searchrow_closed", "searchrow_taking"),
    ):
        for role in (Role.PATIENT, Role.DONOR):
            of_role = rows.seeking(role)
            for asked in (of_role.studying(["aml"]), of_role.mentioning("pain chemo")):
                plan = asked.explain()
                assert f"Bitmap Index Scan on trials_{part}_keys_cells_words_idx" in plan
                assert other not in plan


def test_treatments_follow_from_the_words() -> None:
    trial = make_trial(goal="Whether chemotherapy can be shorter.")
    make_group(trial)
    assert row_of(trial).treatments == ["chemotherapy"]
