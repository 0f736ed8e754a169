"""What is still to be known, and by whom: short lists in plain words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.catalogue import CATALOGUE
from trials.eligibility.criteria import (
    AgeCriterion,
    CreatinineCriterion,
    FactCriterion,
    Finding,
    PerformanceCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.facts import PatientFacts
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.presenters.fact_names import fact_name

FEW = 2
LONGEST = 120
"""Characters of one name in a line; the study's page has every sentence whole."""


@dataclass(frozen=True, slots=True)
class ShortList:
    """The first few things in one line, and the others, which are folded."""

    shown: tuple[str, ...]
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str], few: int = FEW) -> "ShortList":
        """Each name once. One more than a few is shown too: folding it would save nothing."""
        each = tuple(dict.fromkeys(names))
        cut = len(each) if len(each) == few + 1 else few
        return cls(each[:cut], each[cut:])

    @property
    def line(self) -> str:
        """``the weight, CD19 on the cells and 3 more``"""
        if not self.others:
            return get_text_list(list(self.shown), _("and"))
        count = len(self.others)
        return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", count) % {
            "names": ", ".join(self.shown),
            "count": count,
        }


def needed(needs: Collection[str], facts: PatientFacts) -> ShortList:
    """What somebody could still tell, what is easiest to know first. Never more than a few."""
    entries = [fact for fact in CATALOGUE if fact.key in needs]
    entries.sort(key=lambda fact: fact.tier)
    keys = [fact.key for fact in entries]
    keys += sorted(key for key in needs if key not in CATALOGUE)
    names = [_needed_name(key, facts) for key in keys]
    return ShortList(tuple(names[:FEW]), tuple(names[FEW:]))


def _needed_name(key: str, facts: PatientFacts) -> str:
    if key == DIAGNOSIS and not facts.diagnoses:
        return _("the diagnosis")
    if key == BIRTH_DATE and facts.births is None:
        return _("the age")
    return fact_name(key)


def checked_by_team(findings: Iterable[Finding]) -> ShortList:
    """What only the study team can say, in the order of the criteria, in short words first."""
    findings = list(findings)
    facts = [finding for finding in findings if not isinstance(finding.criterion, TextCriterion)]
    texts = [finding for finding in findings if isinstance(finding.criterion, TextCriterion)]
    return ShortList.of([_checked(finding) for finding in (*facts, *texts)], few=3)


def _checked(finding: Finding) -> str:
    leaf = finding.criterion
    if isinstance(leaf, TextCriterion):
        return Truncator(leaf.text).chars(LONGEST)
    if isinstance(leaf, FactCriterion):
        return fact_name(leaf.condition.fact)
    if isinstance(leaf, WashoutCriterion):
        return fact_name(leaf.fact)
    if isinstance(leaf, PerformanceCriterion):
        return fact_name("karnofsky")
    if isinstance(leaf, CreatinineCriterion):
        return fact_name("creatinine_mg_dl")
    return _("the age limit") if isinstance(leaf, AgeCriterion) else fact_name(DIAGNOSIS)
