from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import (
    make_approved_treatment,
    make_disease,
    make_guide,
    make_leukemias,
    make_term,
)
from trials.models import ApprovedTreatment, GlossaryTerm, Guide

pytestmark = pytest.mark.django_db


def test_text_is_shown_in_the_language_of_the_reader() -> None:
    make_guide("one")
    make_guide("one", language="es")
    make_guide("two")

    def found(language: str) -> list[tuple[str, str]]:
        rows = Guide.objects.shown().in_language(language)
        return sorted((guide.slug, guide.language) for guide in rows)

    assert found("en") == [("one", "en"), ("two", "en")]
    assert found("es") == [("one", "es"), ("two", "en")]


def test_translation_that_is_hidden_gives_way_to_english() -> None:
    make_term("relapse")
    make_term("recaída", slug="relapse", language="es", is_shown=False)

    assert [term.name for term in GlossaryTerm.objects.shown().in_language("es")] == ["relapse"]


def test_text_is_there_once_in_each_language() -> None:
    make_term("relapse")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_term("relapse")


@pytest.mark.parametrize("half", [{"reviewed_by": "A doctor"}, {"reviewed_on": date(2026, 2, 1)}])
def test_review_has_somebody_and_a_day(half: dict[str, object]) -> None:
    guide = make_guide()
    for name, value in half.items():
        setattr(guide, name, value)

    with pytest.raises(ValidationError, match="both who reviewed"):
        guide.full_clean()


def test_guide_of_a_disease_is_its_own_or_that_of_the_nearest_above() -> None:
    diseases = make_leukemias()
    make_guide("leukemia", disease=diseases["leukemia"])
    make_guide("all", disease=diseases["all"])

    def about(*codes: str) -> list[str]:
        return sorted(guide.slug for guide in Guide.objects.about(codes))

    assert about("ph_pos") == ["all"]
    assert about("aml") == ["leukemia"]
    assert about("all", "aml") == ["all"]
    make_disease("flu")
    assert about("flu") == []


def test_treatments_of_a_guide_are_those_for_every_kind_of_the_disease() -> None:
    diseases = make_leukemias()
    make_approved_treatment("B", [diseases["b_all"], diseases["ph_pos"]])
    make_approved_treatment("A", [diseases["aml"]])

    assert [row.name for row in ApprovedTreatment.objects.below(["all"])] == ["B"]
