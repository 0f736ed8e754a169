"""Pediatric measures whose limit depends on age, or on age and sex.

Every such rule is written out as ordinary criteria, so that gaps, unknown birthdays and
unknown facts come out as they do everywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    FactCriterion,
    PerformanceCriterion,
    TableCriterion,
    TextCriterion,
)

CREATININE = "creatinine_mg_dl"
LANSKY = "lansky"
KARNOFSKY = "karnofsky"
SEX = "sex"


@dataclass(frozen=True, slots=True)
class CreatinineBand:
    """The highest serum creatinine from one age until before another, in mg/dL.

    ``until`` None means from ``minimum`` on for good.
    """

    minimum: AgeLimit
    until: AgeLimit | None
    male: float
    female: float


_MONTH, _HALF_YEAR = AgeLimit.months(1), AgeLimit.months(6)
_YEARS = AgeLimit.years

COG = (
    CreatinineBand(_MONTH, _HALF_YEAR, 0.4, 0.4),
    CreatinineBand(_HALF_YEAR, _YEARS(1), 0.5, 0.5),
    CreatinineBand(_YEARS(1), _YEARS(2), 0.6, 0.6),
    CreatinineBand(_YEARS(2), _YEARS(6), 0.8, 0.8),
    CreatinineBand(_YEARS(6), _YEARS(10), 1.0, 1.0),
    CreatinineBand(_YEARS(10), _YEARS(13), 1.2, 1.2),
    CreatinineBand(_YEARS(13), _YEARS(16), 1.5, 1.4),
    CreatinineBand(_YEARS(16), None, 1.7, 1.4),
)
"""Children's Oncology Group, maximum serum creatinine by age and sex, as ClinicalTrials.gov
records NCT00666588 and NCT02650414 print it. It begins at one month: below that age the
study team decides."""

CREATININE_TABLES = {"cog": COG}


def measured_by(leaf: TableCriterion) -> tuple[str, ...]:
    """The facts that the clinic measures for this rule."""
    return (LANSKY, KARNOFSKY) if isinstance(leaf, PerformanceCriterion) else (CREATININE,)


def written_out(leaf: TableCriterion) -> Criterion:
    """The same rule as one box of ordinary criteria."""
    if isinstance(leaf, PerformanceCriterion):
        lansky, karnofsky = _at_least(LANSKY, leaf.lansky), _at_least(KARNOFSKY, leaf.karnofsky)
        younger, older = _aged(None, leaf.cut_off), _aged(leaf.cut_off, None)
        # Where both scores are high enough, the age makes no difference.
        return AnyOf(
            (AllOf((younger, lansky)), AllOf((older, karnofsky)), AllOf((lansky, karnofsky)))
        )
    return AnyOf(tuple(_rows(CREATININE_TABLES[leaf.table])))


def _rows(bands: tuple[CreatinineBand, ...]) -> Iterator[Criterion]:
    """No limit is lower than one for a younger age, so every row may go on for good.

    That way an age known roughly is asked for only when the limits of its rows differ.
    """
    yield AllOf((_aged(None, bands[0].minimum), TextCriterion("")))
    for band in bands:
        aged = _aged(band.minimum, None)
        low, high = sorted((band.male, band.female))
        yield AllOf((aged, _at_most(CREATININE, low)))
        if low < high:
            sex = _is(SEX, "male" if band.male == high else "female")
            yield AllOf((aged, sex, _above(CREATININE, low), _at_most(CREATININE, high)))


def _aged(minimum: AgeLimit | None, maximum: AgeLimit | None) -> Criterion:
    return AgeCriterion(AgeRule(minimum=minimum, maximum=maximum))


def _is(fact: str, value: str) -> Criterion:
    return FactCriterion(Condition(fact, Operator.IS, (value,)))


def _at_least(fact: str, value: float) -> Criterion:
    return FactCriterion(Condition(fact, Operator.AT_LEAST, (value,)))


def _above(fact: str, value: float) -> Criterion:
    return FactCriterion(Condition(fact, Operator.ABOVE, (value,)))


def _at_most(fact: str, value: float) -> Criterion:
    return FactCriterion(Condition(fact, Operator.AT_MOST, (value,)))
