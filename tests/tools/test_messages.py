"""The Spanish catalogue: every text for people, translated, with the same parts to fill in."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages

REMEDY = "Run `make messages` and translate what it lists."


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return messages.texts_of_the_code()


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    return messages.committed()


def test_catalogue_is_what_make_messages_writes(texts: Catalog, spanish: Catalog) -> None:
    written = messages.as_file(messages.brought_up_to_date(spanish, texts))
    assert messages.CATALOGUE.read_bytes() == written, REMEDY


def test_every_text_is_translated(spanish: Catalog) -> None:
    assert [message.id for message in messages.untranslated(spanish)] == [], REMEDY


def test_translations_fill_in_the_same_parts(spanish: Catalog) -> None:
    assert [message.id for message in messages.with_other_gaps(spanish)] == []


def test_texts_are_found_in_code_and_in_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "code.py").write_text(
        "a = _('one')\nb = ngettext('a day', '%(count)d days', 2)\nc = pgettext('month', 'May')\n"
        "d = _(not_a_text)\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n  <p>{% translate 'two' %}</p>\n"
        "{% blocktranslate with a=b trimmed %}\n three\n {{ a }}{% endblocktranslate %}\n"
    )
    monkeypatch.setattr(messages, "PROJECT", tmp_path)
    monkeypatch.setattr(messages, "FOLDERS", ("trials", "templates"))

    found = messages.texts_of_the_code()

    assert {(message.id, message.context) for message in found if message.id} == {
        ("one", None),
        (("a day", "%(count)d days"), None),
        ("May", "month"),
        ("two", None),
        ("three %(a)s", None),
    }


def test_translation_is_kept_and_an_unused_one_goes() -> None:
    old, texts = Catalog("es"), Catalog("es")
    old.add("kept", "conservado")
    old.add("gone", "ido")
    old.add("guessed", "adivinado", flags={"fuzzy"})
    for text in ("kept", "guessed", "new"):
        texts.add(text)

    merged = messages.brought_up_to_date(old, texts)

    assert {message.id: message.string for message in merged if message.id} == {
        "kept": "conservado",
        "guessed": "",
        "new": "",
    }
    assert [message.id for message in messages.untranslated(merged)] == ["guessed", "new"]


def test_part_that_a_translation_leaves_out_is_found() -> None:
    catalogue = Catalog("es")
    catalogue.add("%(day)s and {name}", "%(day)s")
    catalogue.add(("%(count)d day", "%(count)d days"), ("un día", "%(count)d días"))

    assert [message.id for message in messages.with_other_gaps(catalogue)] == [
        "%(day)s and {name}"
    ]
