"""What a search comes to: the shapes that pages are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from trials.catalogue.place_names import UNITED_STATES
from trials.eligibility.case import Case
from trials.eligibility.criteria import AgeCriterion, DiseaseCriterion
from trials.eligibility.evaluation import GroupEvaluation, TrialEvaluation, TrialRules
from trials.eligibility.person import DIAGNOSIS
from trials.eligibility.probes import leaves
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict
from trials.finder.reasons_left import LeftOutReason
from trials.finder.wishes import Wish
from trials.models import Site, Trial, TrialSite


class OpenPlace(NamedTuple):
    """A place of a trial that may enrol. ``key`` joins the trial and the site, by theirs."""

    key: int
    trial: int
    status: str
    status_checked_on: date | None
    site: int
    name: str
    city: str
    state: str
    country: str

    @classmethod
    def of(cls, row: TrialSite) -> "OpenPlace":
        site = row.site
        named = (site.pk, site.name, site.city, site.state, site.country)
        return cls(row.pk, row.trial_id, row.status, row.status_checked_on, *named)


@dataclass(frozen=True)
class Nearest:
    """The closest place of a trial that may enrol; ``km`` from a place in ``country``."""

    place: OpenPlace
    km: float
    country: str = UNITED_STATES

    @cached_property
    def trial_site(self) -> TrialSite:
        """As a row; no query. Of hundreds of trials only the few that are shown need it."""
        place = self.place
        site = Site(
            pk=place.site,
            name=place.name,
            city=place.city,
            state=place.state,
            country=place.country,
        )
        return TrialSite(
            pk=place.key,
            trial_id=place.trial,
            site=site,
            status=place.status,
            status_checked_on=place.status_checked_on,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """One trial and what it comes to for one person.

    ``trial``         with its groups, rules, places and referral contact fetched.
    ``rules``         the same as rules; read once, since findings are kept by identity.
    ``evaluation``    the first look, by role, age and disease alone.
    ``group``         the group that the first look is about; None when none is open to
                      the role.
    ``nearest``       None when no place was told, or the trial names none with
                      coordinates.
    ``judged``        the verdict by all criteria; None while nothing else was told.
    ``judged_group``  the group that the verdict is about; None as above.
    """

    trial: Trial
    rules: TrialRules
    evaluation: TrialEvaluation
    group: GroupEvaluation | None
    nearest: Nearest | None = None
    judged: TrialVerdict | None = None
    judged_group: GroupVerdict | None = None

    @property
    def opens_on(self) -> date | None:
        """The day from which nothing known stands in the way; None when no day is known."""
        group = self.judged_group or self.group
        return group.opens_on if group else None

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits; None when no limit is in sight."""
        group = self.judged_group or self.group
        return group.closes_on if group else None

    @property
    def unsettled(self) -> int:
        """How many things somebody would still have to tell."""
        if self.judged_group:
            return len(self.judged_group.needs)
        return self.group.unsettled if self.group else 0

    @property
    def names_a_disease(self) -> bool:
        """Whether any rule does. Where none does, we do not know whom the study is for."""
        return any(DIAGNOSIS in group.gist.facts for group in self.rules.groups)

    @property
    def more_to_check(self) -> int:
        """How many criteria of the group the first look says nothing about."""
        if self.group is None:
            return 0
        everything = leaves(self.group.rules.criterion)
        return sum(not isinstance(leaf, AgeCriterion | DiseaseCriterion) for leaf in everything)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many trials were left out, by reason; every reason has a count.

    A trial that several reasons speak against is counted once, under the first of them in
    the order of :class:`LeftOutReason`. ``by_answer`` are the keys of those that an answer
    speaks against.
    """

    counts: Mapping[LeftOutReason, int]
    by_answer: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many open trials would fit or be possible without one answer.

    ``field`` is a key of ``trials.forms.finder.ANSWERS``: role, age, diagnosis or words; or
    "fact." and the key of a fact. Without a role somebody is looked at as a patient.
    """

    field: str
    gained: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a search looked, where more trials may fit than are looked at in one go.

    ``kept``         open trials that may fit by role, age, disease, words and place.
    ``sure``         those of them for a disease that the person certainly has, or for any.
    ``looked_at``    how many of them were evaluated for this part of the list.
    ``go_on_after``  the trial after which the next part begins, by its key; None at the end.
    ``as_of``        the newest change of any trial by then, by its key; None at the end.
    """

    kept: int
    sure: int
    looked_at: int
    go_on_after: int | None = None
    as_of: int | None = None
    is_first: bool = True

    @property
    def is_whole(self) -> bool:
        return self.is_first and self.go_on_after is None


@dataclass(frozen=True, slots=True)
class FinderResult:
    """Every published trial once: in one of the four sections or counted as left out.

    In a large list those that take nobody new are looked at only when asked for. Where more
    may fit than are looked at in one go (``reach``), the sections hold what was looked at.

    ``fits``, ``possible``  may be taking people now. By the verdict: somebody may be able
                            to join; it needs to be known more.
    ``soon``                so does this, and the person may be old enough in 180 days. By
                            the verdict: what stands in the way ends on a day.
    ``not_open``            fits or is possible, but takes nobody new today.
    ``not_looked_at``       how many more that take nobody new may fit.
    ``closed_unasked``      how many take nobody new and were not looked at at all: they are
                            in no section, and nowhere else in the numbers but the total.
    ``relaxations``         only worked out when nothing fits and nothing is possible; most
                            gained first, answers that gain nothing left away.
    ``case``                the person, with every answer.
    ``facets``              how many open trials that may fit have each value of each choice.
    ``is_judged``           whether the sections go by the verdict on all criteria.
    """

    wish: Wish
    fits: list[Match]
    possible: list[Match]
    soon: list[Match]
    not_open: list[Match]
    not_looked_at: int
    closed_unasked: int
    left_out: LeftOut
    relaxations: tuple[Relaxation, ...]
    total_published: int
    reach: Reach
    facets: Mapping[str, Mapping[str, int]]
    case: Case
    is_judged: bool = False

    @property
    def shown(self) -> list[Match]:
        """All matches, in the order of the sections."""
        return [*self.fits, *self.possible, *self.soon, *self.not_open]

    @property
    def open(self) -> list[Match]:
        """Those that may be taking the person now."""
        return [*self.fits, *self.possible]
