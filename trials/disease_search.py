"""Finding the disease that somebody means by what they typed.

    "ALL", "LLA", "Ph+ ALL"         the name of one disease         → that disease
    "medullo", "M3"                 the beginning of names, a word  → which of these?
    "neuroblastma", "relapsed ALL"  like a name, a name and more    → which of these?

A likeness never decides: only a name that belongs to exactly one disease does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from trials.models import Disease, DiseaseCatalogue, DiseaseName
from trials.models.translation import page_language
from trials.registry.disease_words import comparable

ENGLISH = DiseaseName.Language.ENGLISH.value

SHORT = 4
"""Names up to this length are acronyms: ALL, AML, ALCL. One letter makes another disease
of them, so that they are found in full or not at all."""
LIKE_ENOUGH = 80
"""Of 100. "sickel" and "sickle" have 83, "sarcoma" and "carcinoma" 75."""


class MatchKind(StrEnum):
    """How a name was found, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One disease that a text may mean.

    ``name``        the medical name, in the language of the names.
    ``plain_name``  what families read first, in the same language.
    ``found_by``    the name that matched: one of the two above, a synonym, or a name in
                    another language.
    """

    code: str
    name: str
    plain_name: str
    found_by: str
    how: MatchKind


@dataclass(frozen=True, slots=True)
class Resolution:
    """``code`` is None unless the text is a name of exactly one disease.

    ``candidates`` are what it may mean otherwise, best first; none for a text that is
    like no name at all.
    """

    code: str | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of one disease, as written and as compared."""

    disease: Disease
    shown: tuple[str, str]
    written: str
    compared: str
    is_main: bool = True

    @property
    def is_short(self) -> bool:
        return len(self.compared) <= SHORT

    @property
    def words(self) -> list[str]:
        return self.compared.split()

    def candidate(self, how: MatchKind) -> Candidate:
        return Candidate(self.disease.code, *self.shown, self.written, how)


class DiseaseNames:
    """All names of all diseases, ready to be searched.

    ``diseases`` come with their other names fetched. The medical and the plain name are
    names like all others. A disease is found by its names in every language, and shown by
    those in ``language``.
    """

    def __init__(self, diseases: Iterable[Disease], language: str = ENGLISH) -> None:
        self._diseases = {disease.code: disease for disease in diseases}
        self._language = language
        self._names = [
            name for row in self._diseases.values() for name in _names_of(row, language)
        ]
        self._names.sort(key=_by_prominence)
        self._by_text: dict[str, list[_Name]] = {}
        for name in self._names:
            self._by_text.setdefault(name.compared, []).append(name)
        self._long_texts = [text for text in self._by_text if len(text) > SHORT]
        words = {word for text in self._by_text for word in text.split()}
        self._long_words = sorted(word for word in words if len(word) > SHORT)

    def resolve(self, text: str) -> Resolution:
        """The one disease of that name, or what the text may mean."""
        found = _once_per_disease(self._exact(comparable(text)), MatchKind.EXACT)
        if len(found) == 1:
            return Resolution(found[0].code)
        return Resolution(None, tuple(found or self.suggest(text)))

    def suggest(self, text: str, limit: int = 10) -> list[Candidate]:
        """Diseases whose names fit what was typed so far, best first."""
        typed = comparable(text)
        if not typed:
            return []
        exact = _once_per_disease(self._exact(typed), MatchKind.EXACT)
        beginning = _once_per_disease(self._beginning(typed), MatchKind.PREFIX, but=exact)
        found = exact + beginning or _once_per_disease(self._like(typed), MatchKind.SIMILAR)
        return found[:limit]

    def named(self, code: str) -> Candidate | None:
        """The disease of that code under its plain name; None when there is none."""
        disease = self._diseases.get(code)
        if disease is None:
            return None
        shown = disease.names_in(self._language)
        return Candidate(code, *shown, shown[1], MatchKind.EXACT)

    def _exact(self, typed: str) -> Iterable[_Name]:
        return self._by_text.get(typed, ())

    def _beginning(self, typed: str) -> Iterator[_Name]:
        """Names that begin so, then names with words that begin like every word typed."""
        long_names = [name for name in self._names if not name.is_short]
        yield from (name for name in long_names if name.compared.startswith(typed))
        words = typed.split()
        for name in long_names:
            if all(any(part.startswith(word) for part in name.words) for word in words):
                yield name

    def _like(self, typed: str) -> Iterator[_Name]:
        """Names like the text, then those found in it once its words are spelled right."""
        if len(typed) > SHORT:
            # Both sides are in lower case already, so nothing is left to do for a processor.
            alike = process.extract(
                typed,
                self._long_texts,
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=LIKE_ENOUGH,
                limit=None,
            )
            for text, *_ in alike:
                yield from self._by_text[text]
        spelled = " ".join(self._spelled(word) for word in typed.split())
        yield from self._beginning(spelled)
        yield from self._within(spelled)

    def _within(self, typed: str) -> Iterator[_Name]:
        """Names that stand in the text as a whole ("relapsed B-ALL"), the longest first."""
        padded = f" {typed} "
        inside = [text for text in self._by_text if f" {text} " in padded]
        for text in sorted(inside, key=len, reverse=True):
            yield from self._by_text[text]

    def _spelled(self, word: str) -> str:
        """The word of a name that this one is most like; itself when it is like none."""
        if len(word) <= SHORT:
            return word
        nearest = process.extractOne(
            word, self._long_words, scorer=fuzz.ratio, processor=None, score_cutoff=LIKE_ENOUGH
        )
        return nearest[0] if nearest else word


def _names_of(disease: Disease, language: str) -> Iterator[_Name]:
    shown = disease.names_in(language)
    others = [disease.preferred_name, disease.plain_name]
    others += [disease.spanish_name, disease.spanish_plain_name]
    others += [other.name for other in disease.names.all()]
    for name in dict.fromkeys((*shown, *others)):
        # A name of punctuation and age words alone ("adult") cannot be told from others.
        if compared := comparable(name):
            yield _Name(disease, shown, name, compared, is_main=name in shown)


def _by_prominence(name: _Name) -> tuple[bool, bool, int, str]:
    """Diseases offered to families first, then main names, then short ones."""
    is_offered = name.disease.is_family_choice
    return (not is_offered, not name.is_main, len(name.compared), name.compared)


def _once_per_disease(
    names: Iterable[_Name], how: MatchKind, *, but: Iterable[Candidate] = ()
) -> list[Candidate]:
    """The first name of each disease, in order, ``but`` for diseases found already."""
    known = {candidate.code for candidate in but}
    found: dict[str, Candidate] = {}
    for name in names:
        if name.disease.code not in known:
            found.setdefault(name.disease.code, name.candidate(how))
    return list(found.values())


def disease_names(version: int | None = None) -> DiseaseNames:
    """The names as they stand in the database now, shown in the language of the page.

    Read anew only after a change: one query when nothing has changed, none where the
    ``version`` of now was read.
    """
    if version is None:
        version = DiseaseCatalogue.current_version()
    return _names_of_version(version, page_language())


@lru_cache(maxsize=4)
def _names_of_version(version: int, language: str) -> DiseaseNames:
    """``version`` is for the cache alone: another number means other rows."""
    return DiseaseNames(Disease.objects.prefetch_related("names"), language)
