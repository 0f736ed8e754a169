"""The peers of the engine come to the same as the engine."""

import pytest

from benchmarks.engine import differences, many, people_who_ask, shipped_rules
from tests.shipped_diseases import load_diseases
from trials.rulebook import disease_graph


@pytest.mark.django_db
def test_closures_and_forest_agree_with_the_engine() -> None:
    load_diseases()
    shipped = shipped_rules()
    assert differences(many(shipped, len(shipped)), list(people_who_ask(disease_graph()))) == []
