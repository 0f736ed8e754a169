"""The places of one study when there are many: the nearest and open ones, then by country."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.catalogue.place_names import UNITED_STATES, country_in
from trials.eligibility.distance import Place, kilometres_between
from trials.models import TrialSite
from trials.models.site import OverallStatus
from trials.models.translation import page_language
from trials.presenters.places import PlaceWords, place_words

ALL_UP_TO = 12
"""So many places are listed one below the other."""
SHOWN_FIRST = 5


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """``status`` without its day, since there may be a thousand of these."""

    name: str
    city: str
    status: str


@dataclass(frozen=True, slots=True)
class State:
    """``name`` is empty where the source gives none."""

    name: str
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """``heading`` has the name, how many places there are, and how many may be open."""

    heading: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class WhereWords:
    """``first`` are all places, or the nearest and open ones of many; ``countries`` hold all.

    ``checked`` says of which day the statuses below are; empty when they differ in it.
    """

    first: tuple[PlaceWords, ...]
    total: int
    countries: tuple[Country, ...] = field(default=())
    checked: str = ""


def where_words(rows: Iterable[TrialSite], today: date, near: Place | None = None) -> WhereWords:
    """Open ones first, of those the nearest when a place was told; then by name."""
    ranked = sorted(
        ((_km(row, near), row) for row in rows),
        key=lambda pair: (not _is_open(pair[1]), _far(pair[0]), _by_name(pair[1])),
    )
    is_short = len(ranked) <= ALL_UP_TO
    country = near.country if near else UNITED_STATES
    shown = ranked if is_short else ranked[:SHOWN_FIRST]
    first = tuple(place_words(row, today, km, country) for km, row in shown)
    if is_short:
        return WhereWords(first, len(ranked))
    places = [row for _km, row in ranked]
    return WhereWords(first, len(places), tuple(_countries(places)), _checked(places))


def _km(row: TrialSite, near: Place | None) -> float | None:
    site = row.site
    if near is None or site.latitude is None or site.longitude is None:
        return None
    return kilometres_between(near.latitude, near.longitude, site.latitude, site.longitude)


def _far(km: float | None) -> float:
    return float("inf") if km is None else km


def _is_open(row: TrialSite) -> bool:
    return OverallStatus(row.status).is_open_now


def _by_name(row: TrialSite) -> tuple[str, ...]:
    site = row.site
    return site.country, site.state, site.city, site.name


def _countries(rows: Sequence[TrialSite]) -> Iterator[Country]:
    """The country with most places first."""
    ordered = sorted(rows, key=_by_name)
    groups = [
        (name, list(found)) for name, found in groupby(ordered, key=lambda row: row.site.country)
    ]
    for name, found in sorted(groups, key=lambda group: (-len(group[1]), group[0])):
        yield Country(_heading(name, found), tuple(_states(found)))


def _heading(name: str, rows: Sequence[TrialSite]) -> str:
    count, taking = len(rows), sum(row.status == OverallStatus.RECRUITING for row in rows)
    places = ngettext("%(count)d place", "%(count)d places", count) % {"count": count}
    country = country_in(name, page_language()) or _("Country not named")
    values = {"country": country, "places": places, "taking": taking}
    if not taking:
        return _("%(country)s: %(places)s") % values
    return _("%(country)s: %(places)s, %(taking)d of them taking new patients") % values


def _states(rows: Sequence[TrialSite]) -> Iterator[State]:
    for name, found in groupby(rows, key=lambda row: row.site.state):
        yield State(name, tuple(_line(row) for row in found))


def _line(row: TrialSite) -> PlaceLine:
    return PlaceLine(row.site.name, row.site.city, str(OverallStatus(row.status).label))


def _checked(rows: Sequence[TrialSite]) -> str:
    days = {row.status_checked_on for row in rows}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        return ""
    return _("The statuses are those of %(day)s.") % {"day": date_format(day)}
