"""One file from its bytes to what would be stored of it."""

from collections.abc import Iterator

from trials.actions.sheets import FaultyRowsError, Previewed, SheetWrite
from trials.admin.group_parts import SpokenAgeRuleForm
from trials.admin.sheets_preview import stranger_words
from trials.forms.sheets.meant import SheetAgeRuleForm
from trials.forms.sheets.planning import (
    PlannedRow,
    RowState,
    digest_of,
    headings_of,
    held_for,
    planned,
)
from trials.forms.sheets.words import note_words
from trials.sheets import SheetFault, SheetReason, read_file


class SpokenSheetAgeForm(SheetAgeRuleForm, SpokenAgeRuleForm):
    """As on the page of a group, for one row of a sheet."""


class Reading:
    """Raises SheetFault for a file that cannot be read whole, or holds nothing of ours."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        file = read_file(content)
        self.headings = headings_of(file)
        if not self.headings.assigned:
            raise SheetFault(SheetReason.NO_COLUMNS)
        self.notes = [note_words(note) for note in file.notes]
        self.notes += stranger_words(self.headings.strangers)
        self.rows: list[PlannedRow] = []

    @property
    def digest(self) -> str:
        return digest_of(self.content, self.rows)

    def plan(self, *, is_locked: bool = False) -> Iterator[int]:
        """Fills ``rows``; how many there are so far."""
        held = held_for(self.headings, is_locked=is_locked)
        self.rows = []
        for row in planned(self.headings, held, SpokenSheetAgeForm):
            self.rows.append(row)
            yield len(self.rows)

    def previewed(self, *, only_good: bool) -> Iterator[int | Previewed]:
        """With the rows locked that it may change. Raises FaultyRowsError unless ``only_good``."""
        yield from self.plan(is_locked=True)
        if not only_good and any(row.state is RowState.FAULTY for row in self.rows):
            raise FaultyRowsError
        writes = [
            SheetWrite(row.meant.row, row.meant.trial, row.meant.before)
            for row in self.rows
            if row.meant is not None
        ]
        yield Previewed(self.digest, writes)
