from datetime import datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_age_rule,
    make_group,
    make_registry_record,
    make_trial,
    make_trial_source,
)
from trials.actions import marking, publishing
from trials.actions.publishing import Step
from trials.checking import Mark, MarkKind
from trials.eligibility.probes import leaves
from trials.models import AuditEvent, ParticipantGroup, TextRule, Trial
from trials.rulebook import rules_for, with_rules

CRITERIA = """Inclusion Criteria:

* Younger than 22 years of age
* Relapse of acute myeloid leukemia

Exclusion Criteria:

* Active infection"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> ParticipantGroup:
    """Of a study that an import published; its age rule quotes the first sentence."""
    trial = make_trial(is_reviewed=False)
    make_trial_source(trial)
    make_registry_record(trial, criteria_text=CRITERIA)
    group = make_group(trial)
    make_age_rule(group, quote="Younger than 22\nyears  of age", maximum_months=264)
    return group


def review(trial: Trial, by: User, now: datetime) -> None:
    """Once somebody has left the sentences that no rule quotes to the study team."""
    marking.leave_the_rest(trial, by=by, now=now)
    publishing.take(Step.REVIEW, trial, by=by, now=now, reason="The list alone gives no more.")


def test_sentences_without_a_rule_become_rules_for_the_study_team(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    review(group.trial, reviewer, now)

    rows = TextRule.objects.filter(group=group).values_list("text", "quote", "side", "source")
    assert list(rows) == [
        (words, words, side, "ClinicalTrials.gov")
        for words, side in [
            ("Relapse of acute myeloid leukemia", "include"),
            ("Active infection", "exclude"),
        ]
    ]


def test_new_rules_stand_behind_the_others_and_in_the_trail(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    group.age_rules.update(position=7)

    review(group.trial, reviewer, now)

    assert list(TextRule.objects.values_list("position", flat=True)) == [8, 9]
    events = AuditEvent.objects.filter(subject="textrule")
    assert {(event.action, event.actor) for event in events} == {("added", reviewer)}
    assert events.count() == 2


def test_every_group_keeps_every_sentence(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    donors = make_group(group.trial, key="donor", roles=["donor"])
    make_age_rule(donors, status="not_stated")

    review(group.trial, reviewer, now)

    assert TextRule.objects.filter(group=donors).count() == 3


def test_nothing_the_engine_checked_before_is_gone_afterwards(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    def checked() -> set[tuple[str, str]]:
        (trial,) = with_rules(Trial.objects.all())
        (rules,) = rules_for(trial).groups
        return {(leaf.origin.quote, leaf.side) for leaf in leaves(rules.criterion)}

    before = checked()
    review(group.trial, reviewer, now)

    assert checked() == before
    assert len(before) == 3


def test_a_quotation_of_a_part_leaves_the_sentence_to_the_study_team(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    group.age_rules.update(quote="22 years of age")

    review(group.trial, reviewer, now)

    assert TextRule.objects.filter(text="Younger than 22 years of age").exists()


def test_what_somebody_said_is_not_about_joining_becomes_no_rule(
    group: ParticipantGroup, reviewer: User, now: datetime
) -> None:
    said = [Mark("Active infection", MarkKind.NOT_ABOUT)]
    marking.mark(group.trial, said, by=reviewer, now=now)

    review(group.trial, reviewer, now)

    texts = TextRule.objects.filter(group=group).values_list("text", flat=True)
    assert list(texts) == ["Relapse of acute myeloid leukemia"]


def test_a_study_without_a_record_is_reviewed_without_further_rules(
    reviewer: User, now: datetime
) -> None:
    trial = make_trial(is_reviewed=False)
    make_trial_source(trial)
    make_age_rule(make_group(trial))

    review(trial, reviewer, now)

    assert not TextRule.objects.exists()
    assert Trial.objects.get().is_reviewed
