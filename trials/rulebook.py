"""The only translator between stored rows and the rules that are evaluated.

``eligibility`` never sees a row, and nobody else turns a row into a rule. Reading the
rules of many trials takes a fixed number of queries, however many trials there are.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db.models import Prefetch, QuerySet

from trials.eligibility import ages
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AgeCriterion, AllOf, DiseaseCriterion, Origin
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role
from trials.models import (
    AgeRule,
    Disease,
    DiseaseCatalogue,
    DiseaseParent,
    DiseaseRule,
    ParticipantGroup,
    Trial,
)

_DEFINING = re.compile(r"(?P<fact>\w+)(?P<operator>[=<])(?P<value>[\w+]+?)(?P<unit>mo|y|d)?$")
_AGE_UNITS = {
    "mo": ages.AgeLimit.months,
    "y": ages.AgeLimit.years,
    "d": ages.AgeLimit.days,
}


class UnreadableFactError(ValueError):
    """A disease is defined by something that is no fact: neither "a=b" nor "age<12mo"."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def with_rules(trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """The same trials with everything fetched that :func:`rules_for` reads: 5 queries."""
    codes = Disease.objects.only("code")
    rules = DiseaseRule.objects.prefetch_related(
        Prefetch("includes", queryset=codes), Prefetch("excepts", queryset=codes)
    )
    groups = ParticipantGroup.objects.prefetch_related(
        "age_rules", Prefetch("disease_rules", queryset=rules)
    )
    return trials.prefetch_related(Prefetch("groups", queryset=groups))


def rules_for(trial: Trial) -> TrialRules:
    """The rules of a trial that came through :func:`with_rules`."""
    return TrialRules(trial.slug, tuple(_group_rules(group) for group in trial.groups.all()))


def disease_graph() -> DiseaseGraph:
    """The hierarchy as it stands in the database now; read anew only after a change.

    One query when nothing has changed.
    """
    return _graph_of_version(DiseaseCatalogue.current_version())


def age_rule(row: AgeRule) -> ages.AgeRule:
    """Raises :class:`~trials.eligibility.ages.AgeRuleError` for limits nobody can meet."""
    return ages.AgeRule(
        minimum=_limit(row.minimum_months, row.minimum_days, plus_day=row.minimum_plus_day),
        maximum=_limit(row.maximum_months, row.maximum_days),
        wide_minimum=_limit(row.wide_minimum_months, row.wide_minimum_days),
        wide_maximum=_limit(row.wide_maximum_months, row.wide_maximum_days),
        wide_minimum_open=row.wide_minimum_open,
        wide_maximum_open=row.wide_maximum_open,
        anchor=ages.AgeAnchor(row.anchor),
        status=ages.AgeStatus(row.status),
    )


def store_age_rule(row: AgeRule, rule: ages.AgeRule) -> None:
    """Write a rule that was read from a sentence into the row, without saving it."""
    for name in ("minimum", "maximum", "wide_minimum", "wide_maximum"):
        limit: ages.AgeLimit | None = getattr(rule, name)
        for scale in ages.AgeScale:
            is_ours = limit is not None and limit.scale is scale
            setattr(row, f"{name}_{scale}", limit.count if limit and is_ours else None)
    row.minimum_plus_day = rule.minimum is not None and rule.minimum.plus_day
    row.wide_minimum_open = rule.wide_minimum_open
    row.wide_maximum_open = rule.wide_maximum_open
    row.anchor = rule.anchor
    row.status = rule.status


def _limit(
    months: int | None, days: int | None, *, plus_day: bool = False
) -> ages.AgeLimit | None:
    if months is not None:
        return ages.AgeLimit(months, ages.AgeScale.MONTHS, plus_day)
    if days is not None:
        return ages.AgeLimit(days, ages.AgeScale.DAYS, plus_day)
    return None


def _group_rules(group: ParticipantGroup) -> GroupRules:
    ages_asked = (AgeCriterion(age_rule(row), _origin(row)) for row in group.age_rules.all())
    diseases_asked = (_disease_criterion(row) for row in group.disease_rules.all())
    return GroupRules(
        key=group.key,
        roles=frozenset(Role(role) for role in group.roles),
        criterion=AllOf((*ages_asked, *diseases_asked)),
    )


def _disease_criterion(row: DiseaseRule) -> DiseaseCriterion:
    return DiseaseCriterion(
        include=tuple(disease.code for disease in row.includes.all()),
        exclude=tuple(disease.code for disease in row.excepts.all()),
        origin=_origin(row),
    )


def _origin(row: AgeRule | DiseaseRule) -> Origin:
    return Origin(row.quote, row.source, row.note, row.conflict)


@lru_cache(maxsize=2)
def _graph_of_version(version: int) -> DiseaseGraph:
    """``version`` is the cache key alone: another number means other rows."""
    parents: dict[str, list[str]] = {}
    parts: dict[str, set[str]] = {}
    links = DiseaseParent.objects.values_list("child__code", "parent__code", "is_part")
    for child, parent, is_part in links.order_by("pk"):
        parents.setdefault(child, []).append(parent)
        if is_part:
            parts.setdefault(parent, set()).add(child)
    return DiseaseGraph(_nodes(Disease.objects.all(), parents, parts))


def _nodes(
    rows: Iterable[Disease], parents: dict[str, list[str]], parts: dict[str, set[str]]
) -> Iterator[DiseaseNode]:
    for row in rows:
        yield DiseaseNode(
            id=row.code,
            parents=tuple(parents.get(row.code, ())),
            defining=tuple(_condition(text) for text in row.defining_facts),
            exclusive_groups=frozenset(row.exclusive_groups),
            parts=frozenset(parts.get(row.code, ())),
        )


def _condition(text: str) -> Condition:
    """``bcr_abl1=positive`` or ``age_at_diagnosis<12mo``."""
    match = _DEFINING.fullmatch(text)
    if match is None:
        raise UnreadableFactError(text)
    if match["operator"] == "<":
        if match["unit"] is None or not match["value"].isdigit():
            raise UnreadableFactError(text)
        limit = _AGE_UNITS[match["unit"]](int(match["value"]))
        return Condition(match["fact"], Operator.BELOW, (limit,))
    return Condition(match["fact"], Operator.IS, (match["value"] + (match["unit"] or ""),))
