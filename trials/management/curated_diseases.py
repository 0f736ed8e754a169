"""The diseases that others have given to studies, in the codes of our list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from trials.eligibility.diseases import DiseaseGraph
from trials.management.json_files import read_json
from trials.management.record_files import json_lines
from trials.models import Disease
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.diseases import TermField, read_diseases
from trials.registry.records import StudyRecord
from trials.registry.studies import read_study

_ABOVE_ALL = frozenset({"cancer"})


@dataclass(frozen=True, slots=True)
class CuratedStudy:
    """A record to be read, and the codes somebody gave its study."""

    record: StudyRecord
    codes: frozenset[str]


def curated_by_nci(
    path: Path, graph: DiseaseGraph
) -> tuple[list[CuratedStudy], list[CuratedStudy]]:
    """Every study of a file of NCI's trial search, once by its title, once by names.

    Its codes are the nearest of our diseases at or above the codes of NCI Thesaurus that
    NCI gave the study, by the parents that stand beside them. Findings ("HER2 positive")
    are no diagnoses and are left out, and so is what our list has no more than "cancer"
    for. The second record has the names of these diseases as its conditions.
    """
    ours = dict(Disease.objects.exclude(ncit_code="").values_list("ncit_code", "code"))
    by_title, by_names = [], []
    for _, line in json_lines(path):
        found: Any = line
        diseases = found.get("diseases") or ()
        parents = {item["nci_thesaurus_concept_id"]: item["parents"] or () for item in diseases}
        names: list[str] = []
        codes: set[str] = set()
        for disease in diseases:
            nearest = _nearest(disease["nci_thesaurus_concept_id"], parents, ours, graph)
            if _is_diagnosis(disease) and nearest - _ABOVE_ALL:
                names.append(disease.get("preferred_name") or disease["name"])
                codes |= nearest
        record = _record(found["nct_id"], found["brief_title"])
        by_title.append(CuratedStudy(record, frozenset(codes)))
        named = replace(record, brief_title="", conditions=tuple(names))
        by_names.append(CuratedStudy(named, frozenset(codes)))
    return by_title, by_names


def _is_diagnosis(disease: Mapping[str, Any]) -> bool:
    return disease["inclusion_indicator"] == "TRIAL" and disease.get("type") != ["finding"]


def _record(nct_id: str, title: str) -> StudyRecord:
    names = {"nctId": nct_id, "briefTitle": title}
    return read_study({"protocolSection": {"identificationModule": names}})


def _nearest(
    concept: str,
    parents: Mapping[str, Iterable[str]],
    ours: Mapping[str, str],
    graph: DiseaseGraph,
) -> frozenset[str]:
    """Of everything above a concept, the most specific diseases that are ours."""
    waiting, seen = [concept], set()
    found: set[str] = set()
    while waiting:
        item = waiting.pop()
        if item in seen:
            continue
        seen.add(item)
        if item in ours:
            found.add(ours[item])
        else:
            waiting += parents.get(item, ())
    above = {up for code in found for up in graph.ancestors(code) - {code}}
    return frozenset(found - above)


def curated_by_definitions(
    path: Path, graph: DiseaseGraph, records: Mapping[str, StudyRecord]
) -> list[CuratedStudy]:
    """The studies of a file of definitions whose records are there.

    Their codes are all that a group of patients may have, by the criteria as trees.
    """
    document: Any = read_json(path)
    return [
        CuratedStudy(records[study["nct"]], _of_definition(study, graph))
        for study in document["trials"]
        if study.get("nct") in records
    ]


def _of_definition(study: Mapping[str, Any], graph: DiseaseGraph) -> frozenset[str]:
    return frozenset(
        code
        for group in study["groups"]
        if "patient" in group.get("roles", ("patient",))
        for code in _included(group["criteria"])
        if code in graph
    )


def _included(node: Any) -> Iterator[str]:
    """The codes under "disease": {"in": [...]} anywhere in a tree, but not below "not"."""
    if isinstance(node, list):
        for item in node:
            yield from _included(item)
    elif isinstance(node, dict):
        yield from (node.get("disease") or {}).get("in", ())
        for key in ("all", "any"):
            yield from _included(node.get(key, ()))


def curated_by_headings(
    records: Iterable[StudyRecord], vocabulary: DiseaseVocabulary
) -> Iterator[CuratedStudy]:
    """Every record of our field that has headings of MeSH, without them.

    The registry gives them by a method of its own. Their codes are the most specific ones
    of the headings, without those that stand above another heading.
    """
    for record in records:
        terms = read_diseases(record, vocabulary).terms
        codes = tuple(term.code for term in terms if term.code and term.field is TermField.MESH)
        specific = frozenset(vocabulary.most_specific(codes)) - _ABOVE_ALL
        yield CuratedStudy(replace(record, mesh=()), specific)
