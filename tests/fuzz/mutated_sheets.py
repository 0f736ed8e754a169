"""Sheets as they should not be: good files with their bytes, cells or parts changed."""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence

NASTY = (
    *(
        "",
        " ",
        "=1+1",
        "'",
        '"',
        '"""',
        "\t",
        "\r",
        "\n",
        "\r\n",
        ";",
        ",",
        "\x00",
        "\x1b",
        "\x85",
    ),
    *(
        "\ufeff",
        "\u202e",
        "💥",
        "é",
        "ﬁ",
        "a" * 400,
        "a" * 40_000,
        "0",
        "-1",
        "1e999",
        "NaN",
        "inf",
    ),
    *("9" * 30, "3/4/2026", "31.12.2026", "2026-02-30", "46095", "1.1.0001", "31.12.9999"),
    *("yes", "TRUE", "treatment", "RECRUITING", "Phase 1; Phase 2", "patient, donor", "donor"),
    *(
        "NCT00000001",
        "nct00000002",
        "NCT99999999",
        "one",
        "two",
        "three",
        "main",
        "working-copy-1",
    ),
    *("0 days", "22 years", "18 months", "99999 years", "199 years", "22", "from 1 to 5 years"),
    *("1", "999999999", "Referral office", "Hospital", "90", "-180.5", "%s %(x)s {0} {{x}}"),
)


def mutated_files(seed: int, count: int, good: Sequence[bytes]) -> Iterator[bytes]:
    """Always the same ones for a seed."""
    chance = random.Random(seed)
    for _ in range(count):
        content = chance.choice(good)
        for _ in range(chance.choice((1, 1, 2, 5))):
            mutate = chance.choice(_WORKBOOKS if content.startswith(b"PK") else _TEXTS)
            content = mutate(content, chance)
        yield content


def _cells(content: bytes, chance: random.Random) -> bytes:
    """Some cells of a CSV file say something else."""
    lines = content.decode(errors="replace").splitlines()
    for _ in range(chance.randint(1, 4)):
        if not lines:
            return b""
        number = chance.randrange(len(lines))
        cells = lines[number].split(",")
        place = chance.randrange(len(cells))
        cells[place] = chance.choice((chance.choice(NASTY), f"{cells[place]}x"))
        lines[number] = ",".join(cells)
    return "\r\n".join(lines).encode()


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Lines are dropped, doubled, emptied or put elsewhere."""
    lines = content.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        if lines:
            line = lines.pop(chance.randrange(len(lines)))
            kept = chance.choice(([], [line, line], [b"\r\n"], [line.replace(b",", b",,")]))
            place = chance.randint(0, len(lines))
            lines[place:place] = kept
    return b"".join(lines)


def _columns(content: bytes, chance: random.Random) -> bytes:
    """A column of the heading is dropped, doubled or called otherwise."""
    heading, _, rest = content.decode(errors="replace").partition("\n")
    names = heading.split(",")
    place = chance.randrange(len(names))
    names[place : place + 1] = chance.choice(
        ([], [names[place]] * 2, ["extra"], [""], [names[place].upper()], [chance.choice(names)])
    )
    return f"{','.join(names)}\n{rest}".encode()


def _encoded(content: bytes, chance: random.Random) -> bytes:
    text = content.decode(errors="replace")
    name = chance.choice(("cp1252", "utf-16", "utf-8-sig", "utf-16-le", "utf-32", "latin-1"))
    return text.replace(",", chance.choice((",", ";", "\t", "|"))).encode(name, errors="replace")


def _bytes(content: bytes, chance: random.Random) -> bytes:
    raw = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if raw:
            raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _parts(content: bytes, chance: random.Random) -> bytes:
    """A part of a workbook is changed, dropped or emptied, and packed well again."""
    packed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
            parts = old.infolist()
            chosen = chance.choice(
                [part.filename for part in parts] + ["xl/sharedStrings.xml"] * 5
            )
            for part in parts:
                text = old.read(part)
                if part.filename == chosen:
                    text = chance.choice((_texts_of, _texts_of, _bytes, _cut))(text, chance)
                if text or chance.random() < 0.5:
                    new.writestr(part.filename, text)
    except Exception:  # it was damaged before: there is nothing to change in it
        return content
    return packed.getvalue()


def _texts_of(content: bytes, chance: random.Random) -> bytes:
    """Some texts between the tags of XML say something else."""
    pieces = content.decode(errors="replace").split(">")
    texts = [number for number, piece in enumerate(pieces) if piece.partition("<")[0].strip()]
    for number in chance.sample(texts, min(len(texts), chance.randint(1, 4))):
        text, tag, rest = pieces[number].partition("<")
        told = chance.choice((*NASTY, text + "1", "=1+1"))
        pieces[number] = told.replace("&", "").replace("<", "") + tag + rest
    return ">".join(pieces).encode(errors="replace")


_TEXTS = (_cells, _cells, _cells, _lines, _columns, _encoded, _bytes, _cut)
_WORKBOOKS = (_parts, _parts, _parts, _parts, _bytes, _cut)
