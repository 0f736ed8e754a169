"""Why a file cannot be read, and what is worth knowing of one that can."""

from enum import StrEnum


class SheetReason(StrEnum):
    """Why a file as a whole is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_ROWS = "too_many_rows"
    OLD_OR_LOCKED = "old_or_locked"
    NOT_A_SHEET = "not_a_sheet"
    DAMAGED = "damaged"
    ENCODING = "encoding"
    QUOTES = "quotes"
    TWICE = "twice"
    NO_COLUMNS = "no_columns"


class SheetFault(Exception):
    """``line`` is where in the file, counted from 1, and ``what`` names the part, where known."""

    def __init__(self, reason: SheetReason, *, line: int | None = None, what: str = "") -> None:
        super().__init__(reason, line, what)
        self.reason = reason
        self.line = line
        self.what = what


class Note(StrEnum):
    """What somebody should look at before they trust what was read."""

    WINDOWS_1252 = "windows_1252"
