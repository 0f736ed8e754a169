"""The four sheets and their columns: what each holds, and how its cells are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from trials.eligibility.facts import Role
from trials.models import Trial
from trials.models.age_rule import AGE_STATUS_NAMES, ANCHOR_NAMES
from trials.models.participant_group import ROLE_NAMES
from trials.models.site import OverallStatus


class Holds(StrEnum):
    """What the cells of a column are.

    ``SHOWN`` is there to be read, and refused when it was changed; ``KEY`` tells which row
    is meant.
    """

    KEY = "key"
    SHOWN = "shown"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    AGE = "age"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Column:
    """``form_field`` is its name in the form, where that is another; ``codes`` have labels."""

    name: str
    holds: Holds = Holds.TEXT
    form_field: str = ""
    codes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def of_form(self) -> str:
        return self.form_field or self.name

    @property
    def is_written(self) -> bool:
        return self.holds not in (Holds.KEY, Holds.SHOWN)


class SheetName(StrEnum):
    TRIALS = "trials"
    GROUPS = "groups"
    AGES = "ages"
    SITES = "sites"


LABELS = {
    SheetName.TRIALS: _("Trials"),
    SheetName.GROUPS: _("Participant groups"),
    SheetName.AGES: _("Age limits"),
    SheetName.SITES: _("Places"),
}
_STATUSES = dict(OverallStatus.choices)
_OF_TRIAL = (Column("trial", Holds.KEY), Column("nct_id", Holds.SHOWN))

COLUMNS: Mapping[SheetName, tuple[Column, ...]] = {
    SheetName.TRIALS: (
        Column("trial", Holds.KEY),
        Column("nct_id"),
        Column("state", Holds.SHOWN),
        Column("revision_of", Holds.SHOWN),
        Column("acronym"),
        Column("plain_title"),
        Column("brief_title"),
        Column("goal"),
        Column("summary"),
        Column("kind", Holds.CODE, codes=dict(Trial.Kind.choices)),
        Column("phases", Holds.CODES, codes=dict(Trial.Phase.choices)),
        Column("phase_text"),
        Column("sponsor"),
        Column("overall_status", Holds.CODE, codes=_STATUSES),
        Column("status_checked_on", Holds.DAY),
        Column("status_source"),
        Column("status_seen"),
        Column("ends_note"),
        Column("fidelity"),
        Column("referral_contact", Holds.CONTACT),
    ),
    SheetName.GROUPS: (
        *_OF_TRIAL,
        Column("group", Holds.KEY),
        Column("label"),
        Column("roles", Holds.CODES, codes={role.value: ROLE_NAMES[role] for role in Role}),
    ),
    SheetName.AGES: (
        *_OF_TRIAL,
        Column("group", Holds.KEY),
        Column("age_rule", Holds.KEY),
        Column("quote"),
        Column(
            "says",
            Holds.CODE,
            "status",
            {status.value: label for status, label in AGE_STATUS_NAMES.items()},
        ),
        Column("from_age", Holds.AGE, "minimum"),
        Column("from_next_day", Holds.FLAG, "minimum_plus_day"),
        Column("younger_than", Holds.AGE, "maximum"),
        Column(
            "age_on",
            Holds.CODE,
            "anchor",
            {anchor.value: label for anchor, label in ANCHOR_NAMES.items()},
        ),
        Column("possibly_from_age", Holds.AGE, "wide_minimum"),
        Column("possibly_no_lower_limit", Holds.FLAG, "wide_minimum_open"),
        Column("possibly_younger_than", Holds.AGE, "wide_maximum"),
        Column("possibly_no_upper_limit", Holds.FLAG, "wide_maximum_open"),
        Column("source"),
        Column("note"),
        Column("conflict"),
        Column("keep_limits", Holds.FLAG),
    ),
    SheetName.SITES: (
        *_OF_TRIAL,
        Column("site", Holds.KEY),
        Column("city", Holds.KEY),
        Column("state", Holds.KEY),
        Column("country", Holds.KEY),
        Column("latitude", Holds.NUMBER),
        Column("longitude", Holds.NUMBER),
        Column("status", Holds.CODE, codes=_STATUSES),
        Column("status_checked_on", Holds.DAY),
        Column("contact", Holds.CONTACT),
    ),
}
STATUS = frozenset(
    {
        *("nct_id", "overall_status", "status_checked_on", "status_source", "status_seen"),
        "ends_note",
    }
)
"""Columns of the sheet of trials that are corrected at once on a published trial, and never in
its working copy; all others only there."""
_MARKS = (
    # The first of these columns that a sheet has says which one it is.
    ("site", SheetName.SITES),
    ("age_rule", SheetName.AGES),
    ("younger_than", SheetName.AGES),
    ("group", SheetName.GROUPS),
    ("trial", SheetName.TRIALS),
    ("nct_id", SheetName.TRIALS),
)


def sheet_of(columns: tuple[str, ...]) -> SheetName | None:
    """Which sheet has these columns; None for none of ours."""
    return next((name for mark, name in _MARKS if mark in columns), None)


def names_of(sheet: SheetName) -> tuple[str, ...]:
    return tuple(column.name for column in COLUMNS[sheet])
