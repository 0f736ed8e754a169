"""Which of our diseases a study of the registry is for, as its own terms say it.

conditions name diseases of ours        those, general ones too: nobody is lost
conditions name none                    what keywords, else the titles, else MeSH name
nothing maps, but it is our field       the disease above all others
nothing maps, and another field         "other_condition", which nobody here has
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from trials.registry.disease_status import ReadStatus, read_status
from trials.registry.disease_vocabulary import (
    NOTHING,
    Confidence,
    DiseaseVocabulary,
    Meaning,
    Reason,
)
from trials.registry.medical_fields import belongs_to_our_field
from trials.registry.records import StudyRecord

__all__ = ["Confidence", "DiseaseReading", "ReadTerm", "Reason", "TermField", "read_diseases"]

OTHER_CONDITION = "other_condition"
ANY_OF_OURS = "cancer_or_blood"
CANCER = "cancer"
TREATMENT_COMPLICATION = "treatment_complication"
_GROUPS = frozenset({"cancer_or_blood", "cancer", "solid_or_cns", "solid_tumor"})


class TermField(StrEnum):
    """Where in the record a term stands."""

    CONDITION = "condition"
    KEYWORD = "keyword"
    MESH = "mesh"
    MESH_ANCESTOR = "mesh_ancestor"
    TITLE = "title"


class ReadTerm(Struct, frozen=True, gc=False):
    """One term as written and one disease it means; None when it means none of ours.

    A term of several diseases stands here once for each.
    """

    term: str
    field: TermField
    code: str | None
    confidence: Confidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class DiseaseReading:
    """What the terms of one record say about diseases.

    ``terms``          every condition, keyword and heading with its disease.
    ``include``        codes of the diseases the study is for; empty: anybody.
    ``status``         values of the fact ``disease_status`` that it asks for; empty: any.
    ``status_quotes``  the texts the status was read from.
    ``unmapped``       conditions and keywords of our field that name no disease of ours.
    ``is_outside``     the study is of another field of medicine.
    """

    terms: tuple[ReadTerm, ...]
    include: tuple[str, ...]
    status: frozenset[str]
    status_quotes: tuple[str, ...]
    unmapped: tuple[str, ...]
    is_outside: bool


class _Term(Struct, frozen=True, gc=False):
    text: str
    field: TermField
    meaning: Meaning

    @property
    def codes(self) -> tuple[str, ...]:
        return () if self.meaning.is_ambiguous else self.meaning.codes


def read_diseases(record: StudyRecord, vocabulary: DiseaseVocabulary) -> DiseaseReading:
    """Read conditions, keywords, titles and headings of one record.

    Headings alone make no study one of our field: the registry gives "Neoplasm Metastasis"
    to secondary hyperparathyroidism.
    """
    terms = tuple(_terms(record, vocabulary))
    if not any(term.codes for term in terms):
        terms += tuple(_in_titles(record, vocabulary))
    is_ours = any(term.codes for term in terms) or belongs_to_our_field(_texts(record))
    if is_ours:
        terms += tuple(_headings(record, vocabulary))
    terms = _settle_short_forms(terms, vocabulary)
    include = _included(record, terms, vocabulary)
    read = list(_read_terms(terms, is_ours=is_ours))
    status = _status(record, include, vocabulary)
    if not include and is_ours:
        include = _known(ANY_OF_OURS, vocabulary)
        read += (_guess(record.brief_title, code) for code in include)
    elif not include and not _may_be_anybody(record):
        include = _known(OTHER_CONDITION, vocabulary)
    return DiseaseReading(
        terms=tuple(read),
        include=include,
        status=status.values,
        status_quotes=status.quotes,
        unmapped=tuple(_unmapped(terms)) if is_ours else (),
        is_outside=OTHER_CONDITION in include,
    )


def _known(code: str, vocabulary: DiseaseVocabulary) -> tuple[str, ...]:
    return (code,) if code in vocabulary.graph else ()


def _guess(title: str, code: str) -> ReadTerm:
    return ReadTerm(title, TermField.TITLE, code, Confidence.WEAK, Reason.BROADER)


def _may_be_anybody(record: StudyRecord) -> bool:
    """Whether the summary speaks of our field, or the conditions name no condition."""
    names_nothing = all(_NO_CONDITION.search(text) for text in record.conditions)
    return names_nothing or belongs_to_our_field((record.summary,))


def _terms(record: StudyRecord, vocabulary: DiseaseVocabulary) -> Iterator[_Term]:
    for text in dict.fromkeys(record.conditions):
        yield _Term(text, TermField.CONDITION, vocabulary.meaning(text))
    for text in dict.fromkeys(record.keywords):
        yield _Term(text, TermField.KEYWORD, vocabulary.meaning(text))


def _in_titles(record: StudyRecord, vocabulary: DiseaseVocabulary) -> Iterator[_Term]:
    for title in dict.fromkeys(_titles(record)):
        yield _Term(title, TermField.TITLE, vocabulary.found_in(title))


def _headings(record: StudyRecord, vocabulary: DiseaseVocabulary) -> Iterator[_Term]:
    for heading in dict.fromkeys(record.mesh):
        if heading.term in _WIDE_HEADINGS:
            continue
        field = TermField.MESH_ANCESTOR if heading.is_ancestor else TermField.MESH
        yield _Term(heading.term, field, vocabulary.meaning(heading.term))


def _titles(record: StudyRecord) -> tuple[str, ...]:
    return tuple(title for title in (record.brief_title, record.official_title) if title)


def _texts(record: StudyRecord) -> tuple[str, ...]:
    return (*record.conditions, *record.keywords, *_titles(record))


# ------------------------------------------------------------------ short forms


def _settle_short_forms(
    terms: tuple[_Term, ...], vocabulary: DiseaseVocabulary
) -> tuple[_Term, ...]:
    """Take a short form of several things for ours when another term speaks of the same."""
    if not any(term.meaning.is_ambiguous for term in terms):
        return terms
    named = {code for term in terms for code in term.codes}
    return tuple(
        _settled(term, named, vocabulary) if term.meaning.is_ambiguous else term for term in terms
    )


def _settled(term: _Term, named: set[str], vocabulary: DiseaseVocabulary) -> _Term:
    meant = term.meaning.codes
    is_meant = any(
        code in vocabulary.graph.ancestors(other) or other in vocabulary.graph.ancestors(code)
        for code in meant
        for other in named
    )
    meaning = Meaning(meant, Confidence.LIKELY, Reason.SYNONYM) if is_meant else term.meaning
    return _Term(term.text, term.field, meaning)


# ------------------------------------------------------------------- what counts

_IN_TURN = (
    TermField.CONDITION,
    TermField.KEYWORD,
    TermField.TITLE,
    TermField.MESH,
    TermField.MESH_ANCESTOR,
)
_NO_CONDITION = re.compile(
    r"healthy|quality of life|volunteer|rare disease|^children$|natural history|pharmacokinetic",
    re.IGNORECASE,
)
_WIDE_HEADINGS = frozenset({"Immunologic Deficiency Syndromes", "Bone Marrow Diseases"})
"""Headings given for other fields as well: for HIV infections, and for myelopathy."""


def _included(
    record: StudyRecord, terms: tuple[_Term, ...], vocabulary: DiseaseVocabulary
) -> tuple[str, ...]:
    """The codes of the first field that names any, and what keywords and title add to it.

    Headings and titles restate themselves: only the most specific of them count.
    """
    for field in _IN_TURN:
        found = dict.fromkeys(code for term in terms if term.field is field for code in term.codes)
        if len(found) > 1:
            found.pop(ANY_OF_OURS, None)  # Signs and treatments of the diseases beside them.
        codes = tuple(found)
        if codes and field in (TermField.CONDITION, TermField.KEYWORD):
            return (*codes, *_added(record, terms, codes, vocabulary))
        if codes:
            return vocabulary.most_specific(codes)
    return ()


def _added(
    record: StudyRecord,
    terms: tuple[_Term, ...],
    codes: tuple[str, ...],
    vocabulary: DiseaseVocabulary,
) -> Iterator[str]:
    """Diagnoses that a keyword or the title calls by name and no condition speaks of.

    Not what comes of treatment: graft-versus-host disease is a keyword of transplants. And
    no groups of tumours: "tumor" stands in many a title.
    """
    graph = vocabulary.graph
    known = {code for one in codes for code in graph.ancestors(one) | graph.descendants(one)}
    if TREATMENT_COMPLICATION in graph:
        known |= graph.descendants(TREATMENT_COMPLICATION)
    named = [
        term.codes
        for term in terms
        if term.field is TermField.KEYWORD and term.meaning.confidence is Confidence.SURE
    ]
    named += ((code,) for code in vocabulary.names_in(record.brief_title))
    for together in named:
        if known.isdisjoint(together) and _GROUPS.isdisjoint(together):
            known.update(together)
            yield from together


def _status(
    record: StudyRecord, include: tuple[str, ...], vocabulary: DiseaseVocabulary
) -> ReadStatus:
    """Of cancers alone: pain and strokes of sickle cell disease are "recurrent" as well."""
    if not include or any(CANCER not in vocabulary.graph.ancestors(code) for code in include):
        return ReadStatus()
    return read_status(_titles(record), record.conditions, record.keywords)


# ------------------------------------------------------------------ what is told


def _read_terms(terms: Iterable[_Term], *, is_ours: bool) -> Iterator[ReadTerm]:
    for term in terms:
        if term.codes:
            reason = _reason(term)
            for code in term.codes:
                # A sign that many diseases share says little about any of them.
                confidence = Confidence.WEAK if code == ANY_OF_OURS else term.meaning.confidence
                yield ReadTerm(term.text, term.field, code, confidence, reason)
        elif term.field in (TermField.CONDITION, TermField.KEYWORD):
            yield ReadTerm(
                term.text, term.field, None, Confidence.WEAK, _no_code(term, is_ours=is_ours)
            )


def _reason(term: _Term) -> Reason:
    is_mesh = term.field in (TermField.MESH, TermField.MESH_ANCESTOR)
    return Reason.MESH if is_mesh else term.meaning.reason


def _no_code(term: _Term, *, is_ours: bool) -> Reason:
    if term.meaning.is_ambiguous:
        return Reason.AMBIGUOUS
    return Reason.UNMAPPED if is_ours else Reason.OUTSIDE


def _unmapped(terms: Iterable[_Term]) -> Iterator[str]:
    for term in terms:
        is_told = term.field in (TermField.CONDITION, TermField.KEYWORD)
        if is_told and not term.codes and (term.meaning == NOTHING or term.meaning.is_ambiguous):
            yield term.text
