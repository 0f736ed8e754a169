"""How some studies stand to somebody's answers, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from trials.eligibility.verdicts import judge_in
from trials.finder import LeftOutReason, Match, listed_of, standing, with_everything
from trials.models import Trial
from trials.presenters.judged import JudgedGroup
from trials.presenters.matches import MatchCard
from trials.presenters.verdicts import Verdict
from trials.views import clock
from trials.views.searching import Search


@dataclass(frozen=True, slots=True)
class Standing:
    """One study, and what the answers come to for it."""

    match: Match
    card: MatchCard


def standings_of(slugs: Sequence[str], search: Search) -> list[Standing]:
    """Published studies in the order of ``slugs``; those not on the list are left away."""
    published = (
        Trial.objects.public(clock.today())
        .filter(slug__in=slugs)
        .select_related("registry_record")
    )
    found = {trial.slug: trial for trial in with_everything(published)}
    return [standing_of(found[slug], search) for slug in slugs if slug in found]


def standing_of(trial: Trial, search: Search) -> Standing:
    """Of a study that came through ``with_everything``."""
    study = listed_of(trial)
    where, match = standing(trial, search.trial_filter.seeker, search.trial_filter.form.place)
    if isinstance(where, LeftOutReason):
        return Standing(match, search.maker.card(match, study, Verdict.LEFT_OUT, where))
    return Standing(match, search.maker.card(match, study, Verdict(where.value)))


def judged_groups(stands: Standing, search: Search) -> tuple[JudgedGroup, ...]:
    """Every rule of the study with what the answers come to."""
    match = stands.match
    judged = match.judged or judge_in(match.rules, search.trial_filter.seeker.case)
    labels = {group.key: group.label for group in match.trial.groups.all()}
    return search.maker.judge.groups(judged, labels)
