"""Diseases: the precise one, a more general one, an exception, another one."""

from tests.spec.cases import OURS, ST_JUDE_LIST, Case, Chapter, Patient, aged, patients_only
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.criteria import AgeCriterion, AllOf, AnyOf, DiseaseCriterion
from trials.eligibility.evaluation import Fit

FITS, MIGHT, NO = Fit.FITS, Fit.POSSIBLE, Fit.NO


def studied(include: str = "", *, but_not: str = "") -> DiseaseCriterion:
    """One of ``include`` and none of ``but_not``; ids of the diseases, as words."""
    return DiseaseCriterion(tuple(include.split()), tuple(but_not.split()))


def names(who: str, answer: Fit, *named: str) -> Patient:
    return Patient(f"family says “{who}”", answer, named=named)


B_ALL = Case(
    title="One type of a disease",
    quotes=("Diagnosis of B-ALL with minimal residual disease (MRD)",),
    source="St. Jude, study page INOMRD",
    reading="B-cell ALL and every kind of it. Who names something more general is asked.",
    groups=patients_only(studied("b_all")),
    patients=(
        names("B-ALL", FITS, "b_all"),
        names("Ph+ ALL", FITS, "ph_all"),
        names("ALL", MIGHT, "all"),
        names("leukemia", MIGHT, "leukemia"),
        names("T-ALL", NO, "t_all"),
        names("Burkitt leukemia (L3)", NO, "burkitt_leukemia"),
        names("AML", NO, "aml"),
        names("sickle cell disease", NO, "sickle"),
        Patient("disease not told", MIGHT),
    ),
)

NOT_APL = Case(
    title="A disease, but not one kind of it",
    quotes=(
        (
            "Relapsed/refractory CD123+ AML, B-ALL, T-ALL or blastic plasmacytoid dendritic "
            "cell neoplasm"
        ),
        "Patients with acute promyelocytic leukemia (APL, t(15;17)) excluded",
    ),
    source="St. Jude, study page CATCHAML; ClinicalTrials.gov, NCT04318678",
    reading="AML of any kind but APL (M3), and ALL of either type.",
    groups=patients_only(studied("aml b_all t_all"), studied(but_not="apl")),
    patients=(
        names("AML with NPM1", FITS, "npm1_aml"),
        names("AML", MIGHT, "aml"),
        names("M3", NO, "apl"),
        names("AML with FLT3-ITD", MIGHT, "flt3_aml"),
        names("M7", FITS, "amkl"),
        names("leukemia", MIGHT, "leukemia"),
        names("ALL", FITS, "all"),
    ),
)

WHOLE = Case(
    title="All types together are the whole",
    quotes=("acute lymphoblastic leukemia (B-ALL, T-ALL)",),
    source="St. Jude, study page DIRECT70",
    reading="ALL is B-cell or T-cell. A study that takes both takes ALL, type told or not.",
    groups=patients_only(studied("b_all t_all")),
    patients=(
        names("ALL", FITS, "all"),
        names("T-ALL", FITS, "t_all"),
        names("leukemia", MIGHT, "leukemia"),
    ),
)

EITHER_WAY = Case(
    title="Either way it fits",
    quotes=("B-ALL younger than 10, or T-ALL younger than 22",),
    source=OURS,
    reading="The type of ALL is asked only when it changes the answer.",
    groups=patients_only(
        AnyOf(
            (
                AllOf((studied("b_all"), AgeCriterion(AgeRule(maximum=AgeLimit.years(10))))),
                AllOf((studied("t_all"), AgeCriterion(AgeRule(maximum=AgeLimit.years(22))))),
            )
        )
    ),
    patients=(
        Patient("5 years old, “ALL”: fits as B and as T", FITS, aged(5), ("all",)),
        Patient("12 years old, “ALL”: fits only as T", MIGHT, aged(12), ("all",)),
        Patient("30 years old, “ALL”: too old for either", NO, aged(30), ("all",)),
    ),
)

AXES = Case(
    title="One leukemia, described in several ways",
    quotes=("AML of FAB type M7",),
    source=OURS,
    reading=(
        "AML has a genetic class and a cell type (FAB M0 to M7). Knowing the one does not "
        "settle the other, except that APL is M3 by definition."
    ),
    groups=patients_only(studied("amkl")),
    patients=(
        names("M7", FITS, "amkl"),
        names("AML with NPM1", MIGHT, "npm1_aml"),
        names("AML", MIGHT, "aml"),
        names("APL", NO, "apl"),
    ),
)

INFANTS = Case(
    title="A disease that an age defines",
    quotes=("ALL, but not ALL of infants",),
    source=OURS,
    reading="Infant ALL is ALL found before the first birthday.",
    groups=patients_only(studied("all", but_not="infant_all")),
    patients=(
        Patient("6 years old, “B-ALL”, age at diagnosis not told", MIGHT, aged(6), ("b_all",)),
        Patient("baby of less than a year, “B-ALL”", NO, aged(0), ("b_all",)),
    ),
)

GENERAL = Case(
    title="A study for many diseases",
    quotes=("children going through chemotherapy cancer treatment",),
    source=ST_JUDE_LIST,
    reading="Every leukemia fits; a blood disorder that is no cancer does not.",
    groups=patients_only(studied("leukemia")),
    patients=(
        names("Ph+ ALL", FITS, "ph_all"),
        names("leukemia", FITS, "leukemia"),
        names("sickle cell disease", NO, "sickle"),
        Patient("two diseases: AML and sickle cell disease", FITS, named=("aml", "sickle")),
    ),
)

CHAPTER = Chapter(
    title="Diseases",
    opening=(
        "Families may name a disease as precisely as they know it. A more precise name fits "
        "wherever the general one does. A more general name never counts as “no”: it leads "
        "to a question."
    ),
    cases=(B_ALL, NOT_APL, WHOLE, EITHER_WAY, AXES, INFANTS, GENERAL),
)
