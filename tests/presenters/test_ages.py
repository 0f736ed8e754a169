import pytest
from django.utils.translation import override

from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeStatus
from trials.presenters.ages import age_words

YEARS, MONTHS, DAYS = AgeLimit.years, AgeLimit.months, AgeLimit.days


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(
            AgeRule(maximum=YEARS(22)), "younger than 22 (until the 22nd birthday)", id="up to 21"
        ),
        pytest.param(
            AgeRule(minimum=YEARS(8), maximum=YEARS(19)),
            "8 to 18 years old (until the 19th birthday)",
            id="8 to 18",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(12), maximum=YEARS(13)),
            "12 years old (until the 13th birthday)",
            id="one year of age",
        ),
        pytest.param(
            AgeRule(minimum=MONTHS(1), maximum=YEARS(6)),
            "from 1 month until the day before the 6th birthday",
            id="1 month to 5 years",
        ),
        pytest.param(AgeRule(minimum=YEARS(18)), "18 or older", id="18 and above"),
        pytest.param(AgeRule(minimum=YEARS(1)), "1 year or older", id="1 and above"),
        pytest.param(AgeRule(minimum=MONTHS(18)), "18 months or older", id="18 months and above"),
        pytest.param(
            AgeRule(minimum=AgeLimit(216, YEARS(1).scale, plus_day=True)),
            "older than 18 years",
            id="the day after the birthday",
        ),
        pytest.param(AgeRule(maximum=YEARS(1)), "younger than 1 year", id="under 1 year"),
        pytest.param(AgeRule(maximum=DAYS(29)), "younger than 29 days", id="newborn"),
        pytest.param(
            AgeRule(minimum=DAYS(28), maximum=MONTHS(18)),
            "28 days or older and younger than 18 months",
            id="days and months",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(0), maximum=YEARS(22)),
            "younger than 22 (until the 22nd birthday)",
            id="from birth",
        ),
        pytest.param(AgeRule(minimum=DAYS(0)), "any age from birth on", id="from birth, no end"),
        pytest.param(AgeRule(status=AgeStatus.NO_LIMIT), "no age limit", id="no limit"),
        pytest.param(
            AgeRule(status=AgeStatus.NOT_STATED), "the source states no age", id="not stated"
        ),
        pytest.param(
            AgeRule(status=AgeStatus.NOT_READ),
            "the source speaks of age, but we could not read the limits",
            id="not read",
        ),
    ],
)
def test_age_limit_is_said_in_words(rule: AgeRule, words: str) -> None:
    assert age_words(rule) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(
            AgeRule(minimum=YEARS(19), wide_minimum=YEARS(18)),
            "19 or older (18 may be possible: the sources differ)",
            id="one year younger",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(12), wide_minimum=MONTHS(18)),
            "12 or older (from 18 months may be possible: the sources differ)",
            id="much younger",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(12), wide_minimum_open=True),
            "12 or older (younger may be possible: the sources differ)",
            id="no lower limit",
        ),
        pytest.param(
            AgeRule(maximum=YEARS(21), wide_maximum=YEARS(22)),
            "younger than 21 (21 may be possible: the sources differ)",
            id="one year older",
        ),
        pytest.param(
            AgeRule(maximum=YEARS(21), wide_maximum=YEARS(25)),
            "younger than 21 (younger than 25 years may be possible: the sources differ)",
            id="much older",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(8), maximum=YEARS(18), wide_maximum_open=True),
            "8 to 17 years old (older may be possible: the sources differ)",
            id="no upper limit",
        ),
        pytest.param(
            AgeRule(minimum=YEARS(8), maximum=YEARS(9), wide_maximum=YEARS(10)),
            "8 years old (9 may be possible: the sources differ)",
            id="one year, perhaps two",
        ),
        pytest.param(
            AgeRule(
                minimum=YEARS(2),
                wide_minimum=YEARS(1),
                maximum=YEARS(18),
                wide_maximum=YEARS(19),
            ),
            "2 to 17 years old (1 may be possible: the sources differ; "
            "18 may be possible: the sources differ)",
            id="both ends",
        ),
    ],
)
def test_age_limit_on_which_sources_differ_says_what_may_be_possible(
    rule: AgeRule, words: str
) -> None:
    assert age_words(rule) == words


@pytest.mark.parametrize("anchor", [anchor for anchor in AgeAnchor if anchor != "enrolment"])
def test_age_that_counts_on_another_day_says_which(anchor: AgeAnchor) -> None:
    words = age_words(AgeRule(maximum=YEARS(2), anchor=anchor))

    assert words.startswith("younger than 2 (until the 2nd birthday), counted ")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (AgeRule(maximum=YEARS(22)), "menos de 22 años (hasta el 22º cumpleaños)"),
        (AgeRule(minimum=YEARS(1)), "1 año o más"),
        (AgeRule(minimum=MONTHS(4)), "4 meses o más"),
        (
            AgeRule(minimum=YEARS(8), maximum=YEARS(19)),
            "de 8 a 18 años (hasta el 19º cumpleaños)",
        ),
    ],
)
def test_ages_in_spanish(rule: AgeRule, words: str) -> None:
    with override("es"):
        assert age_words(rule) == words
