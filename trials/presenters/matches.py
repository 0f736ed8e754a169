"""One study on the list of results: a card, in words, made from what is in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.evaluation import GroupEvaluation
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import LeftOutReason, Listed, Match, Nearest
from trials.models.translation import translations
from trials.presenters.about import AboutWords, about
from trials.presenters.ageing import AgeingNote, ageing_note
from trials.presenters.disease_findings import NameOf
from trials.presenters.explanations import finding_sentence, role_sentence
from trials.presenters.groups import RuleWords, found_rules
from trials.presenters.judged import Judge
from trials.presenters.needs import ShortList
from trials.presenters.places import PlaceWords, nearest_first
from trials.presenters.verdicts import Verdict, verdict_words

REASONS_SHOWN = 2

_SAID_WITHOUT_JUDGING = frozenset(
    {
        LeftOutReason.ROLE,
        LeftOutReason.DISEASE,
        LeftOutReason.TOO_YOUNG,
        LeftOutReason.TOO_OLD,
        LeftOutReason.WORDS,
        LeftOutReason.PLACE,
        LeftOutReason.CHOICE,
    }
)
"""Why a study is left out by the first look; no other answer is a clearer reason."""


@dataclass(frozen=True, slots=True)
class GroupRules:
    """The rules of one group with what each came to; ``label`` as the study calls it."""

    label: str
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class MatchCard:
    """``reasons`` are the sentences that decide; all others stand in ``rules``.

    ``more``       says how many rules there are beyond age and disease; empty for none, and
                   where all rules were judged.
    ``note``       until when the age fits, while that is not far away.
    ``needs``      what somebody could still tell, where all rules were judged.
    ``team``       what the study team will check then.
    ``is_judged``  whether all rules were judged.
    ``about``      what it says whoever looks.
    ``nearby``     the first few places, the nearest before the others; empty when no place
                   was told, or none is on the map.
    """

    about: AboutWords
    verdict: Verdict
    words: str
    reasons: tuple[str, ...]
    rules: tuple[GroupRules, ...]
    more: str
    note: AgeingNote | None = None
    needs: ShortList = ShortList(())
    team: ShortList = ShortList(())
    is_judged: bool = False
    nearby: tuple[PlaceWords, ...] = ()

    @property
    def places(self) -> tuple[PlaceWords, ...]:
        """The first few; ``more_places`` counts the others."""
        return self.nearby or self.about.places

    @property
    def has_personal_rules(self) -> bool:
        """Whether any rule says something of the person, such as a birthday."""
        return any(rule.is_personal for group in self.rules for rule in group.rules)

    @property
    def more_places(self) -> int:
        return self.about.place_count - len(self.places)


@dataclass(frozen=True, slots=True)
class CardMaker:
    """What all cards of a page have in common.

    ``answers`` are the answers to questions in short words, by the key of the fact.
    ``texts`` are our words about studies in the language of the page.
    """

    facts: PatientFacts
    name_of: NameOf
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=translations)

    @property
    def judge(self) -> Judge:
        return Judge(self.facts, self.name_of, self.today, self.answers)

    def card(
        self, match: Match, study: Listed, verdict: Verdict, why: LeftOutReason | None = None
    ) -> MatchCard:
        """``study`` is that of the match; ``why`` it was left out, None for one that was not."""
        is_told_why = why not in _SAID_WITHOUT_JUDGING and match.judged_group is not None
        judged = self.judge.words(verdict, match) if is_told_why else None
        known = about(study, match.rules, self.today, self.texts)
        is_open = verdict in (Verdict.FITS, Verdict.POSSIBLE)
        return MatchCard(
            about=known,
            verdict=verdict,
            words=judged.words
            if judged
            else verdict_words(verdict, match, self.facts, self.today),
            reasons=judged.reasons if judged else tuple(self._reasons(match, why)),
            rules=tuple(self._deciding_rules(match) if judged else self._rules(match, study)),
            more="" if judged else _more_words(match.more_to_check),
            note=ageing_note(match.closes_on, self.today) if is_open else None,
            needs=judged.needs if judged else ShortList(()),
            team=judged.team if judged else ShortList(()),
            is_judged=judged is not None,
            nearby=self._nearby(match.nearest, study, known) if match.nearest else (),
        )

    def _nearby(
        self, nearest: Nearest, study: Listed, known: AboutWords
    ) -> tuple[PlaceWords, ...]:
        keys = (place.key for place in study.places)
        places = zip(keys, known.places, strict=True)
        return nearest_first(places, nearest, self.today, len(study.places))

    def _reasons(self, match: Match, why: LeftOutReason | None) -> Iterable[str]:
        if why is LeftOutReason.ROLE or match.group is None:
            return [role_sentence(Role(self.facts.role))]
        if why is LeftOutReason.WORDS:
            return [_("Your words are not in its title or goal.")]
        if why is LeftOutReason.PLACE:
            return [_("It takes place further away than you asked for.")]
        if why is LeftOutReason.CHOICE:
            return [_("It is of a kind you did not choose.")]
        return self._deciding_sentences(match.group)[:REASONS_SHOWN]

    def _deciding_sentences(self, group: GroupEvaluation) -> list[str]:
        """What speaks against it, or else what is open."""
        against = tuple(group.branch.failures())
        return [finding_sentence(finding, self.name_of) for finding in against or group.unknowns]

    def _deciding_rules(self, match: Match) -> Iterable[GroupRules]:
        """Of a study that was judged, only what makes the verdict; its page has every rule."""
        group = match.judged_group
        if group is not None and (rules := self.judge.deciding(group)):
            yield GroupRules("", rules)

    def _rules(self, match: Match, study: Listed) -> Iterable[GroupRules]:
        labels = dict(study.labels)
        for group in match.evaluation.groups:
            rules = found_rules(group, self.name_of)
            yield GroupRules(labels.get(group.rules.key, ""), rules)


def _more_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Beyond age and disease the study team checks %(count)d more thing.",
        "Beyond age and disease the study team checks %(count)d more things.",
        count,
    ) % {"count": count}
