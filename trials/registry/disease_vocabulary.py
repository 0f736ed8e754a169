"""What a term of a registry says about our diseases: "Recurrent Childhood AML" is AML.

    the whole term is a name          "Acute Lymphoblastic Leukemia", "Leukemia, Myeloid, Acute"
    a name and words of stage         "stage IV childhood neuroblastoma"
    a longer phrase with names in it  "B-cell lymphoma and leukemia in remission"

The longest name counts: in "non-Hodgkin lymphoma" nothing is found of "Hodgkin lymphoma".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from trials.eligibility.diseases import DiseaseGraph
from trials.registry.disease_words import Word, singular, word_set, words_of


class Confidence(StrEnum):
    """How sure it is that the term means this disease."""

    SURE = "sure"
    LIKELY = "likely"
    WEAK = "weak"


class Reason(StrEnum):
    """Why a term was read as it was.

    ``NAME``, ``SYNONYM``  a name of the disease, with words of stage and status at most.
    ``WITHIN``             a longer phrase contains a name.
    ``BROADER``            the disease is the nearest one above what the term names.
    ``MESH``               a heading of MeSH, which the registry derives itself.
    ``AMBIGUOUS``          a short form of several things; nothing else tells which.
    ``UNMAPPED``           names no disease of ours and may belong to oncology.
    ``OUTSIDE``            belongs to another field of medicine.
    """

    NAME = "name"
    SYNONYM = "synonym"
    WITHIN = "within"
    BROADER = "broader"
    MESH = "mesh"
    AMBIGUOUS = "ambiguous_abbreviation"
    UNMAPPED = "unmapped"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """One name with the diseases it means: several for "leukemia or lymphoma" in one word.

    ``reason`` is NAME, SYNONYM or BROADER; OUTSIDE for a phrase that only sounds like one of
    our names, "human immunodeficiency virus", and has no codes.
    """

    text: str
    codes: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term means; ``codes`` are empty when it names no disease of ours.

    ``is_ambiguous``: a short form that means one of the codes, or something else.
    """

    codes: tuple[str, ...] = ()
    confidence: Confidence = Confidence.WEAK
    reason: Reason = Reason.UNMAPPED
    is_ambiguous: bool = False


NOTHING = Meaning()

AMBIGUOUS_SHORT_FORMS = word_set("""
    ACC ACP BAL BL BMF CPC CR DBA DES DKC DMG ECD ES ET FA FAP FL FLC GCT GN HB HD HL IFS
    IPS LBL LGG MB MBL MEL MM MPN MRT MS NB NPC OPG OS OSA PA PBL PC PCT PID PNET PPB PTC PV RB
    RCC RDD RMS RTK SCC SCD SCN SDS SEGA SMM SS STS TAM TCC TDT TGCT TMD WAS WM WT""")
"""RMS is relapsing multiple sclerosis, SCD sudden cardiac death, TMD a disorder of the jaw.
They count only beside another term that names the same disease or one above it."""

_NEGATIONS = {"no": 1, "non": 1, "not": 1, "than": 1, "without": 2, "except": 2, "excluding": 2}
"""How many words a negation reaches: "non metastatic osteosarcoma" is osteosarcoma."""
STAGE_WORDS = word_set("""
    stage grade i ia ib ic ii iia iib iic iii iiia iiib iiic iv iva ivb
    ivc ivs 0 1 2 3 4 4s recurrent relapsed relapse relapsing refractory untreated newly
    diagnosed previously treated untreated in remission first second third complete partial
    progressive progression persistent residual metastatic advanced locally local localized
    regional disseminated unresectable resectable inoperable high low standard intermediate
    very risk poor good favorable unfavorable prognosis nos unspecified de novo and or the of
    with patient young adolescent aya elderly older child protocol specific site active
    symptomatic asymptomatic early late""")
_JOINING = word_set("and or other others any including such plus")
_LINKS = frozenset({"of", "the", "in"})
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST_PARTS = 4


@dataclass(frozen=True, eq=False)
class DiseaseVocabulary:
    """All names, ready to be looked up. Compared by identity: a new one after every change.

    ``graph``        the hierarchy of the diseases that the names mean.
    ``meanings``     by the words of a name joined with blanks.
    ``short_forms``  acronyms, which count in capitals alone.
    ``bags``         by the same words in the order of the alphabet: "cancer of the breast".
    ``longest``      by the first word of names, how many words the longest of them has.
    """

    graph: DiseaseGraph
    meanings: Mapping[str, Meaning]
    bags: Mapping[str, Meaning]
    short_forms: frozenset[str]
    longest: Mapping[str, int]

    def key(self, word: Word) -> str:
        """The form in which a word is looked up."""
        return word.written if word.written in self.short_forms else singular(word.compared)

    def meaning(self, text: str) -> Meaning:
        """What one term of a registry means; remembered, for terms repeat."""
        return _meaning(self, text)

    def found_in(self, text: str) -> Meaning:
        """What a sentence mentions; never sure."""
        return self._within(self._keys(text))

    def names_in(self, text: str) -> tuple[str, ...]:
        """Diseases that a sentence calls by a name of their own."""
        found = (known for _, known in self._names_in(self._keys(text)))
        sure = (
            code for known in found if known.confidence is Confidence.SURE for code in known.codes
        )
        return tuple(dict.fromkeys(sure))

    def _keys(self, text: str) -> tuple[str, ...]:
        if text.isupper() and len(text.split()) > 3:
            text = text.lower()  # A title in capitals says ALL for "all".
        return tuple(self.key(word) for word in words_of(text))

    def _whole(self, text: str) -> Meaning | None:
        """The meaning of a term that is a name, but for words of stage and remarks."""
        keys, bare = self._keys(text), self._keys(_BRACKETS.sub(" ", text))
        for words in dict.fromkeys((keys, bare)):
            core = tuple(word for word in words if word not in STAGE_WORDS)
            for name in (words, core):
                known = self.meanings.get(" ".join(name)) or self.bags.get(_bag(name))
                if known is not None and not (known.is_ambiguous and name != keys):
                    return known
        return None

    def _turned_round(self, text: str) -> tuple[str, ...]:
        """Its parts from the last to the first: "Leukemia, Myeloid, Acute"."""
        parts = text.split(",")
        if len(parts) > _MOST_PARTS:
            return self._keys(text)
        return tuple(key for part in reversed(parts) for key in self._keys(part))

    def _within(self, keys: tuple[str, ...]) -> Meaning:
        return self._joined(self._names_in(keys), keys)

    def _in_either_order(self, text: str) -> Meaning:
        """What is found in a term, read in the order that takes fewer and longer names."""
        keys, turned = self._keys(text), self._turned_round(text)
        if keys == turned:
            return self._within(keys)
        here, there = self._names_in(keys), self._names_in(turned)
        is_better = (len(there), -_words(there)) < (len(here), -_words(here))
        if there and (is_better or not here):
            return self._joined(there, turned)
        return self._joined(here, keys)

    def _names_in(self, keys: tuple[str, ...]) -> list[tuple[int, Meaning]]:
        """The longest names, one after the other, each with its number of words."""
        found: list[tuple[int, Meaning]] = []
        position = skip_until = 0
        while position < len(keys):
            length, known = self._longest_at(keys, position)
            if known is None:
                if keys[position] in _NEGATIONS:
                    skip_until = position + 1 + _NEGATIONS[keys[position]]
                position += 1
                continue
            if position >= skip_until and not known.is_ambiguous:
                found.append((length, known))
            position += length
        return found

    def _longest_at(self, keys: tuple[str, ...], start: int) -> tuple[int, Meaning | None]:
        most = min(self.longest.get(keys[start], 0), len(keys) - start)
        for length in range(most, 0, -1):
            known = self.meanings.get(" ".join(keys[start : start + length]))
            if known is not None:
                return length, known
        return 1, None

    def _joined(self, found: list[tuple[int, Meaning]], keys: tuple[str, ...]) -> Meaning:
        codes = tuple(dict.fromkeys(code for _, known in found for code in known.codes))
        if not codes:
            return NOTHING
        if _JOINING.isdisjoint(keys):
            codes = self.most_specific(codes)
        return Meaning(codes, Confidence.LIKELY, Reason.WITHIN)

    def most_specific(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Without those that stand above another of them."""
        above = {up for code in codes for up in self.graph.ancestors(code) - {code}}
        return tuple(code for code in codes if code not in above)


def make_vocabulary(
    graph: DiseaseGraph, groups: Iterable[Iterable[KnownTerm]]
) -> DiseaseVocabulary:
    """Build the vocabulary from groups of terms, those that matter most first.

    A name keeps the meaning that the first group gives it; terms of one group that share a
    name are joined: it means all their diseases. Codes that are not in the graph are left
    out, so that a removed disease does no harm.
    """
    lists = [[(term, tuple(words_of(term.text))) for term in group] for group in groups]
    forms = frozenset(
        words[0].written
        for group in lists
        for _, words in group
        if len(words) == 1 and words[0].is_short_form
    )
    vocabulary = DiseaseVocabulary(graph, {}, {}, forms, {})
    meanings: dict[str, Meaning] = {}
    for terms in lists:
        meanings = _of_group(terms, vocabulary) | meanings
    longest: dict[str, int] = {}
    bags: dict[str, Meaning] = {}
    for text, meaning in meanings.items():
        keys = text.split()
        longest[keys[0]] = max(longest.get(keys[0], 0), len(keys))
        bags.setdefault(_bag(keys), meaning)
    return DiseaseVocabulary(graph, meanings, bags, forms, longest)


def _of_group(
    terms: Iterable[tuple[KnownTerm, tuple[Word, ...]]], vocabulary: DiseaseVocabulary
) -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = {}
    for term, words in terms:
        key = " ".join(map(vocabulary.key, words))
        codes = tuple(code for code in term.codes if code in vocabulary.graph)
        if not key or bool(term.codes) != bool(codes):
            continue
        if key in meanings:
            codes = tuple(dict.fromkeys((*meanings[key].codes, *codes)))
        confidence = Confidence.LIKELY if term.reason is Reason.BROADER else Confidence.SURE
        is_ambiguous = key in AMBIGUOUS_SHORT_FORMS
        meanings[key] = Meaning(codes, confidence, term.reason, is_ambiguous)
    return meanings


@lru_cache(maxsize=30_000)
def _meaning(vocabulary: DiseaseVocabulary, text: str) -> Meaning:
    known = vocabulary._whole(text)
    return known if known is not None else vocabulary._in_either_order(text)


def _bag(keys: Iterable[str]) -> str:
    return " ".join(sorted(key for key in keys if key not in _LINKS))


def _words(found: list[tuple[int, Meaning]]) -> int:
    return sum(length for length, _ in found)
