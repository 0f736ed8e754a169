"""Age limits against the very sentence they were read from, and against the whole text.

A sentence about age is read only when every word of it is understood, so that a limit that
differs from its own sentence is hardly ever meant so.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from trials.checking.age_numbers import scanned, slipped
from trials.checking.coverage import folded
from trials.checking.findings import CheckFinding, Code
from trials.checking.study import StudyToCheck
from trials.eligibility.ages import AgeLimit, AgeRule, AgeScale, AgeStatus
from trials.eligibility.criteria import AgeCriterion, Side
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.facts import Role
from trials.eligibility.probes import leaves
from trials.registry.age_fields import FieldState, RegistryAges, read_registry_ages
from trials.registry.age_sentences import AgeSentence, RefusedSentence, age_sentences
from trials.registry.ages import Said
from trials.registry.criteria_text import CriterionSentence, sentences_of
from trials.registry.groups import AGE_FIELDS

_OTHERS = frozenset(Role) - {Role.PATIENT, Role.SURVIVOR}


def quoted_ages(group: GroupRules, text: str) -> Iterator[CheckFinding]:
    """``text`` tells whether a quoted sentence stands among those that keep out."""
    for leaf in leaves(group.criterion):
        if not isinstance(leaf, AgeCriterion) or leaf.origin.source == AGE_FIELDS:
            continue  # The fields of a record leave open what their last year means.
        if leaf.origin.quote.strip():
            yield from _of_rule(leaf, group, text)


def _of_rule(leaf: AgeCriterion, group: GroupRules, text: str) -> Iterator[CheckFinding]:
    quote = leaf.origin.quote
    read = list(_read(quote, _side_in(text, quote) if leaf.side is Side.INCLUDE else None))
    if leaf.rule.status is not AgeStatus.STATED:
        return
    if not read:
        code = scanned(quote, leaf.rule)
        if code and not leaf.origin.conflict:
            yield CheckFinding(code, group.key, leaf, quote)
        return
    roles = group.roles or frozenset({Role.PATIENT})
    mine = [one for one in read if _is_of(one.role, roles) or not _names_role(quote)]
    if not mine:
        yield CheckFinding(Code.AGE_OF_OTHER_ROLE, group.key, leaf, quote)
        return
    codes = [_differs(one.said, leaf.rule) for one in mine]
    if None in codes:
        return
    code = next(code for code in codes if code)
    if code is Code.AGE_DIFFERS and leaf.origin.conflict:
        return  # Somebody wrote down that sources differ.
    yield CheckFinding(code, group.key, leaf, quote)


def _is_of(role: Role, roles: Iterable[Role]) -> bool:
    """A patient's age may be a survivor's; a donor's is nobody else's."""
    return role in roles or (role not in _OTHERS and not _OTHERS.issuperset(roles))


def _names_role(quote: str) -> bool:
    return bool(_ROLE.search(quote))


_ROLE = re.compile(
    r"\b(?:donor|sibling|parent|caregiver|guardian|control|volunteer|patient|recipient)s?\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4_096)
def _read(quote: str, side: Side | None) -> tuple[AgeSentence, ...]:
    """Of several lines those that are read; what keeps out is told as what it lets in."""
    whole = CriterionSentence(quote, 0, len(quote), side, ("Age",))
    read = [one for one in age_sentences([whole]) if isinstance(one, AgeSentence)]
    if not read and "\n" not in quote:
        return ()
    if not read:
        lines = [line.strip() for line in quote.splitlines() if line.strip()]
        parts = [CriterionSentence(line, 0, len(line), side, ("Age",)) for line in lines]
        read = [one for one in age_sentences(parts) if isinstance(one, AgeSentence)]
    return tuple(read)


@lru_cache(maxsize=256)
def _sides(text: str) -> tuple[tuple[str, Side | None], ...]:
    return tuple((folded(one.words), one.side) for one in sentences_of(text))


def _side_in(text: str, quote: str) -> Side | None:
    words = folded(quote)
    for sentence, side in _sides(text) if text and words else ():
        if words in sentence:
            return side
    return None


# -------------------------------------------------------------------- two readings


def _differs(said: Said, rule: AgeRule) -> Code | None:
    """What is the matter with a rule whose sentence says ``said``; None when nothing is."""
    if rule.anchor.is_now is not said.rule.anchor.is_now:
        return Code.AGE_DATE_DIFFERS
    if _is_reversed(said, rule):
        return Code.AGE_REVERSED
    ends = [
        (
            said.states_minimum,
            said.rule.minimum,
            said.rule.outer_minimum,
            rule.minimum,
            rule.outer_minimum,
        ),
        (
            said.states_maximum,
            said.rule.maximum,
            said.rule.outer_maximum,
            rule.maximum,
            rule.outer_maximum,
        ),
    ]
    wrong = [
        (read, held)
        for is_stated, read, outer, held, wide in ends
        if is_stated and {read, outer}.isdisjoint({held, wide})
    ]
    if not wrong:
        return None
    is_slip = all(slipped(read, held) for read, held in wrong)
    return Code.AGE_UNITS if is_slip else Code.AGE_DIFFERS


def _is_reversed(said: Said, rule: AgeRule) -> bool:
    """An upper limit held as a lower one, or the other way round."""
    low, high = said.rule.minimum, said.rule.maximum
    if low is None and high is not None and rule.maximum is None:
        return rule.minimum in _near(high)
    if high is None and low is not None and rule.minimum is None:
        return rule.maximum in _near(low)
    return False


def _near(limit: AgeLimit) -> tuple[AgeLimit, ...]:
    """The age, and those one year or one unit beside it, without a day after."""
    steps = (0, 1, -1, 12, -12) if limit.scale is AgeScale.MONTHS else (0, 1, -1)
    counts = [limit.count + step for step in steps if limit.count + step >= 0]
    return tuple(AgeLimit(count, limit.scale, plus) for count in counts for plus in (False, True))


# ------------------------------------------------------------------- the whole text


def ages_of_text(study: StudyToCheck) -> Iterator[CheckFinding]:
    """Sentences that hold for everybody of a role and that no limit of the role agrees with."""
    refused: set[Role] = set()
    for one in age_sentences(sentences_of(study.criteria_text)):
        if isinstance(one, RefusedSentence):
            refused.add(one.role)
            continue
        groups = [
            group for group in study.groups if _is_of(one.role, group.roles or [Role.PATIENT])
        ]
        if not groups and one.role in _OTHERS:
            if one.role not in refused:
                refused.add(one.role)
                yield CheckFinding(
                    Code.ROLE_WITHOUT_GROUP, words=one.sentence.words, named=(one.role.value,)
                )
        elif one.is_sure and groups and not _is_kept(one, groups):
            yield CheckFinding(Code.TEXT_AGE_DIFFERS, groups[0].key, words=one.sentence.words)


def _is_kept(said: AgeSentence, groups: Iterable[GroupRules]) -> bool:
    """Some limit agrees, or quotes the sentence and is looked at by itself."""
    words = folded(said.sentence.words)
    rules = [
        leaf
        for group in groups
        for leaf in leaves(group.criterion)
        if not leaf.origin.conflict or isinstance(leaf, AgeCriterion)
    ]
    if any(words in folded(leaf.origin.quote) for leaf in rules):
        return True
    ages = [leaf for leaf in rules if isinstance(leaf, AgeCriterion)]
    return any(leaf.origin.conflict or _differs(said.said, leaf.rule) is None for leaf in ages)


def registry_ages(study: StudyToCheck) -> Iterator[CheckFinding]:
    """The age fields against the outermost limits of those who are patients."""
    fields = read_registry_ages(study.minimum_age, study.maximum_age)
    groups = [
        group for group in study.groups if not _OTHERS.issuperset(group.roles or [Role.PATIENT])
    ]
    rules = [
        leaf
        for group in groups
        for leaf in leaves(group.criterion)
        if isinstance(leaf, AgeCriterion) and leaf.rule.anchor.is_now
    ]
    if fields.fault is not None or not rules:
        return
    if any(leaf.origin.conflict or leaf.rule.status is AgeStatus.NOT_STATED for leaf in rules):
        return
    if not _agrees(fields, [leaf.rule for leaf in rules]):
        words = f"{study.minimum_age or '–'} – {study.maximum_age or '–'}"
        yield CheckFinding(Code.REGISTRY_AGE_DIFFERS, groups[0].key, words=words)


def _agrees(fields: RegistryAges, rules: Iterable[AgeRule]) -> bool:
    """Whether some rule has each end that the fields state."""
    rules = list(rules)
    lows = {limit for rule in rules for limit in (rule.minimum, rule.outer_minimum)}
    highs = {limit for rule in rules for limit in (rule.maximum, rule.outer_maximum)}
    low, high = fields.minimum, fields.maximum
    bare = {AgeLimit(one.count, one.scale) for one in lows if one}
    fits_low = low.state is not FieldState.LIMIT or low.limit in bare
    fits_high = high.state is not FieldState.LIMIT or not highs.isdisjoint(
        {high.limit, high.next_limit}
    )
    return fits_low and fits_high
