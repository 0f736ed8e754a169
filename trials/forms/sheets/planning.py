"""A file as what each of its rows would change."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext as _

from trials.forms.sheets.columns import COLUMNS, Holds, SheetName, sheet_of
from trials.forms.sheets.entries import Entries, RowFault
from trials.forms.sheets.held import CELLS_OF, Held, Value
from trials.forms.sheets.meant import (
    AgeReader,
    GroupReader,
    Meant,
    PlaceReader,
    Reader,
    SheetAgeRuleForm,
    TrialReader,
)
from trials.sheets import (
    CellFault,
    SheetFile,
    SheetRow,
    UploadedSheet,
    as_text,
    day_order,
    held_text,
)

_KEYS_OF_TRIALS = ("trial", "nct_id")


class RowState(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Difference:
    """A column before and after; empty where there is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``name`` says which row is meant; ``meant`` is what would be stored, if it is good."""

    sheet: SheetName
    line: int
    name: str
    state: RowState
    faults: tuple[RowFault, ...] = ()
    differences: tuple[Difference, ...] = ()
    meant: Meant | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A sheet of a file and what it is a sheet of.

    ``unread``  columns that none of ours are called.
    ``absent``  columns of ours that it does not have: they stay as they are.
    """

    sheet: SheetName
    uploaded: UploadedSheet
    unread: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass(slots=True)
class Headings:
    """What the sheets of a file are; ``strangers`` are worksheets that are none of ours."""

    assigned: list[Assigned] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def headings_of(file: SheetFile) -> Headings:
    """By their columns: trials first, then what belongs to them."""
    headings = Headings()
    for uploaded in file.sheets:
        sheet = sheet_of(uploaded.columns)
        if sheet is None:
            headings.strangers.append(uploaded.name)
            continue
        ours = [column.name for column in COLUMNS[sheet]]
        headings.assigned.append(
            Assigned(
                sheet,
                uploaded,
                tuple(name for name in uploaded.columns if name not in ours),
                tuple(name for name in ours if name not in uploaded.columns),
            )
        )
    order = list(SheetName)
    headings.assigned.sort(key=lambda one: order.index(one.sheet))
    return headings


def held_for(headings: Headings, *, is_locked: bool) -> Held:
    """Everything held that the rows may mean."""
    trials, sites = set(), set()
    for assigned in headings.assigned:
        for row in assigned.uploaded.rows:
            trials |= {_key(row, name) for name in _KEYS_OF_TRIALS}
            sites.add(_key(row, "site"))
    names = {assigned.sheet for assigned in headings.assigned}
    return Held(trials - {""}, sites - {""}, names, is_locked=is_locked)


def planned(
    headings: Headings, held: Held, age_form: type[SheetAgeRuleForm]
) -> Iterator[PlannedRow]:
    """Every row with what is to become of it, sheet by sheet in the order of the file."""
    readers: dict[SheetName, Reader] = {
        SheetName.TRIALS: TrialReader(held),
        SheetName.GROUPS: GroupReader(held),
        SheetName.AGES: AgeReader(held, age_form),
        SheetName.SITES: PlaceReader(held),
    }
    planning = _Planning()
    found = [
        (assigned.sheet, readers[assigned.sheet], planning.read(assigned, held, reader))
        for assigned in headings.assigned
        for reader in (readers[assigned.sheet],)
    ]
    for sheet, reader, rows in found:
        for each in rows:
            yield planning.judged(sheet, reader, each)


def digest_of(content: bytes, rows: Iterable[PlannedRow]) -> str:
    """Of the file, and of everything that is shown of what it would change."""
    told = [
        (
            row.sheet,
            row.line,
            row.name,
            row.state,
            [(fault.column, fault.text) for fault in row.faults],
            [(each.column, each.before, each.after) for each in row.differences],
        )
        for row in rows
        if row.state is not RowState.SAME
    ]
    return sha256(sha256(content).digest() + json.dumps(told).encode()).hexdigest()


@dataclass(slots=True)
class _Read:
    """A row, and which one it means; ``fault`` says why that cannot be told."""

    entries: Entries
    meant: Meant | None = None
    fault: RowFault | None = None


class _Planning:
    """One file: which rows mean the same, and which cannot be stored because of another."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.refused: set[int] = set()

    def read(self, assigned: Assigned, held: Held, reader: Reader) -> list[_Read]:
        columns, rows = COLUMNS[assigned.sheet], assigned.uploaded.rows
        orders = {
            column.name: day_order(row.cells.get(column.name) for row in rows)
            for column in columns
            if column.holds is Holds.DAY
        }
        found = [_Read(Entries(row, columns, orders, held)) for row in rows]
        for each in found:
            try:
                each.meant = reader.meant(each.entries)
            except RowFault as fault:
                each.fault = fault
                continue
            for key in each.meant.keys:
                self.lines[key].append(each.entries.row.line)
        return found

    def judged(self, sheet: SheetName, reader: Reader, read: _Read) -> PlannedRow:
        row = self._judged(sheet, reader, read)
        if row.state is RowState.FAULTY and read.meant is not None:
            self.refused.add(id(read.meant.row))
        return row

    def _judged(self, sheet: SheetName, reader: Reader, read: _Read) -> PlannedRow:
        entries, meant, line = read.entries, read.meant, read.entries.row.line
        if meant is None:
            assert read.fault is not None
            name = _key(entries.row, "trial") or _key(entries.row, "nct_id")
            return PlannedRow(sheet, line, name, RowState.FAULTY, (read.fault,))
        try:
            self._refuse(entries, meant)
            held = CELLS_OF[sheet](meant.row)
            entries.refuse_changes_of(held)
            if not meant.is_new and not entries.differs(held):
                return PlannedRow(sheet, line, meant.name, RowState.SAME)
        except RowFault as fault:
            return PlannedRow(sheet, line, meant.name, RowState.FAULTY, (fault,))
        typed, faults = entries.typed(None if meant.is_new else held)
        known = {fault.column for fault in faults}
        for of_form, text in reader.judged(meant, typed):
            column = _column_of(sheet, of_form)
            if column not in known:
                faults.append(RowFault(column, text))
        if faults:
            return PlannedRow(sheet, line, meant.name, RowState.FAULTY, tuple(faults))
        row = _good(sheet, line, meant, {} if meant.is_new else held)
        changed = [each.column for each in row.differences]
        refused = [RowFault(*each) for each in reader.refused(meant, changed)] if changed else []
        if refused:
            return PlannedRow(sheet, line, meant.name, RowState.FAULTY, tuple(refused))
        return row

    def _refuse(self, entries: Entries, meant: Meant) -> None:
        """Raises RowFault for a row that no other of the file goes along with."""
        if entries.row.has_more:
            raise RowFault(
                "", _("There are cells beyond the last column that has a name. Empty them.")
            )
        lines = sorted({line for key in meant.keys for line in self.lines[key]})
        if any(len(self.lines[key]) > 1 for key in meant.keys):
            others = ", ".join(str(line) for line in lines)
            raise RowFault(
                "", _("Lines %(lines)s mean the same. Keep one of them.") % {"lines": others}
            )
        if any(row._state.adding and id(row) in self.refused for row in meant.needs):
            raise RowFault(
                "", _("What this row belongs to cannot be stored: see its own row above.")
            )


def _good(sheet: SheetName, line: int, meant: Meant, held: Mapping[str, Value]) -> PlannedRow:
    after = CELLS_OF[sheet](meant.row)
    differences = tuple(
        Difference(name, before, now)
        for name in after
        if (before := _shown(held.get(name))) != (now := _shown(after[name]))
    )
    state = RowState.NEW if meant.is_new else RowState.CHANGED
    if not differences:
        return PlannedRow(sheet, line, meant.name, RowState.SAME)
    return PlannedRow(sheet, line, meant.name, state, (), differences, meant)


def _shown(value: Value) -> str:
    return "" if value is None else held_text(str(value))


def _column_of(sheet: SheetName, of_form: str) -> str:
    """The column behind a field of a form; the key of a row behind its own name."""
    behind = {column.of_form: column.name for column in COLUMNS[sheet]}
    keys = {"slug": "trial", "key": "group", "name": "site"}
    return keys.get(of_form) or behind.get(of_form, of_form)


def _key(row: SheetRow, name: str) -> str:
    try:
        return as_text(row.cells.get(name))
    except CellFault:
        return ""
