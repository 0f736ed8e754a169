"""The search itself: look at what the database kept, sort it, count what was left out."""

from collections import Counter

from trials.eligibility.distance import Place
from trials.finder.candidates import Candidates, candidates
from trials.finder.going_on import has_changed, newest_change
from trials.finder.left_out import count_narrowed_out
from trials.finder.looking import in_order, look, look_at_all
from trials.finder.matches import FinderResult, LeftOut, Match, Reach
from trials.finder.nearest import nearest_place
from trials.finder.placing import Section, placed
from trials.finder.reasons_left import LeftOutReason
from trials.finder.relaxing import relaxations
from trials.finder.seeking import Seeker
from trials.finder.totals import Totals, totals
from trials.finder.wishes import Wish
from trials.models import Trial
from trials.rulebook import rules_for

LOOKED_AT = 400
"""Open trials that are evaluated in one go; whoever may fit more sees them part by part."""
LOOKED_AT_CLOSED = 100
MOST_CLOSED_UNASKED = 20_000
"""Closed trials of a role up to which they are looked at without being asked for. A registry
has eight times as many closed trials as open ones: counting them takes longer than all else."""


def find(wish: Wish, after: int | None = None, as_of: int | None = None) -> FinderResult:
    """What ``wish`` comes to; ``after`` is the trial after which a later part begins.

    ``as_of`` is the newest change when the part before was made: where that trial changed
    later, the list begins anew, for the trial may stand elsewhere and hide what it passed.
    The number of queries does not depend on the number of trials, nor does the work, however
    many trials there are. Trials are not fetched in full: :func:`~trials.finder.listed.listed`
    does that for the few that are on a page.
    """
    if after is not None and as_of is not None and has_changed(after, as_of):
        after = None
    taking = candidates(wish, is_open=True, limit=LOOKED_AT + 1, after=after)
    there_are = totals(wish.seeker.facts.role, wish.seeker.on)
    closed = _closed(wish) if looks_at_closed(wish, there_are) else None
    looked_at, closed_trials = taking.trials[:LOOKED_AT], closed.trials if closed else ()
    sections, left_out, by_answer = _sorted(wish, [*looked_at, *closed_trials])
    left_out.update(count_narrowed_out(wish, (taking, closed) if closed else (taking,), there_are))
    is_empty = not sections[Section.FITS] and not sections[Section.POSSIBLE]
    return FinderResult(
        wish=wish,
        **{
            section.value: in_order(found, wish.seeker.on, wish.order)
            for section, found in sections.items()
        },
        not_looked_at=closed.kept - len(closed.trials) if closed else 0,
        closed_unasked=0 if closed else there_are.not_taking,
        left_out=LeftOut({reason: left_out[reason] for reason in LeftOutReason}, by_answer),
        relaxations=relaxations(wish) if is_empty and after is None else (),
        total_published=there_are.published,
        reach=_reach(taking, looked_at, after),
        facets=taking.facets,
        case=wish.seeker.case,
        is_judged=wish.seeker.is_judged,
    )


def looks_at_closed(wish: Wish, there_are: Totals) -> bool:
    """Whether trials that take nobody new are counted and listed as well."""
    return wish.with_closed or there_are.not_taking_in_role <= MOST_CLOSED_UNASKED


def _closed(wish: Wish) -> Candidates:
    return candidates(wish, is_open=False, limit=LOOKED_AT_CLOSED)


def _sorted(
    wish: Wish, trials: list[int]
) -> tuple[dict[Section, list[Match]], Counter[LeftOutReason], frozenset[int]]:
    """By section, and what the evaluation leaves out: how many by reason, which by an answer."""
    sections: dict[Section, list[Match]] = {section: [] for section in Section}
    left_out: Counter[LeftOutReason] = Counter()
    by_answer = set()
    for match in look_at_all(trials, wish.seeker, wish.place):
        section, shown = placed(match, wish.seeker)
        if isinstance(section, Section):
            sections[section].append(shown)
        else:
            left_out[section] += 1
        if section is LeftOutReason.ANSWER:
            by_answer.add(match.trial.pk)
    return sections, left_out, frozenset(by_answer)


def _reach(taking: Candidates, looked_at: tuple[int, ...], after: int | None) -> Reach:
    has_more = len(taking.trials) > len(looked_at)
    return Reach(
        kept=taking.kept,
        sure=taking.sure,
        looked_at=len(looked_at),
        go_on_after=looked_at[-1] if has_more else None,
        as_of=newest_change() if has_more else None,
        is_first=after is None,
    )


def standing(
    trial: Trial, seeker: Seeker, place: Place | None = None
) -> tuple[Section | LeftOutReason, Match]:
    """Where one trial that came through ``with_everything`` stands, or why it is left out."""
    nearest = nearest_place(trial, place)
    return placed(look(trial, rules_for(trial), seeker, nearest), seeker)
