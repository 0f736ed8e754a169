"""Stored trials as the rules that are evaluated."""

from django.db.models import Prefetch, QuerySet

from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role
from trials.models import Disease, DiseaseRule, ParticipantGroup, Trial
from trials.rulebook.criteria import criteria_of


def with_rules(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with everything fetched that :func:`rules_for` reads.

    Twelve queries with the trials themselves, however many trials there are.
    """
    groups = groups_with_rules(ParticipantGroup.objects.all())
    return trials.prefetch_related(Prefetch("groups", queryset=groups))


def groups_with_rules(groups: QuerySet[ParticipantGroup]) -> QuerySet[ParticipantGroup]:
    """The same groups with everything fetched that their criteria are made of."""
    rules = DiseaseRule.objects.prefetch_related(
        Prefetch("includes", queryset=_in_the_order_named("includes")),
        Prefetch("excepts", queryset=_in_the_order_named("excepts")),
    )
    return groups.prefetch_related(
        "boxes",
        "age_rules",
        Prefetch("disease_rules", queryset=rules),
        "fact_rules",
        "washout_rules",
        "text_rules",
        "performance_rules",
        "creatinine_rules",
    )


def rules_for(trial: Trial) -> TrialRules:
    """The rules of a trial that came through :func:`with_rules`."""
    return TrialRules(trial.slug, tuple(group_rules(group) for group in trial.groups.all()))


def group_rules(group: ParticipantGroup) -> GroupRules:
    return GroupRules(
        key=group.key,
        roles=frozenset(Role(role) for role in group.roles),
        criterion=criteria_of(group),
    )


def _in_the_order_named(relation: str) -> QuerySet[Disease]:
    """By the ids of the links, which Django has no name for: a source's order is kept."""
    links = getattr(DiseaseRule, relation).through._meta.db_table
    return Disease.objects.only("code").extra(order_by=[f"{links}.id"])
