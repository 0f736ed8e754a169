"""Stored trials as the rules that are evaluated."""

from django.db.models import Prefetch, QuerySet

from trials.eligibility.criteria import AllOf
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role
from trials.eligibility.probes import leaves
from trials.models import Disease, DiseaseRule, ParticipantGroup, Trial
from trials.rulebook.criteria import criteria_of
from trials.rulebook.sentences import sentences_to_check


def with_rules(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with everything fetched that :func:`rules_for` reads.

    Thirteen queries with the trials themselves, however many trials there are.
    """
    groups = groups_with_rules(ParticipantGroup.objects.all())
    # The record is not joined to, so that the trials can still be locked.
    return trials.prefetch_related("registry_record", Prefetch("groups", queryset=groups))


def with_diseases(rules: QuerySet[DiseaseRule]) -> QuerySet[DiseaseRule]:
    """The same rules with their diseases, in the order in which they were named."""
    return rules.prefetch_related(
        Prefetch("includes", queryset=_in_the_order_named("includes")),
        Prefetch("excepts", queryset=_in_the_order_named("excepts")),
    )


def groups_with_rules(groups: QuerySet[ParticipantGroup]) -> QuerySet[ParticipantGroup]:
    """The same groups with everything fetched that their criteria are made of."""
    return groups.prefetch_related(
        "boxes",
        "age_rules",
        Prefetch("disease_rules", queryset=with_diseases(DiseaseRule.objects.all())),
        "fact_rules",
        "washout_rules",
        "text_rules",
        "performance_rules",
        "creatinine_rules",
    )


def rules_for(trial: Trial) -> TrialRules:
    """The rules of a trial that came through :func:`with_rules`.

    Of a trial that nobody here has reviewed, every sentence of the registry's criteria that
    no rule quotes is one that the study team checks.
    """
    groups = (_with_sentences(trial, group) for group in trial.groups.all())
    return TrialRules(trial.slug, tuple(groups))


def group_rules(group: ParticipantGroup) -> GroupRules:
    """As the rows of the group have them."""
    return _rules(group, criteria_of(group))


def _with_sentences(trial: Trial, group: ParticipantGroup) -> GroupRules:
    tree = criteria_of(group)
    if trial.is_reviewed:
        return _rules(group, tree)
    quotes = [leaf.origin.quote for leaf in leaves(tree)]
    return _rules(group, AllOf((*tree.parts, *sentences_to_check(trial, group, quotes))))


def _rules(group: ParticipantGroup, tree: AllOf) -> GroupRules:
    return GroupRules(group.key, frozenset(Role(role) for role in group.roles), tree)


def _in_the_order_named(relation: str) -> QuerySet[Disease]:
    """By the ids of the links, which Django has no name for: a source's order is kept."""
    links = getattr(DiseaseRule, relation).through._meta.db_table
    return Disease.objects.only("code").extra(order_by=[f"{links}.id"])
