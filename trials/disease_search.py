"""Finding the disease that somebody means by what they typed."""

from dataclasses import dataclass
from enum import StrEnum


class MatchKind(StrEnum):
    """How a name was found, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One disease that a text may mean.

    ``name``        the medical name.
    ``plain_name``  what families read first.
    ``found_by``    the name that matched; one of the two above or a synonym.
    """

    code: str
    name: str
    plain_name: str
    found_by: str
    how: MatchKind


@dataclass(frozen=True, slots=True)
class Resolution:
    """``code`` is None unless the text is the name of exactly one disease.

    ``candidates`` are what it may mean otherwise, best first; none for a text that is
    like no name at all.
    """

    code: str | None
    candidates: tuple[Candidate, ...] = ()


class DiseaseNames:
    """All names of all diseases, ready to be searched."""

    def resolve(self, text: str) -> Resolution:
        """The one disease of that name, or what the text may mean."""
        raise NotImplementedError

    def suggest(self, text: str, limit: int = 10) -> list[Candidate]:
        """Diseases whose names fit what was typed so far, best first."""
        raise NotImplementedError

    def named(self, code: str) -> Candidate | None:
        """The disease of that code under its plain name; None when there is none."""
        raise NotImplementedError


def disease_names() -> DiseaseNames:
    """The names as they stand in the database now; read anew only after a change.

    One query when nothing has changed.
    """
    raise NotImplementedError
