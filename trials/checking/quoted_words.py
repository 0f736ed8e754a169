"""What the words of a sentence say that its rule does not: status, cohort, sites, scores."""

import re
from collections.abc import Iterator, Set

from trials.checking.contexts import whole
from trials.checking.coverage import folded
from trials.checking.exclusions import let_in
from trials.checking.findings import CheckFinding, Code
from trials.checking.study import StudyToCheck
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AgeCriterion, FactCriterion, Leaf, TextCriterion
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.facts import Role
from trials.eligibility.probes import leaves
from trials.registry.criteria_text import CriterionSentence, sentences_of

_NEW = re.compile(
    r"\bnew(?:ly)?[ -]diagnos|\buntreated\b|\bde novo\b|\bfront[ -]?line|\bna.ve\b"
    r"|\b(?:no|without) (?:prior|previous|pre)[ -]?\w*|\bfirst diagnosis\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\brelaps|\brefractory|\brecurren|\bpreviously treated|\bprior (?:therapy|treatment)"
    r"|\bafter prior|\bfail|\bnot achiev",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|without|never) (?:\w+[ -]){0,3}?"
    r"(?:relaps\w*|refractory|recurren\w*|therap\w*|treat\w*)",
    re.IGNORECASE,
)
_ANEW = frozenset({"newly_diagnosed"})
_BACK = frozenset({"relapsed", "refractory"})


def statuses(group: GroupRules, study: StudyToCheck) -> Iterator[CheckFinding]:
    """A rule for relapse whose sentence speaks of new diagnoses alone, or the other way."""
    for leaf in leaves(group.criterion):
        wants = _wants(leaf)
        if wants is not None and _speaks_against(leaf.origin.quote, wants):
            yield CheckFinding(Code.STATUS_DIFFERS, group.key, leaf, leaf.origin.quote)
    wanted = {_wants(one.leaf) for one in whole(group.criterion) if one.is_wanted} - {None}
    for title in study.titles:
        if wanted and all(_speaks_against(title, bool(wants)) for wants in wanted):
            yield CheckFinding(Code.STATUS_DIFFERS, group.key, words=title)
            return


def _wants(leaf: Leaf) -> bool | None:
    """True: those treated before; False: those newly diagnosed; None: says nothing of it."""
    if not isinstance(leaf, FactCriterion):
        return None
    condition = leaf.condition
    values = set(condition.values)
    if condition.fact == "disease_status" and values:
        return False if values <= _ANEW else True if values <= _BACK else None
    if condition.fact == "previously_treated":
        return "yes" in values
    first = condition.values[0] if condition.values else None
    if condition.fact == "relapse_count" and isinstance(first, int | float):
        is_some = condition.operator in (Operator.AT_LEAST, Operator.EQUALS, Operator.ABOVE)
        return is_some and (first > 0 or condition.operator is Operator.ABOVE)
    return None


def _speaks_against(text: str, wants_treated: bool) -> bool:
    """Only what lets people in counts: "Exclude relapsed leukemia" is about others."""
    said = let_in(text)
    new, again = bool(_NEW.search(said)), bool(_AGAIN.search(_DENIED.sub(" ", said)))
    return (new and not again) if wants_treated else (again and not new)


# ----------------------------------------------------------------------------- cohorts

_COHORT = re.compile(
    r"^\W*(?:for |in )?(?:(?:cohort|arm|stratum|strata|part|group|phase|stage|regimen|step)\s+"
    r"(?:[A-Z]\b|[IVX]+\b|\d)[^:]{0,60}(?::| only\b)|(?:only )?(?:for|in) (?:the )?"
    r"(?:cohort|arm|stratum|part|expansion)\b)|\b(?:cohort|arm|stratum|part) (?:[A-Z]|[IVX]+|\d+)"
    r" only\b",
    re.IGNORECASE,
)


_Asked = tuple[Condition, bool]
"""A condition, and whether it has to be met or must not be."""


def cohort_rules(study: StudyToCheck) -> Iterator[CheckFinding]:
    """Facts asked of everybody although the sentence, or its heading, names one cohort.

    Everybody: in every group that takes people in one role. It is said of the first group,
    and not again of one that shares a role with it.
    """
    sentences = sentences_of(study.criteria_text)
    said: list[tuple[GroupRules, _Asked]] = []
    for role in Role:
        peers = [group for group in study.groups if group.seeks(role)]
        if not peers:
            continue
        first = peers[0]
        known = {asked for group, asked in said if _share_a_role(group, first)}
        of_all = set.intersection(*map(_facts_asked, peers)) - known
        for asked, leaf, words in _of_one_cohort(first, of_all, sentences):
            said.append((first, asked))
            yield CheckFinding(Code.COHORT_RULE_FOR_ALL, first.key, leaf, words)


def _of_one_cohort(
    group: GroupRules, of_all: Set[_Asked], sentences: tuple[CriterionSentence, ...]
) -> Iterator[tuple[_Asked, Leaf, str]]:
    for one in whole(group.criterion):
        leaf = one.leaf
        if not isinstance(leaf, FactCriterion) or not leaf.origin.quote.strip():
            continue
        asked = leaf.condition, one.is_wanted
        words = _cohort_of(leaf.origin.quote, sentences) if asked in of_all else ""
        if words:
            yield asked, leaf, words


def _share_a_role(group: GroupRules, other: GroupRules) -> bool:
    return any(group.seeks(role) and other.seeks(role) for role in Role)


def _facts_asked(group: GroupRules) -> set[_Asked]:
    """What everybody in the group has to meet, or must not."""
    asked = whole(group.criterion)
    return {
        (one.leaf.condition, one.is_wanted) for one in asked if isinstance(one.leaf, FactCriterion)
    }


def _cohort_of(quote: str, sentences: tuple[CriterionSentence, ...]) -> str:
    """The words that name a cohort; empty when the quotation also stands for everybody."""
    if _COHORT.search(quote):
        return quote
    words = folded(quote)
    found = [one for one in sentences if words in folded(one.words)]
    tied = [text for text in map(_tied_to, found) if text]
    return tied[0] if found and len(tied) == len(found) else ""


def _tied_to(sentence: CriterionSentence) -> str:
    for text in (sentence.words, *(f"{label}:" for label in sentence.headings)):
        if _COHORT.search(text):
            return text
    return ""


# ------------------------------------------------------------------ ages and their notes

_FIRST = re.compile(
    r"\b(?:first|initial)\s+(?:\d{1,2}|two|three|four|five|six|ten)\s+(?:\w+\s+)?"
    r"(?:participants?|patients?|subjects?)",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\b(?:(?:participating|collaborating|each|other|individual) "
    r"(?:sites?|institutions?|cent(?:er|re)s?)|at (?:the )?(?:site|St\. Jude)"
    r"|institution(?:al|'s) (?:age|limit|polic)|by each institution)",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?:19|20)\d\d\b")


def noted_ages(group: GroupRules) -> Iterator[CheckFinding]:
    for leaf in leaves(group.criterion):
        origin = leaf.origin
        if _FIRST.search(origin.quote) and not _DAY.search(origin.note):
            yield CheckFinding(Code.FIRST_PARTICIPANTS, group.key, leaf, origin.quote)
        if isinstance(leaf, AgeCriterion) and _SITE.search(origin.quote):
            rule = leaf.rule
            is_wide = (rule.outer_minimum, rule.outer_maximum) != (rule.minimum, rule.maximum)
            if not is_wide and not origin.conflict:
                yield CheckFinding(Code.AGE_BY_SITE, group.key, leaf, origin.quote)


# -------------------------------------------------------------------------------- scores

_SCALE = r"(?:karnofsky|lansky|KPS|LPS)"
_SCORES = re.compile(_SCALE, re.IGNORECASE)
_AT_AGE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|>|<|older than|younger than|under|over|less than|greater than"
    r"|at least)\s*"
    r"(?P<age>\d{1,2})(?:\s*(?:years?|y\b|yrs?)|(?=[^\d%]*\)))"
    r"|(?P<age2>\d{1,2})\s*(?:years?|yrs?)?(?: of age)? (?:and|or) "
    r"(?P<sign2>older|younger|above|over|under)",
    re.IGNORECASE,
)
_SIGNS = {
    "≥": (1, True), ">=": (1, True), "at least": (1, True), "older": (1, True),
    "above": (1, True), "over2": (1, True), ">": (1, False), "older than": (1, False),
    "over": (1, False), "greater than": (1, False), "≤": (-1, True), "<=": (-1, True),
    "younger": (-1, True), "under2": (-1, True), "<": (-1, False), "younger than": (-1, False),
    "under": (-1, False), "less than": (-1, False),
}  # fmt: skip


def score_ages(study: StudyToCheck) -> Iterator[CheckFinding]:
    """One age at which no scale counts (">10" and "<10"), or two do ("≥16" and "≤16")."""
    seen: set[str] = set()
    for group, text in _score_texts(study):
        if len(set(map(str.lower, _SCORES.findall(text)))) < 2 or folded(text) in seen:
            continue
        seen.add(folded(text))
        ends = set(_ends(text))
        for age in sorted({age for age, *_ in ends}):
            up = {is_in for at, way, is_in in ends if at == age and way > 0}
            down = {is_in for at, way, is_in in ends if at == age and way < 0}
            if up == down == {False}:
                yield CheckFinding(Code.PERFORMANCE_GAP, group, words=text, count=age)
            elif up == down == {True}:
                yield CheckFinding(Code.PERFORMANCE_OVERLAP, group, words=text, count=age)


def _ends(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _AT_AGE.finditer(text):
        sign = (match["sign"] or f"{match['sign2']}2").lower()
        way, is_in = _SIGNS.get(sign) or _SIGNS[sign.removesuffix("2")]
        yield int(match["age"] or match["age2"]), way, is_in


def _score_texts(study: StudyToCheck) -> Iterator[tuple[str, str]]:
    for group in study.groups:
        for leaf in leaves(group.criterion):
            # A note tells that somebody saw it, and what the team was asked.
            if not leaf.origin.note and not leaf.origin.conflict:
                yield group.key, leaf.origin.quote
    for sentence in sentences_of(study.criteria_text):
        yield "", sentence.words


_OTHER = re.compile(
    r"\bother (?:protocol[- ]?(?:defined|specified) )?"
    r"(?:inclusion|exclusion|eligibility|criteria)[\w/ ]*\b(?:may|will|might)? ?appl"
    r"|\babove (?:information )?is (?:a|not) (?:summary|intended)"
    r"|\bsummary of (?:the )?(?:key |main )?(?:inclusion|eligibility|criteria)",
    re.IGNORECASE,
)


def other_criteria(study: StudyToCheck) -> Iterator[CheckFinding]:
    """The text is no full list, and nothing is left to the study team."""
    said = _OTHER.search(study.criteria_text)
    if not said or not study.is_reviewed:
        return
    for group in study.groups:
        if not any(isinstance(leaf, TextCriterion) for leaf in leaves(group.criterion)):
            yield CheckFinding(Code.OTHER_CRITERIA, group.key, words=said[0])
