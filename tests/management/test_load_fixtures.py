import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from pytest_django import Settings

from tests.factories import make_contact, make_site_profile, make_trial
from trials.models import Contact, Disease, SiteProfile, Trial

pytestmark = pytest.mark.django_db


def load(*, refresh: bool = False) -> str:
    out = StringIO()
    call_command("load_fixtures", refresh=refresh, stdout=out)
    return out.getvalue()


def test_everything_is_loaded_into_an_empty_database_and_reported() -> None:
    said = load()

    assert Disease.objects.count() == 203
    assert Trial.objects.published().count() == 7
    assert SiteProfile.objects.exists()
    assert "diseases.json: loaded 960 entries" in said
    assert "trials_st_jude.json: loaded" in said


def test_loading_again_changes_nothing() -> None:
    load()
    Trial.objects.filter(slug="catchaml").update(plain_title="As the coordinator wrote it")

    said = load()

    assert Trial.objects.get(slug="catchaml").plain_title == "As the coordinator wrote it"
    assert Trial.objects.count() == 7
    assert "loaded" not in said
    assert "trials_st_jude.json: left alone, because there are contacts" in said


def test_deleted_trial_does_not_come_back() -> None:
    load()
    Trial.objects.get(slug="sj_pain").delete()

    load()

    assert Trial.objects.count() == 6


def test_a_file_is_left_alone_when_one_of_its_tables_is_in_use() -> None:
    make_trial(slug="ours")

    said = load()

    assert list(Trial.objects.values_list("slug", flat=True)) == ["ours"]
    assert Contact.objects.count() == 0
    assert "left alone, because there are trials already" in said
    assert Disease.objects.count() == 203


def test_site_that_was_named_first_keeps_its_name_and_gets_its_trials() -> None:
    make_site_profile(site_name="Our hospital")

    load()

    assert SiteProfile.objects.get().site_name == "Our hospital"
    assert Trial.objects.count() == 7


def test_refreshing_brings_back_what_the_files_say_and_keeps_the_rest() -> None:
    load()
    Trial.objects.filter(slug="catchaml").update(plain_title="Changed since")
    Trial.objects.get(slug="sj_pain").delete()
    own = make_trial(slug="ours")
    contact = make_contact(name="Ours")

    said = load(refresh=True)

    assert Trial.objects.get(slug="catchaml").plain_title != "Changed since"
    assert set(Trial.objects.filter(slug__in=["sj_pain", "ours"])) == {
        own,
        Trial.objects.get(slug="sj_pain"),
    }
    assert Contact.objects.filter(pk=contact.pk, name="Ours").exists()
    assert said.count("loaded") == 2


def test_one_broken_file_leaves_the_database_as_it_was(tmp_path: Path, settings: Settings) -> None:
    entry = {"model": "trials.disease", "fields": {"code": "x", "kind": "diagnosis"}}
    (tmp_path / "diseases.json").write_text(json.dumps([entry]))
    broken = {"model": "trials.trial", "pk": 1, "fields": {"slug": "broken"}}
    (tmp_path / "trials.json").write_text(json.dumps([broken]))
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(IntegrityError, match="trials.json"):
        load()

    assert not Disease.objects.exists()


def test_missing_folder_is_reported(tmp_path: Path, settings: Settings) -> None:
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(CommandError, match="Restore the folder"):
        load()


def test_diseases_come_before_the_files_that_name_them(tmp_path: Path, settings: Settings) -> None:
    entry = {"model": "trials.disease", "fields": {"code": "x", "kind": "diagnosis"}}
    name = {"model": "trials.diseasename", "fields": {"disease": ["x"], "name": "X"}}
    (tmp_path / "diseases.json").write_text(json.dumps([entry]))
    (tmp_path / "a_first_by_name.json").write_text(json.dumps([name]))
    (tmp_path / "notes.json").write_text('{"not": "a fixture"}')
    settings.FIXTURE_DIRS = [tmp_path]

    said = load()

    assert said.splitlines() == [
        "diseases.json: loaded 1 entries",
        "a_first_by_name.json: loaded 1 entries",
    ]
