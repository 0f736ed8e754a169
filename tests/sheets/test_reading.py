"""Files: CSV in the encodings of this world, workbooks, and what only looks like either."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from trials.sheets import (
    MOST_BYTES,
    CellReason,
    Note,
    SheetFault,
    SheetFile,
    SheetReason,
    UploadedSheet,
    as_text,
    limits,
    read_file,
    reading,
    write_csv,
    write_workbook,
)

TEXT = "trial,goal\nstudy,Café\n"


def only(file: SheetFile) -> UploadedSheet:
    [sheet] = file.sheets
    return sheet


def cells(content: bytes) -> list[dict[str, Any]]:
    return [row.cells for row in only(read_file(content)).rows]


def refused(content: bytes) -> SheetFault:
    with pytest.raises(SheetFault) as caught:
        read_file(content)
    return caught.value


def book(*rows: list[Any], title: str = "trials") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"], ids=lambda name: str(name)
)
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert cells(TEXT.encode(encoding)) == [{"trial": "study", "goal": "Café"}]
    assert read_file(TEXT.encode(encoding)).notes == ()


def test_windows_text_is_read_and_said_to_be() -> None:
    content = "trial;goal\r\nstudy;“Café”\r\n".encode("cp1252")

    assert cells(content) == [{"trial": "study", "goal": "“Café”"}]
    assert read_file(content).notes == (Note.WINDOWS_1252,)


def test_signs_of_no_encoding_are_refused_with_their_line() -> None:
    fault = refused(b"trial,goal\nstudy,\x81\n")

    assert (fault.reason, fault.line) == (SheetReason.ENCODING, 2)


@pytest.mark.parametrize(
    "text",
    [
        "trial,goal\nstudy,one\n",
        "trial;goal\r\nstudy;one\r\n",
        "trial\tgoal\rstudy\tone\r",
        "sep=|\r\ntrial|goal\r\nstudy|one",
        "\n,\n Trial , GOAL \n\nstudy,one\n,,\n",
        '"trial","goal"\n"study","one"',
    ],
    ids=["commas", "semicolons", "tabs", "told separator", "empty lines", "all quoted"],
)
def test_separators_line_ends_and_empty_lines_make_no_difference(text: str) -> None:
    assert cells(text.encode()) == [{"trial": "study", "goal": "one"}]


def test_lines_are_numbered_as_an_editor_does() -> None:
    sheet = only(read_file(b'trial,goal\n"a","two\nlines"\n\nb,one\n'))

    assert [row.line for row in sheet.rows] == [2, 5]
    assert sheet.rows[0].cells["goal"] == "two\nlines"


def test_short_rows_are_filled_and_long_ones_marked() -> None:
    sheet = only(read_file(b"trial,goal\na\nb,1,2\nc,1,,\n"))

    assert [row.cells["goal"] for row in sheet.rows] == [None, "1", "1"]
    assert [row.has_more for row in sheet.rows] == [False, True, False]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", SheetReason.EMPTY),
        (b" \n,,\n", SheetReason.EMPTY),
        (b"trial,goal,trial\na,b,c", SheetReason.TWICE),
        (b'trial,goal\na,"b\n', SheetReason.QUOTES),
        (b'trial,goal\na,"b"c\n', SheetReason.QUOTES),
        (b"%PDF-1.7\x00\x01", SheetReason.NOT_A_SHEET),
        (b"\xd0\xcf\x11\xe0 old", SheetReason.OLD_OR_LOCKED),
        (b"PK\x03\x04 cut", SheetReason.DAMAGED),
        (b"x" * (MOST_BYTES + 1), SheetReason.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, SheetReason) else "",
)
def test_file_that_is_no_sheet_is_refused(content: bytes, reason: SheetReason) -> None:
    assert refused(content).reason is reason


def test_workbook_gives_values_and_tells_formulas() -> None:
    day = datetime(2026, 3, 14)  # noqa: DTZ001
    content = book(["trial", "a", "b", "c", "d"], [], ["study", 1, day, "=1+1", "#REF!"])

    sheet = only(read_file(content))

    assert [row.line for row in sheet.rows] == [3]
    assert sheet.rows[0].cells == {
        "trial": "study",
        "a": 1,
        "b": day,
        "c": CellReason.FORMULA,
        "d": CellReason.ERROR,
    }


def archive(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def test_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trials.sheets.workbook.MOST_UNPACKED", 100_000)

    assert refused(archive(**{"xl/workbook.xml": "0" * 200_000})).reason is (
        SheetReason.TOO_LARGE_UNPACKED
    )


def test_other_archives_are_no_sheets() -> None:
    assert refused(archive(text="hello")).reason is SheetReason.NOT_A_SHEET
    assert refused(archive(**{"xl/workbook.xml": "<a/>"})).reason is SheetReason.DAMAGED


def test_entities_are_not_unfolded() -> None:
    """An XML bomb: each entity is ten of the one before."""
    entities = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    content = book(["trial"], ["study"])
    bombed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(bombed, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<worksheet", f"<!DOCTYPE x [{entities}]><worksheet".encode())
            new.writestr(part, text)

    assert refused(bombed.getvalue()).reason is SheetReason.DAMAGED


def test_damage_that_shows_late_is_told_like_any_other() -> None:
    """The heading and some rows have been read by then."""
    content = book(["trial"], *[["study"]] * 200)
    cut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(cut, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, text[:-300] if is_sheet else text)

    assert refused(cut.getvalue()).reason is SheetReason.DAMAGED


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    assert refused(b"trial\na\nb\nc\n").reason is SheetReason.TOO_MANY_ROWS
    assert len(cells(b"trial\na\n\n\nb\n")) == 2


def test_limits_are_those_that_the_page_tells() -> None:
    assert limits.MOST_BYTES == 10 * 1024 * 1024


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_is_read_back(kind: str) -> None:
    texts = [
        "=1+1",
        "'=1",
        "'x'",
        "+1",
        "-",
        "@a",
        "a;b,c",
        'say "no"',
        "two\nlines",
        "é 日",
        "1/2",
        "a_x000D_b",
        "_x005F_x000D_ _x005f_ _x_",
    ]
    rows = [["study", text] for text in texts]

    if kind == "csv":
        content = "".join(write_csv(["trial", "goal"], rows)).encode()
    else:
        content = write_workbook({"trials": (["trial", "goal"], rows)})

    found = [row["goal"] for row in cells(content)]
    assert [as_text(cell) for cell in found] == texts
    assert not any(str(cell)[:1] in {*"=+-@"} for cell in found)
