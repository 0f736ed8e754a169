"""The page of results: sections of cards, what was left out, and what to do next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.person import DIAGNOSIS
from trials.eligibility.reasons import Reason
from trials.finder import FinderResult, LeftOut, LeftOutReason, Match, Relaxation
from trials.presenters.chips import answer_name
from trials.presenters.fact_names import fact_name
from trials.presenters.matches import MatchCard
from trials.presenters.numbers import grouped
from trials.presenters.verdicts import Verdict

SECTION_SIZE = 10


@dataclass(frozen=True, slots=True)
class Section:
    """Studies of one verdict; ``cards`` are those of one page, ``total`` counts all."""

    verdict: Verdict
    heading: str
    intro: str
    cards: tuple[MatchCard, ...]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.cards)


@dataclass(frozen=True, slots=True)
class Relax:
    """A way out of an empty list. ``words`` name what one click takes back and gains."""

    field: str
    words: str


_INTROS: Mapping[Verdict, StrPromise] = {
    Verdict.FITS: gettext_lazy(
        "You may be able to join. Only the study team can decide: they check much more than age "
        "and disease."
    ),
    Verdict.POSSIBLE: gettext_lazy(
        "We cannot tell yet. Each study says what we would need to know."
    ),
    Verdict.SOON: gettext_lazy(
        "These are for people who are older; a birthday within a year may change that."
    ),
    Verdict.NOT_OPEN: gettext_lazy(
        "These fit or might fit, but take nobody new today. Some may open again."
    ),
    Verdict.LEFT_OUT: gettext_lazy("These are for other people. Each says why."),
}


_INTROS_JUDGED: Mapping[Verdict, StrPromise] = {
    Verdict.FITS: gettext_lazy(
        "Nothing you entered speaks against these. Only the study team can decide: they check "
        "more."
    ),
    Verdict.POSSIBLE: gettext_lazy("We would need to know more. Each study says what."),
    Verdict.SOON: gettext_lazy(
        "Something has to come first: a birthday, or some time after a treatment. Each says when."
    ),
    Verdict.LEFT_OUT: gettext_lazy("These do not go with what you entered. Each says why."),
}
"""For somebody who answered more than age and disease."""


def section(
    verdict: Verdict, cards: Iterable[MatchCard], total: int, *, is_judged: bool = False
) -> Section:
    """``is_judged`` when the studies were judged by all their rules."""
    intro = _INTROS_JUDGED.get(verdict) if is_judged else None
    return Section(
        verdict,
        section_heading(verdict, total, is_judged=is_judged),
        str(intro or _INTROS[verdict]),
        tuple(cards),
        total,
    )


def section_heading(verdict: Verdict, count: int, *, is_judged: bool = False) -> str:
    judged = {
        Verdict.FITS: ngettext(
            "%(count)s study you may be able to join",
            "%(count)s studies you may be able to join",
            count,
        ),
        Verdict.POSSIBLE: ngettext(
            "%(count)s study you might be able to join",
            "%(count)s studies you might be able to join",
            count,
        ),
        Verdict.SOON: ngettext(
            "%(count)s study, but not right now", "%(count)s studies, but not right now", count
        ),
    }
    words = {
        Verdict.FITS: ngettext("%(count)s study fits", "%(count)s studies fit", count),
        Verdict.POSSIBLE: ngettext(
            "%(count)s study might fit", "%(count)s studies might fit", count
        ),
        Verdict.SOON: ngettext(
            "%(count)s study to come back to", "%(count)s studies to come back to", count
        ),
        Verdict.NOT_OPEN: ngettext(
            "%(count)s study not taking new patients now",
            "%(count)s studies not taking new patients now",
            count,
        ),
        Verdict.LEFT_OUT: ngettext(
            "%(count)s study left out", "%(count)s studies left out", count
        ),
    }
    chosen = {**words, **judged} if is_judged else words
    return chosen[verdict] % {"count": grouped(count)}


def results_heading(result: FinderResult) -> str:
    """Of a long list that is read part by part, what this part comes to."""
    count = len(result.fits) + len(result.possible)
    if not result.reach.is_whole:
        return _part_heading(count)
    if not count:
        return _("No open study fits all your answers")
    return ngettext(
        "%(count)s open study to ask about", "%(count)s open studies to ask about", count
    ) % {"count": grouped(count)}


def _part_heading(count: int) -> str:
    if not count:
        return _("No open study in this part of the list fits all your answers")
    return ngettext(
        "%(count)s open study to ask about in this part of the list",
        "%(count)s open studies to ask about in this part of the list",
        count,
    ) % {"count": grouped(count)}


def page_words(page: Page[int]) -> str:
    """Empty when everything stands on one page."""
    if page.paginator.num_pages == 1:
        return ""
    return _("page %(number)d of %(pages)d") % {
        "number": page.number,
        "pages": page.paginator.num_pages,
    }


MOST_ASKED = 4
"""As many missing facts as a family can ask about in one sentence."""


def _often(needs: list[str]) -> list[tuple[str, int]]:
    """What most studies need to know, with its count; always in the same order."""
    return Counter(sorted(needs)).most_common(MOST_ASKED)


def left_out_words(left_out: LeftOut) -> tuple[str, ...]:
    """One sentence per reason that left any study out."""
    return tuple(
        _left_out_sentence(reason, count) for reason, count in left_out.counts.items() if count
    )


def _left_out_sentence(reason: LeftOutReason, count: int) -> str:
    sentences = {
        LeftOutReason.ROLE: ngettext(
            "%(count)s is looking for other people, such as patients or donors",
            "%(count)s are looking for other people, such as patients or donors",
            count,
        ),
        LeftOutReason.DISEASE: ngettext(
            "%(count)s is for other diagnoses", "%(count)s are for other diagnoses", count
        ),
        LeftOutReason.TOO_YOUNG: ngettext(
            "%(count)s is for people who are older",
            "%(count)s are for people who are older",
            count,
        ),
        LeftOutReason.TOO_OLD: ngettext(
            "%(count)s is for people who are younger",
            "%(count)s are for people who are younger",
            count,
        ),
        LeftOutReason.ANSWER: ngettext(
            "%(count)s does not go with an answer you gave",
            "%(count)s do not go with an answer you gave",
            count,
        ),
        LeftOutReason.WORDS: ngettext(
            "%(count)s does not mention your words", "%(count)s do not mention your words", count
        ),
        LeftOutReason.PLACE: ngettext(
            "%(count)s is further away", "%(count)s are further away", count
        ),
        LeftOutReason.CHOICE: ngettext(
            "%(count)s is of a kind you did not choose",
            "%(count)s are of a kind you did not choose",
            count,
        ),
    }
    return sentences[reason] % {"count": grouped(count)}


def relax_buttons(relaxations: Iterable[Relaxation]) -> tuple[Relax, ...]:
    """Only the answers whose removal brings a study back."""
    return tuple(
        Relax(relaxation.field, _relax_words(relaxation))
        for relaxation in relaxations
        if relaxation.gained
    )


def _relax_words(relaxation: Relaxation) -> str:
    return ngettext(
        "Leave out %(answer)s: %(count)s more study",
        "Leave out %(answer)s: %(count)s more studies",
        relaxation.gained,
    ) % {"answer": answer_name(relaxation.field), "count": grouped(relaxation.gained)}


_QUESTIONS: Mapping[Reason, StrPromise] = {
    Reason.DISEASE_TYPE_NEEDED: gettext_lazy("What is the exact type of the disease?"),
    Reason.DISEASE_EXCEPTION_OPEN: gettext_lazy("What is the exact type of the disease?"),
    Reason.AGE_LIMIT_UNCLEAR: gettext_lazy("Which age limit does the study really use?"),
    Reason.AGE_NOT_STATED: gettext_lazy("Is there an age limit that the page does not name?"),
}


def questions_to_take(matches: Iterable[Match]) -> tuple[str, ...]:
    """What to ask the care team: what is open in these studies, then what always matters.

    Nothing when there is no study to ask about.
    """
    matches = list(matches)
    if not matches:
        return ()
    opened = dict.fromkeys(words for match in matches for words in opened_by(match))
    needs = [
        key
        for match in matches
        if match.judged_group
        for key in match.judged_group.needs - {DIAGNOSIS}
    ]
    if needs:
        names = {"facts": get_text_list([fact_name(key) for key, _n in _often(needs)], _("and"))}
        opened[_("What do you know about %(facts)s?") % names] = None
    return (*opened, *always_asked())


def opened_by(match: Match) -> tuple[str, ...]:
    """What the rules of age and disease leave open in one study."""
    reasons = [
        finding.reason for group in match.evaluation.groups[:1] for finding in group.findings
    ]
    return tuple(
        dict.fromkeys(str(_QUESTIONS[reason]) for reason in reasons if reason in _QUESTIONS)
    )


def always_asked() -> tuple[str, ...]:
    """What matters for every study."""
    return (
        _("Could any of these studies be right for us, and why or why not?"),
        _("What would taking part mean: visits, travel, tests, side effects?"),
        _("Who can make the referral, and how soon?"),
    )
