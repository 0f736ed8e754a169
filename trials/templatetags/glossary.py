"""Marks medical words in a text, and prints the explanations of those marked.

{% page_glossary as glossary %}       once, at the top of the page
{% explain card.trial.goal %}         the text, each term marked where it is first met
{% include "glossary/definitions.html" %}   at the end of the page
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from trials.finder.statements import all_rows
from trials.models import GlossaryTerm
from trials.models.reviewed_text import FIRST_LANGUAGE
from trials.models.translation import page_language
from trials.texts.terms import Piece, TermIndex

register = template.Library()

_TAG = re.compile(r"(<[^>]*>)")
_Version = tuple[Any, ...]
_VERSION = """
SELECT count(*), max(id), max(changed_at) FROM trials_glossaryterm WHERE is_shown
"""
"""How many terms there are, the newest of them, and when one was last changed."""


@dataclass(frozen=True, slots=True)
class _Glossary:
    """The words of one language, and of the first language, with their explanations."""

    version: _Version
    index: TermIndex
    terms: dict[str, GlossaryTerm]


_kept: dict[str, _Glossary] = {}
"""By language. Read again whenever a term was added, changed or removed."""


def glossary_in(language: str) -> _Glossary:
    """One query while nothing changed, one more after a change."""
    [version] = all_rows(_VERSION, ())
    kept = _kept.get(language)
    if kept is None or kept.version != version:
        kept = _kept[language] = _read(language, version)
    return kept


def _read(language: str, version: _Version) -> _Glossary:
    """Texts may hold words of the first language in any language of the page.

    They are explained in the language of the page where its glossary has them.
    """
    shown = GlossaryTerm.objects.shown() if version[0] else GlossaryTerm.objects.none()
    rows = shown.filter(language__in={language, FIRST_LANGUAGE})
    terms = {term.slug: term for term in rows if term.language == FIRST_LANGUAGE}
    terms |= {term.slug: term for term in rows if term.language == language}
    named = sorted(rows, key=lambda term: term.language != language)
    index = TermIndex(
        (name, term.slug) for term in named for name in (term.name, *term.other_forms)
    )
    return _Glossary(version, index, terms)


@dataclass(slots=True)
class PageGlossary:
    """The terms that one page has marked so far. Asks nothing before the first text."""

    language: str
    used: dict[str, GlossaryTerm] = field(default_factory=dict)
    _glossary: _Glossary | None = None

    def explain(self, text: str) -> SafeString:
        """The text as HTML; a term is marked where the page first has it.

        What is HTML already keeps its tags, and only the words between them are looked at.
        """
        if self._glossary is None:
            self._glossary = glossary_in(self.language)
        html = conditional_escape(text)
        return SafeString("".join(self._explained(html, self._glossary)))

    def _explained(self, html: str, glossary: _Glossary) -> Iterator[str]:
        for part in _TAG.split(html):
            if part.startswith("<"):
                yield part
                continue
            for piece in glossary.index.pieces(part, self.used):
                yield self._marked(piece, glossary) if piece.slug else piece.text

    def _marked(self, piece: Piece, glossary: _Glossary) -> str:
        term = self.used[piece.slug] = glossary.terms[piece.slug]
        return format_html(
            '<a class="app-term" href="{}" data-term="{}">{}</a>',
            term.get_absolute_url(),
            term.slug,
            SafeString(piece.text),
        )


@register.simple_tag
def page_glossary() -> PageGlossary:
    return PageGlossary(page_language())


@register.simple_tag(takes_context=True)
def explain(context: Context, text: str) -> SafeString:
    """A text with its medical words marked; just the text where the page has no glossary."""
    glossary: PageGlossary | None = context.get("glossary")
    return glossary.explain(text) if glossary else conditional_escape(text)
