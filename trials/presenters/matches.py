"""One study on the list of results: a card, in words, made from what is in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.evaluation import GroupEvaluation
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import LeftOutReason, Match
from trials.models import Trial
from trials.presenters.disease_findings import NameOf
from trials.presenters.explanations import finding_sentence, role_sentence
from trials.presenters.groups import (
    GroupAges,
    RuleWords,
    found_rules,
    group_ages,
    labelled_groups,
)
from trials.presenters.places import PlaceWords, places_with
from trials.presenters.statuses import StatusWords, status_words
from trials.presenters.verdicts import Verdict, verdict_words

REASONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class GroupRules:
    """The rules of one group with what each came to; ``label`` as the study calls it."""

    label: str
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class MatchCard:
    """``reasons`` are the sentences that decide; all others stand in ``rules``.

    ``more`` says how many rules there are beyond age and disease; empty for none.
    """

    trial: Trial
    verdict: Verdict
    words: str
    reasons: tuple[str, ...]
    groups: tuple[GroupAges, ...]
    places: tuple[PlaceWords, ...]
    status: StatusWords
    rules: tuple[GroupRules, ...]
    more: str


@dataclass(frozen=True, slots=True)
class CardMaker:
    """What all cards of a page have in common."""

    facts: PatientFacts
    name_of: NameOf
    today: date

    def card(self, match: Match, verdict: Verdict, why: LeftOutReason | None = None) -> MatchCard:
        """``why`` a study was left out; None for one that was not."""
        trial = match.trial
        nearest = match.nearest
        return MatchCard(
            trial=trial,
            verdict=verdict,
            words=verdict_words(verdict, match, self.facts),
            reasons=tuple(self._reasons(match, why)),
            groups=tuple(group_ages(label, rules) for label, rules in labelled_groups(trial)),
            places=tuple(
                places_with(
                    trial.trial_sites.all(),
                    self.today,
                    nearest.trial_site if nearest else None,
                    nearest.km if nearest else None,
                )
            ),
            status=status_words(trial, self.today),
            rules=tuple(self._rules(match)),
            more=_more_words(match.more_to_check),
        )

    def _reasons(self, match: Match, why: LeftOutReason | None) -> Iterable[str]:
        if why is LeftOutReason.ROLE or match.group is None:
            return [role_sentence(Role(self.facts.role))]
        if why is LeftOutReason.WORDS:
            return [_("Your words are not in its title or goal.")]
        return self._deciding_sentences(match.group)[:REASONS_SHOWN]

    def _deciding_sentences(self, group: GroupEvaluation) -> list[str]:
        """What speaks against it, or else what is open."""
        against = tuple(group.branch.failures())
        return [finding_sentence(finding, self.name_of) for finding in against or group.unknowns]

    def _rules(self, match: Match) -> Iterable[GroupRules]:
        labels = {group.key: group.label for group in match.trial.groups.all()}
        for group in match.evaluation.groups:
            rules = found_rules(group, self.name_of)
            yield GroupRules(labels[group.rules.key], rules)


def _more_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Beyond age and disease the study team checks %(count)d more thing.",
        "Beyond age and disease the study team checks %(count)d more things.",
        count,
    ) % {"count": count}
