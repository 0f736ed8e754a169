"""Open studies by diagnosis and age: the same as a search finds, and noughts that are certain."""

from datetime import date
from itertools import product

import pytest

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
)
from trials.finder.openings import AGE_BANDS, Openings, openings, rows_for
from trials.models import Disease

pytestmark = pytest.mark.django_db

INFANTS, CHILDREN = AGE_BANDS[0], AGE_BANDS[2]


def offer(diseases: list[Disease], **fields: object) -> None:
    """A study for patients with one of these diseases; the fields are of its age rule."""
    status = fields.pop("overall_status", "RECRUITING")
    group = make_group(make_trial(overall_status=status))
    make_age_rule(group, **fields)
    if diseases:
        make_disease_rule(group, includes=diseases)


def counts(found: list[Openings]) -> dict[str, tuple[int, ...]]:
    return {each.code: tuple(band.count for band in each.bands) for each in found}


@pytest.fixture
def offered(db: None) -> dict[str, Disease]:
    leukemias = make_leukemias()
    Disease.objects.update(is_family_choice=True)
    return leukemias


def test_no_open_study_for_infants_with_t_all_is_seen(
    offered: dict[str, Disease], today: date
) -> None:
    offer([offered["all"]], minimum_months=12, maximum_months=264)
    offer([offered["b_all"]], maximum_months=12)
    offer([offered["t_all"]], maximum_months=12, overall_status="COMPLETED")

    found = counts(openings(today))

    assert found["t_all"] == (0, 1, 1, 1, 1, 1)
    assert found["b_all"] == found["all"] == (1, 1, 1, 1, 1, 1)
    gaps = {each.code for each in openings(today) if each.has_gap}
    assert "t_all" in gaps and "b_all" not in gaps


def test_study_that_says_nothing_may_fit_everybody(
    offered: dict[str, Disease], today: date
) -> None:
    offer([], status="not_stated")

    assert set(counts(openings(today)).values()) == {(1,) * len(AGE_BANDS)}
    assert all(each.has_gap for each in openings(today))


def test_counts_are_those_of_the_search_rows(offered: dict[str, Disease], today: date) -> None:
    """Boundaries of every band, in months and in days, for every disease and for any."""
    limits = (None, 11, 12, 60, 61, 264)
    for number, (minimum, maximum) in enumerate(product(limits, limits)):
        if minimum is None or maximum is None or minimum < maximum:
            disease = [[], *([one] for one in offered.values())][number % (len(offered) + 1)]
            both = {"minimum_months": minimum, "maximum_months": maximum}
            offer(disease, **(both if minimum or maximum else {"status": "no_limit"}))
    offer([offered["aml"]], minimum_days=365)
    offer([offered["aml"]], maximum_days=366)

    for each in openings(today):
        asked = tuple(rows_for(each.code, band, today).count() for band in AGE_BANDS)
        assert tuple(band.count for band in each.bands) == asked, each.code


def test_number_of_queries_does_not_depend_on_the_list(
    offered: dict[str, Disease], today: date, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        offer([offered["aml"]])

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        openings(today)


def test_disease_that_is_gone_has_no_rows(offered: dict[str, Disease], today: date) -> None:
    assert not rows_for("gone", CHILDREN, today).exists()
    assert not rows_for("aml", INFANTS, today).exists()
