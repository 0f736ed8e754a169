"""Measures whose limit depends on age and sex: the whole tables, day by day at their ends.

The small catalogue is that of asked.py; all is judged on 15 March 2026.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.eligibility.asked import ON, person
from trials.eligibility.ages import AgeLimit, BirthInterval
from trials.eligibility.catalogue import Persona
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import CreatinineCriterion, Finding, PerformanceCriterion, Side
from trials.eligibility.findings import find
from trials.eligibility.reasons import Reason
from trials.eligibility.reference_tables import CREATININE_TABLES, measured_by
from trials.eligibility.truth import Truth

ONE_DAY = timedelta(days=1)


def turned_today(age: AgeLimit) -> BirthInterval:
    return BirthInterval.on_date(age.last_birth(ON))


def turns_tomorrow(age: AgeLimit) -> BirthInterval:
    return BirthInterval.on_date(age.last_birth(ON) + ONE_DAY)


# --- Lansky below the cut-off age, Karnofsky from it on -------------------------------------

SIXTY_AND_SEVENTY = PerformanceCriterion(AgeLimit.years(16), lansky=60, karnofsky=70)


def score(
    births: BirthInterval | None,
    rule: PerformanceCriterion = SIXTY_AND_SEVENTY,
    persona: Persona = Persona.STAFF,
    **told: FactValue,
) -> Finding:
    return find(rule, person("all", births=births, persona=persona, **told))


@pytest.mark.parametrize("years", [10, 12, 16, 18])
@pytest.mark.parametrize(
    ("scale", "enough", "before_birthday", "from_birthday"),
    [
        pytest.param("lansky", 60, Truth.TRUE, Truth.ASK, id="Lansky enough"),
        pytest.param("lansky", 59, Truth.FALSE, Truth.ASK, id="Lansky too low"),
        pytest.param("karnofsky", 70, Truth.ASK, Truth.TRUE, id="Karnofsky enough"),
        pytest.param("karnofsky", 69, Truth.ASK, Truth.FALSE, id="Karnofsky too low"),
    ],
)
def test_scale_changes_on_the_birthday_that_the_study_names(
    years: int, scale: str, enough: int, before_birthday: Truth, from_birthday: Truth
) -> None:
    """The score on the other scale says nothing: the team takes the right one."""
    cut_off = AgeLimit.years(years)
    rule = PerformanceCriterion(cut_off, lansky=60, karnofsky=70)
    told: dict[str, FactValue] = {scale: enough}
    assert score(turns_tomorrow(cut_off), rule, **told).truth is before_birthday
    assert score(turned_today(cut_off), rule, **told).truth is from_birthday


FIFTEEN_OR_SIXTEEN = BirthInterval.in_year(2010)


@pytest.mark.parametrize(
    ("births", "told", "truth"),
    [
        pytest.param(FIFTEEN_OR_SIXTEEN, {"lansky": 60, "karnofsky": 70}, Truth.TRUE, id="both"),
        pytest.param(FIFTEEN_OR_SIXTEEN, {"lansky": 59, "karnofsky": 69}, Truth.FALSE, id="no"),
        pytest.param(FIFTEEN_OR_SIXTEEN, {"lansky": 60}, Truth.ASK, id="one score, enough"),
        pytest.param(FIFTEEN_OR_SIXTEEN, {"lansky": 59}, Truth.UNKNOWN, id="one, too low"),
        pytest.param(
            FIFTEEN_OR_SIXTEEN, {"lansky": 60, "karnofsky": 69}, Truth.UNKNOWN, id="they differ"
        ),
        pytest.param(None, {"lansky": 50}, Truth.UNKNOWN, id="no age told"),
        pytest.param(None, {"lansky": 90, "karnofsky": 90}, Truth.TRUE, id="no age, both"),
    ],
)
def test_birthday_is_asked_only_when_the_scales_differ(
    births: BirthInterval | None, told: dict[str, FactValue], truth: Truth
) -> None:
    finding = score(births, **told)
    assert finding.truth is truth
    assert finding.needs == ({"birth_date"} if truth is Truth.UNKNOWN else set())


@pytest.mark.parametrize("persona", Persona)
@pytest.mark.parametrize("births", [None, FIFTEEN_OR_SIXTEEN])
def test_nobody_is_asked_anything_while_no_score_was_told(
    persona: Persona, births: BirthInterval | None
) -> None:
    finding = score(births, persona=persona)
    assert (finding.truth, finding.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)
    assert finding.needs == frozenset()


@pytest.mark.parametrize(
    ("told", "reason", "recoverable"),
    [
        pytest.param({"lansky": 60}, Reason.FACT_MET, True, id="enough"),
        pytest.param({"lansky": 50}, Reason.FACT_NOT_MET, True, id="too low: may recover"),
        pytest.param({"karnofsky": 90}, Reason.FACT_FOR_TEAM, False, id="the other scale"),
    ],
)
def test_score_gives_its_reason(
    told: dict[str, FactValue], reason: Reason, recoverable: bool
) -> None:
    finding = score(BirthInterval.of_age(ON, years=5), **told)
    assert (finding.reason, finding.recoverable) == (reason, recoverable)
    assert finding.criterion == SIXTY_AND_SEVENTY


def test_score_that_keeps_out_is_turned_round() -> None:
    rule = PerformanceCriterion(AgeLimit.years(16), 60, 70, side=Side.EXCLUDE)
    assert score(BirthInterval.of_age(ON, years=5), rule, lansky=60).truth is Truth.FALSE


# --- Creatinine by age and sex --------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """From the first day of one age until the last day before another."""

    words: str
    begins: AgeLimit
    ends: AgeLimit | None
    male: float
    female: float


COG = (
    Row("1 to 5 months", AgeLimit.months(1), AgeLimit.months(6), 0.4, 0.4),
    Row("6 to 11 months", AgeLimit.months(6), AgeLimit.years(1), 0.5, 0.5),
    Row("1 year", AgeLimit.years(1), AgeLimit.years(2), 0.6, 0.6),
    Row("2 to 5 years", AgeLimit.years(2), AgeLimit.years(6), 0.8, 0.8),
    Row("6 to 9 years", AgeLimit.years(6), AgeLimit.years(10), 1.0, 1.0),
    Row("10 to 12 years", AgeLimit.years(10), AgeLimit.years(13), 1.2, 1.2),
    Row("13 to 15 years", AgeLimit.years(13), AgeLimit.years(16), 1.5, 1.4),
    Row("16 years and older", AgeLimit.years(16), None, 1.7, 1.4),
)
"""The table as the records print it, typed a second time."""

A_LITTLE = 0.01
CREATININE = CreatinineCriterion("cog")


def creatinine(
    births: BirthInterval | None, value: float | None, sex: str | None = None
) -> Finding:
    told: dict[str, FactValue] = {"sex": sex} if sex else {}
    if value is not None:
        told["creatinine_mg_dl"] = value
    return find(CREATININE, person("all", births=births, persona=Persona.STAFF, **told))


@pytest.mark.parametrize("row", COG, ids=lambda row: row.words)
@pytest.mark.parametrize("sex", ["male", "female"])
def test_limit_holds_from_the_first_to_the_last_day_of_its_age(row: Row, sex: str) -> None:
    limit = row.male if sex == "male" else row.female
    last = turns_tomorrow(row.ends) if row.ends else BirthInterval.of_age(ON, years=60)
    for births in (turned_today(row.begins), last):
        assert creatinine(births, limit, sex).truth is Truth.TRUE
        assert creatinine(births, limit + A_LITTLE, sex).truth is Truth.FALSE


@pytest.mark.parametrize("row", COG, ids=lambda row: row.words)
def test_sex_is_asked_only_where_it_decides(row: Row) -> None:
    births = turned_today(row.begins)
    low, high = sorted((row.male, row.female))
    assert creatinine(births, low).truth is Truth.TRUE
    assert creatinine(births, high + A_LITTLE).truth is Truth.FALSE
    if low < high:
        between = creatinine(births, high)
        assert (between.truth, between.needs) == (Truth.UNKNOWN, {"sex"})


@pytest.mark.parametrize("value", [0.1, 0.3, 2.0])
def test_below_one_month_the_team_decides(value: float) -> None:
    newborn = creatinine(turns_tomorrow(AgeLimit.months(1)), value, "male")
    assert (newborn.truth, newborn.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)


@pytest.mark.parametrize(
    ("births", "value", "truth", "needs"),
    [
        pytest.param(
            BirthInterval.in_year(2020), 0.8, Truth.TRUE, set(), id="5 or 6: fits at either age"
        ),
        pytest.param(
            BirthInterval.in_year(2020), 0.9, Truth.UNKNOWN, {"birth_date"}, id="5 or 6: only at 6"
        ),
        pytest.param(
            BirthInterval.in_year(2020), 1.1, Truth.FALSE, set(), id="5 or 6: too high for both"
        ),
        pytest.param(
            BirthInterval.of_age(ON, years=0), 0.3, Truth.UNKNOWN, {"birth_date"},
            id="perhaps below one month",
        ),
        pytest.param(
            BirthInterval.of_age(ON, years=0), 0.6, Truth.UNKNOWN, {"birth_date"},
            id="too high, unless the team decides",
        ),
        pytest.param(None, 0.3, Truth.UNKNOWN, {"birth_date"}, id="no age told"),
        pytest.param(
            BirthInterval.in_year(2012), 1.45, Truth.UNKNOWN, {"sex"},
            id="13 or 14: sex decides, at either age",
        ),
        pytest.param(
            BirthInterval.in_year(2010), 1.6, Truth.UNKNOWN, {"birth_date", "sex"},
            id="15 or 16: a boy of 16",
        ),
    ],
)  # fmt: skip
def test_birthday_is_asked_only_when_the_limits_differ(
    births: BirthInterval | None, value: float, truth: Truth, needs: set[str]
) -> None:
    finding = creatinine(births, value)
    assert (finding.truth, finding.needs) == (truth, needs)


@pytest.mark.parametrize("sex", [None, "male"])
def test_nothing_is_asked_while_the_creatinine_was_not_told(sex: str | None) -> None:
    finding = creatinine(None, None, sex)
    assert (finding.truth, finding.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)
    assert finding.needs == frozenset()


@pytest.mark.parametrize("key", CREATININE_TABLES)
def test_bands_of_a_table_follow_each_other_and_never_fall(key: str) -> None:
    """The rows may go on beyond their band, because no later limit is lower."""
    table = CREATININE_TABLES[key]
    for band, following in pairwise(table):
        assert band.until == following.minimum
        assert band.male <= following.male
        assert band.female <= following.female
    assert table[-1].until is None


def test_clinic_measures_what_the_rule_is_about() -> None:
    assert measured_by(SIXTY_AND_SEVENTY) == ("lansky", "karnofsky")
    assert measured_by(CREATININE) == ("creatinine_mg_dl",)
