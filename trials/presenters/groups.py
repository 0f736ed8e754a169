"""Who can join: the words for each participant group, every rule with its own sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from trials.eligibility.criteria import (
    AgeCriterion,
    Criterion,
    DiseaseCriterion,
    Finding,
    Leaf,
    Not,
    Side,
)
from trials.eligibility.evaluation import Fit, GroupEvaluation, GroupRules
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.finder.keeping import Same
from trials.models import Trial
from trials.presenters.ages import age_words
from trials.presenters.disease_findings import NameOf
from trials.presenters.explanations import finding_sentence
from trials.presenters.names import DiagnosisNames
from trials.presenters.registry_rules import public_origin
from trials.presenters.rule_words import rule_words
from trials.rulebook import rules_for

MOST_KEPT = 10_000
"""Rules whose words are kept: 10 MB at most."""

STATES = {
    Truth.TRUE: gettext_lazy("Fits"),
    Truth.ASK: gettext_lazy("Ask the study team"),
    Truth.UNKNOWN: gettext_lazy("We need to know more"),
    Truth.FALSE: gettext_lazy("Does not fit"),
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One rule in our words, and where it comes from.

    ``state``  what it came to for the person; empty where nobody is looked at.
    ``quote``  the sentence of the source, word for word; empty when it has none. It may be
               the rule itself, where we have no words of our own.
    ``keeps_out``  whoever meets it cannot join; our own words say so themselves.
    ``is_personal``  it says something of the person, such as a birthday or an answer.
    """

    sentence: str
    source: str
    quote: str = ""
    note: str = ""
    conflict: str = ""
    state: str = ""
    keeps_out: bool = False
    is_personal: bool = False

    @property
    def is_quote_alone(self) -> bool:
        return self.sentence == self.quote


@dataclass(frozen=True, slots=True)
class GroupAges:
    """A group by name, with one line per age limit."""

    label: str
    ages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupWords:
    """Everything we hold about who can join one group.

    ``covered``  the plain names of all diagnoses it takes; empty when it takes any.
    ``covers``   how many those are, in words.
    ``is_read``  a program read the rules, and the others stand elsewhere on the page.
    """

    label: str
    ages: tuple[str, ...]
    includes: tuple[str, ...]
    excepts: tuple[str, ...]
    covered: tuple[str, ...]
    covers: str
    rules: tuple[RuleWords, ...]
    is_read: bool = False

    @property
    def rules_heading(self) -> str:
        if self.is_read:
            return ngettext(
                "What our program read, with its sentence: %(count)d rule",
                "What our program read, each with its sentence: %(count)d rules",
                len(self.rules),
            ) % {"count": len(self.rules)}
        return ngettext(
            "%(count)d rule of this study, with its sentence",
            "All %(count)d rules of this study, each with its sentence",
            len(self.rules),
        ) % {"count": len(self.rules)}

    @property
    def notes(self) -> tuple[str, ...]:
        """What the coordinators remarked on the rules, each remark once."""
        return tuple(dict.fromkeys(rule.note for rule in self.rules if rule.note))


def labelled_groups(trial: Trial) -> Iterator[tuple[str, GroupRules]]:
    """The groups of a trial that came through ``with_rules``, each with its label."""
    labels = {group.key: group.label for group in trial.groups.all()}
    for group in rules_for(trial).groups:
        yield labels[group.key], group


def group_ages(label: str, rules: GroupRules) -> GroupAges:
    ages = tuple(
        _ages(leaf) for leaf in _leaves(rules.criterion) if isinstance(leaf, AgeCriterion)
    )
    return GroupAges(label, ages or (_("no age limit is named"),))


def group_words(label: str, rules: GroupRules, names: DiagnosisNames) -> GroupWords:
    leaves = list(_leaves(rules.criterion))
    diseases = [leaf for leaf in leaves if isinstance(leaf, DiseaseCriterion)]
    covered = names.sorted(_covered(diseases, names))
    return GroupWords(
        label=label,
        ages=group_ages(label, rules).ages,
        includes=names.sorted({code for leaf in diseases for code in _taken(leaf)}),
        excepts=names.sorted({code for leaf in diseases for code in _left_out(leaf)}),
        covered=covered,
        covers=ngettext("Covers %(count)d diagnosis", "Covers %(count)d diagnoses", len(covered))
        % {"count": len(covered)},
        rules=tuple(_rule_words(leaf_sentence(leaf, names.name_of), leaf) for leaf in leaves),
    )


def found_rules(group: GroupEvaluation, name_of: NameOf) -> tuple[RuleWords, ...]:
    """The rules of a group with what each came to for the person at the first look."""
    return tuple(
        _other_way_in(get_language(), Same(finding.criterion), name_of)
        if _decides_nothing(finding, group)
        else _found_rule(finding, name_of)
        for finding in group.findings
    )


def _decides_nothing(finding: Finding, group: GroupEvaluation) -> bool:
    """Whether the rule is not met, and the group comes to what it does without it."""
    if finding.truth is Truth.FALSE:
        return all(finding is not failure for failure in group.branch.failures())
    return finding.truth is not Truth.TRUE and group.fit is Fit.FITS


def _found_rule(finding: Finding, name_of: NameOf) -> RuleWords:
    """Made anew where it has a day, which tells a birthday; kept otherwise."""
    days = finding.opens_on, finding.closes_on
    if any((*days, finding.born_on_or_before, finding.born_on_or_after)):
        words = finding_sentence(finding, name_of)
        return _rule_words(words, finding.criterion, _state(finding.truth), is_personal=True)
    leaf = Same(finding.criterion)
    came_to = finding.truth, finding.reason, finding.diseases
    return _kept_rule(get_language(), leaf, name_of, came_to)


@lru_cache(MOST_KEPT)
def _kept_rule(
    _language: str | None,
    leaf: Same[Leaf],
    name_of: NameOf,
    came_to: tuple[Truth, Reason, tuple[str, ...]],
) -> RuleWords:
    truth, reason, diseases = came_to
    finding = Finding(leaf.it, truth, reason, diseases=diseases)
    return _rule_words(finding_sentence(finding, name_of), leaf.it, _state(truth))


@lru_cache(MOST_KEPT)
def _other_way_in(_language: str | None, leaf: Same[Leaf], name_of: NameOf) -> RuleWords:
    """A rule that decides nothing: it stands beside another that will do."""
    return _rule_words(leaf_sentence(leaf.it, name_of), leaf.it, _("One of several ways in"))


def _state(truth: Truth) -> str:
    return str(STATES[truth])


def _rule_words(
    sentence: str, leaf: Leaf, state: str = "", *, is_personal: bool = False
) -> RuleWords:
    origin = public_origin(leaf.origin)
    return RuleWords(
        sentence=sentence,
        source=origin.source,
        quote=origin.quote,
        note=origin.note,
        conflict=origin.conflict,
        state=state,
        keeps_out=leaf.side is Side.EXCLUDE,
        is_personal=is_personal,
    )


def _leaves(criterion: Criterion) -> Iterator[Leaf]:
    """All rules of a tree, in the order in which they are written."""
    if isinstance(criterion, Leaf):
        yield criterion
        return
    parts = (criterion.part,) if isinstance(criterion, Not) else criterion.parts
    for part in parts:
        yield from _leaves(part)


def _ages(leaf: AgeCriterion) -> str:
    words = age_words(leaf.rule)
    return _("not %(ages)s") % {"ages": words} if leaf.side is Side.EXCLUDE else words


def _taken(leaf: DiseaseCriterion) -> tuple[str, ...]:
    return leaf.include if leaf.side is Side.INCLUDE else ()


def _left_out(leaf: DiseaseCriterion) -> tuple[str, ...]:
    return leaf.exclude if leaf.side is Side.INCLUDE else leaf.include


def _covered(leaves: Iterable[DiseaseCriterion], names: DiagnosisNames) -> frozenset[str]:
    """What any rule takes and none leaves out."""
    leaves = list(leaves)
    taken = names.below(code for leaf in leaves for code in _taken(leaf))
    return taken - names.below(code for leaf in leaves for code in _left_out(leaf))


def leaf_sentence(leaf: Leaf, name_of: NameOf) -> str:
    """What a rule asks, whoever is looked at."""
    if isinstance(leaf, AgeCriterion):
        return _("Age: %(ages)s.") % {"ages": _ages(leaf)}
    if isinstance(leaf, DiseaseCriterion):
        return _disease_sentence(leaf, name_of)
    return rule_words(leaf)


def _disease_sentence(leaf: DiseaseCriterion, name_of: NameOf) -> str:
    taken = sorted(name_of(code) for code in _taken(leaf))
    left_out = sorted(name_of(code) for code in _left_out(leaf))
    values = {"includes": ", ".join(taken), "excepts": ", ".join(left_out)}
    if taken and left_out:
        return _("Diagnosis: %(includes)s. Not: %(excepts)s.") % values
    if taken:
        return _("Diagnosis: %(includes)s.") % values
    return _("Not for: %(excepts)s.") % values
