"""The page and the card of an imported study that nobody here has reviewed."""

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_age_rule,
    make_contact,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_registry_record,
    make_site,
    make_site_profile,
    make_trial,
    make_trial_site,
    make_trial_source,
    make_user,
)
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Trial, TrialSite
from trials.registry.groups import AGE_FIELDS, CRITERIA, DISEASE_TERMS

FIELDS = "Minimum Age: 1 Year; Maximum Age: 18 Years"
LARGEST_PAGE = 300_000
MARK = "From the registry ClinicalTrials.gov, not yet reviewed by us."
TEXT = """Inclusion Criteria:

* Age 1 to 21 years
* Relapse of AML & <b>no</b> other disease

Exclusion Criteria:

* Active infection

"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> Trial:
    """For AML from 1 to 21, as an import stores it."""
    trial = make_trial(slug="theirs", nct_id="NCT00000001", is_reviewed=False, goal="")
    make_trial_source(trial, reference="ClinicalTrials.gov NCT00000001")
    make_registry_record(
        trial,
        criteria_text=TEXT,
        official_title="An Official Title",
        summary="We look at <i>one</i> medicine.\n\nIt is new.",
        interventions=["One medicine"],
        unread=[{"path": "a.b[3]", "reason": "bad_date", "raw": "yesterday"}],
    )
    group = make_group(trial)
    make_age_rule(
        group,
        minimum_months=12,
        maximum_months=264,
        quote="Age 1 to 21 years",
        source=CRITERIA,
        note=FIELDS,
        conflict="maximum: registry 18 y, text 22 y",
    )
    make_disease_rule(
        group,
        includes=[make_leukemias()["aml"]],
        quote="Acute Myeloid Leukemia",
        source=DISEASE_TERMS,
        note="Acute Myeloid Leukemia: aml (sure, name)",
    )
    return trial


def read(client: PageCheckingClient, trial: Trial, **answers: str) -> ReadPage:
    if answers:
        client.post("/", answers)
    return ReadPage(client.get(f"/trials/{trial.slug}/"))


def test_page_says_whose_words_it_shows_and_of_which_day(
    client: PageCheckingClient, trial: Trial
) -> None:
    page = read(client, trial)

    for shown in (
        f"{MARK} As of Feb. 1, 2026.",
        "“We look at <i>one</i> medicine.It is new.”",
        "An Official Title",
        "One medicine",
        "(U.S. National Library of Medicine), NCT00000001, as of Feb. 1, 2026.",
    ):
        assert shown in page.words
    assert "https://clinicaltrials.gov/study/NCT00000001" in [
        link.get("href") for link in page.all("a")
    ]
    assert "What the researchers want to learn" not in page.words


def test_every_sentence_stands_whole_on_its_side_with_what_becomes_of_it(
    client: PageCheckingClient, trial: Trial
) -> None:
    page = read(client, trial)

    assert page.texts("h4")[:2] == [
        "Listed as letting people in: 2 sentences",
        "Listed as keeping people out: 1 sentence",
    ]
    assert (
        "“Age 1 to 21 years” We read this as: Patients – Age: 1 to 21 years old "
        "(until the 22nd birthday)." in page.words
    )
    assert "“Relapse of AML & <b>no</b> other disease” The study team checks." in page.words
    assert "“Active infection” The study team checks." in page.words


def test_both_quotations_stand_where_the_registry_says_two_things(
    client: PageCheckingClient, trial: Trial
) -> None:
    page = read(client, trial)

    (told,) = [line for line in page.texts("li") if line.startswith("We read:")]
    assert told == (
        "We read: Age: 1 to 21 years old (until the 22nd birthday). The registry says: "
        f"“Age 1 to 21 years” The age limits in the registry say: “{FIELDS}”. The registry says "
        "this in two places, and they are not the same. Ask the study team which counts."
    )
    assert "maximum: registry 18 y" not in page.words, "a note for coordinators"
    assert "(sure, name)" not in page.words


@pytest.mark.parametrize("count", [10, 84])
def test_long_lists_of_sentences_fold_after_ten(
    client: PageCheckingClient, trial: Trial, count: int
) -> None:
    criteria = "Inclusion Criteria:\n" + "\n".join(
        f"* Sentence number {number} of the criteria" for number in range(count)
    )
    type(trial.registry_record).objects.update(criteria_text=criteria)

    page = read(client, trial)

    summaries = page.texts("summary")
    assert any("Show all 84" in words for words in summaries) is (count == 84)
    for number in range(count):
        assert f"“Sentence number {number} of the criteria”" in page.words


def test_with_answers_every_sentence_is_one_the_team_will_check(
    client: PageCheckingClient, trial: Trial
) -> None:
    page = read(client, trial, age_years="7", diagnosis="AML", role="patient")

    assert "The study team will check: 2 rules" in page.texts("summary")
    assert "Listed as keeping people out: “Active infection”" in page.words


def test_only_staff_read_which_parts_could_not_be_read(
    client: PageCheckingClient, trial: Trial
) -> None:
    assert "Parts of the record we could not read" not in read(client, trial).words

    client.force_login(make_user("Referral staff"))

    assert "a.b[3]: it is no date" in read(client, trial).words


def test_the_house_does_not_offer_its_own_number_for_a_study_elsewhere(
    client: PageCheckingClient, trial: Trial
) -> None:
    make_site_profile(contact=make_contact(name="Our referral office"))

    page = read(client, trial)

    assert "How to be referred: Our referral office" not in page.words
    assert "names whom to call there" in page.words


def test_a_reviewed_study_is_shown_in_our_words_alone(
    client: PageCheckingClient, trial: Trial, django_user_model: type[User]
) -> None:
    Trial.objects.update(is_reviewed=True, goal="To learn something.")

    page = read(client, trial)

    assert MARK not in page.words
    assert "To learn something." in page.words
    assert "Everything the registry says" not in page.words


def test_a_record_without_sentences_and_summary_says_so(
    client: PageCheckingClient, trial: Trial
) -> None:
    type(trial.registry_record).objects.update(criteria_text="", summary="", updated_on=None)
    trial.groups.get().age_rules.update(quote=FIELDS, source=AGE_FIELDS, note="")

    page = read(client, trial)

    assert "The registry gives no summary." in page.words
    assert "The registry lists no sentences on this." in page.words


def test_card_says_that_nobody_here_has_reviewed_it(
    client: PageCheckingClient, trial: Trial
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "AML", "role": "patient"})

    card = ReadPage(client.get("/results/")).texts("article")[0]

    assert f"{MARK} As of March 1, 2026." in card


def test_a_study_with_sixteen_hundred_places_is_no_heavy_page(
    client: PageCheckingClient, trial: Trial
) -> None:
    first = make_site()
    sites = type(first).objects.bulk_create(
        type(first)(
            name=f"University Hospital and Research Center {number}",
            city=f"Springfield {number % 300}",
            state=f"State {number % 50}" if number < 1_000 else "",
            country="United States" if number < 1_000 else f"Country {number % 40}",
        )
        for number in range(1_593)
    )
    TrialSite.objects.bulk_create(
        TrialSite(trial=trial, site=site, status="RECRUITING") for site in sites
    )
    make_trial_site(trial, first)

    answer = client.get("/trials/theirs/")

    assert len(answer.content) < LARGEST_PAGE
    page = ReadPage(answer)
    assert "United States: 1001 places, 1001 of them taking new patients" in page.words
    assert page.words.count("University Hospital and Research Center") >= 1_593


def test_card_of_a_study_with_many_places_names_two_that_take_people(
    client: PageCheckingClient, trial: Trial
) -> None:
    for number in range(5):
        make_trial_site(trial, make_site(name=f"Closed {number}"), status="COMPLETED")
    for number in range(3):
        make_trial_site(trial, make_site(name=f"Open {number}"))
    client.post("/", {"age_years": "7", "diagnosis": "AML", "role": "patient"})

    card = ReadPage(client.get("/results/")).texts("article")[0]

    assert "Open 0, Memphis" in card
    assert "Open 1, Memphis" in card
    assert "and 6 more places" in card
