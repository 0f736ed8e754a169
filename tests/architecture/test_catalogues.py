"""Lists that must stay complete: factories, addresses, pinned packages."""

import re
import tomllib
import typing

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern

from tests import factories
from tests.architecture.repository import PROJECT
from trials.models.rule import Rule
from trials.urls import app_name, urlpatterns

# --- Factories ------------------------------------------------------------------------------

MADE_OTHERWISE = {
    "CriterionBox": "stored with its tree by trials.rulebook",
    "DiseaseCatalogue": "written by the database",
    "DiseaseParent": "make_disease gives a disease its parents",
    "DiseasePath": "written by the database",
    "ImportRun": "written by the import",
    "RulesDocument": "written by trials.actions.rules_documents",
    "RulesVersion": "written by the database",
    "SearchCount": "written by the database",
    "TrialNews": "written by the database",
    "SearchRow": "written by the database",
    "SentencesRead": "written by trials.actions.sentences",
    "SheetDownload": "kept by trials.actions.sheets",
    "SheetUpload": "kept by trials.actions.sheets",
    "TrialChange": "written by the database",
}


def test_every_model_has_a_factory() -> None:
    """Or it is a rule, which trials.rulebook stores with the tree it belongs to."""
    made = {
        typing.get_type_hints(getattr(factories, name))["return"] for name in factories.__all__
    }
    missing = {model for model in _our_models() if model not in made}
    assert {model.__name__ for model in missing if not issubclass(model, Rule)} <= set(
        MADE_OTHERWISE
    )


def test_no_model_is_excused_that_is_gone() -> None:
    assert set(MADE_OTHERWISE) <= {model.__name__ for model in _our_models()}


def _our_models() -> list[type[Model]]:
    return [model for model in apps.get_app_config("trials").get_models() if not model._meta.proxy]


# --- Addresses ------------------------------------------------------------------------------

TESTS_OF_PAGES = ("views", "browser", "journeys")


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.name))
def test_every_address_is_opened_by_a_test(pattern: URLPattern) -> None:
    fixed, has_more, _ = str(pattern.pattern).partition("<")
    follows = r"[\w{]" if has_more else "[\"'?]"
    opened = re.compile(rf"{app_name}:{pattern.name}\b|[\"']/{re.escape(fixed)}{follows}")
    files = [
        path for folder in TESTS_OF_PAGES for path in (PROJECT / "tests" / folder).rglob("*.py")
    ]
    assert any(opened.search(path.read_text(encoding="utf-8")) for path in files)


# --- Packages -------------------------------------------------------------------------------

LOCKED = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]


def pinned(name: str) -> dict[str, tuple[str, int]]:
    """Version and number of hashes of every package of a file."""
    text = (PROJECT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[a-zA-Z0-9]", line)]
    found = {}
    for line in lines:
        package, _, version = line.split()[0].partition("==")
        found[package.partition("[")[0]] = (version, line.count("--hash=sha256:"))
    return found


@pytest.mark.parametrize("name", LOCKED)
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    assert pinned(name)
    assert [
        package for package, (version, hashes) in pinned(name).items() if not version or not hashes
    ] == []


def test_tests_run_with_the_packages_of_the_site() -> None:
    site, tests = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: tests.get(name) for name in site} == site


def test_every_package_we_name_is_pinned_and_says_what_for() -> None:
    source = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(source)
    wanted = [*settings["project"]["dependencies"], *settings["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=]", line)[0] for line in wanted}
    assert names - set(pinned("requirements-dev.txt")) == set()
    assert [line for line in wanted if not re.search(rf'"{re.escape(line)}", +# \S', source)] == []
