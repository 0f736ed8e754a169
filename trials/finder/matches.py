"""What a search comes to: the shapes that pages are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trials.eligibility.evaluation import GroupEvaluation, TrialEvaluation
from trials.models import Trial, TrialSite


@dataclass(frozen=True, slots=True)
class Nearest:
    """The closest place of a trial: one that takes people now, if any does."""

    trial_site: TrialSite
    km: float


@dataclass(frozen=True, slots=True)
class Match:
    """One trial and what it comes to for one person.

    ``trial``    with its groups, rules, places and referral contact fetched.
    ``group``    the group that the verdict is about; None when none is open to the role.
    ``nearest``  None when no place was told, or the trial names none with coordinates.
    """

    trial: Trial
    evaluation: TrialEvaluation
    group: GroupEvaluation | None
    nearest: Nearest | None = None

    @property
    def opens_on(self) -> date | None:
        """For a trial that opens soon: the day, None when only the age is known."""
        return self.group.opens_on if self.group else None


class LeftOutReason(StrEnum):
    """The one clearest reason why a trial is in no section.

    ``TOO_YOUNG`` and ``TOO_OLD`` say how the person stands to the trial.
    """

    ROLE = "role"
    DISEASE = "disease"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many trials were left out, by reason; every reason has a count.

    A trial that several reasons speak against is counted once, under the first of them in
    the order of :class:`LeftOutReason`.
    """

    counts: Mapping[LeftOutReason, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many open trials would fit or be possible without one answer.

    ``field`` is a key of ``trials.forms.finder.ANSWERS``: role, age, diagnosis or words.
    Without a role somebody is looked at as a patient.
    """

    field: str
    gained: int


@dataclass(frozen=True, slots=True)
class FinderResult:
    """Every published trial once: in one of the four sections or counted as left out.

    ``fits``, ``possible``  may be taking people now.
    ``soon``                so does this, and the person may be old enough in 180 days.
    ``not_open``            fits or is possible, but takes nobody new today.
    ``relaxations``         only worked out when nothing fits and nothing is possible; most
                            gained first, answers that gain nothing left away.
    """

    fits: list[Match]
    possible: list[Match]
    soon: list[Match]
    not_open: list[Match]
    left_out: LeftOut
    relaxations: tuple[Relaxation, ...]
    total_published: int

    @property
    def shown(self) -> list[Match]:
        """All matches, in the order of the sections."""
        return [*self.fits, *self.possible, *self.soon, *self.not_open]
