from itertools import count

from trials.models import ExpectedVerdict, InventedPatient, Trial

_numbers = count(1)


def make_invented_patient(trial: Trial | None = None, **fields: object) -> InventedPatient:
    """A patient of eleven years; of the standing cast without a trial."""
    return InventedPatient.objects.create(
        **{
            "trial": trial,
            "name": f"Somebody, number {next(_numbers)}",
            "facts": {"age_years": 11},
            **fields,
        }
    )


def make_expected_verdict(
    trial: Trial, patient: InventedPatient, verdict: str = "may_match"
) -> ExpectedVerdict:
    return ExpectedVerdict.objects.create(trial=trial, patient=patient, verdict=verdict)
