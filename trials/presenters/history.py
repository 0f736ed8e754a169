"""The versions of a trial in words: who changed what, row by row, as the database wrote it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials.models import DiseaseRule, TrialChange
from trials.presenters.changes import (
    NOTHING,
    ChangeWords,
    FieldChange,
    field_label,
    model_named,
    shortened,
    value_words,
)

Operation = TrialChange.Operation
Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, int]
"""The table without "trials_", and the key of a row in it."""

DATABASE = "database"
LINKS = {"diseaserule_includes": "includes", "diseaserule_excepts": "excepts"}
_PARENTS = ("trial_id", "group_id", "box_id", "diseaserule_id")
_UNTOLD = frozenset({"id", "position", "based_on", "revision_of_id", *_PARENTS})
_SAYS = ("label", "reference", "quote", "text", "fact")
"""Columns by which a row is known to people, the best first."""
_LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Known:
    """What rows of a history are called.

    ``rows``    every row that a change is about or leads to, as it is or was last.
    ``others``  the names of rows elsewhere, such as diseases, by model and key.
    """

    rows: Mapping[Key, Row]
    others: Mapping[tuple[type[models.Model], int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionWords:
    """What one transaction changed; ``change`` is its last change, to be restored by."""

    at: datetime
    who: str
    change: int
    is_import: bool
    changes: tuple[ChangeWords, ...]


def version_words(changes: Iterable[TrialChange], known: Known) -> VersionWords:
    """Of the changes of one transaction, the oldest first; at least one."""
    held = list(changes)
    last = held[-1]
    who = _("directly in the database") if last.system == DATABASE else last.system
    rows = _told(_folded(held), known)
    return VersionWords(
        at=last.at,
        who=who or str(last.actor),
        change=last.pk,
        is_import=any(_is_import(change) for change in held),
        changes=tuple(_words(key, row, last, known) for key, row in rows.items()),
    )


def difference_words(changes: Iterable[TrialChange], known: Known) -> tuple[ChangeWords, ...]:
    """Of changes that were not made yet; without those of the order alone."""
    held = list(changes)
    rows = _told(_folded(held), known)
    told = (_words(key, row, held[-1], known) for key, row in rows.items())
    return tuple(each for each in told if each.fields)


@dataclass(slots=True)
class _Net:
    """What a transaction did to one row; None for a row that was not there."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _is_import(change: TrialChange) -> bool:
    """An import is told as one line: its rows are not those of the history."""
    return change.operation == Operation.IMPORTED or (
        change.operation == Operation.ADDED and change.after is None
    )


def _folded(changes: Iterable[TrialChange]) -> dict[Key, _Net]:
    """By row, in the order in which rows were first touched; what came and went is nothing."""
    rows: dict[Key, _Net] = {}
    for change in changes:
        if _is_import(change):
            continue
        net = rows.setdefault((change.subject, change.subject_id), _Net(None, None))
        _fold(net, change)
    return {key: net for key, net in rows.items() if net.before != net.after}


def _fold(net: _Net, change: TrialChange) -> None:
    if change.operation == Operation.ADDED:
        net.after = dict(change.became)
    elif change.operation == Operation.REMOVED:
        was_there = net.before is not None or net.after is None
        net.before = {**change.was, **(net.before or {})} if was_there else None
        net.after = None
    else:
        is_new = net.before is None and net.after is not None
        net.before = None if is_new else {**change.was, **(net.before or {})}
        net.after = {**(net.after or {}), **change.became}


def _told(rows: dict[Key, _Net], known: Known) -> dict[Key, _Net]:
    """Diseases of a rule are told with the rule."""
    told = {key: net for key, net in rows.items() if key[0] not in LINKS}
    for (table, _pk), net in rows.items():
        if table not in LINKS:
            continue
        rule = int((net.after or net.before or {})["diseaserule_id"])
        of_rule = told.setdefault(("diseaserule", rule), _Net({}, {}))
        for state, side in ((net.before, of_rule.before), (net.after, of_rule.after)):
            if state is not None and side is not None:
                names = side.setdefault(LINKS[table], [])
                names.append(_name(DiseaseRule, LINKS[table], state["disease_id"], known))
    return told


def _words(key: Key, net: _Net, last: TrialChange, known: Known) -> ChangeWords:
    model = model_named(key[0])
    operation = (
        Operation.ADDED
        if net.before is None
        else Operation.REMOVED
        if net.after is None
        else Operation.CHANGED
    )
    return ChangeWords(
        at=last.at,
        who="",
        action=str(operation.label),
        kind=capfirst(str(model._meta.verbose_name)) if model else key[0],
        label=shortened(_label(key, net, known), _LABEL_LENGTH),
        fields=tuple(_fields(model, net, known)),
        has_before=net.before is not None,
        has_after=net.after is not None,
    )


def _fields(model: type[models.Model] | None, net: _Net, known: Known) -> Iterator[FieldChange]:
    before, after = net.before or {}, net.after or {}
    for column in {**before, **after}:
        if column in _UNTOLD or _is_generated(model, column):
            continue
        was, became = (
            value_words(model, column, _named(model, column, state.get(column), known))
            for state in (before, after)
        )
        if was != became:
            yield FieldChange(field_label(model, column), was, became)


def _is_generated(model: type[models.Model] | None, column: str) -> bool:
    """Worked out by the database, or a clock."""
    found = _field(model, column)
    return found is not None and (found.generated or isinstance(found, models.DateTimeField))


def _field(model: type[models.Model] | None, column: str) -> models.Field[Any, Any] | None:
    columns = {each.column: each for each in model._meta.concrete_fields} if model else {}
    return columns.get(column)


def _named(model: type[models.Model] | None, column: str, value: Any, known: Known) -> Any:
    found = _field(model, column)
    if value is None or not isinstance(found, models.ForeignKey):
        return value
    return _name(model, found.name, value, known)


def _name(model: type[models.Model] | None, name: str, pk: int, known: Known) -> str:
    assert model is not None
    other = model._meta.get_field(name).related_model
    return known.others.get((other, pk), str(pk)) if isinstance(other, type) else str(pk)


def _label(key: Key, net: _Net, known: Known) -> str:
    """What the row says, behind the group it belongs to."""
    row = {**known.rows.get(key, {}), **(net.before or {}), **(net.after or {})}
    if key[0] == "trial":
        return str(row.get("acronym") or row.get("plain_title") or NOTHING)
    if key[0] == "trialsite":
        return _name(model_named("trialsite"), "site", row.get("site_id", 0), known)
    said = next(
        (
            str(row[name])
            for name in ("label", "reference", "quote", "text", "fact")
            if row.get(name)
        ),
        "",
    )
    group = known.rows.get(("participantgroup", row.get("group_id") or 0))
    return " – ".join(filter(None, (str(group["label"]) if group else "", said))) or NOTHING


def keys_of_others(rows: Iterable[Row], table: str) -> Iterator[tuple[type[models.Model], int]]:
    """The rows elsewhere that rows of this table name, so that they can be fetched at once."""
    link = LINKS.get(table)
    model = model_named("diseaserule" if link else table)
    for row in rows:
        if link and "disease_id" in row:
            yield DiseaseRule._meta.get_field(link).related_model, row["disease_id"]  # type: ignore[misc]
        for column, value in row.items():
            found = _field(model, column)
            if (
                value is not None
                and isinstance(found, models.ForeignKey)
                and column not in _UNTOLD
            ):
                yield found.related_model, value
