"""What a file would change, as its page and its report show it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.forms.sheets.columns import LABELS, SheetName
from trials.forms.sheets.planning import Headings, PlannedRow, RowState

MOST_SHOWN = 200
"""Rows of a kind on the page; all of them are in the report."""
REPORT_COLUMNS = ("sheet", "line", "row", "state", "column", "before", "after", "remedy")
STATES = {
    RowState.NEW: gettext_lazy("new"),
    RowState.CHANGED: gettext_lazy("changed"),
    RowState.SAME: gettext_lazy("no difference"),
    RowState.FAULTY: gettext_lazy("to mend"),
}


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many rows of a sheet there are in each state."""

    label: str
    rows: int
    new: int
    changed: int
    same: int
    faulty: int
    absent: str
    unread: str


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """``faulty`` and ``good`` are the first of them; ``more_…`` how many are left out."""

    counts: Sequence[SheetCount]
    faulty: Sequence[PlannedRow]
    good: Sequence[PlannedRow]
    more_faulty: int
    more_good: int
    has_faulty: bool
    has_good: bool


def preview(headings: Headings, rows: Sequence[PlannedRow]) -> SheetPreview:
    faulty = [row for row in rows if row.state is RowState.FAULTY]
    good = [row for row in rows if row.state in (RowState.NEW, RowState.CHANGED)]
    return SheetPreview(
        counts=list(_counts(headings, rows)),
        faulty=faulty[:MOST_SHOWN],
        good=good[:MOST_SHOWN],
        more_faulty=max(len(faulty) - MOST_SHOWN, 0),
        more_good=max(len(good) - MOST_SHOWN, 0),
        has_faulty=bool(faulty),
        has_good=bool(good),
    )


def report(rows: Iterable[PlannedRow]) -> Iterator[list[str]]:
    """Every fault and every difference on a line of its own."""
    for row in rows:
        place = [row.sheet.value, str(row.line), row.name, str(STATES[row.state])]
        for fault in row.faults:
            yield [*place, fault.column, "", "", fault.text]
        for each in row.differences:
            yield [*place, each.column, each.before, each.after, ""]
        if not row.faults and not row.differences:
            yield [*place, "", "", "", ""]


def stranger_words(strangers: Iterable[str]) -> list[str]:
    return [
        _("The worksheet “%(name)s” has no column of ours and is not read.") % {"name": name}
        for name in strangers
        if name
    ]


def _counts(headings: Headings, rows: Sequence[PlannedRow]) -> Iterator[SheetCount]:
    found: Mapping[SheetName, Counter[RowState]] = {name: Counter() for name in SheetName}
    for row in rows:
        found[row.sheet][row.state] += 1
    for assigned in {one.sheet: one for one in headings.assigned}.values():
        states = found[assigned.sheet]
        yield SheetCount(
            label=str(LABELS[assigned.sheet]),
            rows=states.total(),
            new=states[RowState.NEW],
            changed=states[RowState.CHANGED],
            same=states[RowState.SAME],
            faulty=states[RowState.FAULTY],
            absent=", ".join(assigned.absent),
            unread=", ".join(assigned.unread),
        )
