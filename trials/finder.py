"""Which trials somebody may be able to join, in the order in which they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.distance import Place
from trials.eligibility.evaluation import GroupEvaluation, TrialEvaluation
from trials.eligibility.facts import PatientFacts
from trials.models import Trial, TrialSite
from trials.models.trial import TrialQuerySet


@dataclass(frozen=True, slots=True)
class Nearest:
    """The closest place of a trial: one that takes people now, if any does."""

    trial_site: TrialSite
    km: float


@dataclass(frozen=True, slots=True)
class Match:
    """One trial and what it comes to for one person.

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
    """The one clearest reason why a trial is in no section; too_young is the person."""

    ROLE = "role"
    DISEASE = "disease"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many trials were left out, by reason; every reason has a count."""

    counts: Mapping[LeftOutReason, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many more open trials would fit or be possible without one answer.

    ``field`` is a key of ``trials.forms.finder.ANSWERS``: role, age, diagnosis or words.
    """

    field: str
    gained: int


@dataclass(frozen=True, slots=True)
class FinderResult:
    """Every published trial once: in one of the four sections or counted as left out.

    ``fits``, ``possible``  open now.
    ``soon``                open now, and old enough within 180 days.
    ``not_open``            fits or is possible, but takes nobody new today.
    ``relaxations``         only worked out when nothing fits and nothing is possible.
    """

    fits: list[Match]
    possible: list[Match]
    soon: list[Match]
    not_open: list[Match]
    left_out: LeftOut
    relaxations: tuple[Relaxation, ...]
    total_published: int


def find(
    filtered: TrialQuerySet,
    *,
    published: TrialQuerySet,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
    place: Place | None = None,
    words: str = "",
) -> FinderResult:
    """Evaluate what the filter kept.

    ``filtered`` is ``published`` narrowed by role, age, diagnosis and ``words``.
    """
    raise NotImplementedError


def left_out_matches(
    result: FinderResult,
    *,
    published: TrialQuerySet,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
    page: slice,
) -> list[tuple[Match, LeftOutReason]]:
    """One page of the trials that were left out, each with its reason.

    They stand in alphabetical order; there are ``result.left_out.total`` of them.
    """
    raise NotImplementedError
