"""`make messages`: bring the Spanish catalogue up to date with the texts of the code.

Django's own makemessages needs the programs of gettext; this needs only Babel. Runs in
.venv. Every text that is new, or that no longer has a translation, is listed at the end.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.steps import PROJECT, say

LANGUAGE = "es"
CATALOGUE = PROJECT / "trials" / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
FOLDERS = ("config", "trials", "templates")
# As in django.core.management.commands.makemessages.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...]] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "lazy": (1,),  # trials/catalogue/words.py
}
_GAP = re.compile(r"%\((\w+)\)|\{(\w*)\}|%([sd])")


def texts_of_the_code() -> Catalog:
    """Every text for people in the code and the templates, without translations."""
    found = Catalog(LANGUAGE, domain="django", charset="utf-8")
    for path in _sources():
        name = str(path.relative_to(PROJECT))
        for text, context in _texts(path):
            found.add(text, locations=[(name, None)], context=context)  # type: ignore[list-item]
    return found


def committed() -> Catalog:
    """The catalogue as it stands in the project."""
    with open(CATALOGUE, "rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def brought_up_to_date(catalogue: Catalog, texts: Catalog) -> Catalog:
    """``catalogue`` with exactly the messages of ``texts``; never with a guess."""
    merged = Catalog(LANGUAGE, domain="django", charset="utf-8", header_comment=HEADER)
    for message in _in_order(texts):
        known = catalogue.get(message.id, context=message.context)
        translation = known.string if known is not None and not known.fuzzy else ""
        merged.add(message.id, translation, context=message.context, flags=_flags(message))
    return merged


def as_file(catalogue: Catalog) -> bytes:
    """What is committed: no days and no versions, so that only words make a difference."""
    written = BytesIO()
    write_po(written, catalogue, width=98, omit_header=True, ignore_obsolete=True)
    head = "\n".join(f"# {line}".rstrip() for line in HEADER.splitlines())
    return f'{head}\nmsgid ""\nmsgstr ""\n{_META}\n\n'.encode() + written.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """Messages without a translation, or without one of its plural forms."""
    return [message for message in catalogue if message.id and not _is_translated(message)]


def with_other_gaps(catalogue: Catalog) -> list[Message]:
    """Messages whose translation leaves out a part that is filled in, or has one more."""
    return [
        message
        for message in catalogue
        if message.id and _is_translated(message) and not _has_same_gaps(message)
    ]


def main() -> int:
    texts = texts_of_the_code()
    old = committed() if CATALOGUE.exists() else Catalog(LANGUAGE)
    new = brought_up_to_date(old, texts)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(as_file(new))
    for message in untranslated(new):
        say(f"untranslated: {_first(message)!r}")
    for message in with_other_gaps(new):
        say(f"other parts to fill in than in English: {_first(message)!r}")
    say(f"{len(new)} texts, {len(untranslated(new))} without a translation")
    return 1 if untranslated(new) or with_other_gaps(new) else 0


HEADER = """Spanish texts of the trial finder.
Written with `make messages`, which adds new texts and takes away unused ones; translate what
it lists. “Usted”, the words of families in the United States and Latin America, no promise."""
_META = "\n".join(
    f'"{line}\\n"'
    for line in (
        "Language: es",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "Plural-Forms: nplurals=2; plural=(n != 1);",
    )
)


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template has no indentation that means anything.
        code = templatize(source, origin=str(path))
        source = "\n".join(line.strip() for line in code.splitlines())
    for _line, function, found, _comments in extract_python(
        BytesIO(source.encode()), dict(KEYWORDS), (), {"encoding": "utf-8"}
    ):
        yield from _read(KEYWORDS[str(function)], found)


def _read(
    keyword: tuple[int | tuple[int, str], ...], found: object
) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    words = found if isinstance(found, tuple | list) else (found,)
    context = None
    parts = []
    for place in keyword:
        index = place[0] if isinstance(place, tuple) else place
        word = words[index - 1] if len(words) >= index else None
        if not isinstance(word, str) or not word:
            return
        if isinstance(place, tuple):
            context = word
        else:
            parts.append(word)
    yield (parts[0] if len(parts) == 1 else tuple(parts)), context


def _in_order(catalogue: Catalog) -> list[Message]:
    messages = [message for message in catalogue if message.id]
    return sorted(messages, key=lambda message: (_first(message), message.context or ""))


def _flags(message: Message) -> set[str]:
    return set(message.flags) & {"python-format", "python-brace-format"}


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    return all(_strings(message)) and not message.fuzzy


def _has_same_gaps(message: Message) -> bool:
    """The last form is the one for many; the one for one may leave the number out."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    strings = _strings(message)
    return _gaps(ids[-1]) == _gaps(strings[-1]) and _gaps(strings[0]) <= _gaps(ids[-1])


def _strings(message: Message) -> tuple[str, ...]:
    """The translation, or one for each plural form; one that is empty when there is none."""
    strings = message.string or ""
    return (strings,) if isinstance(strings, str) else tuple(strings)


def _gaps(text: str) -> set[str]:
    return {match[0] for match in _GAP.finditer(text)}


if __name__ == "__main__":
    sys.exit(main())
