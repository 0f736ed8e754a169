"""What a trial still lacks before it may stand on the public list.

A rule without a source of its own stands in one of the trial's sources.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import prefetch_related_objects

from trials import rulebook
from trials.eligibility.ages import AgeRuleError, AgeStatus
from trials.models import AgeRule, DiseaseRule, ParticipantGroup, Trial


class Lack(StrEnum):
    """What is missing, or what contradicts itself."""

    STUDY = "study"
    GOAL = "goal"
    SOURCE = "source"
    GROUP = "group"
    AGE_RULE = "age_rule"
    AGE_QUOTE = "age_quote"
    AGE_LIMITS_CONTRADICT = "age_limits_contradict"
    DISEASES = "diseases"
    DISEASE_QUOTE = "disease_quote"
    DISEASES_ALL_EXCEPTED = "diseases_all_excepted"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, and the group it is missing in (None: the trial itself)."""

    lack: Lack
    group: ParticipantGroup | None = None


class IncompleteTrialError(Exception):
    """The trial cannot be public as it is."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(", ".join(gap.lack for gap in gaps))
        self.gaps = gaps


def gaps(trial: Trial) -> tuple[Gap, ...]:
    """Everything that keeps a trial from being published, the trial's own gaps first."""
    return tuple(_gaps(trial))


def refuse_new_gaps(trial: Trial, before: Collection[Gap]) -> None:
    """Raises IncompleteTrialError for a published trial that lacks more than ``before``.

    Called at the end of a change, so that the change is undone. The lock makes a change
    and a publication at the same time see each other.
    """
    held = Trial.objects.select_for_update().filter(pk=trial.pk).first()
    if held is None or held.review_state != Trial.ReviewState.PUBLISHED:
        return
    new = tuple(gap for gap in gaps(held) if gap not in before)
    if new:
        raise IncompleteTrialError(new)


def _gaps(trial: Trial) -> Iterator[Gap]:
    if trial.kind == Trial.Kind.APPROVED_THERAPY:
        yield Gap(Lack.STUDY)
    if not trial.goal.strip():
        yield Gap(Lack.GOAL)
    if not trial.sources.exists():
        yield Gap(Lack.SOURCE)
    groups = list(trial.groups.all())
    prefetch_related_objects(
        groups, "age_rules", "disease_rules__includes", "disease_rules__excepts"
    )
    if not groups:
        yield Gap(Lack.GROUP)
    for group in groups:
        if not group.age_rules.all():
            yield Gap(Lack.AGE_RULE, group)
        lacks = [lack for age_rule in group.age_rules.all() for lack in _age_lacks(age_rule)]
        for disease_rule in group.disease_rules.all():
            lacks += _disease_lacks(disease_rule)
        yield from (Gap(lack, group) for lack in dict.fromkeys(lacks))


def _age_lacks(rule: AgeRule) -> Iterator[Lack]:
    # A source that states no age has no sentence about it.
    if not rule.quote.strip() and rule.status != AgeStatus.NOT_STATED:
        yield Lack.AGE_QUOTE
    try:
        rulebook.age_rule(rule)
    except AgeRuleError:
        yield Lack.AGE_LIMITS_CONTRADICT


def _disease_lacks(rule: DiseaseRule) -> Iterator[Lack]:
    includes = {disease.code for disease in rule.includes.all()}
    excepts = {disease.code for disease in rule.excepts.all()}
    if not includes and not excepts:
        yield Lack.DISEASES
    if includes and _all_excepted(includes, excepts):
        yield Lack.DISEASES_ALL_EXCEPTED
    # Rules in a box may share the sentence of the one beside them.
    if not rule.quote.strip() and rule.box_id is None:
        yield Lack.DISEASE_QUOTE


def _all_excepted(includes: set[str], excepts: set[str]) -> bool:
    """Every disease included stands below an exception or is one."""
    graph = rulebook.disease_graph()
    return all(
        any(code in graph.descendants(excepted) for excepted in excepts) for code in includes
    )
