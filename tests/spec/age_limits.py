"""Ages that count on the day of the search."""

from datetime import date

from tests.spec.cases import ON, ST_JUDE_LIST, Case, Chapter, Patient, aged, ages, born
from trials.eligibility.ages import AgeLimit, AgeRule, AgeScale, AgeStatus, BirthInterval
from trials.eligibility.evaluation import Fit

FITS, MIGHT, NO = Fit.FITS, Fit.POSSIBLE, Fit.NO
BELOW_22 = AgeRule(maximum=AgeLimit.years(22))
FROM_8_TO_18 = AgeRule(AgeLimit.years(8), AgeLimit.years(19))
ONE_MONTH_TO_5_YEARS = AgeRule(AgeLimit.months(1), AgeLimit.years(6))
FROM_3_TO_17 = AgeRule(AgeLimit.years(3), AgeLimit.years(18))
FROM_29_DAYS = AgeRule(AgeLimit.days(29), AgeLimit.years(22))
FROM_365_DAYS = AgeRule(AgeLimit.days(365), AgeLimit.years(10))
AFTER_18 = AgeRule(
    minimum=AgeLimit(12 * 18, AgeScale.MONTHS, plus_day=True), wide_minimum=AgeLimit.years(18)
)
ONE_TO_24 = AgeRule(AgeLimit.years(1), AgeLimit.years(25))

UPPER = Case(
    title="One limit, three wordings",
    quotes=("Younger than 22 years old", "21 years old or younger", "Up to 21 years old"),
    source=ST_JUDE_LIST,
    reading="From birth until the day before the 22nd birthday. All three say the same.",
    groups=ages(BELOW_22),
    reads_as=BELOW_22,
    patients=(
        Patient("born today", FITS, born(2026, 3, 15)),
        Patient("21 years and 11 months, born 15 April 2004", FITS, born(2004, 4, 15)),
        Patient("born 16 March 2004: tomorrow is the 22nd birthday", FITS, born(2004, 3, 16)),
        Patient("born 15 March 2004: today is the 22nd birthday", NO, born(2004, 3, 15)),
        Patient("born 14 March 2004: yesterday was the 22nd birthday", NO, born(2004, 3, 14)),
        Patient("21 years old, birthday not told", FITS, aged(21)),
        Patient("born in 2004, day not told", MIGHT, BirthInterval.in_year(2004)),
        Patient("age not told", MIGHT),
    ),
)

BOTH_ENDS = Case(
    title="A lower and an upper limit",
    quotes=("8 to 18 years old",),
    source=ST_JUDE_LIST,
    reading="From the 8th birthday until the day before the 19th: eighteen is included.",
    groups=ages(FROM_8_TO_18),
    reads_as=FROM_8_TO_18,
    patients=(
        Patient("born 16 March 2018: tomorrow is the 8th birthday", NO, born(2018, 3, 16)),
        Patient("born 15 March 2018: today is the 8th birthday", FITS, born(2018, 3, 15)),
        Patient("18 years old", FITS, aged(18)),
        Patient("born 16 March 2007: tomorrow is the 19th birthday", FITS, born(2007, 3, 16)),
        Patient("born 15 March 2007: today is the 19th birthday", NO, born(2007, 3, 15)),
        Patient("7 years old, birthday not told", NO, aged(7)),
        Patient("born in March 2018, day not told", MIGHT, BirthInterval.in_month(2018, 3)),
    ),
)

MAY = date(2026, 5, 15)
MONTHS = Case(
    title="Babies are counted in months",
    quotes=("1 month to 5 years old",),
    source=ST_JUDE_LIST,
    reading="From the day the first month is completed until the day before the 6th birthday.",
    groups=ages(ONE_MONTH_TO_5_YEARS),
    reads_as=ONE_MONTH_TO_5_YEARS,
    patients=(
        Patient("three weeks old, born 22 February 2026", NO, born(2026, 2, 22)),
        Patient("born 16 February 2026, one day short of a month", NO, born(2026, 2, 16)),
        Patient("born 15 February 2026, one month today", FITS, born(2026, 2, 15)),
        Patient("born 16 March 2020: tomorrow is the 6th birthday", FITS, born(2020, 3, 16)),
        Patient("born 15 March 2020: today is the 6th birthday", NO, born(2020, 3, 15)),
        Patient(
            "“4 weeks old” in March: February is short, so a month is over",
            FITS,
            BirthInterval.of_age(ON, weeks=4),
        ),
        Patient(
            "“4 weeks old” in May: the exact day decides",
            MIGHT,
            BirthInterval.of_age(MAY, weeks=4),
            on=MAY,
        ),
    ),
)

MONTH_ENDS = Case(
    title="The 29th, 30th and 31st",
    quotes=("1 month to 5 years old",),
    source=ST_JUDE_LIST,
    reading=(
        "A day that a month does not have is reached on the first day of the next month. "
        "Born on 31 January, one month old on 1 March."
    ),
    groups=ages(ONE_MONTH_TO_5_YEARS),
    reads_as=ONE_MONTH_TO_5_YEARS,
    patients=(
        Patient("born 31 January 2026", NO, born(2026, 1, 31), on=date(2026, 2, 28)),
        Patient("born 31 January 2026", FITS, born(2026, 1, 31), on=date(2026, 3, 1)),
        Patient("born 28 January 2026", FITS, born(2026, 1, 28), on=date(2026, 2, 28)),
        Patient("born 30 January 2024", NO, born(2024, 1, 30), on=date(2024, 2, 29)),
        Patient("born 30 January 2024", FITS, born(2024, 1, 30), on=date(2024, 3, 1)),
        Patient("born 31 March 2026", NO, born(2026, 3, 31), on=date(2026, 4, 30)),
        Patient("born 31 March 2026", FITS, born(2026, 3, 31), on=date(2026, 5, 1)),
    ),
)

LEAP_DAY = Case(
    title="Born on 29 February",
    quotes=("Age ≥ 3 years and < 18 years at enrollment",),
    source="ClinicalTrials.gov, NCT05366218",
    reading="In years without that day, the birthday is 1 March.",
    groups=ages(FROM_3_TO_17),
    reads_as=FROM_3_TO_17,
    patients=(
        Patient("born 29 February 2008", FITS, born(2008, 2, 29), on=date(2026, 2, 28)),
        Patient("born 29 February 2008", NO, born(2008, 2, 29), on=date(2026, 3, 1)),
        Patient("born 28 February 2008", NO, born(2008, 2, 28), on=date(2026, 2, 28)),
        Patient("born 29 February 2020", NO, born(2020, 2, 29), on=date(2023, 2, 28)),
        Patient("born 29 February 2020", FITS, born(2020, 2, 29), on=date(2023, 3, 1)),
        Patient("born 29 February 2020", FITS, born(2020, 2, 29), on=date(2024, 2, 29)),
    ),
)

OLDER_THAN_DAYS = Case(
    title="Older than so many days",
    quotes=("Older than 28 days and younger than 22 years",),
    source="St. Jude, study page AML23",
    reading="From the day a baby is 29 days old until the day before the 22nd birthday.",
    groups=ages(FROM_29_DAYS),
    reads_as=FROM_29_DAYS,
    patients=(
        Patient("28 days old, born 15 February 2026", NO, born(2026, 2, 15)),
        Patient("29 days old, born 14 February 2026", FITS, born(2026, 2, 14)),
    ),
)

DAYS_STAY_DAYS = Case(
    title="365 days are not always a year",
    quotes=("Patients must be ≥ 365 days and < 10 years of age",),
    source="a hospital’s page about NCT03914625 (AALL1731), its lost “≥” and “<” restored",
    reading="Days are counted as days: in a leap year they are over before the birthday.",
    groups=ages(FROM_365_DAYS),
    reads_as=FROM_365_DAYS,
    patients=(
        Patient("born 1 March 2023", NO, born(2023, 3, 1), on=date(2024, 2, 28)),
        Patient("born 1 March 2023", FITS, born(2023, 3, 1), on=date(2024, 2, 29)),
    ),
)

OLDER_THAN_YEARS = Case(
    title="Older than so many years",
    quotes=("Be > 18 years of age.",),
    source="ClinicalTrials.gov, NCT04988555",
    reading=(
        "Certain from the day after the 18th birthday. On the birthday itself the words "
        "leave it open: the study team decides."
    ),
    groups=ages(AFTER_18),
    reads_as=AFTER_18,
    patients=(
        Patient("born 16 March 2008: tomorrow is the 18th birthday", NO, born(2008, 3, 16)),
        Patient("born 15 March 2008: today is the 18th birthday", MIGHT, born(2008, 3, 15)),
        Patient("born 14 March 2008: yesterday was the 18th birthday", FITS, born(2008, 3, 14)),
    ),
)

DECIMALS = Case(
    title="Years with decimals",
    quotes=("1-24.99 years old",),
    source="a public page about NCT05503134",
    reading="From the 1st birthday until the day before the 25th.",
    groups=ages(ONE_TO_24),
    reads_as=ONE_TO_24,
    patients=(
        Patient("born 16 March 2001: tomorrow is the 25th birthday", FITS, born(2001, 3, 16)),
        Patient("born 15 March 2001: today is the 25th birthday", NO, born(2001, 3, 15)),
    ),
)

BY_HOSPITAL = Case(
    title="The limit depends on the hospital",
    quotes=("30 years old or younger (24 years or younger at St. Jude)",),
    source="St. Jude, study page SELCLAX",
    reading=(
        "Certain until the day before the 25th birthday, possible until the day before the "
        "31st. Between the two, ask."
    ),
    groups=ages(AgeRule(maximum=AgeLimit.years(25), wide_maximum=AgeLimit.years(31))),
    patients=(
        Patient("24 years old", FITS, aged(24)),
        Patient("25 years old", MIGHT, aged(25)),
        Patient("30 years old", MIGHT, aged(30)),
        Patient("31 years old", NO, aged(31)),
        Patient("24 or 25, born in 2001", MIGHT, BirthInterval.in_year(2001)),
    ),
)

FIELD_ALONE = Case(
    title="A maximum in a registry field, without a sentence",
    quotes=("Maximum age: 24 Years",),
    source="ClinicalTrials.gov, NCT02443831, field alone",
    reading=(
        "Some registrants mean “until 24 is over”, others “until the 24th birthday”. The "
        "last year stays open until a coordinator has read the sentence."
    ),
    groups=ages(AgeRule(maximum=AgeLimit.years(24), wide_maximum=AgeLimit.years(25))),
    patients=(
        Patient("23 years old", FITS, aged(23)),
        Patient("24 years old", MIGHT, aged(24)),
        Patient("25 years old", NO, aged(25)),
    ),
)

NOT_STATED = Case(
    title="No age stated",
    quotes=("long-term survivors of leukemia",),
    source=ST_JUDE_LIST + ", iron overload study",
    reading="The source gives no age, so nobody is left out by age. The page says “ask”.",
    groups=ages(AgeRule(status=AgeStatus.NOT_STATED)),
    patients=(
        Patient("3 weeks old", FITS, born(2026, 2, 22)),
        Patient("30 years old", FITS, aged(30)),
        Patient("age not told", FITS),
    ),
)

NO_LIMIT = AgeRule(status=AgeStatus.NO_LIMIT)
WITHOUT_LIMIT = Case(
    title="No age limit",
    quotes=("N/A (No limit)",),
    source="ClinicalTrials.gov, age fields",
    reading="The source says that any age is accepted.",
    groups=ages(NO_LIMIT),
    reads_as=NO_LIMIT,
    patients=(
        Patient("3 weeks old", FITS, born(2026, 2, 22)),
        Patient("80 years old", FITS, aged(80)),
    ),
)

CHAPTER = Chapter(
    title="Ages on the day of the search",
    opening=(
        "An age is counted in completed years, months or days, as people do. Somebody is 21 "
        "from the 21st birthday until the day before the 22nd."
    ),
    cases=(
        UPPER,
        BOTH_ENDS,
        MONTHS,
        MONTH_ENDS,
        LEAP_DAY,
        OLDER_THAN_DAYS,
        DAYS_STAY_DAYS,
        OLDER_THAN_YEARS,
        DECIMALS,
        BY_HOSPITAL,
        FIELD_ALONE,
        NOT_STATED,
        WITHOUT_LIMIT,
    ),
)
