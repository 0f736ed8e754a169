"""What to ask about some studies: chosen by what they are, and by what is still unknown.

Nothing in a question says that somebody can join.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.eligibility.facts import Role
from trials.eligibility.person import DIAGNOSIS
from trials.finder import Match
from trials.models import Trial
from trials.models.site import OverallStatus
from trials.presenters.fact_names import fact_name
from trials.presenters.results import always_asked, opened_by
from trials.presenters.treatments import treatment_words
from trials.registry.treatments import Treatment

MOST_NAMED = 5
"""Facts in one question; the study's page has all of them."""


@dataclass(frozen=True, slots=True)
class QuestionToAsk:
    """``studies`` are the titles it is about; empty for a question about each of them."""

    words: str
    studies: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The question with its studies, for plain text."""
        return f"{self.words} ({'; '.join(self.studies)})" if self.studies else self.words


Holds = Callable[[Match], bool]


def _gives(*kinds: Treatment) -> Holds:
    return lambda match: any(named.kind in kinds for named in treatment_words(match.trial))


def _is_in_phase(*phases: str) -> Holds:
    return lambda match: bool(set(phases) & set(match.trial.phases))


def _compares(match: Match) -> bool:
    return Trial.Phase.PHASE3 in match.trial.phases


def _takes_donors(match: Match) -> bool:
    return any(Role.DONOR in group.roles for group in match.rules.groups)


def _is_closed(match: Match) -> bool:
    return not OverallStatus(match.trial.overall_status).is_open_now


def _is_unsure(match: Match) -> bool:
    return match.trial.overall_status == OverallStatus.UNKNOWN


def _names_no_place(match: Match) -> bool:
    return not match.trial.trial_sites.all()


_BY_STUDY: Mapping[StrPromise, Holds] = {
    gettext_lazy("Is this study open now, and how long is the wait?"): _is_unsure,
    gettext_lazy("Will this study take new patients again, and who tells us?"): _is_closed,
    gettext_lazy("Where does this study take place?"): _names_no_place,
    gettext_lazy(
        "What is known so far about the dose and the side effects, and in how many children?"
    ): _is_in_phase(Trial.Phase.EARLY_PHASE1, Trial.Phase.PHASE1),
    gettext_lazy(
        "Is the treatment drawn by lot, and what do those get who do not get the new one?"
    ): _compares,
    gettext_lazy(
        "How long does it take to make the cells, which treatment bridges that time, and how "
        "long would we stay near the hospital?"
    ): _gives(Treatment.CAR_T, Treatment.CELLS, Treatment.GENE),
    gettext_lazy(
        "Is a donor needed, how is one found, and how long is the stay in hospital?"
    ): _gives(Treatment.TRANSPLANT),
    gettext_lazy("What could the radiation change in later years?"): _gives(Treatment.RADIATION),
    gettext_lazy("What does giving cells mean for the donor, and who looks after them?"): (
        _takes_donors
    ),
}


def questions_about(matches: Iterable[Match]) -> tuple[QuestionToAsk, ...]:
    """What is open in these studies, what their kind makes worth asking, then what always is.

    Nothing when there is no study. ``matches`` hold trials with places and groups.
    """
    matches = list(matches)
    if not matches:
        return ()
    return (
        *_unsettled(matches),
        *_to_be_told(matches),
        *_by_study(matches),
        *(QuestionToAsk(words) for words in always_asked()),
    )


def _unsettled(matches: list[Match]) -> Iterable[QuestionToAsk]:
    """What the rules of age and disease leave open."""
    studies: dict[str, list[Match]] = {}
    for match in matches:
        for words in opened_by(match):
            studies.setdefault(words, []).append(match)
    return [_about(words, those, matches) for words, those in studies.items()]


def _to_be_told(matches: list[Match]) -> Iterable[QuestionToAsk]:
    """Facts that would settle an open rule, those that most studies need first."""
    needs: dict[str, list[Match]] = {}
    for match in matches:
        for key in sorted(match.judged_group.needs - {DIAGNOSIS}) if match.judged_group else ():
            needs.setdefault(key, []).append(match)
    keys = sorted(needs, key=lambda key: -len(needs[key]))[:MOST_NAMED]
    if not keys:
        return
    names = {"facts": get_text_list([fact_name(key) for key in keys], _("and"))}
    words = _("What do you know about %(facts)s?") % names
    yield _about(words, [match for match in matches if match.judged_group], matches)


def _by_study(matches: list[Match]) -> Iterable[QuestionToAsk]:
    for words, holds in _BY_STUDY.items():
        if those := [match for match in matches if holds(match)]:
            yield _about(str(words), those, matches)


def _about(words: str, those: list[Match], everything: list[Match]) -> QuestionToAsk:
    """Titles are named where the question is not about all of several studies."""
    if len(those) == len(everything):
        return QuestionToAsk(words)
    return QuestionToAsk(words, tuple(short_name(match.trial) for match in those))


def short_name(trial: Trial) -> str:
    """What staff call a study: its acronym, else its number, else its title."""
    return trial.acronym or trial.nct_id or trial.plain_title
