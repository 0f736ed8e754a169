"""Who can join a study, as rows of participant groups and their rules.

Only ages, sex, diseases and the status of a disease become rules, and what may limit the
age and was not read becomes a question to the team. The criteria stay whole in the
registry record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import get_language

from trials.actions.importing.trial_rows import Row, as_array, as_json
from trials.eligibility.ages import AgeLimit, AgeScale
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AgeCriterion, Origin, Side
from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES
from trials.registry.diseases import DiseaseReading
from trials.registry.groups import CRITERIA, DISEASE_TERMS, ReadGroup
from trials.registry.reading import ReadStudy

HAVE_THE_DISEASE = frozenset({Role.PATIENT, Role.SURVIVOR})
"""Roles that the conditions of a study are about; a donor or a parent has none of them."""

GROUP_COLUMNS = ("id", "trial_id", "key", "label", "roles", "position")
_ORIGIN = ("quote", "source", "note", "conflict", "ref")
_RULE = ("group_id", "position", "side", *_ORIGIN)
AGE_COLUMNS = (
    *_RULE,
    "status",
    "anchor",
    *(
        f"{limit}_{scale}"
        for limit in ("minimum", "maximum", "wide_minimum", "wide_maximum")
        for scale in ("months", "days")
    ),
    "minimum_plus_day",
    "wide_minimum_open",
    "wide_maximum_open",
)
DISEASE_COLUMNS = ("id", *_RULE)
LINK_COLUMNS = ("diseaserule_id", "disease_id")
FACT_COLUMNS = (*_RULE, "fact", "operator", "values")
TEXT_COLUMNS = (*_RULE, "text")
_SOURCE_LENGTH = 300
_KEY_LENGTH = 40
_LABEL_LENGTH = 120


@dataclass(slots=True)
class GroupRows:
    """``links`` are the diseases that a rule includes, in the order of the source, and
    ``excepts`` those it leaves out."""

    groups: list[Row] = field(default_factory=list)
    ages: list[Row] = field(default_factory=list)
    diseases: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    excepts: list[Row] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)


def names_diseases(group: ReadGroup, study: ReadStudy) -> bool:
    """Whether the group gets a rule about diseases."""
    return group.role in HAVE_THE_DISEASE and bool(study.diseases.include)


def add_group(
    rows: GroupRows,
    group: ReadGroup,
    study: ReadStudy,
    keys: "GroupKeys",
    diseases: Mapping[str, int],
) -> None:
    """Append the rows of one group. ``diseases`` has the key of every disease by its code."""
    key, label = _names(group)
    roles = as_array((group.role.value,))
    rows.groups.append((keys.group, keys.trial, key, label, roles, keys.position))
    place = _Places(keys.group)
    for age in group.ages:
        rows.ages.append((*place.next(age.origin), *_age(age)))
    if keys.disease_rule is not None:
        rule = place.next(_disease_origin(study.diseases, group))
        rows.diseases.append((keys.disease_rule, *rule))
        included = group.include or study.diseases.include
        rows.links += [(keys.disease_rule, diseases[code]) for code in included]
        rows.excepts += [(keys.disease_rule, diseases[code]) for code in group.excepts]
        rows.facts += [
            (*place.next(origin), *_fact(told)) for told, origin in _status(study.diseases)
        ]
    if group.sex is not None:
        rows.facts.append((*place.next(group.sex.origin), *_fact(group.sex.condition)))
    for text in group.to_check:
        rows.texts.append((*place.next(text.origin), text.text))


def _names(group: ReadGroup) -> tuple[str, str]:
    """The short name and the label; patients of one diagnosis have it in both."""
    role, label = group.role.value, _label(group.role, get_language())
    if not group.diagnosis:
        return role, label
    key, label = f"{role}-{group.include[0]}", f"{label}: {group.diagnosis}"
    return key[:_KEY_LENGTH], label[:_LABEL_LENGTH]


@cache
def _label(role: Role, language: str | None) -> str:
    """``language`` is the cache key alone. Most groups are of patients, and to look for the
    translation took as long as to make the rest of their rows."""
    return str(ROLE_NAMES[role])


@dataclass(frozen=True, slots=True)
class GroupKeys:
    """What a group and its rule about diseases are called in the database."""

    trial: int
    group: int
    position: int
    disease_rule: int | None


class _Places:
    """The columns that every rule of a group has, in turn."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._position = 0

    def next(self, origin: Origin) -> Row:
        self._position += 1
        return (
            self._group,
            self._position - 1,
            Side.INCLUDE.value,
            origin.quote,
            origin.source[:_SOURCE_LENGTH],
            origin.note,
            origin.conflict,
            "",
        )


# ------------------------------------------------------------ ages


def _age(age: AgeCriterion) -> Row:
    rule = age.rule
    return (
        rule.status.value,
        rule.anchor.value,
        *_limit(rule.minimum),
        *_limit(rule.maximum),
        *_limit(rule.wide_minimum),
        *_limit(rule.wide_maximum),
        rule.minimum is not None and rule.minimum.plus_day,
        rule.wide_minimum_open,
        rule.wide_maximum_open,
    )


def _limit(limit: AgeLimit | None) -> tuple[int | None, int | None]:
    """As months and as days, of which one is empty."""
    if limit is None:
        return None, None
    return (limit.count, None) if limit.scale is AgeScale.MONTHS else (None, limit.count)


# ------------------------------------------------------------ diseases


def _disease_origin(reading: DiseaseReading, group: ReadGroup) -> Origin:
    """Quotes the terms that the diseases were read from; the note says how sure that is.

    Of a group for one diagnosis its words in the criteria.
    """
    if group.diagnosis:
        meaning = f"{group.diagnosis}: {', '.join(group.include)}"
        return Origin(quote=group.diagnosis, source=CRITERIA, note=meaning)
    meant = [term for term in reading.terms if term.code in reading.include]
    return Origin(
        quote="; ".join(dict.fromkeys(term.term for term in meant)),
        source=DISEASE_TERMS,
        note="\n".join(
            f"{term.term}: {term.code} ({term.confidence}, {term.reason})" for term in meant
        ),
    )


def _status(reading: DiseaseReading) -> Iterator[tuple[Condition, Origin]]:
    if reading.status:
        told = Condition("disease_status", Operator.IN, tuple(sorted(reading.status)))
        yield told, Origin("; ".join(reading.status_quotes), DISEASE_TERMS)


def _fact(condition: Condition) -> Row:
    return (condition.fact, condition.operator.value, as_json(list(condition.values)))
