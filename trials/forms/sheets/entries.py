"""The cells of one row, as what would be typed into a form for the same thing."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trials.forms.sheets.columns import Column, Holds
from trials.forms.sheets.held import YES, Held, Value
from trials.forms.sheets.words import cell_words, not_one_of
from trials.sheets import (
    Cell,
    CellFault,
    CellReason,
    DayOrder,
    SheetRow,
    as_flag,
    as_number,
    as_text,
    held_text,
    read_date,
    was_made_a_date,
)

_AGE = re.compile(r"(\d{1,5})\s*(years?|y|yrs?|months?|mo|weeks?|wk?s?|days?|d)\.?", re.IGNORECASE)
_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_MAY_BECOME_DATES = ("phase_text", "acronym")


class RowFault(ValueError):
    """What is wrong with a row, in words; ``column`` is empty when it is about all of it."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(column, text)
        self.column = column
        self.text = text


class Entries:
    """A row of a sheet; ``orders`` tell how the days of its columns are written."""

    def __init__(
        self,
        row: SheetRow,
        columns: Iterable[Column],
        orders: Mapping[str, DayOrder | None],
        held: Held,
    ) -> None:
        self.row = row
        self.columns = {each.name: each for each in columns if each.name in row.cells}
        self._orders = orders
        self._held = held

    def text(self, name: str) -> str:
        """Of any column; empty when the sheet has none of that name. Raises RowFault."""
        with_words = _words_for(name)
        return with_words(as_text, self.row.cells.get(name))

    def day(self, name: str) -> date | None:
        cell, order = self.row.cells.get(name), self._orders.get(name)
        return _words_for(name)(lambda one: read_date(one, order), cell)

    def number(self, name: str) -> float | None:
        return _words_for(name)(as_number, self.row.cells.get(name))

    def flag(self, name: str) -> bool:
        return _words_for(name)(as_flag, self.row.cells.get(name))

    def differs(self, held: Mapping[str, Value]) -> bool:
        """Whether any cell of a written column says another thing than is held."""
        return any(
            not self._says(column, held[name])
            for name, column in self.columns.items()
            if column.is_written
        )

    def refuse_changes_of(self, shown: Mapping[str, Value]) -> None:
        """Raises RowFault when a column that is only shown was changed."""
        for name, column in self.columns.items():
            if column.holds is Holds.SHOWN and not self._says(column, shown[name]):
                raise RowFault(
                    name,
                    _("This cannot be changed here. Write “%(value)s”, or remove the column.")
                    % {"value": shown[name]},
                )

    def typed(
        self, held: Mapping[str, Value] | None = None
    ) -> tuple[dict[str, Any], list[RowFault]]:
        """By the names of the form's fields, and what cannot be typed anywhere.

        Of a row that is ``held``, only what differs: the rest stays as it is.
        """
        values: dict[str, Any] = {}
        faults: list[RowFault] = []
        for name, column in self.columns.items():
            if not column.is_written or (held is not None and self._says(column, held[name])):
                continue
            try:
                values |= self._typed(column)
            except RowFault as fault:
                faults.append(fault)
        return values, faults

    def _says(self, column: Column, held: Value) -> bool:
        """Cells that cannot be read say another thing."""
        try:
            if column.holds is Holds.DAY:
                return self.day(column.name) == held
            if column.holds is Holds.NUMBER:
                return self.number(column.name) == held
            if column.holds is Holds.FLAG:
                return self.flag(column.name) == (held == YES)
            return self._written(column.name) == held_text(str(held or ""))
        except RowFault:
            return False

    def _written(self, name: str) -> str:
        """Registry numbers in capitals, as they are held."""
        text = self.text(name)
        return text.upper() if name == "nct_id" else text

    def _typed(self, column: Column) -> dict[str, Any]:
        name, of_form = column.name, column.of_form
        if column.holds is Holds.DAY:
            day = self.day(name)
            return {of_form: day.isoformat() if day else ""}
        if column.holds is Holds.FLAG:
            return {of_form: "on"} if self.flag(name) else {of_form: ""}
        if column.holds is Holds.NUMBER:
            return {of_form: self.number(name)}
        text = self._written(name)
        if name in _MAY_BECOME_DATES and was_made_a_date(text):
            raise RowFault(name, cell_words(CellReason.MADE_A_DATE))
        return self._of_text(column, text)

    def _of_text(self, column: Column, text: str) -> dict[str, Any]:
        name, of_form = column.name, column.of_form
        if column.holds is Holds.CODE:
            return {of_form: _code(name, text, column.codes) if text else ""}
        if column.holds is Holds.CODES:
            words = [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]
            return {of_form: [_code(name, word, column.codes) for word in words]}
        if column.holds is Holds.AGE:
            number, unit = _age(name, text)
            return {f"{of_form}_number": number, f"{of_form}_unit": unit}
        if column.holds is Holds.CONTACT:
            return {of_form: self._contact(name, text)}
        return {of_form: text}

    def _contact(self, column: str, text: str) -> int | str:
        found = self._held.contacts.get(text, []) if text else []
        if text and not found:
            raise RowFault(
                column,
                _(
                    "No contact is called “%(text)s”. Add it under Contacts first, or leave this "
                    "empty."
                )
                % {"text": text},
            )
        if len(found) > 1:
            raise RowFault(
                column,
                _("Several contacts are called “%(text)s”. Rename all but one of them first.")
                % {"text": text},
            )
        return found[0].pk if found else ""


def _words_for(column: str) -> Callable[[Callable[[Cell], Any], Cell], Any]:
    def read(reader: Callable[[Cell], Any], cell: Cell) -> Any:
        try:
            return reader(cell)
        except CellFault as fault:
            raise RowFault(column, cell_words(fault.reason)) from None

    return read


def _code(column: str, text: str, codes: Mapping[str, Any]) -> str:
    """Codes count, and the words for them, whatever their capitals."""
    wanted = text.casefold()
    for code, label in codes.items():
        if wanted in (code.casefold(), str(label).casefold()):
            return code
    raise RowFault(column, not_one_of(text, codes))


def _age(column: str, text: str) -> tuple[str, str]:
    if not text:
        return "", "years"
    found = _AGE.fullmatch(text)
    if found is None:
        raise RowFault(
            column, _("Write a number and its unit, for example 18 months or 22 years.")
        )
    return found[1], _UNITS[found[2][0].casefold()]
