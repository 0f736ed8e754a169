"""What a search asks for, beyond who somebody is."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from trials.eligibility.ages import AgeSpan
from trials.eligibility.distance import Place
from trials.eligibility.truth import Truth
from trials.finder.narrowing import ages_in_play, diseases_in_play
from trials.finder.seeking import Seeker


class Sort(StrEnum):
    """The order of the trials within a section."""

    FIT = "fit"
    NEAREST = "nearest"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Choices:
    """What of the list somebody wants to see; nothing chosen means everything.

    Values as ``SearchRow`` has them: a trial is kept that has one value of each that is
    chosen, or of which the value is not known. What no phase belongs to has none.
    """

    status: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    treatment: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.status, self.phase, self.kind, self.country, self.treatment))


@dataclass(frozen=True)
class Wish:
    """``radius_km`` counts from ``place``; None for any distance.

    ``with_closed`` asks for trials that take nobody new even where there are very many.
    """

    seeker: Seeker
    words: str = ""
    place: Place | None = None
    radius_km: float | None = None
    choices: Choices = Choices()
    sort: Sort = Sort.FIT
    with_closed: bool = False

    @property
    def order(self) -> Sort:
        """Nothing is near nowhere."""
        is_nowhere = self.sort is Sort.NEAREST and self.place is None
        return Sort.FIT if is_nowhere else self.sort

    @cached_property
    def diseases(self) -> frozenset[str] | None:
        """All that the person has or may turn out to have; None when none was told."""
        return diseases_in_play(self.seeker)

    @cached_property
    def sure_diseases(self) -> frozenset[str]:
        """Those the person certainly has: what was told and everything above it."""
        status = self.seeker.person.diseases.status
        return frozenset(code for code in self.diseases or () if status(code) is Truth.TRUE)

    @cached_property
    def ages(self) -> AgeSpan | None:
        return ages_in_play(self.seeker.facts, self.seeker.on)

    def having(self, seeker: Seeker, words: str) -> "Wish":
        """The same wish of somebody else."""
        return replace(self, seeker=seeker, words=words)
