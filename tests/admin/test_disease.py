import json

import pytest
from django.contrib.auth.models import User

from tests.admin.rooms import Room, errors
from tests.factories import make_disease_name, make_user
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, Disease, DiseaseParent, ParticipantGroup

pytestmark = pytest.mark.django_db

PAGE = "trials_disease_change"


def add_parent(number: int, parent: Disease) -> dict[str, object]:
    return {
        "parent_links-TOTAL_FORMS": str(number + 1),
        f"parent_links-{number}-parent": parent.pk,
    }


def test_names_and_parents_are_saved_and_told(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    names = {
        "names-TOTAL_FORMS": "1",
        "names-0-name": "Leucemia promielocítica",
        "names-0-language": "es",
    }

    response = Room(desk, PAGE, leukemias["apl"].pk).press(
        **names, **add_parent(1, leukemias["leukemia"])
    )

    assert errors(response) == []
    assert leukemias["apl"].names.get().name == "Leucemia promielocítica"
    assert set(leukemias["apl"].parents.all()) == {leukemias["aml"], leukemias["leukemia"]}
    subjects = AuditEvent.objects.values_list("subject", flat=True)
    assert sorted(subjects) == ["diseasename", "diseaseparent"]


def test_circle_is_refused_beside_the_parent(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, leukemias["aml"].pk).press(**add_parent(1, leukemias["apl"]))

    assert len(errors(response)) == 1
    assert "“apl” is already a kind of “aml”. Choose another" in errors(response)[0]


def test_circle_that_only_the_database_sees_is_refused_too(
    desk: PageCheckingClient, leukemias: dict[str, Disease], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two people add the two halves of a circle at the same moment."""
    monkeypatch.setattr(DiseaseParent, "clean", lambda self: None)

    response = Room(desk, PAGE, leukemias["aml"].pk).press(**add_parent(1, leukemias["apl"]))

    assert len(errors(response)) == 1
    assert "would become more general than itself" in errors(response)[0]
    assert not AuditEvent.objects.exists()


def test_disease_is_not_its_own_parent(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, leukemias["aml"].pk).press(**add_parent(1, leukemias["aml"]))

    assert errors(response)
    assert DiseaseParent.objects.filter(child=leukemias["aml"]).count() == 1


def test_the_same_parent_twice_is_refused_in_our_words(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, leukemias["apl"].pk).press(**add_parent(1, leukemias["aml"]))

    assert any("listed twice" in line for line in errors(response))


def test_defining_fact_says_how_to_write_it(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    facts = "lineage=b, PML positive"

    response = Room(desk, PAGE, leukemias["apl"].pk).press(defining_facts=facts)

    (line,) = errors(response)
    assert line.startswith("Defining facts: “PML positive”: Write a defining fact as “fact=value”")


def test_several_defining_facts_are_separated_by_commas(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, leukemias["apl"].pk).press(
        defining_facts="pml_rara=positive,  lineage=b,", exclusive_groups="aml_genetics"
    )

    assert errors(response) == []
    leukemias["apl"].refresh_from_db()
    assert leukemias["apl"].defining_facts == ["pml_rara=positive", "lineage=b"]
    assert leukemias["apl"].exclusive_groups == ["aml_genetics"]


def test_page_of_a_disease_that_is_saved_unchanged_changes_nothing(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, leukemias["b_all"].pk).press()

    assert errors(response) == []
    assert not AuditEvent.objects.exists()


def test_code_is_given_once(desk: PageCheckingClient, leukemias: dict[str, Disease]) -> None:
    room = Room(desk, PAGE, leukemias["apl"].pk)
    assert "code" not in room.entries

    response = Room(desk, "trials_disease_add").press(
        code="mds", preferred_name="Myelodysplastic syndrome", plain_name="MDS", kind="diagnosis"
    )

    assert errors(response) == []
    assert Disease.objects.get(code="mds").plain_name == "MDS"


@pytest.mark.parametrize("text", ["promyelocytic", "M3", "apl", "promielocytic leukemia"])
def test_disease_is_found_by_any_name_and_with_a_slip(
    text: str, desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    for name in ("acute promyelocytic leukemia", "M3"):
        make_disease_name(leukemias["apl"], name)

    answer = desk.get(
        "/admin/autocomplete/",
        {
            "term": text,
            "app_label": "trials",
            "model_name": "diseaserule",
            "field_name": "includes",
        },
    )

    found = [each["text"] for each in json.loads(answer.content)["results"]]
    assert "apl" in found


def test_disease_that_a_rule_names_is_not_deleted(
    client: PageCheckingClient, group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    address = f"/admin/trials/disease/{leukemias['apl'].pk}/delete/"
    group.disease_rules.get().excepts.add(leukemias["apl"])

    response = client.post(address, {"post": "yes"})

    assert "Disease rule of STUDY: Patients" in response.content.decode()
    assert Disease.objects.filter(code="apl").exists()


def test_disease_that_nothing_names_is_deleted_with_its_trail(
    client: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    make_disease_name(leukemias["apl"], "M3")

    client.post(f"/admin/trials/disease/{leukemias['apl'].pk}/delete/", {"post": "yes"})

    told = AuditEvent.objects.values_list("subject", "action")
    assert sorted(told) == [
        ("disease", "removed"),
        ("diseasename", "removed"),
        ("diseaseparent", "removed"),
    ]


def test_coordinator_deletes_no_disease(
    desk: PageCheckingClient, coordinator: User, leukemias: dict[str, Disease]
) -> None:
    address = f"/admin/trials/disease/{leukemias['apl'].pk}/delete/"

    assert desk.post(address, {"post": "yes"}).status_code == 403
