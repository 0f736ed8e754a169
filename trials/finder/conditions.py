"""What a wish asks of a search row, as parts of a statement and their values.

Every part keeps what is not known by itself; a part that asks nothing is ``true``. The query
set of ``trials.models.search_row`` asks the same, and tests hold both to what plain Python
finds: Django takes ten times as long to write a statement as PostgreSQL to answer it.
"""

from dataclasses import dataclass
from typing import Any

from trials.finder.wishes import Wish
from trials.models import Trial
from trials.models.cells import cells_around
from trials.models.search_row import ANY_DISEASE, ANYWHERE, word_terms
from trials.models.site import OverallStatus
from trials.models.translation import SEARCH_CONFIGS, page_language

ALL = "true"
"""Asks nothing."""
OPEN_STATUSES = ", ".join(f"'{status}'" for status in OverallStatus.open_now())

# A row stays until somebody takes the step; nobody sees it from the day on that was set.
GONE = """
ARRAY(SELECT id FROM trials_trial WHERE review_state = 'published' AND withdraw_on <= %(today)s)
"""
_IN_ROLE = f"role = '{{role}}' AND trial_id <> ALL({GONE})"
_NAMED = "keys && %({key})s::varchar[]"
_YOUNG_ENOUGH = """
(maximum_months IS NULL OR maximum_months > %(youngest_months)s)
AND (maximum_days IS NULL OR maximum_days > %(youngest_days)s)
"""
_OLD_ENOUGH = """
(minimum_months IS NULL OR minimum_months <= %(oldest_months)s)
AND (minimum_days IS NULL OR minimum_days <= %(oldest_days)s)
"""
# Where no word is left but such as say nothing, every trial is kept.
_WORDED = """
(words @@ to_tsquery('english', %(words)s) OR numnode(to_tsquery('english', %(words)s)) = 0)
"""
# On a page in another language, the translations of a trial's words are searched as well.
_WORDED_IN = """
({worded} OR trial_id IN (
    SELECT id FROM trials_trial WHERE ARRAY[plain_title::text, goal, summary] && ARRAY(
        SELECT english FROM trials_translation WHERE language = '{language}'
        AND trials_words('{config}', text) @@ to_tsquery('{config}', %(words)s)
    )
))
"""
# Last what names no disease: whom it is for we do not know, and it is there for everybody.
_RANK = f"""
CASE WHEN keys && %(sure_by_name)s::varchar[] THEN 0 WHEN keys = '{{{ANY_DISEASE}}}' THEN 2
ELSE 1 END
"""
_WITHOUT_PHASES = ", ".join(f"'{kind}'" for kind in Trial.KINDS_WITHOUT_PHASES)
_IN_CELLS = "cells && %(cells)s::int[]"
# By the distance itself; a trial may be near that has a place not on the map, or none.
_IN_PLACE = f"""
{_IN_CELLS} AND ({ANYWHERE} = ANY(cells) OR EXISTS (
    SELECT FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
    WHERE place.trial_id = row.trial_id
      AND (NOT row.is_open OR place.status IN ({OPEN_STATUSES}))
      AND trials_km(%(latitude)s, %(longitude)s, site.latitude, site.longitude) <= %(km)s
))
"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions on ``trials_searchrow AS row``, and the values that they name.

    ``first``     what an index answers: the disease, or without one words and place.
    ``rank``      0 for a disease that the person certainly has, 1 for one that they may have,
                  2 for a trial that names none; 0 where no disease was told.
    ``in_place``  asks for distances: to be asked only where all else holds.
    """

    role: str
    first: str
    young_enough: str
    old_enough: str
    worded: str
    in_place: str
    chosen: str
    sure: str
    rank: str
    values: dict[str, Any]


def conditions(wish: Wish) -> Conditions:
    terms, has_radius = word_terms(wish.words), None not in (wish.place, wish.radius_km)
    worded = _worded() if terms else ALL
    named, words_and_cells = _NAMED.format(key="diseases"), (worded, _IN_CELLS)
    without_disease = " AND ".join(words_and_cells if has_radius else words_and_cells[:1])
    return Conditions(
        role=_IN_ROLE.format(role=wish.seeker.facts.role.value),
        first=without_disease if wish.diseases is None else named,
        young_enough=_YOUNG_ENOUGH if wish.ages else ALL,
        old_enough=_OLD_ENOUGH if wish.ages else ALL,
        worded=worded,
        in_place=_IN_PLACE if has_radius else ALL,
        chosen=_chosen(wish),
        sure=_NAMED.format(key="sure_diseases") if wish.diseases else ALL,
        rank=_RANK if wish.diseases else "0",
        values={**_values(wish), "words": terms, "today": wish.seeker.on},
    )


def _worded() -> str:
    language = page_language()
    if language not in SEARCH_CONFIGS:
        return _WORDED
    config = SEARCH_CONFIGS[language]
    return _WORDED_IN.format(worded=_WORDED, language=language, config=config)


def _values(wish: Wish) -> dict[str, Any]:
    choices, values = wish.choices, dict[str, Any]()
    values |= {name: list(chosen) for name in _CHOSEN if (chosen := getattr(choices, name))}
    if wish.diseases is not None:
        values["diseases"] = [ANY_DISEASE, *sorted(wish.diseases)]
        values["sure_diseases"] = [ANY_DISEASE, *sorted(wish.sure_diseases)]
        values["sure_by_name"] = sorted(wish.sure_diseases)
    if wish.ages is not None:
        youngest, oldest = wish.ages.youngest, wish.ages.oldest
        values |= {"youngest_months": youngest.months, "youngest_days": youngest.days}
        values |= {"oldest_months": oldest.months, "oldest_days": oldest.days}
    if wish.place is not None:
        values |= {"latitude": wish.place.latitude, "longitude": wish.place.longitude}
    if wish.place is not None and wish.radius_km is not None:
        cells = cells_around(wish.place, wish.radius_km)
        values |= {"cells": [ANYWHERE, *sorted(cells)], "km": wish.radius_km}
    return values


# What a trial does not say is no reason to hide it. Watching, following up and testing come
# without a phase; of any other trial without one it is not known.
_CHOSEN = {
    "status": "(status = ANY(%(status)s) OR status = 'UNKNOWN')",
    "kind": "(kind = ANY(%(kind)s) OR kind = 'other')",
    "phase": f"""
(phases && %(phase)s::varchar[] OR phases = '{{}}' AND kind NOT IN ({_WITHOUT_PHASES}))
""",
    "country": """
(countries && %(country)s::varchar[] OR countries = '{}' OR '' = ANY(countries))
""",
    "treatment": "(treatments && %(treatment)s::varchar[] OR treatments = '{}')",
}


def _chosen(wish: Wish) -> str:
    asked = [condition for name, condition in _CHOSEN.items() if getattr(wish.choices, name)]
    return " AND ".join(asked) or ALL
