"""Our own texts in another language: found by the English text, and searched by their words."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tests.factories import make_group, make_translation, make_trial
from tests.finder.searching import search
from trials.models import SearchRow, Translation

pytestmark = pytest.mark.django_db


def test_translation_is_found_by_the_english_text_until_that_changes() -> None:
    make_translation("Easing pain", "Aliviar el dolor")

    texts = Translation.texts("es")

    assert texts.get("Easing pain") == "Aliviar el dolor"
    assert texts.get("Easing pain quickly") is None


def test_change_of_a_translation_is_seen_at_once() -> None:
    row = make_translation("Easing pain", "Aliviar el dolr")
    assert Translation.texts("es")["Easing pain"] == "Aliviar el dolr"

    row.text = "Aliviar el dolor"
    row.save()

    assert Translation.texts("es")["Easing pain"] == "Aliviar el dolor"


def test_text_has_one_translation_in_a_language() -> None:
    make_translation("Easing pain", "Aliviar el dolor")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_translation("Easing pain", "Calmar el dolor")


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        pytest.param("trasplantes", True, id="another ending"),
        pytest.param("medula", True, id="without its accent"),
        pytest.param("médula ósea", True, id="with its accents"),
        pytest.param("la médula", True, id="beside a word that says nothing"),
        pytest.param("células", True, id="word of the goal"),
        pytest.param("transplant", True, id="English word"),
        pytest.param("riñón", False, id="word of none"),
    ],
)
def test_spanish_page_searches_the_spanish_words(words: str, is_found: bool) -> None:
    make_group(make_trial(slug="pain", plain_title="Easing pain"))
    trial = make_trial(slug="bmt", plain_title="Bone marrow transplant", goal="How cells act.")
    make_group(trial)
    make_translation("Bone marrow transplant", "Trasplante de médula ósea")
    make_translation("How cells act.", "Cómo actúan las células.")

    with override("es"):
        found = SearchRow.objects.mentioning(words).values_list("trial__slug", flat=True)
        assert list(found) == (["bmt"] if is_found else [])
        shown = [match.trial.slug for match in search(words=words).shown]
        assert shown == (["bmt"] if is_found else [])


def test_words_that_a_stroke_joins_are_found_in_a_translation() -> None:
    make_group(make_trial(slug="bmt", plain_title="Bone marrow transplant"))
    make_translation("Bone marrow transplant", "Trasplante de médula/sangre")

    with override("es"):
        assert [match.trial.slug for match in search(words="sangre").shown] == ["bmt"]
        assert SearchRow.objects.mentioning("sangre").exists()


def test_english_page_does_not_search_translations() -> None:
    make_group(make_trial(plain_title="Bone marrow transplant"))
    make_translation("Bone marrow transplant", "Trasplante de médula ósea")

    assert not SearchRow.objects.mentioning("médula").exists()
