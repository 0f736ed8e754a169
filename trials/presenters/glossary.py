"""The list of the glossary, letter by letter."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from trials.models import GlossaryTerm


def letters_of(terms: Iterable[GlossaryTerm]) -> list[tuple[str, list[GlossaryTerm]]]:
    """The terms under their first letters, in the order of a dictionary."""
    ordered = sorted(terms, key=lambda term: _plain(term.name))
    return [(letter, list(some)) for letter, some in groupby(ordered, _first_letter)]


def _first_letter(term: GlossaryTerm) -> str:
    return _plain(term.name)[:1].upper()


def _plain(name: str) -> str:
    """Without accents and capitals: “Étape” stands under E."""
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
