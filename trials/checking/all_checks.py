"""All checks of one trial, errors first."""

import re
from collections.abc import Iterator
from datetime import date

from trials.checking.contradictions import contradictions
from trials.checking.coverage import cover, folded
from trials.checking.findings import CheckFinding, Code, Level
from trials.checking.quoted_ages import ages_of_text, quoted_ages, registry_ages
from trials.checking.quoted_diseases import breadth, missing_exceptions
from trials.checking.quoted_numbers import quoted_numbers
from trials.checking.quoted_words import (
    cohort_rules,
    noted_ages,
    other_criteria,
    score_ages,
    statuses,
)
from trials.checking.rules import identical_groups, unknown_facts
from trials.checking.study import StudyToCheck, Words
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.probes import leaves
from trials.registry.groups import AGE_FIELDS, DISEASE_TERMS, SEX_FIELD

DAYS_CHECKED = 30
"""A status older than this is to be looked at again."""
_LEVELS = list(Level)


def check(study: StudyToCheck, words: Words, *, today: date) -> tuple[CheckFinding, ...]:
    """Everything that is not as it should be, errors first."""
    found = [*_of_study(study, words, today)]
    for group in study.groups:
        found += _of_group(group, study, words)
    found.sort(key=lambda one: _LEVELS.index(one.level))
    return tuple(found)


def _of_group(group: GroupRules, study: StudyToCheck, words: Words) -> Iterator[CheckFinding]:
    unknown = list(unknown_facts(group, words.catalogue))
    yield from unknown
    if not unknown:
        yield from contradictions(group, words)
    yield from quoted_ages(group, study.criteria_text)
    yield from quoted_numbers(group)
    yield from breadth(group, words)
    yield from statuses(group, study)
    yield from noted_ages(group)
    yield from _unfound_quotes(group, study)


def _of_study(study: StudyToCheck, words: Words, today: date) -> Iterator[CheckFinding]:
    yield from _standing(study, today)
    yield from _coverage(study)
    yield from identical_groups(study)
    yield from ages_of_text(study)
    yield from registry_ages(study)
    yield from missing_exceptions(study, words)
    yield from cohort_rules(study)
    yield from score_ages(study)
    yield from other_criteria(study)


def _standing(study: StudyToCheck, today: date) -> Iterator[CheckFinding]:
    if study.is_closed:
        yield CheckFinding(Code.CLOSED_BUT_SHOWN)
    elif study.checked_on is None:
        yield CheckFinding(Code.STATUS_NOT_CHECKED)
    elif (days := (today - study.checked_on).days) > DAYS_CHECKED:
        yield CheckFinding(Code.STATUS_NOT_CHECKED, count=days)


def _coverage(study: StudyToCheck) -> Iterator[CheckFinding]:
    if not study.criteria_text.strip():
        yield CheckFinding(Code.NO_TEXT)
        return
    quotes = [leaf.origin.quote for group in study.groups for leaf in leaves(group.criterion)]
    left = [
        one.sentence.words
        for one in cover(
            study.criteria_text,
            quotes,
            study.marks,
            team_reads_the_rest=not study.is_reviewed,
        )
        if not one.coverage.is_covered
    ]
    if left:
        yield CheckFinding(Code.SENTENCE_NOT_COVERED, words=left[0], count=len(left))


_BETWEEN_QUOTES = re.compile(r"\s*(?:\.\.\.|…|\n)\s*")


def _unfound_quotes(group: GroupRules, study: StudyToCheck) -> Iterator[CheckFinding]:
    """Sentences of rules that stand neither in the text nor in what the sources are quoted for."""
    if not study.criteria_text.strip():
        return
    held = [folded(study.criteria_text), *map(folded, study.quotations)]
    for leaf in leaves(group.criterion):
        origin = leaf.origin
        if origin.source in (AGE_FIELDS, DISEASE_TERMS, SEX_FIELD):
            continue
        parts = [folded(part) for part in _BETWEEN_QUOTES.split(origin.quote) if part.strip()]
        if parts and not all(any(part in text for text in held) for part in parts):
            yield CheckFinding(Code.QUOTE_NOT_FOUND, group.key, leaf, origin.quote)
