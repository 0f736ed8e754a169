import pytest

from tests.factories import make_age_rule, make_group, make_registry_record, make_trial
from trials.eligibility.criteria import AgeCriterion, Side, TextCriterion
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.probes import leaves
from trials.models import RegistryRecord, Trial
from trials.rulebook import rules_for, rules_of, with_rules

pytestmark = pytest.mark.django_db

CRITERIA = """Inclusion Criteria:

* Younger than 22 years of age
* Relapse of AML

Exclusion Criteria:

* Active infection

Donor Inclusion Criteria:

* Healthy enough to donate
"""


@pytest.fixture
def trial() -> Trial:
    trial = make_trial(is_reviewed=False)
    make_age_rule(make_group(trial), quote="Younger than 22 years of age")
    make_registry_record(trial, criteria_text=CRITERIA)
    return trial


def rules(trial: Trial) -> tuple[GroupRules, ...]:
    return rules_for(with_rules(Trial.objects.filter(pk=trial.pk)).get()).groups


def to_check(group: GroupRules) -> list[tuple[str, Side]]:
    return [
        (leaf.text, leaf.side)
        for leaf in leaves(group.criterion)
        if isinstance(leaf, TextCriterion)
    ]


def test_every_sentence_that_no_rule_quotes_is_one_the_team_checks(trial: Trial) -> None:
    (group,) = rules(trial)

    assert to_check(group) == [
        ("Relapse of AML", Side.INCLUDE),
        ("Active infection", Side.EXCLUDE),
        ("Healthy enough to donate", Side.INCLUDE),
    ]
    assert sum(isinstance(leaf, AgeCriterion) for leaf in leaves(group.criterion)) == 1


def test_sentence_is_quoted_with_its_source(trial: Trial) -> None:
    (group,) = rules(trial)
    texts = [leaf for leaf in leaves(group.criterion) if isinstance(leaf, TextCriterion)]

    assert {leaf.origin.source for leaf in texts} == {"ClinicalTrials.gov"}
    assert [leaf.origin.quote for leaf in texts] == [leaf.text for leaf in texts]


def test_sentences_about_donors_are_for_donors_where_there_is_such_a_group(trial: Trial) -> None:
    make_group(trial, key="donor", roles=["donor"], position=1)

    patients, donors = rules(trial)

    assert ("Healthy enough to donate", Side.INCLUDE) not in to_check(patients)
    assert ("Healthy enough to donate", Side.INCLUDE) in to_check(donors)


def test_reviewed_trial_has_the_rules_of_its_rows_alone(trial: Trial) -> None:
    Trial.objects.update(is_reviewed=True)

    (group,) = rules(trial)
    assert to_check(group) == []


def test_trial_without_a_record_has_the_rules_of_its_rows_alone() -> None:
    trial = make_trial(is_reviewed=False)
    make_group(trial)

    (group,) = rules(trial)
    assert to_check(group) == []


def test_rules_kept_in_memory_follow_the_words_of_the_registry(trial: Trial) -> None:
    before = rules_of([trial])[trial.pk]
    RegistryRecord.objects.update(criteria_text="Inclusion Criteria:\n\n* Able to swallow pills")

    after = rules_of([trial])[trial.pk]

    assert to_check(before.groups[0]) != to_check(after.groups[0])
    assert to_check(after.groups[0]) == [("Able to swallow pills", Side.INCLUDE)]
