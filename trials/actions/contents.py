"""All that a trial says, as plain rows by table: read as it is, as it was, and put elsewhere.

The rows are those of the database, whatever columns they have, so that nothing is lost that a
definition has no word for. A row that is the same in both, or stands for the same, keeps its
key: a history then shows what differs, and nothing else.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import DateTimeField, Field, ForeignKey, Model

from trials.models import (
    CriterionBox,
    DiseaseRule,
    ParticipantGroup,
    Trial,
    TrialChange,
    TrialSite,
    TrialSource,
)
from trials.models.rule import Rule

Row: TypeAlias = dict[str, Any]
"""A row by its columns, as JSON."""
Rows: TypeAlias = dict[int, Row]
Contents: TypeAlias = dict[str, Rows]
"""The rows of a trial by the table without "trials_", and by their keys."""

TRIAL = "trial"
OWN = frozenset(
    {
        "slug",
        "nct_id",
        "overall_status",
        "status_checked_on",
        "status_source",
        "status_seen",
        "ends_note",
        "is_reviewed",
        "review_state",
        "revision_of",
        "based_on",
        "withdraw_on",
        "withdraw_reason",
    }
)
"""Fields that belong to the trial itself, whichever version of its contents it has: its
address, its status and its way to the public list."""
PLACES = "trialsite"

_Made: TypeAlias = list[tuple[type[Model], int, Row]]


def parts() -> tuple[type[Model], ...]:
    """The models below a trial, each after those it leads to."""
    rules = tuple(Rule.__subclasses__())
    links = (DiseaseRule.includes.through, DiseaseRule.excepts.through)
    return (ParticipantGroup, TrialSource, TrialSite, CriterionBox, *rules, *links)


def contents_of(trial: Trial) -> Contents:
    """As the database holds them now; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT trials_whole(%s)", [trial.pk])
        return _by_key(_loaded(cursor.fetchone()[0]))


def contents_at(trial: Trial, change: int) -> Contents:
    """As they were right after the change of this key: what came later is taken back."""
    contents = contents_of(trial)
    for later in TrialChange.objects.filter(trial=trial, pk__gt=change).order_by("-pk"):
        contents = _taken_back(contents, later)
    return contents


def put(contents: Contents, into: Trial, *, with_places: bool) -> None:
    """Make what a trial says this; its address, status and state stay (``OWN``).

    The caller holds a transaction. Without ``with_places`` its places stay as well.
    """
    source = next(iter(contents[TRIAL].values()))
    for column in content_fields():
        setattr(into, column.attname, _value(column, source))
    into.save()
    putting = _Putting(contents_of(into), {TRIAL: {source["id"]: into.pk}})
    for model in parts():
        if with_places or table_of(model) != PLACES:
            putting.match(model, contents.get(table_of(model), {}))
    putting.write()


def differences(contents: Contents, into: Trial, *, now: datetime) -> list[TrialChange]:
    """What :func:`put` without places would change: rows of a history that nobody stores.

    Rows to be added have keys below 0.
    """
    source, held = next(iter(contents[TRIAL].values())), contents_of(into)
    keys = count(-1, -1)
    putting = _Putting(held, {TRIAL: {source["id"]: into.pk}}, new_key=lambda _model: next(keys))
    (of_trial,) = held[TRIAL].values()
    differs = {
        column.attname: source[str(column.column)]
        for column in content_fields()
        if source[str(column.column)] != of_trial[str(column.column)]
    }
    if differs:
        putting.changed.append((Trial, into.pk, differs))
    for model in parts():
        if table_of(model) != PLACES:
            putting.match(model, contents.get(table_of(model), {}))
    return [_not_made(into, now, *each) for each in putting.told()]


def _not_made(
    trial: Trial, now: datetime, table: str, key: int, was: Row | None, became: Row | None
) -> TrialChange:
    operation = TrialChange.Operation
    made = operation.ADDED if was is None else operation.REMOVED
    return TrialChange(
        trial=trial,
        at=now,
        subject=table,
        subject_id=key,
        operation=operation.CHANGED if was is not None and became is not None else made,
        before=was,
        after=became,
    )


def content_fields() -> list[Field[Any, Any]]:
    """The fields of a trial that a version of its contents is about."""
    return [
        column
        for column in Trial._meta.concrete_fields
        if column.name not in OWN and not column.primary_key and not _is_a_clock(column)
    ]


def table_of(model: type[Model]) -> str:
    return model._meta.db_table.removeprefix("trials_")


def _is_a_clock(column: Field[Any, Any]) -> bool:
    return isinstance(column, DateTimeField)


def _loaded(image: Any) -> dict[str, list[Row]]:
    """Django has its connections hand out JSON as text."""
    loaded: dict[str, list[Row]] = json.loads(image) if isinstance(image, str) else image
    return loaded


def _by_key(image: Mapping[str, list[Row]]) -> Contents:
    return {table: {row["id"]: row for row in rows} for table, rows in image.items()}


def _taken_back(contents: Contents, change: TrialChange) -> Contents:
    rows = contents.setdefault(change.subject, {})
    if change.operation == TrialChange.Operation.IMPORTED:
        return _by_key(change.was)
    if change.operation == TrialChange.Operation.ADDED:
        rows.pop(change.subject_id, None)
    elif change.operation == TrialChange.Operation.REMOVED:
        rows[change.subject_id] = dict(change.was)
    else:
        rows[change.subject_id] = {**rows.get(change.subject_id, {}), **change.was}
    return contents


def _value(column: Field[Any, Any], row: Row) -> Any:
    """A column that did not exist then has what a new row has."""
    if column.column not in row:
        return column.get_default()
    return column.to_python(row[column.column])


@dataclass
class _Putting:
    """Rows on their way below a trial. ``keys``: of each table, the key there by the key here."""

    held: Contents
    keys: dict[str, dict[int, int]]
    added: _Made = field(default_factory=list)
    changed: _Made = field(default_factory=list)
    removed: list[tuple[type[Model], int]] = field(default_factory=list)
    new_key: Callable[[type[Model]], int] = field(default=lambda model: _new_key(model))

    def match(self, model: type[Model], rows: Rows) -> None:
        """Find the row that each of ``rows`` becomes; the parents were matched before."""
        table = table_of(model)
        free = dict(self.held.get(table, {}))
        wanted = list(_parents_first(model, rows))
        self.keys[table] = {}
        if model._meta.auto_created:
            self._match_links(model, rows, free)
        else:
            for same in _SAMENESS:
                for key, row in wanted:
                    if key not in self.keys[table]:
                        self._match_row(model, key, row, free, same)
            for key, row in wanted:
                if key not in self.keys[table]:
                    self._add(model, key, row)
        self.removed += [(model, key) for key in free]

    def write(self) -> None:
        """Children go before their parents, and come after them."""
        for model, key in reversed(self.removed):
            model._base_manager.filter(pk=key).delete()
        for model, key, row in self.changed:
            model._base_manager.filter(pk=key).update(**row)
        for model, key, row in self.added:
            model._base_manager.bulk_create([model(pk=key, **row)])

    def told(self) -> Iterator[tuple[str, int, Row | None, Row | None]]:
        """Table, key, and the columns before and after, of all that :meth:`write` would do."""
        for model, key, row in self.changed:
            held = self.held[table_of(model)][key]
            yield table_of(model), key, {name: held.get(name) for name in row}, row
        for model, key, row in self.added:
            yield table_of(model), key, None, row
        for model, key in self.removed:
            yield table_of(model), key, self.held[table_of(model)][key], None

    def _match_row(
        self, model: type[Model], key: int, row: Row, free: Rows, same: Callable[[Row, Row], bool]
    ) -> None:
        moved = self._moved(model, row)
        if moved is None:
            return
        candidates = (
            (held_key, held) for held_key, held in free.items() if _beside(model, held, moved)
        )
        for held_key, held in candidates:
            if same(held, moved):
                del free[held_key]
                self.keys[table_of(model)][key] = held_key
                differs = {
                    column.attname: _value(column, moved)
                    for name, column in _written(model)
                    if held.get(name) != moved.get(name)
                }
                if differs:
                    self.changed.append((model, held_key, differs))
                return

    def _add(self, model: type[Model], key: int, row: Row) -> None:
        moved = self._moved(model, row)
        if moved is None:
            raise LookupError(f"{table_of(model)} {key} leads to no part of the trial")
        new = self.new_key(model)
        self.keys[table_of(model)][key] = new
        values = {column.attname: _value(column, moved) for _name, column in _written(model)}
        self.added.append((model, new, values))

    def _match_links(self, model: type[Model], rows: Rows, free: Rows) -> None:
        """All of a rule or none: their order is that of their keys."""
        moved = (self._moved(model, row) for _key, row in sorted(rows.items()))
        wanted = _by_rule(row for row in moved if row is not None)
        held = _by_rule(row for _key, row in sorted(free.items()))
        for rule, links in wanted.items():
            if _ends(links) == _ends(held.get(rule, [])):
                for row in held.get(rule, []):
                    del free[row["id"]]
                continue
            for row in links:
                values = {column.attname: row[name] for name, column in _written(model)}
                self.added.append((model, self.new_key(model), values))

    def _moved(self, model: type[Model], row: Row) -> Row | None:
        """The row with the keys of its parents there; None while one is not matched."""
        moved = dict(row)
        for column, table in _leads_to(model):
            if row.get(column) is not None:
                if row[column] not in self.keys.get(table, {}):
                    return None
                moved[column] = self.keys[table][row[column]]
        return moved


def _says_the_same(held: Row, row: Row) -> bool:
    return all(value == row.get(column) for column, value in held.items() if column != "id")


def _has_the_same_name(held: Row, row: Row) -> bool:
    names = ("key", "site_id", "ref", "reference")
    return any(held.get(name) and held.get(name) == row.get(name) for name in names)


def _stands_in_its_place(held: Row, row: Row) -> bool:
    """A group or a place with another name is another one."""
    return "key" not in held and "site_id" not in held


_SAMENESS = (_says_the_same, _has_the_same_name, _stands_in_its_place)
"""From the surest to what is left over."""


def _written(model: type[Model]) -> list[tuple[str, Field[Any, Any]]]:
    """The fields of a row that are stored as they are given, by their columns."""
    return [
        (str(column.column), column)
        for column in model._meta.concrete_fields
        if not column.primary_key and not column.generated
    ]


def _leads_to(model: type[Model]) -> Iterator[tuple[str, str]]:
    tables = {TRIAL, *(table_of(part) for part in parts())}
    for column in model._meta.concrete_fields:
        if isinstance(column, ForeignKey):
            table = table_of(column.related_model)
            if table in tables:
                yield column.column, table


def _beside(model: type[Model], held: Row, moved: Row) -> bool:
    return all(held.get(column) == moved.get(column) for column, _table in _leads_to(model))


def _parents_first(model: type[Model], rows: Rows) -> Iterator[tuple[int, Row]]:
    """Boxes stand in boxes; the others in the order of their positions."""

    def depth(row: Row) -> int:
        above = rows.get(row.get("box_id") or 0) if model is CriterionBox else None
        return 0 if above is None else 1 + depth(above)

    order = sorted(rows.values(), key=lambda row: (depth(row), row.get("position", 0), row["id"]))
    return ((row["id"], row) for row in order)


def _by_rule(rows: Iterator[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["diseaserule_id"], []).append(row)
    return found


def _ends(links: list[Row]) -> list[int]:
    return [row["disease_id"] for row in links]


def _new_key(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        key: int = cursor.fetchone()[0]
        return key
