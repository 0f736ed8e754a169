"""Which trials one referral check judges, where there are more than anybody could read.

Up to some hundred published trials are all judged, so that staff see every "no" with its
reason. Of a whole registry the database narrows first, as it does for families: what is
for other roles, diseases or ages is counted and not listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from trials.eligibility.facts import Role
from trials.finder.candidates import Candidates, candidates
from trials.finder.left_out import count_narrowed_out
from trials.finder.matches import LeftOut
from trials.finder.reasons_left import LeftOutReason
from trials.finder.seeking import Seeker
from trials.finder.totals import totals
from trials.finder.wishes import Wish
from trials.models import Trial
from trials.models.trial import TrialQuerySet

EVERY_TRIAL = 600
"""Published trials up to this number are all judged."""
AT_MOST_OPEN, AT_MOST_CLOSED = 400, 100

ASKED_BY_IMPORTED = frozenset({"sex", "disease_status"})
"""All that an imported trial asks beyond age and disease, until somebody reviews it."""


@dataclass(frozen=True, slots=True)
class ReferralReach:
    """``judged`` are keys of trials, None for every published one.

    ``not_judged``         how many more open trials may fit by role, age and disease.
    ``closed_not_judged``  how many more that take nobody at the moment.
    ``left_out``           by reason, for the first person; empty where every trial is judged.
    """

    judged: frozenset[int] | None = None
    not_judged: int = 0
    closed_not_judged: int = 0
    left_out: LeftOut = LeftOut({})

    def of(self, trials: TrialQuerySet) -> QuerySet[Trial]:
        return trials if self.judged is None else trials.filter(pk__in=self.judged)


def reach_of(people: Sequence[Seeker]) -> ReferralReach:
    """In a large list, for a patient and whoever else of the family would join.

    The patient comes first.
    """
    found = [_candidates(Wish(person)) for person in people]
    dropped = count_narrowed_out(
        Wish(people[0]), found[0], totals(people[0].facts.role, people[0].on)
    )
    parts = [part for one in found for part in one]
    not_judged, closed_not_judged = (part.kept - len(part.trials) for part in found[0])
    return ReferralReach(
        judged=frozenset(trial for part in parts for trial in part.trials),
        not_judged=not_judged,
        closed_not_judged=closed_not_judged,
        left_out=LeftOut({reason: dropped[reason] for reason in LeftOutReason}),
    )


def is_small_list() -> bool:
    """Whether every published trial is judged."""
    return totals(Role.PATIENT, date.min).published <= EVERY_TRIAL


def trials_that_ask() -> TrialQuerySet:
    """Of a large list, the open trials whose rules say what has to be asked of anybody.

    They were reviewed here; the others ask nothing but ``ASKED_BY_IMPORTED``.
    """
    return Trial.objects.published().recruiting().filter(is_reviewed=True)


def _candidates(wish: Wish) -> tuple[Candidates, Candidates]:
    return (
        candidates(wish, is_open=True, limit=AT_MOST_OPEN),
        candidates(wish, is_open=False, limit=AT_MOST_CLOSED),
    )
