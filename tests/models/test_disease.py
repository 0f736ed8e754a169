import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import make_disease, make_disease_name, make_leukemias
from trials.models import Disease, DiseaseCatalogue, DiseaseName, DiseaseParent, DiseasePath

pytestmark = pytest.mark.django_db


def codes(diseases: object) -> set[str]:
    return {disease.code for disease in diseases}


def test_diseases_below_include_the_disease_itself_and_everything_more_specific() -> None:
    diseases = make_leukemias()

    assert codes(Disease.objects.below(diseases["all"])) == {"all", "b_all", "t_all", "ph_pos"}


def test_diseases_above_include_the_disease_itself_and_everything_more_general() -> None:
    diseases = make_leukemias()

    assert codes(Disease.objects.above(diseases["ph_pos"])) == {
        "ph_pos",
        "b_all",
        "all",
        "leukemia",
    }


def test_diagnoses_leave_groups_out() -> None:
    make_leukemias()

    assert "leukemia" not in codes(Disease.objects.diagnoses())


def test_paths_follow_when_a_link_is_removed() -> None:
    diseases = make_leukemias()

    DiseaseParent.objects.get(child=diseases["b_all"]).delete()

    assert codes(Disease.objects.above(diseases["ph_pos"])) == {"ph_pos", "b_all"}


def test_paths_follow_a_bulk_update_past_every_save_method() -> None:
    diseases = make_leukemias()

    DiseaseParent.objects.filter(child=diseases["apl"]).update(parent=diseases["all"])

    assert codes(Disease.objects.above(diseases["apl"])) == {"apl", "all", "leukemia"}


def test_paths_of_a_removed_disease_are_gone() -> None:
    diseases = make_leukemias()
    removed = diseases["ph_pos"].pk

    diseases["ph_pos"].delete()

    assert not DiseasePath.objects.filter(descendant_id=removed).exists()


def test_database_refuses_a_circle() -> None:
    diseases = make_leukemias()

    with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
        DiseaseParent.objects.create(child=diseases["leukemia"], parent=diseases["ph_pos"])

    assert codes(Disease.objects.above(diseases["leukemia"])) == {"leukemia"}


def test_paths_follow_a_whole_chain_of_links_added_at_once_in_any_order() -> None:
    a, b, c, d = (make_disease(code) for code in "abcd")

    DiseaseParent.objects.bulk_create(
        DiseaseParent(child=child, parent=parent) for child, parent in ((c, d), (a, b), (b, c))
    )

    assert codes(Disease.objects.above(a)) == {"a", "b", "c", "d"}
    assert codes(Disease.objects.below(d)) == {"a", "b", "c", "d"}


def test_database_refuses_a_circle_whose_links_are_added_at_once() -> None:
    a, b = make_disease("a"), make_disease("b")

    with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
        DiseaseParent.objects.bulk_create(
            [DiseaseParent(child=a, parent=b), DiseaseParent(child=b, parent=a)]
        )

    assert codes(Disease.objects.above(a)) == {"a"}


def test_form_validation_refuses_a_circle_and_names_both_diseases() -> None:
    diseases = make_leukemias()
    link = DiseaseParent(child=diseases["leukemia"], parent=diseases["ph_pos"])

    with pytest.raises(ValidationError, match="“ph pos” is already a kind of “leukemia”"):
        link.full_clean()


def test_disease_is_not_its_own_parent() -> None:
    disease = make_disease("aml")

    with pytest.raises(IntegrityError, match="disease_not_its_own_parent"):
        DiseaseParent.objects.create(child=disease, parent=disease)


def test_a_disease_with_others_below_it_cannot_be_removed() -> None:
    from django.db.models import ProtectedError

    diseases = make_leukemias()

    with pytest.raises(ProtectedError):
        diseases["leukemia"].delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param({"code": ""}, "disease_code_not_empty", id="no code"),
        pytest.param({"code": "x", "kind": "syndrome"}, "disease_kind_known", id="unknown kind"),
    ],
)
def test_database_refuses_a_disease_with(fields: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Disease.objects.create(**{"preferred_name": "x", "plain_name": "x", **fields})


def test_the_same_name_in_the_same_language_is_held_once_per_disease() -> None:
    disease = make_disease("all")
    make_disease_name(disease, "ALL")
    make_disease_name(disease, "ALL", "es")

    with pytest.raises(IntegrityError, match="disease_name_once"):
        make_disease_name(disease, "ALL")


def test_database_refuses_an_empty_name() -> None:
    with pytest.raises(IntegrityError, match="disease_name_not_empty"):
        make_disease_name(make_disease("all"), "")


def test_defining_fact_is_written_as_a_fact_and_its_value() -> None:
    disease = make_disease("odd")
    disease.defining_facts = ["Philadelphia chromosome"]

    with pytest.raises(ValidationError, match="fact=value"):
        disease.full_clean()


def test_catalogue_version_changes_with_diseases_links_and_names() -> None:
    seen = [DiseaseCatalogue.current_version()]
    diseases = make_leukemias()
    seen.append(DiseaseCatalogue.current_version())
    DiseaseParent.objects.filter(child=diseases["apl"]).update(is_part=True)
    seen.append(DiseaseCatalogue.current_version())
    DiseaseName.objects.create(disease=diseases["apl"], name="M3")
    seen.append(DiseaseCatalogue.current_version())
    Disease.objects.filter(code="apl").update(plain_name="APL")
    seen.append(DiseaseCatalogue.current_version())

    assert seen == sorted(set(seen))


def test_catalogue_without_any_disease_has_version_nought() -> None:
    DiseaseCatalogue.objects.all().delete()

    assert DiseaseCatalogue.current_version() == 0
