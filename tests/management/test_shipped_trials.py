"""The trials that come with the project: loaded, written down, searched and judged.

All of them are loaded once for the whole module, since that takes a few seconds.
"""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.architecture.repository import PROJECT
from tests.seven_studies import DEFINITIONS, SLUGS
from trials.definitions.reading import KEYS
from trials.models import AuditEvent, Disease, SiteProfile, Trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything_shipped")]

DATA = Path(__file__).parent.parent / "data"
FILTER_CASES = DATA / "filter_cases.json"
VIGNETTES = DATA / "vignettes.json"
PAGE = (PROJECT / "docs" / "definitions.md").read_text(encoding="utf-8")
EXAMPLE, CASE, ANSWER = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
RESEARCH_KEYS = {
    *("id", "nct", "acronym", "title", "goal_plain", "kind", "status", "phase", "sponsor"),
    *("age_texts", "sources", "fidelity", "conflicts", "groups", "status_seen"),
}


@pytest.fixture(scope="module")
def everything_shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What was said while everything was loaded; rolled back after the last test."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_fixtures", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def lines_of(command: str, *arguments: object, **options: Any) -> list[str]:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def test_everything_is_loaded_and_reported(everything_shipped: str) -> None:
    assert Disease.objects.count() == 208
    assert SiteProfile.objects.exists()
    assert Trial.objects.count() == 47
    assert Trial.objects.published().count() == 42
    assert everything_shipped.splitlines()[:5] == [
        "diseases.json: loaded 1154 entries",
        "site_st_jude.json: loaded 3 entries",
        "test_patients.json: loaded 20 entries",
        "translations_es.json: loaded 202 entries",
        "trial_definitions.json: loaded: 47 created, 0 replaced, 0 unchanged, 0 kept",
    ]


def test_loading_again_leaves_everything_alone() -> None:
    Trial.objects.filter(slug="catchaml").update(plain_title="As somebody wrote it")
    Trial.objects.get(slug="sj_pain").delete()

    said = lines_of("load_fixtures")

    assert Trial.objects.get(slug="catchaml").plain_title == "As somebody wrote it"
    assert not Trial.objects.filter(slug="sj_pain").exists()
    assert all("left alone" in line for line in said)


def test_trials_that_were_all_removed_do_not_come_back() -> None:
    Trial.objects.all().delete()

    said = lines_of("load_fixtures")

    assert (
        "trial_definitions.json: left alone, because its trials were here before and have "
        "been removed"
    ) in said
    assert not Trial.objects.exists()


def test_only_the_seven_studies_of_the_page_name_the_hospital() -> None:
    with_place = Trial.objects.filter(trial_sites__site__name__startswith="St. Jude")

    assert {trial.slug for trial in with_place} == set(SLUGS)
    assert set(with_place) == set(Trial.objects.exclude(referral_contact=None))


def test_trials_are_written_down_as_they_were_shipped(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"

    call_command("dump_trial_definitions", path)

    assert path.read_text(encoding="utf-8") == DEFINITIONS.read_text(encoding="utf-8")


def test_loading_the_shipped_document_changes_nothing() -> None:
    events = AuditEvent.objects.count()

    assert lines_of("load_trial_definitions", DEFINITIONS) == [
        "0 created, 0 replaced, 47 unchanged, 0 kept"
    ]
    assert AuditEvent.objects.count() == events


def test_documents_with_the_least_keys_come_back_as_they_were(tmp_path: Path) -> None:
    """The form in which criteria are first written down: no plain title, days or addresses."""
    shipped = json.loads(DEFINITIONS.read_text(encoding="utf-8"))["trials"]
    bare = [{key: study[key] for key in study if key in RESEARCH_KEYS} for study in shipped]
    for study in bare:
        study["sources"] = [
            {"ref": source["ref"], "quote": source["quote"]} for source in study["sources"]
        ]
    path = tmp_path / "bare.json"
    path.write_text(json.dumps({"format": "draft", "trials": bare}), encoding="utf-8")
    Trial.objects.all().delete()

    assert lines_of("load_trial_definitions", path)[0].startswith("47 created")
    dumped = json.loads("\n".join(lines_of("dump_trial_definitions")))
    assert dumped["trials"] == bare


def test_seven_studies_of_the_page_give_every_expected_verdict() -> None:
    cases = json.loads(FILTER_CASES.read_text(encoding="utf-8"))["cases"]

    answers = [json.loads(line) for line in lines_of("check_filter_cases", FILTER_CASES)]

    verdicts = {answer["id"]: answer["verdicts"] for answer in answers}
    assert verdicts == {case["id"]: case["expect"] for case in cases}
    assert sum(len(of_case) for of_case in verdicts.values()) == 14 * 7


@pytest.mark.parametrize("options", [{}, {"trials": DEFINITIONS}], ids=["database", "file"])
def test_every_vignette_gets_its_verdict_and_its_needs(options: dict[str, Path]) -> None:
    vignettes = json.loads(VIGNETTES.read_text(encoding="utf-8"))["vignettes"]

    answers = [json.loads(line) for line in lines_of("evaluate_cases", VIGNETTES, **options)]

    differing = [
        {"case": vignette, "answer": answer}
        for vignette, answer in zip(vignettes, answers, strict=True)
        if (answer["id"], answer.get("verdict"), answer.get("needs"))
        != (vignette["id"], vignette["expect"], sorted(vignette["needs"]))
    ]
    assert differing == []
    assert len(answers) == 148
    assert all(answer["reasons"] for answer in answers if answer["verdict"] != "may_match")


# --- The examples of docs/definitions.md ----------------------------------------------------


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "example.json"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_example_of_the_page_loads_and_comes_back_as_it_stands_there(example: Path) -> None:
    assert lines_of("load_trial_definitions", example)[0].startswith("1 created")

    dump = "\n".join(lines_of("dump_trial_definitions", only=["example_cart"]))
    (dumped,), (written,) = json.loads(dump)["trials"], json.loads(EXAMPLE)["trials"]
    assert without_nothing(dumped) == without_nothing(written)


def test_case_of_the_page_gets_the_answer_that_stands_there(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(CASE, encoding="utf-8")

    (line,) = lines_of("evaluate_cases", path, trials=example)

    assert json.loads(line) == json.loads(ANSWER)


def without_nothing(found: object) -> object:
    """Without keys that hold null or an empty text."""
    if isinstance(found, dict):
        return {
            key: without_nothing(value) for key, value in found.items() if value not in (None, "")
        }
    return [without_nothing(item) for item in found] if isinstance(found, list) else found


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_a_definition_stands_on_the_page(key: str) -> None:
    assert f"`{key}`" in PAGE
    assert f'"{key}":' in EXAMPLE or key in ("contact", "sites")
