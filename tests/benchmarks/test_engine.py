"""The peers of the engine come to the same as the engine."""

import pytest
from django.core.management import call_command

from benchmarks.engine import differences, many, people_who_ask, shipped_rules
from trials.rulebook import disease_graph


@pytest.mark.django_db
def test_closures_and_forest_agree_with_the_engine() -> None:
    call_command("loaddata", "diseases", verbosity=0)
    shipped = shipped_rules()
    assert differences(many(shipped, len(shipped)), list(people_who_ask(disease_graph()))) == []
