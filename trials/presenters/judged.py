"""A study in the light of every answer: what it comes to, and why, without promise or blame."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import (
    AgeCriterion,
    FactCriterion,
    Finding,
    Side,
    WashoutCriterion,
)
from trials.eligibility.facts import PatientFacts
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict
from trials.finder import Match
from trials.presenters.disease_findings import NameOf
from trials.presenters.explanations import finding_sentence
from trials.presenters.fact_names import fact_name
from trials.presenters.groups import RuleWords, leaf_sentence
from trials.presenters.needs import ShortList, checked_by_team, needed
from trials.presenters.reading import ReadRule, against, read_rules
from trials.presenters.registry_rules import public_origin
from trials.presenters.rule_words import rule_words
from trials.presenters.verdicts import FORESEEABLE, Verdict

REASONS_SHOWN = 1


@dataclass(frozen=True, slots=True)
class JudgedWords:
    """What a card says beside the name of the study.

    ``reasons``  why not, or not now; empty while it may be possible.
    ``needs``    what somebody could still tell.
    ``team``     what the study team will check.
    """

    words: str
    reasons: tuple[str, ...] = ()
    needs: ShortList = ShortList(())
    team: ShortList = ShortList(())


@dataclass(frozen=True, slots=True)
class RuleSection:
    """Rules that came to the same, under one heading."""

    key: str
    heading: str
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """Every rule of one group with what it came to; ``label`` as the study calls the group."""

    label: str
    sections: tuple[RuleSection, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """What all judged words of a page have in common.

    ``answers`` are the answers to questions in short words, by the key of the fact.
    """

    facts: PatientFacts
    name_of: NameOf
    today: date
    answers: Mapping[str, str]

    def words(self, verdict: Verdict, match: Match) -> JudgedWords:
        """``match`` was judged, and has a group for the role."""
        group = match.judged_group
        assert group is not None
        if verdict in (Verdict.SOON, Verdict.LEFT_OUT):
            return JudgedWords(self._not_now(verdict, match), self._reasons(group))
        needs = needed(group.needs, self.facts)
        if verdict is Verdict.POSSIBLE:
            words = _("Might be able to join – we need to know: %(facts)s") % {"facts": needs.line}
            return JudgedWords(words, needs=needs)
        if verdict is Verdict.NOT_OPEN:
            return JudgedWords(str(_NOT_OPEN[bool(group.needs)]), needs=needs)
        return JudgedWords(_("May be able to join"), team=checked_by_team(group.left_to_team))

    def groups(self, judged: TrialVerdict, labels: Mapping[str, str]) -> tuple[JudgedGroup, ...]:
        return tuple(
            JudgedGroup(labels[group.rules.key], tuple(self._sections(group)))
            for group in judged.groups
        )

    def deciding(self, group: GroupVerdict) -> tuple[RuleWords, ...]:
        """Only the rules that make the verdict what it is."""
        deciding = (
            rule
            for rule in read_rules(group.branch)
            if rule.counts and rule.truth is group.branch.truth
        )
        return tuple(self._rule(rule.finding) for rule in deciding)

    def _not_now(self, verdict: Verdict, match: Match) -> str:
        group, opens_on = match.judged_group, match.opens_on
        if opens_on and opens_on <= self.today + FORESEEABLE:
            return _not_before(group, opens_on)
        if verdict is Verdict.SOON and not opens_on:
            return _("Not right now – perhaps old enough within a year")
        return _("Not right now") if verdict is Verdict.SOON else _("Probably not a fit")

    def _reasons(self, group: GroupVerdict) -> tuple[str, ...]:
        findings = against(read_rules(group.branch), self.answers)
        return tuple(self._sentence(finding) for finding in findings[:REASONS_SHOWN])

    def _sections(self, group: GroupVerdict) -> Iterator[RuleSection]:
        rules = read_rules(group.branch)
        for key, heading in _HEADINGS.items():
            of_section = [rule for rule in rules if _section_of(rule) == key]
            if of_section:
                words = tuple(self._rule(rule.finding) for rule in of_section)
                yield RuleSection(key, _counted(heading, len(words)), words)

    def _rule(self, finding: Finding) -> RuleWords:
        origin = public_origin(finding.criterion.origin)
        return RuleWords(
            sentence=self._sentence(finding),
            source=origin.source,
            quote=origin.quote,
            note=origin.note,
            conflict=origin.conflict,
            keeps_out=finding.criterion.side is Side.EXCLUDE,
            is_personal=True,
        )

    def _sentence(self, finding: Finding) -> str:
        leaf = finding.criterion
        if finding.reason in _ANSWERED and isinstance(leaf, FactCriterion):
            return f"{rule_words(leaf)} {self._answered(leaf.condition.fact, finding.truth)}"
        if finding.reason in _TO_BE_TOLD:
            return leaf_sentence(leaf, self.name_of)
        if isinstance(leaf, WashoutCriterion) and finding.opens_on:
            return _waiting_words(leaf, finding.opens_on)
        return finding_sentence(finding, self.name_of)

    def _answered(self, fact: str, truth: Truth) -> str:
        if fact in self.answers:
            return _("You answered: %(answer)s.") % {"answer": self.answers[fact]}
        if truth is Truth.FALSE:
            return _("Your other answers say something else.")
        return _("Your other answers say so.")


_ANSWERED = frozenset({Reason.FACT_MET, Reason.FACT_NOT_MET})
_TO_BE_TOLD = frozenset(
    {
        Reason.FACT_NOT_TOLD,
        Reason.FACT_FOR_TEAM,
        Reason.WASHOUT_NOT_TOLD,
        Reason.WASHOUT_DAYS_NOT_TOLD,
        Reason.TEAM_CHECKS,
    }
)
"""The heading says what is to be done; the rule says what about."""

_NOT_OPEN: Mapping[bool, StrPromise] = {
    False: gettext_lazy("Not taking new patients now. Nothing you entered speaks against it"),
    True: gettext_lazy("Not taking new patients now. We would need to know more"),
}

_OTHER_WAYS = "other_ways"
_HEADINGS: Mapping[str, StrPromise] = {
    Truth.FALSE.name: gettext_lazy("Does not fit"),
    Truth.UNKNOWN.name: gettext_lazy("We would need to know"),
    Truth.ASK.name: gettext_lazy("The study team will check"),
    Truth.TRUE.name: gettext_lazy("Fits"),
    _OTHER_WAYS: gettext_lazy("Other ways in, which do not matter here"),
}


def _section_of(rule: ReadRule) -> str:
    return rule.truth.name if rule.counts else _OTHER_WAYS


def _counted(heading: StrPromise, count: int) -> str:
    return ngettext("%(heading)s: %(count)d rule", "%(heading)s: %(count)d rules", count) % {
        "heading": heading,
        "count": count,
    }


def _not_before(group: GroupVerdict | None, opens_on: date) -> str:
    day = {"day": date_format(opens_on)}
    failures = group.failures if group else ()
    if all(isinstance(finding.criterion, AgeCriterion) for finding in failures):
        return _("Not right now – old enough on %(day)s") % day
    return _("Not right now – not before %(day)s") % day


def _waiting_words(leaf: WashoutCriterion, opens_on: date) -> str:
    return ngettext(
        "Not before %(day)s: %(days)d day after %(treatment)s.",
        "Not before %(day)s: %(days)d days after %(treatment)s.",
        leaf.days,
    ) % {
        "day": date_format(opens_on),
        "days": leaf.days,
        "treatment": fact_name(leaf.fact),
    }
