import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from pytest_django import Settings

from tests.definitions.study import a_study, document, leaf
from tests.factories import make_contact, make_disease, make_site_profile, make_trial
from trials.models import Contact, Disease, GlossaryTerm, SiteProfile, Trial

pytestmark = pytest.mark.django_db

DISEASE = {
    "model": "trials.disease",
    "fields": {"code": "wilms", "preferred_name": "Wilms tumor", "kind": "diagnosis"},
}
NAME = {"model": "trials.diseasename", "fields": {"disease": ["wilms"], "name": "nephroblastoma"}}
CONTACT = {
    "model": "trials.contact",
    "pk": 1,
    "fields": {"name": "Referral office", "phone": "1-555-010-0000"},
}
PROFILE = {"model": "trials.siteprofile", "pk": 1, "fields": {"site_name": "Trial Finder"}}


def load(*, refresh: bool = False) -> list[str]:
    out = StringIO()
    call_command("load_fixtures", refresh=refresh, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Files with one disease and one contact instead of those that are shipped."""
    write(tmp_path, "diseases", DISEASE)
    write(tmp_path, "contacts", CONTACT, PROFILE)
    settings.FIXTURE_DIRS = [tmp_path]
    return tmp_path


def write(folder: Path, name: str, *entries: dict[str, Any]) -> None:
    (folder / f"{name}.json").write_text(json.dumps(entries))


def test_loading_again_changes_nothing(folder: Path) -> None:
    load()
    Contact.objects.update(phone="1-555-010-1234")

    said = load()

    assert Contact.objects.get().phone == "1-555-010-1234"
    assert said == [
        "diseases.json: left alone, because there are diseases already",
        "contacts.json: left alone, because there are contacts already",
    ]


def test_file_is_left_alone_when_one_of_its_tables_is_in_use(folder: Path) -> None:
    write(folder, "diseases", DISEASE, CONTACT)
    make_disease("ours")

    load()

    assert list(Disease.objects.values_list("code", flat=True)) == ["ours"]
    # The other file's tables were empty, so that one was loaded.
    assert Contact.objects.count() == 1


def test_site_that_was_named_first_keeps_its_name_and_gets_all_else(folder: Path) -> None:
    make_site_profile(site_name="Our hospital")

    said = load()

    assert SiteProfile.objects.get().site_name == "Our hospital"
    assert Contact.objects.count() == 1
    assert said[1] == "contacts.json: loaded 1 entries"


def test_refreshing_brings_back_what_the_files_say_and_keeps_the_rest(folder: Path) -> None:
    load()
    Contact.objects.update(phone="1-555-010-1234")
    Disease.objects.all().delete()
    make_contact(name="Ours")

    said = load(refresh=True)

    assert Contact.objects.get(name="Referral office").phone == "1-555-010-0000"
    assert Contact.objects.filter(name="Ours").exists()
    assert Disease.objects.filter(code="wilms").exists()
    assert said == ["diseases.json: loaded 1 entries", "contacts.json: loaded 2 entries"]


def test_one_broken_file_leaves_the_database_as_it_was(folder: Path) -> None:
    nameless = {"model": "trials.contact", "pk": 1, "fields": {"name": "", "phone": "1"}}
    write(folder, "contacts", nameless)

    with pytest.raises(IntegrityError, match="contacts.json"):
        load()

    assert not Disease.objects.exists()


def test_diseases_come_before_the_files_that_name_them(folder: Path) -> None:
    write(folder, "a_first_by_name", NAME)
    (folder / "notes.json").write_text('{"not": "a fixture"}')

    assert [line.split(":")[0] for line in load()] == [
        "diseases.json",
        "a_first_by_name.json",
        "contacts.json",
    ]


def test_missing_files_are_reported(tmp_path: Path, settings: Settings) -> None:
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(CommandError, match="Restore the folder"):
        load()


# --- Definitions of trials ------------------------------------------------------------------


@pytest.fixture
def with_studies(folder: Path) -> Path:
    """A study of the disease in the folder, which names its contact."""
    study = a_study(contact="Referral office")
    for place in range(2):
        leaf(study, place)["q"] = "Wilms tumor"
        study["groups"][place]["criteria"] = {"all": [{"disease": {"in": ["wilms"]}, "q": "x"}]}
    (folder / "a_studies.json").write_text(json.dumps(document(study)))
    return folder


def test_studies_come_after_all_that_they_name(with_studies: Path) -> None:
    assert load() == [
        "diseases.json: loaded 1 entries",
        "contacts.json: loaded 2 entries",
        "a_studies.json: loaded: 1 created, 0 replaced, 0 unchanged, 0 kept",
    ]
    assert Trial.objects.get().referral_contact == Contact.objects.get()


def test_studies_are_left_alone_where_there_is_one_already(with_studies: Path) -> None:
    make_trial(slug="ours")

    assert load()[2] == "a_studies.json: left alone, because there are trials already"
    assert Trial.objects.get().slug == "ours"


def test_studies_that_name_what_somebody_else_set_up_are_left_alone(with_studies: Path) -> None:
    make_contact(name="Our own office")

    said = load()

    assert said[1] == "contacts.json: left alone, because there are contacts already"
    assert said[2].startswith(
        "a_studies.json: left alone, because it does not fit what is held: "
        "trials[0].contact: no contact “Referral office” is held"
    )
    assert Disease.objects.exists()
    assert not Trial.objects.exists()


def test_refreshing_brings_back_studies_and_keeps_others(with_studies: Path) -> None:
    load()
    Trial.objects.update(plain_title="As somebody wrote it")
    make_trial(slug="ours")

    said = load(refresh=True)

    assert said[2] == "a_studies.json: loaded: 0 created, 1 replaced, 0 unchanged, 0 kept"
    assert Trial.objects.get(slug="memory").plain_title == "Memory cells for leukemia"
    assert Trial.objects.filter(slug="ours").exists()


def test_broken_studies_leave_the_database_as_it_was(with_studies: Path) -> None:
    (with_studies / "a_studies.json").write_text(json.dumps(document(a_study())))

    with pytest.raises(
        CommandError, match="no disease that we hold; correct it. Nothing was loaded"
    ):
        load()

    assert not Disease.objects.exists()


# --- Texts for families -------------------------------------------------------------------------

WORDS = {
    "all": {"written_on": "2026-01-01", "next_review_on": "2027-01-01"},
    "sources": {"nci": {"name": "NCI", "url": "https://example.org/", "seen_on": "2026-01-01"}},
    "terms": [
        {"slug": "scan", "name": "scan", "definition": "A picture.", "source": ["nci", ""]},
    ],
}


def write_words(folder: Path, words: dict[str, Any]) -> None:
    (folder / "glossary" / "es").mkdir(parents=True)
    (folder / "glossary" / "es" / "words.json").write_text(json.dumps(words))


def test_texts_are_loaded_in_the_language_of_their_folder_and_stay(folder: Path) -> None:
    write_words(folder, WORDS)

    assert load()[-1] == "glossary: 1 added, 0 renewed, 0 left alone"
    assert load()[-1] == "glossary: 0 added, 0 renewed, 1 left alone"
    assert load(refresh=True)[-1] == "glossary: 0 added, 1 renewed, 0 left alone"
    assert GlossaryTerm.objects.get().language == "es"


def test_text_with_a_fault_is_named_and_nothing_is_loaded(folder: Path) -> None:
    write_words(folder, {**WORDS, "terms": [{"slug": "scan"}]})

    with pytest.raises(CommandError, match=r"words\.json: .*Nothing was loaded\."):
        load()
    assert not Disease.objects.exists()
