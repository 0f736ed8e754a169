"""What a search left out, and the one clearest reason for each."""

from collections import Counter
from collections.abc import Iterable, Mapping

from trials.eligibility.evaluation import FirstLook, Fit, TrialEvaluation, TrialRules
from trials.eligibility.reasons import Reason
from trials.finder.candidates import Candidates, reasons_not_listed
from trials.finder.looking import look_at_all
from trials.finder.matches import FinderResult, Match
from trials.finder.reasons_left import LeftOutReason
from trials.finder.totals import Totals
from trials.finder.wishes import Wish
from trials.models import Trial


def left_out_matches(result: FinderResult, page: slice) -> list[tuple[Match, LeftOutReason]]:
    """One page of the trials that were left out, each with its reason.

    They stand in alphabetical order; there are ``result.left_out.total`` of them when all
    candidates were looked at.
    """
    shown = [match.trial.pk for match in result.shown]
    published = Trial.objects.public(result.wish.seeker.on).exclude(pk__in=shown)
    left_out = published.order_by("plain_title", "pk").values_list("pk", flat=True)[page]
    matches = look_at_all(list(left_out), result.wish.seeker)
    unlisted = reasons_not_listed(result.wish, [match.trial.pk for match in matches])
    return [(match, _reason(match, result, unlisted)) for match in matches]


def _reason(
    match: Match, result: FinderResult, unlisted: Mapping[int, LeftOutReason]
) -> LeftOutReason:
    """An answer, what the first look says, or else what the list was narrowed by."""
    trial = match.trial.pk
    if trial in result.left_out.by_answer:
        return LeftOutReason.ANSWER
    by_look = reason_left_out(match.evaluation, result.wish.seeker.ageless)
    return by_look or unlisted.get(trial, LeftOutReason.ANSWER)


def reason_left_out(evaluation: TrialEvaluation, ageless: FirstLook) -> LeftOutReason | None:
    """Why the first look says "no"; None when it does not.

    ``ageless`` looks for the same person with no age told.
    """
    if evaluation.fit is not Fit.NO:
        return None
    if not evaluation.role_is_sought:
        return LeftOutReason.ROLE
    rules = TrialRules(evaluation.key, tuple(group.rules for group in evaluation.groups))
    if ageless.at(rules).fit is Fit.NO:
        return LeftOutReason.DISEASE
    reasons = {finding.reason for group in evaluation.groups for finding in group.findings}
    is_too_young = Reason.AGE_TOO_YOUNG in reasons and Reason.AGE_TOO_OLD not in reasons
    return LeftOutReason.TOO_YOUNG if is_too_young else LeftOutReason.TOO_OLD


def count_narrowed_out(
    wish: Wish, found: Iterable[Candidates], totals: Totals
) -> Counter[LeftOutReason]:
    """How many of the published trials the database dropped, by reason.

    ``found`` are those that may be taking people and, unless they were not looked at, the
    others; ``totals`` those for the role of the person.
    """
    found = list(found)
    has_closed = len(found) > 1
    published = totals.published if has_closed else totals.taking
    rows = totals.in_role if has_closed else totals.taking_in_role
    dropped = Counter({LeftOutReason.ROLE: published - rows})
    for part in found:
        rows -= part.named
        dropped[LeftOutReason.TOO_OLD] += part.named - part.or_older
        dropped[LeftOutReason.TOO_YOUNG] += part.or_older - part.in_age
        dropped[LeftOutReason.WORDS] += part.in_age - part.worded
        dropped[LeftOutReason.PLACE] += part.worded - part.found
        dropped[LeftOutReason.CHOICE] += part.found - part.kept
    is_diagnosed = wish.diseases is not None
    dropped[LeftOutReason.DISEASE if is_diagnosed else _narrowed_first(wish)] += rows
    return dropped


def _narrowed_first(wish: Wish) -> LeftOutReason:
    """What an index answered before anything was counted, where no disease was told."""
    return LeftOutReason.WORDS if wish.words else LeftOutReason.PLACE
