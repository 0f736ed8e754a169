"""A JSON document as trial definitions, with every fault named by its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from trials.definitions.checking import Vocabulary, check_names
from trials.definitions.faults import DefinitionFault, UnreadableDefinitionsError
from trials.definitions.reading_criteria import read_criteria
from trials.definitions.shapes import (
    GroupDefinition,
    SiteDefinition,
    SourceDefinition,
    TrialDefinition,
)
from trials.definitions.values import Table, Value
from trials.definitions.words import KINDS, REVIEWS, STATUSES
from trials.eligibility.facts import Role

T = TypeVar("T")

_TEXTS = {
    # key of the document: field of the definition
    "acronym": "acronym",
    "plain_title": "plain_title",
    "summary": "summary",
    "phase": "phase",
    "sponsor": "sponsor",
    "status_seen": "status_seen",
    "status_source": "status_source",
    "status_note": "status_note",
    "note": "note",
    "fidelity": "fidelity",
    "contact": "contact",
}
KEYS = (
    "id",
    "nct",
    "title",
    "goal_plain",
    "kind",
    "status",
    "status_checked_on",
    "review",
    "age_texts",
    "sources",
    "conflicts",
    "sites",
    "groups",
    *_TEXTS,
)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NCT = re.compile(r"NCT[0-9]{8}")
_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class ReadDefinitions:
    """The trials that could be read, each with its place, and the faults of the others."""

    trials: tuple[TrialDefinition, ...]
    faults: tuple[DefinitionFault, ...]
    places: tuple[str, ...] = ()


def read_definitions(document: object, vocabulary: Vocabulary | None = None) -> ReadDefinitions:
    """``document`` is what ``json.loads`` made of the file.

    Diseases and facts must be in ``vocabulary``; None leaves them unchecked. One fault
    per trial is reported, the first. Raises UnreadableDefinitionsError when the whole is
    not an object with a list of "trials".
    """
    if not isinstance(document, dict) or not isinstance(document.get("trials"), list):
        raise UnreadableDefinitionsError("the document should be an object with a list “trials”")
    trials: list[TrialDefinition] = []
    faults: list[DefinitionFault] = []
    places: dict[str, str] = {}
    for value in Value("trials", document["trials"]).items():
        try:
            trial = _read_trial(value)
            if vocabulary:
                check_names(value, vocabulary)
            if trial.slug in places:
                raise DefinitionFault(f"{value.path}.id", f"“{trial.slug}” stands here twice")
            places[trial.slug] = value.path
            trials.append(trial)
        except DefinitionFault as fault:
            faults.append(fault)
    return ReadDefinitions(tuple(trials), tuple(faults), tuple(places.values()))


def _read_trial(value: Value) -> TrialDefinition:
    table = value.table(KEYS)
    texts = {field: table.get(key, Value.text, "") for key, field in _TEXTS.items()}
    title = table["title"].filled_text()
    texts["plain_title"] = texts["plain_title"] or title
    return TrialDefinition(
        slug=_matching(table["id"], _SLUG, "small letters, digits, “_” and “-”"),
        nct_id=table.get("nct", lambda nct: _matching(nct, _NCT, "NCT and eight digits"), ""),
        title=title,
        goal=table["goal_plain"].filled_text(),
        kind=table["kind"].one_of(KINDS),
        status=table["status"].one_of(STATUSES),
        status_checked_on=table.get("status_checked_on", Value.day, None),
        review=table.get("review", lambda review: review.one_of(REVIEWS), "draft"),
        age_texts=table.get("age_texts", _age_texts, ()),
        sources=table.get("sources", _each(_read_source), ()),
        conflicts=table.get("conflicts", _each(Value.filled_text), ()),
        sites=table.get("sites", _each(_read_site), ()),
        groups=_groups(table),
        **texts,
    )


def _matching(value: Value, pattern: re.Pattern[str], wanted: str) -> str:
    if not pattern.fullmatch(value.text()):
        raise value.fault(f"“{value.text()}” should be made of {wanted}")
    return value.text()


def _each(read: Callable[[Value], T]) -> Callable[[Value], tuple[T, ...]]:
    return lambda value: tuple(read(item) for item in value.items())


def _age_texts(value: Value) -> tuple[tuple[str, str], ...]:
    tables = (item.table(("source", "text")) for item in value.items())
    return tuple((table["source"].text(), table["text"].text()) for table in tables)


def _read_source(value: Value) -> SourceDefinition:
    source = value.table(("ref", "quote", "url", "retrieved_on"))
    return SourceDefinition(
        ref=source["ref"].filled_text(),
        quote=source.get("quote", Value.text, ""),
        url=source.get("url", Value.text, ""),
        retrieved_on=source.get("retrieved_on", Value.day, None),
    )


def _read_site(value: Value) -> SiteDefinition:
    site = value.table(("name", "city", "status", "status_checked_on"))
    return SiteDefinition(
        name=site["name"].filled_text(),
        city=site["city"].filled_text(),
        status=site["status"].one_of(STATUSES),
        status_checked_on=site.get("status_checked_on", Value.day, None),
    )


def _groups(table: Table) -> tuple[GroupDefinition, ...]:
    groups = tuple(_read_group(item) for item in table["groups"].items())
    if not groups:
        raise table["groups"].fault("a trial should have at least one group")
    keys = [group.key for group in groups]
    if len(set(keys)) < len(keys):
        raise table["groups"].fault(f"two groups have one key: {', '.join(keys)}")
    return groups


def _read_group(value: Value) -> GroupDefinition:
    group = value.table(("key", "label", "roles", "criteria"))
    return GroupDefinition(
        key=_matching(group["key"], _SLUG, "small letters, digits, “_” and “-”"),
        label=group["label"].filled_text(),
        roles=group.get("roles", _each(lambda role: role.one_of(_ROLES)), ()),
        criteria=read_criteria(group["criteria"]),
    )
