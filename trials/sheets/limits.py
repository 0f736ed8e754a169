"""How large a file may be. Beyond, it is refused before it can slow the site down."""

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
"""Rows with something in them, in all sheets of a file together."""
MOST_SHEETS = 20
MOST_COLUMNS = 100
MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes of all texts inside a workbook together, which is a ZIP archive."""
LAST_ROW = 1_048_576
"""Of any workbook, by its format (ECMA-376)."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds, by the specifications of Excel."""
