"""Trial definitions as a JSON document. What says nothing is left out, but for the keys
that every definition has, which then hold null."""

from collections.abc import Iterable, Mapping
from datetime import date

from trials.definitions.shapes import (
    GroupDefinition,
    SiteDefinition,
    SourceDefinition,
    TrialDefinition,
)
from trials.definitions.words import KINDS, STATUSES
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeScale, AgeStatus
from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Not,
    Origin,
    Side,
    TableCriterion,
    TextCriterion,
    WashoutCriterion,
)

FORMAT = "trial finder criteria 1"
ORDER = "FALSE < UNKNOWN < ASK < TRUE"
Document = dict[str, object]

_ALWAYS = {
    *("id", "nct", "acronym", "title", "goal_plain", "kind", "status", "status_seen", "phase"),
    *("sponsor", "age_texts", "sources", "fidelity", "conflicts", "groups"),
}
"""Keys that every definition has, even where they hold nothing."""

_STATUS_WORDS = {stored: word for word, stored in STATUSES.items()}
_KIND_WORDS = {stored: word for word, stored in KINDS.items()}
_OPERATOR_WORDS = {operator: operator.value for operator in Operator} | {Operator.EQUALS: "=="}


def write_definitions(trials: Iterable[TrialDefinition]) -> Document:
    return {"format": FORMAT, "order": ORDER, "trials": [_write_trial(trial) for trial in trials]}


def _write_trial(trial: TrialDefinition) -> Document:
    written: Document = {
        "id": trial.slug,
        "nct": trial.nct_id or None,
        "acronym": trial.acronym or None,
        "title": trial.title,
        "plain_title": trial.plain_title if trial.plain_title != trial.title else "",
        "goal_plain": trial.goal,
        "summary": trial.summary,
        "kind": _KIND_WORDS[trial.kind],
        "status": _STATUS_WORDS[trial.status],
        "status_seen": trial.status_seen or None,
        "status_checked_on": _day(trial.status_checked_on),
        "status_source": trial.status_source,
        "status_note": trial.status_note,
        "phase": trial.phase or None,
        "sponsor": trial.sponsor or None,
        "contact": trial.contact,
        "sites": [_write_site(site) for site in trial.sites],
        "review": trial.review if trial.review != "draft" else "",
        "note": trial.note,
        "age_texts": [{"source": source, "text": text} for source, text in trial.age_texts],
        "sources": [_write_source(source) for source in trial.sources],
        "fidelity": trial.fidelity,
        "conflicts": list(trial.conflicts),
        "groups": [_write_group(group) for group in trial.groups],
    }
    return {key: value for key, value in written.items() if value or key in _ALWAYS}


def _said(values: Mapping[str, object]) -> Document:
    return {key: value for key, value in values.items() if value}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _write_source(source: SourceDefinition) -> Document:
    more = {"url": source.url, "retrieved_on": _day(source.retrieved_on)}
    return {"ref": source.ref, "quote": source.quote} | _said(more)


def _write_site(site: SiteDefinition) -> Document:
    more = {"status_checked_on": _day(site.status_checked_on)}
    return {
        "name": site.name,
        "city": site.city,
        "status": _STATUS_WORDS[site.status],
    } | _said(more)


def _write_group(group: GroupDefinition) -> Document:
    return {
        "key": group.key,
        "label": group.label,
        "roles": [role.value for role in group.roles],
        "criteria": write_criteria(group.criteria),
    }


def write_criteria(criterion: Criterion) -> Document:
    """A rule or a box with everything inside it."""
    if isinstance(criterion, AllOf):
        return {"all": [write_criteria(part) for part in criterion.parts]}
    if isinstance(criterion, AnyOf):
        return {"any": [write_criteria(part) for part in criterion.parts]}
    if isinstance(criterion, Not):
        return {"not": write_criteria(criterion.part)}
    return _write_leaf(criterion) | _write_origin(criterion.origin, criterion.side)


def _write_origin(origin: Origin, side: Side) -> Document:
    more = {
        "source": origin.source,
        "note": origin.note,
        "conflict": origin.conflict,
        "id": origin.ref,
        "side": side.value if side is Side.EXCLUDE else "",
    }
    return {"q": origin.quote} | _said(more)


def _write_leaf(leaf: Leaf) -> Document:
    if isinstance(leaf, AgeCriterion):
        return {"age": _write_age(leaf.rule)}
    if isinstance(leaf, DiseaseCriterion):
        named = {"in": list(leaf.include), "not_in": list(leaf.exclude)}
        return {"disease": _said(named)}
    if isinstance(leaf, FactCriterion):
        values: tuple[object, ...] = leaf.condition.values
        operator = leaf.condition.operator
        compared = list(values) if operator is Operator.IN else values[0]
        return {"fact": leaf.condition.fact, _OPERATOR_WORDS[operator]: compared}
    if isinstance(leaf, WashoutCriterion):
        return {"washout": leaf.fact, "days": leaf.days}
    if isinstance(leaf, TextCriterion):
        return {"text": leaf.text, "ask": "team"}
    return _write_table(leaf)


def _write_table(leaf: TableCriterion) -> Document:
    if isinstance(leaf, CreatinineCriterion):
        return {"creatinine": leaf.table}
    return {
        "performance": {
            "cut_off": _write_limit(leaf.cut_off),
            "lansky": leaf.lansky,
            "karnofsky": leaf.karnofsky,
        }
    }


def _write_age(rule: AgeRule) -> Document:
    flags = {
        "min_plus_day": rule.minimum is not None and rule.minimum.plus_day,
        "min_wide_open": rule.wide_minimum_open,
        "max_wide_open": rule.wide_maximum_open,
    }
    limits = {
        "min": rule.minimum,
        "max": rule.maximum,
        "min_wide": rule.wide_minimum,
        "max_wide": rule.wide_maximum,
    }
    if rule.status is not AgeStatus.STATED:
        at = {} if rule.anchor is AgeAnchor.ENROLMENT else {"at": rule.anchor.value}
        return at | {rule.status.value: True}
    written = {key: _write_limit(limit) for key, limit in limits.items() if limit}
    return {"at": rule.anchor.value} | written | _said(flags)


def _write_limit(limit: AgeLimit) -> Document:
    if limit.scale is AgeScale.DAYS:
        return {"n": limit.count, "u": "days"}
    if limit.count % 12 == 0:
        return {"n": limit.count // 12, "u": "years"}
    return {"n": limit.count, "u": "months"}
