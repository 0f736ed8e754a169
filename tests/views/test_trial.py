import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_age_rule,
    make_contact,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_site_profile,
    make_trial,
    make_trial_site,
    make_trial_source,
)
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from tests.seven_studies import SLUGS
from trials.finder import with_everything
from trials.models import Trial

pytestmark = pytest.mark.django_db

OWN_QUERIES = 4
"""Beside reading the trial: version of the diseases 2, sources, diagnoses. Statements by hand
are not counted: profile, version of the glossary, guides."""


def page_of(client: PageCheckingClient, slug: str, **answers: str) -> ReadPage:
    if answers:
        client.post("/", answers)
    return ReadPage(client.get(f"/trials/{slug}/"))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_study_has_a_page(
    client: PageCheckingClient, seven_studies: None, slug: str
) -> None:
    trial = Trial.objects.get(slug=slug)
    page = page_of(client, slug)

    assert page.heading == trial.plain_title
    assert trial.goal in page.words
    for source in trial.sources.all():
        assert source.reference in page.words
        assert source.quote in page.words


def test_page_is_not_stored(client: PageCheckingClient, seven_studies: None) -> None:
    assert "no-store" in client.get("/trials/inomrd/")["Cache-Control"]


@pytest.mark.parametrize(
    "state", [state for state in Trial.ReviewState if state != Trial.ReviewState.PUBLISHED]
)
def test_trial_that_is_not_published_has_no_page(client: PageCheckingClient, state: str) -> None:
    make_trial(slug="hidden", review_state=state)

    assert client.get("/trials/hidden/").status_code == 404


def test_page_shows_each_group_with_its_ages(
    client: PageCheckingClient, seven_studies: None
) -> None:
    page = page_of(client, "memcar19")

    assert "Recipient (patient) Ages younger than 22 (until the 22nd birthday)" in page.words
    assert "19 or older (18 may be possible: the sources differ)" in page.words


def test_page_shows_where_sources_differ(client: PageCheckingClient, seven_studies: None) -> None:
    page = page_of(client, "memcar19")

    assert "Where our sources differ" in page.texts("h2")
    for conflict in Trial.objects.get(slug="memcar19").conflicts:
        assert conflict in page.words
    assert "the registry text and two St. Jude pages say 18." in page.words


def test_page_counts_and_names_the_diagnoses_it_covers(client: PageCheckingClient) -> None:
    diseases = make_leukemias()
    group = make_group(make_trial(slug="aml"))
    make_disease_rule(group, includes=[diseases["leukemia"]], excepts=[diseases["apl"]])

    page = page_of(client, "aml")

    # Of leukemia, which is a group: all, b_all, t_all, ph_pos and aml, but not apl.
    assert "Covers 5 diagnoses" in page.words
    assert "Not for apl" in page.words


def test_page_links_to_the_registry(client: PageCheckingClient, seven_studies: None) -> None:
    page = page_of(client, "inomrd")

    assert page.texts("a", href="https://clinicaltrials.gov/study/NCT03913559")


def test_page_says_when_the_registry_number_is_not_known(
    client: PageCheckingClient, seven_studies: None
) -> None:
    assert "We do not know its registry number." in page_of(client, "sj_pain").words


def test_phase_is_put_in_plain_words(client: PageCheckingClient, seven_studies: None) -> None:
    assert "Phase 1: looks for a safe dose" in page_of(client, "catchaml").words


def test_referral_numbers_can_be_tapped(client: PageCheckingClient, seven_studies: None) -> None:
    page = page_of(client, "inomrd")

    assert page.texts("a", href="tel:+18882264343") == ["1-888-226-4343"]
    assert page.texts("a", href="tel:+18003494334") == ["1-800-349-4334"]
    assert page.all("a", href="mailto:referralinfo@stjude.org")
    assert "901-595-4011" in page.words
    assert "qualified medical professional must make the referral" in page.words


def test_study_without_a_contact_shows_that_of_the_house(client: PageCheckingClient) -> None:
    make_site_profile(contact=make_contact(name="House office"))
    make_trial(slug="lonely")

    assert "How to be referred: House office" in page_of(client, "lonely").words


def test_study_without_any_contact_names_the_national_line(client: PageCheckingClient) -> None:
    make_trial(slug="lonely")

    assert "or call 1-800-4-CANCER" in page_of(client, "lonely").words


def test_without_answers_the_page_judges_nobody(
    client: PageCheckingClient, seven_studies: None
) -> None:
    assert "For the answers you gave" not in page_of(client, "inomrd").words


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("catchaml", "Fits the age and disease you entered"),
        ("inomrd", "Might fit – we need to know: the exact type of the disease"),
        ("sj_pain", "Not yet – perhaps old enough within a year"),
        ("trials_iron", "Not taking new patients now. Fits the age and disease you entered"),
        ("aall2121", "Probably not a fit"),
    ],
)
def test_with_answers_the_page_says_how_the_study_stands_to_them(
    client: PageCheckingClient, seven_studies: None, slug: str, words: str
) -> None:
    page = page_of(client, slug, age_years="7", diagnosis="ALL")

    assert words in page.section("for-you").words


def test_answers_with_an_error_are_left_aside(
    client: PageCheckingClient, seven_studies: None
) -> None:
    assert "For the answers you gave" not in page_of(client, "inomrd", age_years="seven").words


def test_number_of_queries_is_fixed(client: PageCheckingClient) -> None:
    diseases = make_leukemias()
    trial = make_trial(slug="large")
    for number in range(3):
        group = make_group(trial, key=f"group-{number}")
        make_age_rule(group)
        make_disease_rule(group, includes=[diseases["all"]], excepts=[diseases["t_all"]])
        make_trial_site(trial)
        make_trial_source(trial)
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL", "near": "38105"})
    client.get("/trials/large/")  # names and hierarchy are in memory from now on

    with CaptureQueriesContext(connection) as page:
        client.get("/trials/large/")
    with CaptureQueriesContext(connection) as reading:
        list(with_everything(Trial.objects.published()))

    assert len(page) - len(reading) == OWN_QUERIES
