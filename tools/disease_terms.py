"""Derives the shipped terms of diseases from public vocabularies.

    python -m tools.disease_terms NCIT.json.gz CTS.jsonl.gz > fixtures/disease_terms.json

NCIT.json.gz   the disease branch of NCI Thesaurus in the form of OBO graphs
CTS.jsonl.gz   newer concepts from records of NCI's trial search, one JSON object a line:
               {"code", "names", "synonyms", "parents"}

Every concept at or below one of our diseases gives its names to the nearest of them. A
concept of oncology or haematology that lies below none of ours belongs to one of the
"other" diseases, together with those of ours that lie below it. Names that the reader of
terms understands without help are left out.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools.disease_anchors import (
    ANCHORS,
    FAMILIES,
    FOREIGN_BY_HAND,
    GENERAL,
    LEFT_OUT,
    NAMES_BY_HAND,
    NARROWER_BY_HAND,
    SAY_NOTHING,
    WIDER_BY_HAND,
)
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.registry.disease_vocabulary import (
    STAGE_WORDS,
    Confidence,
    DiseaseVocabulary,
    KnownTerm,
    Reason,
    make_vocabulary,
)
from trials.registry.disease_words import singular, words_of

DISEASES = Path("fixtures", "diseases.json")
SOURCES = (
    "NCI Thesaurus, disease branch of 2018-06-08, CC BY 4.0",
    "NCI Thesaurus names in records of NCI's clinical trials search, ISC",
    "names by hand: compiled for this project",
)
_NEOPLASM = "C3262"
_SOLID = "C9292"
_LOOSE = frozenset(other for _, _, other in FAMILIES) | {"cns_tumor", "glioma", "hgg", "lgg"}
"""Where concepts are sorted that have a place of their own with us, such as ependymoma."""
MOST_BELOW = 4
"""A concept above more diseases of ours than this means its whole family."""
LONGEST_NAME = 9
LONGEST_SHORT = 4
_ONE_WORD = re.compile(
    r"(?:oma|omas|omatosis|emia|emias|osis|cytosis|penia|philia|plasia|sarcoma|cancer|globulinemia)$"
)
_NO_NAME = re.compile(
    r"[\[\]{}_]|antiquated|AJCC|UICC|\bv[678]\b|not otherwise|finding|\bby\b.*\b(?:stage|site)"
    r"|stem cells?$|^(?:stage|grade|recurrent|refractory|metastatic|localized|regional"
    r"|unresectable|resectable|disseminated|progressive|relapsed)\b",
    re.IGNORECASE,
)


@dataclass
class Concept:
    """One concept of NCI Thesaurus: its names, its own first, and the concepts above it."""

    names: list[str] = field(default_factory=list)
    parents: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class OurDiseases:
    """The shipped list: the hierarchy, the names, and the codes of NCI Thesaurus."""

    graph: DiseaseGraph
    names: tuple[KnownTerm, ...]
    by_ncit: Mapping[str, tuple[str, ...]]


def read_ours(path: Path) -> OurDiseases:
    """Read the fixture of diseases."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    by_model: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_model.setdefault(row["model"], []).append(row["fields"])
    parents: dict[str, list[str]] = {}
    for link in by_model["trials.diseaseparent"]:
        parents.setdefault(_key(link["child"]), []).append(_key(link["parent"]))
    names: list[KnownTerm] = []
    by_ncit: dict[str, tuple[str, ...]] = dict(ANCHORS)
    nodes = []
    for disease in by_model["trials.disease"]:
        code = str(disease["code"])
        nodes.append(DiseaseNode(code, tuple(parents.get(code, ()))))
        names += (
            KnownTerm(str(disease[name]), (code,), Reason.NAME)
            for name in ("preferred_name", "plain_name")
        )
        ncit = str(disease["ncit_code"])
        if ncit and ncit not in ANCHORS:
            by_ncit[ncit] = (*by_ncit.get(ncit, ()), code)
    names += (
        KnownTerm(str(name["name"]), (_key(name["disease"]),), Reason.SYNONYM)
        for name in by_model["trials.diseasename"]
    )
    return OurDiseases(DiseaseGraph(nodes), tuple(names), by_ncit)


def _key(natural: object) -> str:
    assert isinstance(natural, list)
    return str(natural[0])


def read_concepts(ncit: Path, cts: Path) -> dict[str, Concept]:
    """Read both vocabularies as one; a newer name stands beside the older ones."""
    concepts: dict[str, Concept] = {}
    with gzip.open(ncit, "rt", encoding="utf-8") as file:
        graph = json.load(file)["graphs"][0]
    for node in graph["nodes"]:
        names = [node.get("lbl") or ""]
        names += (name["val"] for name in node.get("meta", {}).get("synonyms", ()))
        concepts[_code(node["id"])] = Concept([name for name in names if name])
    for edge in graph["edges"]:
        if edge["pred"] == "is_a" and _code(edge["sub"]) in concepts:
            concepts[_code(edge["sub"])].parents.add(_code(edge["obj"]))
    with gzip.open(cts, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            concept = concepts.setdefault(row["code"], Concept())
            concept.names += [*row["names"], *row["synonyms"]]
            concept.parents |= set(row["parents"] or ())
    return concepts


def _code(address: str) -> str:
    return address.rpartition("_")[2]


class ConceptMeanings:
    """Which of our diseases every concept means."""

    def __init__(self, concepts: Mapping[str, Concept], ours: OurDiseases) -> None:
        self._concepts = concepts
        self._ours = ours
        self._above = cache(self._find_above)
        self._below: dict[str, set[str]] = {}
        for code, diseases in ours.by_ncit.items():
            for up in self._above(code):
                self._below.setdefault(up, set()).update(diseases)

    def meaning(self, code: str) -> tuple[tuple[str, ...], Reason] | None:
        """The diseases and whether the concept is one of them; None outside our field."""
        if code in self._ours.by_ncit:
            return self._ours.by_ncit[code], Reason.SYNONYM
        is_left_out = not self._above(code).isdisjoint(LEFT_OUT)
        if is_left_out and _NEOPLASM not in self._above(code):
            return None
        if _SOLID in self._above(code) and self._nearest(code) <= GENERAL:
            return self._ours.by_ncit[_SOLID], Reason.BROADER
        nearest = self._of_one_system(self._nearest(code))
        if nearest and not nearest <= GENERAL:
            return tuple(sorted(nearest - GENERAL)), Reason.BROADER
        for root, family, other in FAMILIES:
            if root in self._above(code):
                return self._of_family(code, family, other), Reason.BROADER
        return None

    def _of_family(self, code: str, family: str, other: str) -> tuple[str, ...]:
        """Those of ours below the concept, and the "other" disease of its family."""
        graph = self._ours.graph
        below = self._below.get(code, set()) & graph.descendants(family)
        if below & (GENERAL - {"sts"}) or len(below) > MOST_BELOW:
            return (self._narrowest_above(below, family),)
        highest = {item for item in below if not (graph.ancestors(item) - {item}) & below}
        return tuple(sorted(highest | {other}))

    def _of_one_system(self, codes: frozenset[str]) -> frozenset[str]:
        """Leukemia in the brain is a leukemia: the place is no disease of its own."""
        of_blood = codes & self._ours.graph.descendants("hematologic_malignancy")
        return of_blood or codes

    def _narrowest_above(self, below: set[str], family: str) -> str:
        """The narrowest of the groups of tumours that holds all of these."""
        groups = ("solid_tumor", "solid_or_cns") if family == "cancer" else ()
        descendants = self._ours.graph.descendants
        return next((group for group in groups if below <= descendants(group)), family)

    def _nearest(self, code: str) -> frozenset[str]:
        """The diseases of the lowest concepts above it that we know, the most specific ones."""
        known = {up for up in self._above(code) if up in self._ours.by_ncit}
        passed = {further for up in known for further in self._above(up) - {up}}
        found = {item for up in known - passed for item in self._ours.by_ncit[up]}
        above = {up for item in found for up in self._ours.graph.ancestors(item) - {item}}
        return frozenset(found - above)

    def _find_above(self, code: str) -> frozenset[str]:
        above, waiting = {code}, [code]
        while waiting:
            concept = self._concepts.get(waiting.pop())
            fresh = (concept.parents if concept else set()) - above
            above |= fresh
            waiting += fresh
        return frozenset(above)


def usable_names(concept: Concept) -> Iterator[str]:
    """Names that a record may use: no acronyms, no remarks, not longer than LONGEST_NAME."""
    for name in dict.fromkeys(concept.names):
        words = list(words_of(name))
        if all(singular(word.compared) in STAGE_WORDS for word in words):
            continue
        if not 0 < len(words) <= LONGEST_NAME or _NO_NAME.search(name):
            continue
        is_name = _ONE_WORD.search(words[0].compared) if len(words) == 1 else True
        if is_name and any(len(word.compared) > LONGEST_SHORT for word in words):
            yield name


def derive(ours: OurDiseases, concepts: Mapping[str, Concept]) -> list[KnownTerm]:
    """The terms that add something to our own names, shortest first."""
    terms = [KnownTerm(name, codes, Reason.SYNONYM) for name, codes in NAMES_BY_HAND]
    terms += (KnownTerm(name, codes, Reason.BROADER) for name, codes in NARROWER_BY_HAND)
    by_hand = {_compared(term.text) for term in terms} | {
        _compared(name) for name in (*FOREIGN_BY_HAND, *(name for name, _ in WIDER_BY_HAND))
    }
    found: dict[str, _Named] = {}
    for named in _named(concepts, ConceptMeanings(concepts, ours)):
        text = " ".join(word.compared for word in words_of(named.term.text))
        if _compared(named.term.text) not in by_hand:
            found[text] = _preferred(found.get(text), named, ours.graph)
    derived = [named.term for named in found.values()]
    by_length = sorted(derived, key=lambda term: (len(term.text.split()), term.text))
    return _without_the_obvious(ours, terms, by_length)


@dataclass(frozen=True)
class _Named:
    """A term, and whether it is the label of its concept or only a synonym."""

    term: KnownTerm
    is_label: bool

    @property
    def rank(self) -> tuple[bool, bool]:
        """Lower is better: a synonym of JMML is the label of another leukemia."""
        return not self.is_label, self.term.reason is Reason.BROADER


def _named(concepts: Mapping[str, Concept], meanings: ConceptMeanings) -> Iterator[_Named]:
    for code, concept in concepts.items():
        meaning = meanings.meaning(code)
        if meaning is None:
            continue
        for name in usable_names(concept):
            text = " ".join(word.written for word in words_of(name))
            yield _Named(KnownTerm(text, *meaning), name == concept.names[0])


def _compared(name: str) -> str:
    return " ".join(singular(word.compared) for word in words_of(name))


def _preferred(before: _Named | None, new: _Named, graph: DiseaseGraph) -> _Named:
    """Of two concepts of one name the better one; of two alike both, in general words."""
    if before is None or new.rank < before.rank:
        return new
    if before.rank < new.rank:
        return before
    codes = {*before.term.codes, *new.term.codes}
    highest = {code for code in codes if not (graph.ancestors(code) - {code}) & codes}
    joined = KnownTerm(new.term.text, tuple(sorted(highest)), new.term.reason)
    return _Named(joined, new.is_label)


def _without_the_obvious(
    ours: OurDiseases, first: list[KnownTerm], candidates: list[KnownTerm]
) -> list[KnownTerm]:
    """Leave out what the names kept so far are enough to read."""
    kept = list(first)
    before = (
        [KnownTerm(name, (), Reason.OUTSIDE) for name in FOREIGN_BY_HAND],
        [KnownTerm(name, codes, Reason.SYNONYM) for name, codes in WIDER_BY_HAND],
        [term for term in ours.names if term.reason is Reason.NAME],
        [term for term in ours.names if term.reason is Reason.SYNONYM],
    )
    by_people = make_vocabulary(ours.graph, (*before, first))
    for length in range(1, LONGEST_NAME + 1):
        vocabulary = make_vocabulary(ours.graph, (*before, *_in_groups(kept)))
        kept += (
            term
            for term in candidates
            if len(term.text.split()) == length
            and not _says_nothing(term)
            and not _is_read(vocabulary, term)
            and not _is_denied(by_people, term)
        )
    return kept


def _in_groups(terms: list[KnownTerm]) -> tuple[list[KnownTerm], list[KnownTerm]]:
    """Names of ours, and names of something below them."""
    names = [term for term in terms if term.reason is Reason.SYNONYM]
    return names, [term for term in terms if term.reason is Reason.BROADER]


def _says_nothing(term: KnownTerm) -> bool:
    words = {singular(word.compared) for word in words_of(term.text)}
    is_phrase = len(words) > 1  # "Carcinoma" alone is what they are read by.
    return term.reason is Reason.BROADER and is_phrase and words <= STAGE_WORDS | SAY_NOTHING


def _is_denied(vocabulary: DiseaseVocabulary, term: KnownTerm) -> bool:
    """Whether it was sorted loosely and contains a name of ours.

    Older concepts are not linked to what they say: "childhood large cell lymphoma" is a
    kind of no lymphoma, "hairy cell leukemia" would be no leukemia.
    """
    if _LOOSE.isdisjoint(term.codes):
        return False
    graph = vocabulary.graph
    said = set(vocabulary.found_in(term.text).codes) - GENERAL
    return bool(said) and not any(
        code in graph.ancestors(other) or other in graph.ancestors(code)
        for code in said
        for other in term.codes
    )


def _is_read(vocabulary: DiseaseVocabulary, term: KnownTerm) -> bool:
    """Whether it is read as meant, or is a name of ours but for words of stage.

    "Advanced solid neoplasm" must not become a disease of its own.
    """
    meaning = vocabulary.meaning(term.text)
    return set(meaning.codes) == set(term.codes) or meaning.confidence is Confidence.SURE


def main(arguments: list[str] | None = None) -> None:
    """Write the derived terms to standard output."""
    parser = argparse.ArgumentParser(description="Derive the shipped terms of diseases.")
    parser.add_argument("ncit", type=Path)
    parser.add_argument("cts", type=Path)
    parser.add_argument("--diseases", type=Path, default=DISEASES)
    given = parser.parse_args(arguments)
    terms = derive(read_ours(given.diseases), read_concepts(given.ncit, given.cts))
    parts: dict[str, dict[str, list[str]]] = {"wider": {}, "names": {}, "narrower": {}}
    parts["foreign"] = {"": list(FOREIGN_BY_HAND)}
    for name, codes in WIDER_BY_HAND:
        parts["wider"].setdefault(" ".join(codes), []).append(name)
    for term in terms:
        part = "narrower" if term.reason is Reason.BROADER else "names"
        parts[part].setdefault(" ".join(term.codes), []).append(term.text)
    json.dump({"sources": SOURCES, **parts}, sys.stdout, ensure_ascii=False, indent=0)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
