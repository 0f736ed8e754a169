"""The sites of trials into the database: those that are new, and where they are."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.backends.utils import CursorWrapper

from trials.actions.importing.tables import copy_rows
from trials.actions.importing.trial_rows import PLACE_COLUMNS, Row
from trials.catalogue.places import coordinates_of

STAGED_PLACES = "imported_place"
_LATITUDE, _ZIP_CODE = PLACE_COLUMNS.index("latitude"), PLACE_COLUMNS.index("zip_code")
_Site = tuple[str, str, str, str]


def add_places(cursor: CursorWrapper, rows: Sequence[Row]) -> set[int]:
    """Put the trials at their sites, new sites included.

    Returns other trials, at whose sites it was not known until now where they are.
    """
    if not rows:
        return set()
    rows = _on_map(cursor, rows)
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {STAGED_PLACES} ("
        "trial_id bigint, name text, city text, state text, country text,"
        " latitude float, longitude float, status text, status_checked_on date, zip_code text)"
        " ON COMMIT DELETE ROWS"
    )
    cursor.execute(f"TRUNCATE {STAGED_PLACES}")
    copy_rows(cursor, STAGED_PLACES, PLACE_COLUMNS, rows)
    cursor.execute(f"ANALYZE {STAGED_PLACES}")
    cursor.execute(_NEW_SITES)
    cursor.execute(_LOCATED_SITES)
    located = {trial for (trial,) in cursor.fetchall()}
    cursor.execute(_TRIAL_SITES)
    return located


_SAME_SITE = """site.name = told.name AND site.city = told.city
    AND site.state = told.state AND site.country = told.country"""
_NEW_SITES = f"""
    INSERT INTO trials_site (name, city, state, country, latitude, longitude)
    SELECT DISTINCT ON (name, city, state, country)
        name, city, state, country, latitude, longitude
    FROM {STAGED_PLACES} AS told
    WHERE NOT EXISTS (SELECT FROM trials_site AS site WHERE {_SAME_SITE})
    ORDER BY name, city, state, country, latitude, longitude
    ON CONFLICT (name, city, state, country) DO NOTHING"""
_LOCATED_SITES = f"""
    WITH located AS (
        UPDATE trials_site AS site SET latitude = told.latitude, longitude = told.longitude
        FROM (
            SELECT DISTINCT ON (name, city, state, country) *
            FROM {STAGED_PLACES} WHERE latitude IS NOT NULL
            ORDER BY name, city, state, country, latitude, longitude
        ) AS told
        WHERE {_SAME_SITE} AND site.latitude IS NULL
        RETURNING site.id
    )
    SELECT DISTINCT trial_id FROM trials_trialsite JOIN located ON located.id = site_id"""
_TRIAL_SITES = f"""
    INSERT INTO trials_trialsite (trial_id, site_id, status, status_checked_on)
    SELECT told.trial_id, site.id, told.status, told.status_checked_on
    FROM {STAGED_PLACES} AS told JOIN trials_site AS site ON {_SAME_SITE}"""


# ------------------------------------------------------------ where they are


def _on_map(cursor: CursorWrapper, rows: Sequence[Row]) -> Sequence[Row]:
    """A site whose coordinates nobody told is in the middle of its city or ZIP code, if known.

    Those that the database has on the map stay where they are, and nothing is looked up.
    """
    untold = {_site(row) for row in rows if row[_LATITUDE] is None}
    if not untold:
        return rows
    new = untold - _held_on_map(cursor, sorted(untold))
    return [
        (*row[:_LATITUDE], *_middle(*row[2:5], row[_ZIP_CODE]), *row[_LATITUDE + 2 :])
        if row[_LATITUDE] is None and _site(row) in new
        else row
        for row in rows
    ]


def _site(row: Row) -> _Site:
    return row[1], row[2], row[3], row[4]


def _held_on_map(cursor: CursorWrapper, sites: Sequence[_Site]) -> set[_Site]:
    cursor.execute(
        """SELECT name, city, state, country
            FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
                AS told(name, city, state, country)
            JOIN trials_site AS site USING (name, city, state, country)
            WHERE site.latitude IS NOT NULL""",
        [list(column) for column in zip(*sites, strict=True)],
    )
    return set(cursor.fetchall())


@lru_cache(maxsize=4_096)
def _middle(
    city: str, state: str, country: str, zip_code: str
) -> tuple[float | None, float | None]:
    found = coordinates_of(city, state, country, zip_code)
    return (None, None) if found is None else (found.latitude, found.longitude)
