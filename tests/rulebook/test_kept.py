"""Rules are read once, and anew as soon as anything about them changed."""

from collections.abc import Callable
from itertools import product

import pytest
from django.apps import apps
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_registry_record,
    make_trial,
)
from trials.eligibility.evaluation import TrialRules
from trials.models import (
    AgeRule,
    CriteriaText,
    CriterionBox,
    Disease,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    RegistryRecord,
    RulesVersion,
    SentenceMark,
    TextRule,
    Trial,
)
from trials.models.rule import Rule
from trials.rulebook import rules_for, rules_of, with_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> Trial:
    """Two groups, of which the first has an age, a disease with an exception and a text."""
    diseases = make_leukemias()
    trial = make_trial(slug="memory")
    group = make_group(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[diseases["aml"]], excepts=[diseases["apl"]])
    TextRule.objects.create(group=group, text="The team will check the heart.")
    make_group(trial, key="donor")
    return trial


def kept(trial: Trial) -> TrialRules:
    return rules_of([trial])[trial.pk]


def stored(trial: Trial) -> TrialRules:
    return rules_for(with_rules(Trial.objects.filter(pk=trial.pk)).get())


def test_rules_are_those_that_are_stored(trial: Trial) -> None:
    assert kept(trial) == stored(trial)
    assert len(kept(trial).groups) == 2


def test_rules_are_read_once(
    trial: Trial, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules = kept(trial)

    with django_assert_num_queries(1):
        assert kept(trial) is rules


def test_only_the_trials_that_changed_are_read_again(trial: Trial) -> None:
    other = make_trial()
    make_group(other)
    before = rules_of([trial, other])

    AgeRule.objects.update(maximum_months=12)
    after = rules_of([trial, other])

    assert after[other.pk] is before[other.pk]
    assert after[trial.pk] != before[trial.pk]


def group_of(trial: Trial, key: str = "main") -> ParticipantGroup:
    return trial.groups.get(key=key)


CHANGES: dict[str, Callable[[Trial], object]] = {
    "a limit changed": lambda trial: AgeRule.objects.update(maximum_months=12),
    "a rule removed": lambda trial: TextRule.objects.all().delete(),
    "a rule added": lambda trial: make_age_rule(group_of(trial), maximum_months=12),
    "a disease added": lambda trial: DiseaseRule.objects.get().includes.add(
        Disease.objects.get(code="all")
    ),
    "an exception removed": lambda trial: DiseaseRule.objects.get().excepts.clear(),
    "a box added": lambda trial: CriterionBox.objects.create(
        group=group_of(trial), operator="any"
    ),
    "a fact added": lambda trial: FactRule.objects.create(
        group=group_of(trial), fact="cd19", values=["positive"]
    ),
    "a role changed": lambda trial: trial.groups.filter(key="donor").update(roles=["donor"]),
    "a group added": lambda trial: make_group(trial, key="third"),
    "a group removed": lambda trial: group_of(trial).delete(),
    "a rule moved to another group": lambda trial: AgeRule.objects.update(
        group=group_of(trial, "donor")
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_counts_at_once(change: Callable[[Trial], object], trial: Trial) -> None:
    before = kept(trial)

    change(trial)

    assert kept(trial) == stored(trial)
    assert kept(trial) is not before


def test_rules_carry_the_short_name_of_now(trial: Trial) -> None:
    kept(trial)
    trial.slug = "renamed"
    trial.save()

    assert kept(trial).key == "renamed"


def test_change_that_is_taken_back_is_forgotten(trial: Trial) -> None:
    before = kept(trial)
    with pytest.raises(InterruptedError), transaction.atomic():
        AgeRule.objects.update(maximum_months=12)
        assert kept(trial) != before
        raise InterruptedError

    AgeRule.objects.update(maximum_months=24)

    assert kept(trial) == stored(trial)


def test_trial_without_groups_has_no_rules_until_it_has() -> None:
    trial = make_trial()
    assert kept(trial).groups == ()

    make_group(trial)

    assert len(kept(trial).groups) == 1


def test_trial_with_rules_can_be_removed_and_has_none_then(trial: Trial) -> None:
    kept(trial)
    Trial.objects.filter(pk=trial.pk).delete()

    connection.check_constraints()
    assert rules_of([trial]) == {}


def test_saving_an_old_copy_of_a_trial_does_not_bring_old_rules_back(trial: Trial) -> None:
    copy = Trial.objects.get(pk=trial.pk)
    kept(trial)
    AgeRule.objects.update(maximum_months=12)

    copy.save()

    assert kept(trial) == stored(trial)


def test_every_table_of_rules_is_watched() -> None:
    """A kind of rule that is added later has to be added to the triggers too.

    The number of a trial's rules also tells whether its open sentences were read since.
    """
    rules = [model for model in apps.get_models() if issubclass(model, Rule)]
    links = [DiseaseRule.includes.through, DiseaseRule.excepts.through]
    others = (CriterionBox, ParticipantGroup, RegistryRecord, CriteriaText, SentenceMark)
    watched = {model._meta.db_table for model in (*rules, *links, *others)}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
            " WHERE trigger_name LIKE 'rules_version_%'"
        )
        triggers = set(cursor.fetchall())

    assert triggers == set(product(watched, ("INSERT", "UPDATE", "DELETE")))


def test_the_bytes_of_a_record_make_no_rules_and_its_words_do(trial: Trial) -> None:
    record = make_registry_record(trial)
    numbers = [RulesVersion.objects.get(trial=trial).version]
    for change in ({"raw_hash": b"other bytes"}, {"criteria_text": "Other words"}):
        RegistryRecord.objects.filter(pk=record.pk).update(**change)
        numbers.append(RulesVersion.objects.get(trial=trial).version)

    assert numbers[0] == numbers[1] < numbers[2]


def test_numbers_are_never_used_twice(trial: Trial) -> None:
    numbers = [RulesVersion.objects.get(trial=trial).version]
    for months in (12, 24, 12):
        AgeRule.objects.update(maximum_months=months)
        numbers.append(RulesVersion.objects.get(trial=trial).version)

    assert sorted(set(numbers)) == numbers
