import pytest

from trials.catalogue import CATALOGUE
from trials.eligibility.catalogue import Fact
from trials.presenters.fact_names import NAMES, fact_name, fact_title


@pytest.mark.parametrize("fact", CATALOGUE, ids=lambda fact: fact.key)
def test_every_fact_has_a_name_in_plain_words(fact: Fact) -> None:
    name = fact_name(fact.key)

    assert name != fact.key
    assert "_" not in name
    assert len(name) <= 60


def test_no_name_is_kept_for_a_fact_that_is_gone() -> None:
    keys = {fact.key for fact in CATALOGUE} | {"age_at_relapse"}

    assert {key for key in NAMES if key not in keys and f"{key}_days" not in keys} == set()


def test_time_since_a_treatment_is_named_after_the_treatment() -> None:
    assert fact_name("prior_hsct_days") == "the time since a transplant from a donor"
    assert fact_name("chemo_days") == "the time since the last chemotherapy"


def test_title_begins_with_a_capital() -> None:
    assert fact_title("prior_car_t_days") == "The time since CAR T-cell therapy"


def test_fact_nobody_catalogued_stands_for_itself() -> None:
    assert fact_name("shoe size") == "shoe size"
