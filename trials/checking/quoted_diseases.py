"""Diseases of rules against the text: exceptions left out, leaves for parents, and back."""

import re
from collections.abc import Iterable, Iterator

from trials.checking.contexts import Asked, contexts
from trials.checking.exclusions import let_in, shut_out
from trials.checking.findings import CheckFinding, Code
from trials.checking.study import StudyToCheck, Words
from trials.eligibility.criteria import (
    DiseaseCriterion,
    FactCriterion,
    Side,
    TextCriterion,
)
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.facts import Role
from trials.eligibility.probes import leaves
from trials.registry.criteria_text import sentences_of
from trials.registry.disease_vocabulary import DiseaseVocabulary

_Shut = tuple[str, str]
"""The code of a disease, and the sentence that shuts it out."""


def missing_exceptions(study: StudyToCheck, words: Words) -> Iterator[CheckFinding]:
    """Diseases that the text shuts out and that a rule takes, since they stand below its own."""
    shut = list(dict.fromkeys(_shut_in(study, words.vocabulary)))
    if not shut:
        return
    for group in study.groups:
        if group.seeks(Role.PATIENT) or group.seeks(Role.SURVIVOR):
            yield from _missing_in(group, shut, words.graph)


def _missing_in(
    group: GroupRules, shut: Iterable[_Shut], graph: DiseaseGraph
) -> Iterator[CheckFinding]:
    rules = [leaf for leaf in leaves(group.criterion) if isinstance(leaf, DiseaseCriterion)]
    named = {code for leaf in rules for code in (*leaf.include, *leaf.exclude)}
    asked = [one for context in contexts(group.criterion) for one in context.asked]
    missing: dict[tuple[str, DiseaseCriterion], list[str]] = {}
    for code, sentence in {code: sentence for code, sentence in shut}.items():
        taking = [leaf for leaf in rules if _takes(leaf, code, graph)]
        if not taking or code in named or _is_settled(code, asked, graph):
            continue
        if not _team_checks(sentence, group):
            missing.setdefault((sentence, taking[0]), []).append(code)
    for (sentence, leaf), codes in missing.items():
        yield CheckFinding(Code.EXCEPTION_MISSING, group.key, leaf, sentence, named=tuple(codes))


def _takes(leaf: DiseaseCriterion, code: str, graph: DiseaseGraph) -> bool:
    """Because it names something above."""
    above = graph.ancestors(code) - {code}
    return leaf.side is Side.INCLUDE and not above.isdisjoint(leaf.include)


def _is_settled(code: str, asked: Iterable[Asked], graph: DiseaseGraph) -> bool:
    """Shut out with something above it, or by what the disease is defined by."""
    facts = {
        condition.fact
        for above in graph.ancestors(code)
        for condition in graph.node(above).defining
    }
    for one in asked:
        leaf = one.leaf
        if isinstance(leaf, DiseaseCriterion):
            shut = leaf.exclude if one.is_wanted else leaf.include
            if graph.ancestors(code).intersection(shut):
                return True
        elif isinstance(leaf, FactCriterion) and leaf.condition.fact in facts:
            return True
    return False


def _team_checks(sentence: str, group: GroupRules) -> bool:
    return any(
        isinstance(leaf, TextCriterion) and sentence in leaf.origin.quote
        for leaf in leaves(group.criterion)
    )


def _shut_in(study: StudyToCheck, vocabulary: DiseaseVocabulary) -> Iterator[_Shut]:
    for text, side in _texts(study):
        for part in shut_out(text, side):
            for code in vocabulary.names_in(part):
                yield code, text


def _texts(study: StudyToCheck) -> Iterator[tuple[str, Side | None]]:
    for sentence in sentences_of(study.criteria_text):
        yield sentence.words, sentence.side
    for group in study.groups:
        for leaf in leaves(group.criterion):
            if not isinstance(leaf, TextCriterion):
                yield leaf.origin.quote, None
    for quotation in study.quotations:
        yield quotation, None


# ---------------------------------------------------------------- parents and leaves


def breadth(group: GroupRules, words: Words) -> Iterator[CheckFinding]:
    """A rule that names another level than its sentence: AML for "acute leukemia"."""
    for leaf in leaves(group.criterion):
        if not isinstance(leaf, DiseaseCriterion) or leaf.side is Side.EXCLUDE:
            continue
        if leaf.include and not leaf.origin.note and not leaf.origin.conflict:
            yield from _breadth_of(leaf, group, words)


def _breadth_of(leaf: DiseaseCriterion, group: GroupRules, words: Words) -> Iterator[CheckFinding]:
    quote, graph = leaf.origin.quote, words.graph
    said = words.vocabulary.names_in(let_in(quote))
    if not said or _LISTS.search(quote):
        return
    whole, all_said = graph.with_wholes(leaf.include), graph.with_wholes(said)
    above = [
        one
        for one in words.vocabulary.most_specific(said)
        if one not in whole
        and any(one in graph.ancestors(held) for held in leaf.include)
        and not _QUALIFIES.search(quote)
    ]
    below = [
        held
        for held in leaf.include
        if graph.ancestors(held).isdisjoint(all_said)
        and len(graph.descendants(held).intersection(said)) in _FEW
    ]
    for code, named in (Code.NARROWER_THAN_TEXT, above), (Code.BROADER_THAN_TEXT, below):
        if named:
            yield CheckFinding(code, group.key, leaf, quote, named=tuple(named))


_FEW = (1, 2)
"""A longer list of what stands below may be all there is."""
_LISTS = re.compile(
    r"\binclud|\bincl\.|\bsuch as|\be\.g\.|\bi\.e\.|\bother\b|\b[BT][- ]?(?:cell)? (?:or|and|/)",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"\b[BT][- ]?(?:cell|lineage|precursor|phenotype)|\bprecursor|\bCD\d+|-CP\b|\bchronic phase"
    r"|\brelated|\bblasts?\b",
    re.IGNORECASE,
)
"""Words beside a name that make it narrower than the name alone is."""
