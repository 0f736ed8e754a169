"""The sites of a record and the places of a trial, laid side by side.

A site is a plain object, as it stands in the items of a proposed change::

    {"name", "city", "state", "country", "status", "latitude", "longitude"}

``status`` is the registry's word. Degrees, both None when not known. Two sites are the same
when their name, city, state and country are, whatever the spelling of signs and capitals.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from django.db import models

from trials.models import Site, Trial, TrialSite
from trials.models.site import OverallStatus
from trials.registry.records import RecordedPlace, StudyRecord

SiteItem: TypeAlias = dict[str, Any]
SiteKey: TypeAlias = tuple[str, ...]

PLACE_FIELDS = ("name", "city", "state", "country")
_STATUSES = {status.value: status for status in OverallStatus}
_OPENNESS = {status.value: number for number, status in enumerate(OverallStatus)}


def site_key(site: SiteItem) -> SiteKey:
    return tuple(_letters(site[name]) for name in PLACE_FIELDS)


def in_order(sites: Iterable[SiteItem]) -> list[SiteItem]:
    """By country, state, city and name."""
    return sorted(sites, key=lambda site: tuple(site[name] for name in reversed(PLACE_FIELDS)))


def known_status(word: str) -> OverallStatus:
    """The registry's word, or UNKNOWN for one we do not know."""
    return _STATUSES.get(word, OverallStatus.UNKNOWN)


def cut_for(model: type[models.Model], name: str, text: str) -> str:
    """As much of a text as the field of that name can hold."""
    return text[: _longest(model, name)]


@cache
def _longest(model: type[models.Model], name: str) -> int | None:
    field = model._meta.get_field(name)
    assert isinstance(field, models.CharField)
    return field.max_length


def place_of(site: Site) -> SiteItem:
    """What :func:`site_key` needs."""
    return {name: getattr(site, name) for name in PLACE_FIELDS}


def recorded_sites(record: StudyRecord) -> dict[SiteKey, SiteItem]:
    """Every site once; of a site listed several times, the status that is open longest.

    The registry gives sites a status only while the study recruits: without one, the
    study's own counts.
    """
    sites: dict[SiteKey, SiteItem] = {}
    for place in record.places:
        site = _recorded(place, record.overall_status)
        held = sites.setdefault(site_key(site), site)
        if _openness(site) < _openness(held):
            held["status"] = site["status"]
    return sites


def held_rows(trial: Trial) -> dict[SiteKey, TrialSite]:
    """The places of a trial by the same keys."""
    rows = trial.trial_sites.select_related("site", "contact").order_by("pk")
    return {site_key(_held(row)): row for row in rows}


def held_sites(trial: Trial) -> dict[SiteKey, SiteItem]:
    """The places of a trial as a record would name them."""
    return {key: _held(row) for key, row in held_rows(trial).items()}


def _recorded(place: RecordedPlace, overall_status: str) -> SiteItem:
    named = place.facility or place.city or place.state or place.country
    return {
        "name": cut_for(Site, "name", named),
        "city": cut_for(Site, "city", place.city),
        "state": cut_for(Site, "state", place.state),
        "country": cut_for(Site, "country", place.country),
        "status": place.status or overall_status,
        **_coordinates(place),
    }


def _coordinates(place: RecordedPlace) -> SiteItem:
    """Neither when one is missing, or they lie nowhere on the map."""
    latitude, longitude = place.latitude, place.longitude
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {"latitude": None, "longitude": None}
    return {"latitude": latitude, "longitude": longitude}


def _held(row: TrialSite) -> SiteItem:
    site = row.site
    coordinates = {"latitude": site.latitude, "longitude": site.longitude}
    return {**place_of(site), "status": row.status, **coordinates}


def _openness(site: SiteItem) -> int:
    return _OPENNESS.get(site["status"], len(_OPENNESS))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
