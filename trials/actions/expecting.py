"""What a trial is expected to come to for each test patient."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from trials.actions import editing
from trials.actions.checks import original_of
from trials.actions.trying import held_rules, patients_for, people, verdicts
from trials.models import ExpectedVerdict, Trial


@transaction.atomic
def expect_as_now(trial: Trial, *, by: User, now: datetime, today: date) -> int:
    """Save the verdicts of now as the expected ones; how many are new or other than before."""
    original = original_of(trial)
    Trial.objects.select_for_update().get(pk=original.pk)
    patients = patients_for(original)
    found = verdicts(held_rules(trial), people(patients, today=today))
    rows = {row.patient_id: row for row in ExpectedVerdict.objects.filter(trial=original)}
    count = 0
    for patient in patients:
        verdict = found.get(patient.pk)
        if verdict is None:
            continue
        row = rows.get(patient.pk) or ExpectedVerdict(trial=original, patient=patient)
        row.verdict = verdict.value
        count += editing.save(row, by=by, now=now) is not None
    return count


@transaction.atomic
def expect_nothing(trial: Trial, *, by: User, now: datetime) -> None:
    rows = ExpectedVerdict.objects.filter(trial=original_of(trial))
    editing.remove(list(rows), by=by, now=now)
