"""The coordinator's room for the records as the registry has them, and the unknown terms."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from tests.admin.rooms import Room, errors, notices, page_of, words
from tests.factories import make_disease_name, make_registry_record, make_trial, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, Disease, DiseaseName, RegistryRecord, Trial

RECORDS = "/admin/trials/registryrecord/"
TERMS = f"{RECORDS}terms/"


def headings(response: HttpResponse) -> list[str]:
    return [words(each) for each in page_of(response).iter("h2")]


@pytest.fixture
def record(trial: Trial) -> RegistryRecord:
    return make_registry_record(
        trial,
        criteria_text="Inclusion Criteria: age < 22 & relapse",
        interventions=["A medicine"],
        disease_reading=[
            {
                "term": "AML",
                "field": "condition",
                "code": "aml",
                "confidence": "certain",
                "reason": "name",
            },
            {"term": "Odd term", "field": "keyword", "code": None},
        ],
        unmapped_terms=["Odd term"],
        unread=[{"path": "a.b[3]", "reason": "bad_date", "raw": "yesterday"}],
    )


# ------------------------------------------------------------ records


def test_record_is_shown_in_the_registrys_words(
    desk: PageCheckingClient, record: RegistryRecord, leukemias: dict[str, Disease]
) -> None:
    page = words(page_of(desk.get(f"{RECORDS}{record.pk}/change/")))

    for shown in (
        "A Study of One Medicine",
        "Inclusion Criteria: age < 22 & relapse",
        "21 Years",
        "A medicine",
        f"“AML” (condition): {leukemias['aml'].plain_name} (certain, name)",
        "“Odd term” (keyword): no disease of ours",
        "a.b[3]: it is no date. It says: yesterday",
    ):
        assert shown in page


def test_nobody_writes_in_a_record(desk: PageCheckingClient, record: RegistryRecord) -> None:
    page = desk.get(f"{RECORDS}{record.pk}/change/")

    assert 'name="_save"' not in page.content.decode()
    assert desk.post(f"{RECORDS}{record.pk}/change/", {"summary": "Mine"}).status_code == 403
    assert desk.get(f"{RECORDS}add/").status_code == 403


def test_referral_staff_see_no_records_and_change_no_disease(
    client: PageCheckingClient, nurse: User, record: RegistryRecord
) -> None:
    client.force_login(nurse)

    for address in (f"{RECORDS}{record.pk}/change/", TERMS, f"{TERMS}add/?term=Odd"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("room", ["trial", "registryrecord"])
def test_what_nobody_has_reviewed_can_be_listed(desk: PageCheckingClient, room: str) -> None:
    for acronym, is_reviewed in (("OURS", True), ("THEIRS", False)):
        make_registry_record(make_trial(acronym=acronym, is_reviewed=is_reviewed))

    page = words(page_of(desk.get(f"/admin/trials/{room}/?reviewed=no")))

    assert "THEIRS" in page
    assert "OURS" not in page


def test_group_of_an_imported_study_shows_what_will_become_its_rules(
    desk: PageCheckingClient, trial: Trial
) -> None:
    Trial.objects.update(is_reviewed=False)
    make_registry_record(trial)
    address = f"/admin/trials/participantgroup/{trial.groups.get().pk}/change/"

    page = words(page_of(desk.get(address)))

    assert (
        "of the registry that the study team checks Younger than 22 years of age Relapse of AML"
        in page
    )
    Trial.objects.update(is_reviewed=True)
    assert "of the registry that the study team" not in words(page_of(desk.get(address)))


def test_a_study_without_a_goal_is_not_marked_as_reviewed(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    Trial.objects.update(is_reviewed=False, goal="")

    page = words(page_of(review_desk.get(f"/admin/trials/trial/{trial.pk}/review/step/")))

    assert "The trial cannot be marked as reviewed yet" in page
    assert "Write in plain words what the researchers want to learn." in page


def test_marking_as_reviewed_is_one_press(review_desk: PageCheckingClient, trial: Trial) -> None:
    put_in_state(trial, "published")
    Trial.objects.update(is_reviewed=False)

    answer = Room(review_desk, "trials_trial_step", trial.pk, "review").press(reason="Seen today")

    assert notices(answer) == ["STUDY is reviewed: families see our words and rules now."]
    assert Trial.objects.get().is_reviewed


# ------------------------------------------------------------ terms


@pytest.fixture
def terms(db: None) -> None:
    for held in (["Odd term", "Rare 100% thing"], ["odd TERM"], ["Odd term"]):
        make_registry_record(make_trial(), unmapped_terms=held)


@pytest.mark.usefixtures("terms")
def test_terms_are_counted_whatever_their_capitals(desk: PageCheckingClient) -> None:
    page = desk.get(TERMS)

    assert [each.casefold() for each in headings(page)] == ["odd term", "rare 100% thing"]
    assert "in 3 studies:" in words(page_of(page))


@pytest.mark.usefixtures("terms")
def test_terms_can_be_searched(desk: PageCheckingClient) -> None:
    assert headings(desk.get(f"{TERMS}?q=100%25")) == ["Rare 100% thing"]
    assert "No term holds “_”." in words(page_of(desk.get(f"{TERMS}?q=_")))


def test_every_study_with_a_term_can_be_listed(desk: PageCheckingClient) -> None:
    for number in range(5):
        make_registry_record(
            make_trial(acronym=f"WITH{number}"), unmapped_terms=["First", "Odd & rare"]
        )
    make_registry_record(make_trial(acronym="WITHOUT"), unmapped_terms=["Odd & rare indeed"])
    links = [each.get("href", "") for each in page_of(desk.get(TERMS)).iter("a")]
    (listed,) = [each for each in links if each.startswith(f"{RECORDS}?term=Odd")]

    page = words(page_of(desk.get(listed)))

    assert all(f"WITH{number}" in page for number in range(5))
    assert "WITHOUT" not in page


def test_a_term_becomes_a_name_of_a_disease(
    desk: PageCheckingClient, record: RegistryRecord, leukemias: dict[str, Disease]
) -> None:
    links = [each.get("href", "") for each in page_of(desk.get(TERMS)).iter("a")]
    (address,) = [each for each in links if "/terms/add/" in each]
    assert 'value="Odd term"' in desk.get(address).content.decode()

    room = Room(desk, "trials_registryrecord_add_name")
    answer = room.press("_save", name="Odd term", disease=str(leukemias["aml"].pk))

    assert DiseaseName.objects.get(name="Odd term").disease == leukemias["aml"]
    assert AuditEvent.objects.get().subject == "diseasename"
    assert "The next import maps it." in notices(answer)[0]


def test_a_name_the_disease_has_already_is_refused_in_words(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    make_disease_name(leukemias["aml"], name="Odd term")

    room = Room(desk, "trials_registryrecord_add_name")
    answer = room.press("_save", name="Odd term", disease=str(leukemias["aml"].pk))

    assert errors(answer) or "errorlist" in answer.content.decode()
    assert DiseaseName.objects.filter(name="Odd term").count() == 1
