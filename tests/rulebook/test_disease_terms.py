"""The names that coordinators keep, together with the terms that are shipped."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_disease, make_disease_name
from tests.shipped_vocabulary import shipped_vocabulary
from trials.registry.disease_vocabulary import Reason
from trials.rulebook import disease_vocabulary

LARGEST_KB = 600


@pytest.mark.django_db
def test_vocabulary_is_made_once_until_something_changes(
    django_assert_num_queries: object,
) -> None:
    wilms = make_disease("wilms", preferred_name="Wilms tumor", plain_name="Wilms tumor")
    vocabulary = disease_vocabulary()

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert disease_vocabulary() is vocabulary

    make_disease_name(wilms, "Tumor of Max Wilms")
    assert disease_vocabulary().meaning("tumor of max wilms").codes == ("wilms",)


@pytest.mark.django_db
def test_name_of_a_coordinator_comes_before_a_derived_one() -> None:
    rms = make_disease("rms", preferred_name="Rhabdomyosarcoma")
    make_disease("nrsts")
    assert disease_vocabulary().meaning("leiomyosarcoma").codes == ("nrsts",)

    make_disease_name(rms, "leiomyosarcoma")

    assert disease_vocabulary().meaning("leiomyosarcoma").codes == ("rms",)


@pytest.mark.django_db
def test_removed_disease_leaves_the_other_names_in_place() -> None:
    make_disease("aml", preferred_name="Acute myeloid leukemia")

    vocabulary = disease_vocabulary()

    assert vocabulary.meaning("Acute myeloid leukemia").codes == ("aml",)
    assert vocabulary.meaning("neuroblastoma").codes == ()


def test_name_says_whether_it_is_the_main_one_another_or_of_something_below() -> None:
    reasons = [
        shipped_vocabulary().meaning(term).reason
        for term in ("Neuroblastoma", "nephroblastoma", "leiomyosarcoma")
    ]

    assert reasons == [Reason.NAME, Reason.SYNONYM, Reason.BROADER]


def test_shipped_terms_are_small_and_name_their_sources() -> None:
    path = Path(settings.BASE_DIR, "fixtures", "disease_terms.json")
    content = json.loads(path.read_text(encoding="utf-8"))

    assert path.stat().st_size < LARGEST_KB * 1000
    assert any("CC BY 4.0" in source for source in content["sources"])


def test_shipped_terms_mean_diseases_that_are_shipped() -> None:
    path = Path(settings.BASE_DIR, "fixtures", "disease_terms.json")
    content = json.loads(path.read_text(encoding="utf-8"))

    codes = {
        code
        for part in ("wider", "names", "narrower")
        for together in content[part]
        for code in together.split()
    }

    assert codes - set(shipped_vocabulary().graph) == set()
