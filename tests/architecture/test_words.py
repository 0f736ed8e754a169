"""Words that families must not read, and places that no file may name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import (
    PROJECT,
    calls_in,
    name_called,
    named,
    python_files,
    text_files,
)

TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
TRANSLATED |= {"pgettext_lazy", "npgettext", "npgettext_lazy"}
PROMISES = re.compile(
    r"\beligib|\bqualif|\bscor(e|es|ed|ing)\b|\bpercent|\baccepted into|\bbest match|\byou fail",
    re.IGNORECASE,
)
SCOLDING = re.compile(r"\bplease\b|\bsorry\b|\binvalid\b|\boops\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TEMPLATE_CODE = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->|{%.*?%}|{{.*?}}", re.DOTALL
)
READ_ALOUD = re.compile(r"\b(?:alt|title|aria-label|placeholder|value)=\"([^\"]*)\"")
PUBLIC_TEMPLATES = sorted(
    path
    for path in (PROJECT / "templates").rglob("*.html")
    if not named(path).startswith("templates/admin/")
)
# The floors whose sentences reach families.
SPEAKING = python_files("trials/presenters", "trials/forms", "trials/views", "trials/finder")


def sentences_in(path: Path) -> Iterator[str]:
    """The English texts that a module marks for translation."""
    for call in calls_in(path):
        if name_called(call) in TRANSLATED:
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def faults_in(text: str) -> list[str]:
    found = [match.group() for match in (*PROMISES.finditer(text), *SCOLDING.finditer(text))]
    return found + (["%"] if "%" in PLACEHOLDER.sub("", text) else [])


def words_of(template: str) -> str:
    """What a visitor reads or hears of a template: no code, no tags."""
    quoted = re.findall(r"{%\s*(?:block)?trans(?:late)?\s+[\"'](.*?)[\"']", template)
    markup = TEMPLATE_CODE.sub(" ", template)
    return " ".join([*quoted, *READ_ALOUD.findall(markup), re.sub(r"<[^>]*>", " ", markup)])


def test_public_templates_neither_promise_nor_scold() -> None:
    faults = {
        named(path): faults_in(words_of(path.read_text(encoding="utf-8")))
        for path in PUBLIC_TEMPLATES
    }
    assert {name: found for name, found in faults.items() if found} == {}


def test_sentences_neither_promise_nor_scold() -> None:
    faults = {
        named(path): [fault for text in sentences_in(path) for fault in faults_in(text)]
        for path in SPEAKING
    }
    assert {name: found for name, found in faults.items() if found} == {}


def test_words_of_a_template_are_those_a_visitor_meets() -> None:
    template = """{% translate "Age" %} <p title="Help" data-invalid="1">Day{# oops #}</p>"""
    assert words_of(template).split() == ["Age", "Help", "Day"]


def test_sentences_are_found_at_all() -> None:
    assert sum(1 for path in SPEAKING for _ in sentences_in(path)) > 50


@pytest.mark.parametrize(
    "text",
    ["You are eligible", "Qualifies", "a score of 3", "90 % fit", "Please choose", "Invalid age"],
)
def test_words_that_promise_or_scold_are_recognised(text: str) -> None:
    assert faults_in(text)


@pytest.mark.parametrize("text", ["%(count)d studies", "Choose a day", "May be able to join"])
def test_other_words_are_left_alone(text: str) -> None:
    assert faults_in(text) == []


# --- Places ---------------------------------------------------------------------------------

# In pieces, so that this file does not name them itself.
PLACES = re.compile(
    "|".join(
        [
            r"files\.python" + "hosted",
            r"//py" + r"pi\.org/simple",
            "registry" + r"\.npm" + "js",
            "registry" + r"\.yarn" + "pkg",
            "/" + "root/",
            "/" + r"home/\w",
            "/" + "Users/",
            "/" + "work/",
            r"\bC:" + r"\\\\",
        ]
    )
)


def test_no_file_names_a_package_registry_or_somebodys_machine() -> None:
    named_there = {
        name: match.group() for name, text in text_files() if (match := PLACES.search(text))
    }
    assert named_there == {}
