"""Takes the patients of a study apart where its criteria state an age for each diagnosis.

    "ALL: 1 to 21 years; AML: under 18 years", a study for ALL, AML and lymphoma:

    ALL             1 to 21 years
    AML             under 18 years
    the others      the age fields of the registry, so that nobody is lost

Only where every name is, word for word, a name of exactly one disease that the study is for.
Otherwise the patients stay together, with the widest bounds that any known name has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.criteria import AgeCriterion, Origin
from trials.eligibility.diseases import DiseaseGraph
from trials.registry.ages import RegistryAges, read_registry_ages
from trials.registry.disease_vocabulary import Confidence, DiseaseVocabulary, Meaning, Reason
from trials.registry.disease_words import words_of
from trials.registry.diseases import DiseaseReading
from trials.registry.groups import CRITERIA, ReadGroup, field_words
from trials.registry.records import RecordedEligibility
from trials.registry.tied_ages import TiedAge
from trials.registry.wide_ages import widened

__all__ = ["groups_by_diagnosis"]


def groups_by_diagnosis(
    groups: tuple[ReadGroup, ...],
    eligibility: RecordedEligibility,
    reading: DiseaseReading,
    vocabulary: DiseaseVocabulary,
) -> tuple[ReadGroup, ...]:
    """Return the groups with the patients taken apart, or together with wider bounds.

    The patients come first in ``groups``, and their parts do in the result.
    """
    patients, *others = groups
    named = {tie: _code(tie.diagnosis, vocabulary) for tie in patients.ties.ages}
    known = {tie: code for tie, code in named.items() if code is not None}
    if not known:
        return groups
    if patients.ties.are_clear and len(known) == len(named):
        apart = _apart(patients, known, eligibility, reading, vocabulary.graph)
        if apart:
            return (*apart, *others)
    return (_together(patients, known), *others)


# ------------------------------------------------------------------ names


def _code(name: str, vocabulary: DiseaseVocabulary) -> str | None:
    """Return the one disease that a name means; None for anything that is not sure.

    "Acute lymphoblastic leukemia (ALL)": what stands in brackets has to mean the same.
    """
    words, _, brackets = name.partition(" (")
    code = _only_code(_meaning(words, vocabulary))
    short = brackets.rstrip(")")
    if short and code not in _meaning(short, vocabulary).codes:
        return None
    return code


def _meaning(name: str, vocabulary: DiseaseVocabulary) -> Meaning:
    """Return the meaning of exactly these words; stages and the like are none of them."""
    keys = " ".join(vocabulary.key(word) for word in words_of(name))
    return vocabulary.meanings.get(keys, Meaning())


def _only_code(meaning: Meaning) -> str | None:
    is_name = meaning.confidence is Confidence.SURE and meaning.reason in (
        Reason.NAME,
        Reason.SYNONYM,
    )
    is_sure = is_name and not meaning.is_ambiguous and len(meaning.codes) == 1
    return meaning.codes[0] if is_sure else None


# ------------------------------------------------------------------ taken apart


def _apart(
    patients: ReadGroup,
    known: dict[TiedAge, str],
    eligibility: RecordedEligibility,
    reading: DiseaseReading,
    graph: DiseaseGraph,
) -> list[ReadGroup]:
    """Return a group for each name, and one for what else the study is for.

    Empty when two names overlap, the study is not for one of them, or the age fields leave
    nobody.
    """
    if any(graph.may_overlap(one, other) for one, other in combinations(known.values(), 2)):
        return []
    fields = read_registry_ages(eligibility.minimum_age, eligibility.maximum_age)
    groups: list[ReadGroup] = []
    for tie, code in known.items():
        include = _studied(code, reading.include, graph)
        age = _age(tie, fields, eligibility)
        if not include or age is None:
            return []
        groups.append(
            replace(
                patients,
                ages=(age,),
                to_check=(),
                issues=(),
                diagnosis=tie.diagnosis,
                include=include,
            )
        )
    named = {below for code in known.values() for below in graph.descendants(code)}
    rest = tuple(code for code in reading.include if code not in named)
    if rest:
        excepts = tuple(
            code for code in known.values() if not graph.ancestors(code).isdisjoint(rest)
        )
        groups.append(replace(patients, include=rest, excepts=excepts))
    return groups


def _studied(code: str, include: Sequence[str], graph: DiseaseGraph) -> tuple[str, ...]:
    """Return what a study takes of a disease: all of it, some below it, or nothing."""
    if not graph.ancestors(code).isdisjoint(include):
        return (code,)
    return tuple(one for one in include if one in graph.descendants(code))


def _age(
    tie: TiedAge, fields: RegistryAges, eligibility: RecordedEligibility
) -> AgeCriterion | None:
    rule = tie.within(fields)
    if rule is None:
        return None
    return AgeCriterion(rule, Origin(tie.sentence.words, CRITERIA, field_words(eligibility)))


# ------------------------------------------------------------------ kept together


def _together(patients: ReadGroup, known: Iterable[TiedAge]) -> ReadGroup:
    """Leave open each end of today's age beyond which a known name lets people in."""
    rules = [tie.said.rule for tie in known if tie.said.rule.anchor.is_now]
    ages = (_opened(age, rules) if age.rule.anchor.is_now else age for age in patients.ages)
    return replace(patients, ages=tuple(ages))


def _opened(age: AgeCriterion, rules: Sequence[AgeRule]) -> AgeCriterion:
    rule = age.rule
    if not rule.has_limits:
        return age
    youngest = _days(rule.outer_minimum for rule in rules)
    oldest = _days(rule.outer_maximum for rule in rules)
    low, high = rule.outer_minimum, rule.outer_maximum
    if low and any(days < low.about_days for days in youngest):
        low = None
    if high and any(days > high.about_days for days in oldest):
        high = None
    return replace(age, rule=widened(rule, low, high))


def _days(limits: Iterable[AgeLimit | None]) -> Iterator[float]:
    return (limit.about_days for limit in limits if limit is not None)
