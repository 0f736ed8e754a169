"""No file, however odd, breaks the import: it is read or refused, stored whole or not at all."""

import os
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from tests.factories import (
    make_age_rule,
    make_contact,
    make_group,
    make_trial,
    make_trial_site,
    make_user,
)
from tests.fuzz.mutated_sheets import mutated_files
from trials.actions.sheets import (
    FaultyRowsError,
    StaleSheetError,
    keep_upload,
    store,
)
from trials.admin.refusals import REFUSALS
from trials.admin.sheets_export import csv_file, workbook_file
from trials.admin.sheets_reading import Reading
from trials.forms.sheets.columns import SheetName
from trials.forms.sheets.planning import RowState
from trials.models import AgeRule, AuditEvent, ParticipantGroup, Site, Trial, TrialSite
from trials.sheets import SheetFault

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

SEED = int(os.environ.get("SHEET_SEED", "20261121"))
FILES = int(os.environ.get("SHEET_FILES", "150"))
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
MODELS = (Trial, ParticipantGroup, AgeRule, TrialSite, Site, AuditEvent)


def make_list() -> list[bytes]:
    """Three trials, and their sheets as a coordinator downloads them."""
    make_contact()
    for number, (slug, state) in enumerate(
        (("one", "draft"), ("two", "in_review"), ("three", "published")), start=1
    ):
        trial = make_trial(slug=slug, review_state=state, nct_id=f"NCT0000000{number}")
        for key in ("main", "donor"):
            make_age_rule(make_group(trial, key=key))
        make_trial_site(trial, status="UNKNOWN")
    sheets = [b"".join(csv_file(sheet, "a.csv")) for sheet in SheetName]
    return [*sheets, *[workbook_file(list(SheetName), "a.xlsx").content] * 2]


def held() -> list[object]:
    return [sorted(model.objects.values_list(), key=str) for model in MODELS]


def sent(content: bytes, by: User, *, only_good: bool) -> str:
    """What became of a file; whatever is wrong with the import itself is raised."""
    try:
        reading = Reading(content)
    except SheetFault as fault:
        return fault.reason.value
    for _ in reading.plan():
        pass
    upload = keep_upload("list.csv", content, by=by, now=NOW)
    before = held()
    try:
        again = Reading(content)
        for _ in store(
            upload,
            lambda: again.previewed(only_good=only_good),
            seen=reading.digest,
            by=by,
            now=NOW,
        ):
            pass
    except (FaultyRowsError, *REFUSALS) as refused:
        assert held() == before, "half of a refused file was stored"
        return type(refused).__name__
    wanted = sum(row.meant is not None for row in again.rows)
    noted = AuditEvent.objects.count()
    assert noted >= wanted, f"{wanted} rows were to be stored, {noted} were noted"
    later = Reading(content)
    for _ in later.plan():
        pass
    left = [row for row in later.rows if row.state is RowState.CHANGED]
    assert left == [], "what was stored is not what was shown"
    return "stored" if wanted else "nothing to store"


def test_mutated_files_crash_nothing_and_are_never_stored_by_half() -> None:
    good, by = make_list(), make_user("Coordinators")
    became: Counter[str] = Counter()
    for number, content in enumerate(mutated_files(SEED, FILES, good)):
        place = f"SHEET_SEED={SEED} SHEET_FILES={FILES}, file {number}"
        with transaction.atomic():
            try:
                became[sent(content, by, only_good=bool(number % 3))] += 1
            except (AssertionError, StaleSheetError) as fault:
                raise AssertionError(
                    f"{place}: {fault or 'not planned the same twice'}"
                ) from fault
            except Exception as fault:  # whatever it is, the file that did it is wanted
                raise AssertionError(f"{place} broke the import: {fault!r}") from fault
            transaction.set_rollback(True)
    print(f"SHEET_SEED={SEED} SHEET_FILES={FILES}: {dict(became)}")  # noqa: T201  # of a long run

    # Else nothing was tried. About one file in fifteen is stored; in a short run chance decides.
    fewest = FILES / 20 if FILES >= 1_000 else 1
    assert became["stored"] >= fewest, became
