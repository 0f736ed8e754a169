"""Who takes part, and as whom."""

from tests.spec.cases import ST_JUDE_LIST, Case, Chapter, Patient, aged, born
from tests.spec.diseases import studied
from trials.eligibility.ages import AgeLimit, AgeRule, AgeStatus
from trials.eligibility.criteria import AgeCriterion, AllOf
from trials.eligibility.evaluation import Fit, GroupRules
from trials.eligibility.facts import Role

FITS, MIGHT, NO = Fit.FITS, Fit.POSSIBLE, Fit.NO
RECIPIENT = AgeRule(maximum=AgeLimit.years(22))
DONOR = AgeRule(minimum=AgeLimit.years(19), wide_minimum=AgeLimit.years(18))

DONOR_AND_RECIPIENT = Case(
    title="Two groups with rules of their own",
    quotes=("Donor: At least 19 years old; Recipient: 21 years or younger", "Age ≥ 18 years old"),
    source=ST_JUDE_LIST
    + "; ClinicalTrials.gov, NCT04881240, as repeated by clinconnect.io (donor)",
    reading=(
        "Patients with B-ALL until the day before the 22nd birthday. Donors from 19; the "
        "registry says 18, so at 18 the study team is asked."
    ),
    groups=(
        GroupRules(
            "recipient",
            frozenset({Role.PATIENT}),
            AllOf((AgeCriterion(RECIPIENT), studied("b_all"))),
        ),
        GroupRules("donor", frozenset({Role.DONOR}), AllOf((AgeCriterion(DONOR),))),
    ),
    patients=(
        Patient("donor of 17 years", NO, aged(17), role=Role.DONOR),
        Patient("donor of 18 years", MIGHT, aged(18), role=Role.DONOR),
        Patient(
            "donor born 16 March 2007: tomorrow is the 19th birthday",
            MIGHT,
            born(2007, 3, 16),
            role=Role.DONOR,
        ),
        Patient(
            "donor born 15 March 2007: today is the 19th birthday",
            FITS,
            born(2007, 3, 15),
            role=Role.DONOR,
        ),
        Patient("donor of 60 years", FITS, aged(60), role=Role.DONOR),
        Patient("donor, age not told", MIGHT, role=Role.DONOR),
        Patient("patient of 21 years with B-ALL", FITS, aged(21), ("b_all",)),
        Patient("patient of 22 years with B-ALL", NO, aged(22), ("b_all",)),
        Patient("patient of 9 years with AML", NO, aged(9), ("aml",)),
        Patient("survivor of 9 years after B-ALL", NO, aged(9), ("b_all",), Role.SURVIVOR),
    ),
)

SURVIVORS = Case(
    title="A study for survivors",
    quotes=("hematologic malignancy (ALL or AML)",),
    source="St. Jude, study page TRIALS",
    reading="Open to survivors. Who chose “patient” is kept: a family may not say “survivor”.",
    groups=(
        GroupRules(
            "survivors",
            frozenset({Role.SURVIVOR, Role.PATIENT}),
            AllOf((AgeCriterion(AgeRule(status=AgeStatus.NOT_STATED)), studied("all aml"))),
        ),
    ),
    patients=(
        Patient("survivor of 30 years after AML", FITS, aged(30), ("aml",), Role.SURVIVOR),
        Patient("patient of 30 years with AML", FITS, aged(30), ("aml",)),
        Patient("survivor of leukemia", MIGHT, aged(30), ("leukemia",), Role.SURVIVOR),
        Patient("donor of 30 years", NO, aged(30), role=Role.DONOR),
        Patient("brother of 12 years", NO, aged(12), role=Role.SIBLING),
    ),
)

CHAPTER = Chapter(
    title="As whom somebody takes part",
    opening=(
        "A study may look for patients, donors, survivors, brothers and sisters. Everybody "
        "is held against the rules for their own role alone."
    ),
    cases=(DONOR_AND_RECIPIENT, SURVIVORS),
)
