"""Ages that count on a day long past."""

from datetime import date

from tests.spec.cases import ON, Case, Chapter, Patient, aged, ages
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeSpan, BirthInterval
from trials.eligibility.evaluation import Fit

FITS, MIGHT, NO = Fit.FITS, Fit.POSSIBLE, Fit.NO
INFANT_THEN = AgeRule(maximum=AgeLimit.years(1), anchor=AgeAnchor.DIAGNOSIS)
SIX_MONTHS = BirthInterval.of_age(ON, months=6)
ONE_TO_19_THEN = AgeRule(AgeLimit.years(1), AgeLimit.years(20), anchor=AgeAnchor.DIAGNOSIS)


def months_then(months: int) -> AgeSpan:
    """Somebody of so many completed months at the first diagnosis, found on a later day."""
    then = date(2020, 6, 15)
    return BirthInterval.of_age(then, months=months).span(then)


YOUNGER_THEN = Case(
    title="Younger than a limit at diagnosis",
    quotes=("The age of diagnosis is less than 1 year old",),
    source="ClinicalTrials.gov, NCT06516679",
    reading=(
        "Counts on the day of the first diagnosis. Whoever is below the limit today was "
        "below it then; older children are asked."
    ),
    groups=ages(INFANT_THEN),
    reads_as=INFANT_THEN,
    patients=(
        Patient("6 months old today", FITS, SIX_MONTHS),
        Patient("3 years old today, age at diagnosis not told", MIGHT, aged(3)),
        Patient(
            "3 years old today, 8 months at diagnosis", FITS, aged(3), at_diagnosis=months_then(8)
        ),
        Patient(
            "3 years old today, 14 months at diagnosis", NO, aged(3), at_diagnosis=months_then(14)
        ),
    ),
)

OLDER_THEN = Case(
    title="A lower limit at diagnosis",
    quotes=("between the ages of 1 and 19 years at the time of diagnosis",),
    source="ClinicalTrials.gov, NCT06257394",
    reading="Whoever is too young today was too young then, and waiting does not change it.",
    groups=ages(ONE_TO_19_THEN),
    reads_as=ONE_TO_19_THEN,
    patients=(
        Patient("6 months old today", NO, SIX_MONTHS),
        Patient("12 years old today, age at diagnosis not told", MIGHT, aged(12)),
        Patient(
            "25 years old today, 10 years at diagnosis",
            FITS,
            aged(25),
            at_diagnosis=months_then(120),
        ),
    ),
)

CHAPTER = Chapter(
    title="Ages on the day of diagnosis",
    opening="Some limits count on a day long past. Nobody grows into or out of those.",
    cases=(YOUNGER_THEN, OLDER_THEN),
)
