"""Checks worked out here come to what the database says."""

from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from trials.models import AgeRule, ParticipantGroup, Site, Trial, TrialSite
from trials.models.checked import UnknownLookupError, holds

pytestmark = pytest.mark.django_db

NUMBER = (None, 0, 1, 2)
BOTH = (True, False)
VALUES: dict[type[models.Model], dict[str, tuple[Any, ...]]] = {
    AgeRule: {
        "status": ("stated", "not_stated"),
        **{
            f"{limit}_{unit}": NUMBER
            for limit in ("minimum", "maximum", "wide_minimum")
            for unit in ("months", "days")
        },
        "minimum_plus_day": BOTH,
        "wide_maximum_open": BOTH,
    },
    Trial: {
        "goal": ("", "To learn"),
        "plain_title": ("", "A study"),
        "brief_title": ("A study",),
        "is_reviewed": BOTH,
        "slug": ("", "a", "working-copy-1"),
        "kind": ("treatment", "approved_therapy"),
        "review_state": ("draft", "published", "gone"),
        "overall_status": ("RECRUITING", "GONE"),
        "revision_of_id": (None, 1),
        "nct_id": (None, "NCT00000001"),
    },
    TrialSite: {"status": ("RECRUITING", "GONE")},
    Site: {"latitude": (None, 91.0, 1.0), "longitude": (None, -181.0, 1.0)},
    ParticipantGroup: {
        "key": ("", "main"),
        "label": ("", "Main"),
        "roles": ([], ["patient"], ["patient", "pilot"]),
    },
}


@pytest.mark.parametrize("model", VALUES, ids=lambda model: model.__name__)
def test_each_check_agrees_with_the_database(model: type[models.Model]) -> None:
    random = Random(model.__name__)
    for _ in range(30):
        told = {name: random.choice(values) for name, values in VALUES[model].items()}
        row = model(**told)
        for constraint in model._meta.constraints:
            if not isinstance(constraint, models.CheckConstraint):
                continue
            assert isinstance(constraint.condition, Q)
            try:
                here = holds(constraint.condition, row) is not False
            except UnknownLookupError:
                assert constraint.name == "trial_nct_id_form"
                continue
            assert here is _is_met_there(constraint, row), (constraint.name, told)


def _is_met_there(constraint: models.CheckConstraint, row: models.Model) -> bool:
    try:
        constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def test_fault_is_said_in_the_words_of_the_constraint() -> None:
    site = Site(name="A", city="B", country="C", latitude=1.0)

    with pytest.raises(ValidationError, match="Give both latitude"):
        site.validate_constraints()
    site.validate_constraints(exclude={"longitude"})
