"""What a referral check shows: verdicts, reasons, tables, questions, sheet and text."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories import (
    make_contact,
    make_leukemias,
    make_site_profile,
    make_trial_source,
    make_user,
)
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from tests.views.referral_studies import B_ALL, SHOWN, fact, results, study
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    DiseaseCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.models import Disease
from trials.rulebook import store_criteria

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def diseases() -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def nurse(client: PageCheckingClient) -> PageCheckingClient:
    """The browser of a signed-in member of the referral staff."""
    client.force_login(make_user("Referral staff"))
    return client


class TestResults:
    def test_every_open_study_stands_under_its_verdict(self, nurse: PageCheckingClient) -> None:
        study(B_ALL, TextCriterion("Weekly visits"), brief_title="Fits")
        study(B_ALL, fact("cd19", "positive"), brief_title="Needs CD19")
        study(B_ALL, WashoutCriterion("prior_hsct", 84), brief_title="Wait")
        study(DiseaseCriterion(("aml",)), brief_title="For AML")
        study(B_ALL, brief_title="Closed", overall_status="COMPLETED")

        page = results(nurse, diagnosis="B-ALL", **{"fact.prior_hsct_days": "60"})

        assert page.texts("h2")[:4] == [
            "No exclusion found (1)",
            "Undetermined (1)",
            "Not now (1)",
            "No (1)",
        ]
        assert "Fits No exclusion found 1 point is left" in page.words
        assert "Needs CD19 Undetermined: CD19 expression on blasts" in page.words
        assert "FAIL (recoverable): from April 8, 2026" in page.words
        assert "For AML FAIL Another diagnosis. Diagnosis: aml (b all)" in page.words
        assert "1 study is not open now" in page.words
        assert "Closed – No exclusion found. Finished" in page.words
        assert "4 open studies: 1 no exclusion found, 1 undetermined, 1 not now, 1 no." in (
            page.words
        )

    def test_table_gives_every_criterion_with_its_sentence_and_source(
        self, nurse: PageCheckingClient
    ) -> None:
        ways = AnyOf((fact("cd19", "positive", quote="CD19+"), fact("cd22", "positive")))
        trial = study(B_ALL, ways, fact("hiv", "yes", side=Side.EXCLUDE, quote="no HIV"))
        make_trial_source(trial, reference="The registry")

        page = results(nurse, diagnosis="B-ALL", **{"fact.cd19": "positive"})

        rows = [row.split(" | ") for row in _rows(page)]
        assert rows == [
            ["Diagnosis: b all", "no sentence of its own", "b all", "Met", ""],
            ["One of these 2 is enough", "Met", ""],
            ["Way 1 CD19 expression on blasts: Positive", "“CD19+”", "Positive", "Met", ""],
            [
                "Way 2 CD22 expression on blasts: Positive",
                "no sentence of its own",
                "not told",
                "Not needed",
                "",
            ],
            ["Exclusion HIV infection", "“no HIV”", "not told", "Study team checks", ""],
        ]
        assert not page.texts("a", class_="app-criteria__ask")
        assert "Sentences without a source of their own are from: The registry" in page.words

    def test_links_to_missing_facts_lead_to_boxes_of_the_form(
        self, nurse: PageCheckingClient
    ) -> None:
        study(
            DiseaseCriterion(("ph_pos",)),
            fact("cd19", "positive"),
            WashoutCriterion("prior_hsct", 84),
        )
        list_trial(brief_title="With an age")

        page = results(nurse, diagnosis="ALL", **{"fact.prior_hsct": "yes"})

        links = {link.get("href", "") for link in page.all("a")}
        targets = {link.removeprefix("/referral/#") for link in links if "/referral/#" in link}
        form = ReadPage(nurse.get("/referral/"))
        ids = {element.get("id") for element in form.root.iter()}
        assert {"id_fact.cd19-0", "id_birth_month", "id_fact.prior_hsct_days-0"} <= targets
        assert targets <= ids

    @pytest.mark.parametrize("section", ["possible", "needs", "later", "no"])
    def test_filter_shows_one_section_alone(self, nurse: PageCheckingClient, section: str) -> None:
        study(B_ALL)

        page = results(nurse, f"/referral/results/?section={section}", diagnosis="B-ALL")

        (current,) = [link for link in page.all("a") if link.get("aria-current") == "true"]
        assert current.get("href") == f"?section={section}#studies"
        assert len(page.all("article")) == (section == "possible")
        assert ("No study." in page.words) is (section != "possible")

    def test_unknown_section_shows_all(self, nurse: PageCheckingClient) -> None:
        study(B_ALL)

        page = results(nurse, "/referral/results/?section=eligible", diagnosis="B-ALL")

        assert len(page.all("article")) == 1

    def test_long_section_shows_its_first_and_the_way_to_all(
        self, nurse: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trials.views.referral_checking.SECTION_SIZE", 2)
        monkeypatch.setattr("trials.views.referral_checking.PAGE_SIZE", 3)
        for number in range(5):
            study(B_ALL, brief_title=f"Study {number}")

        first = results(nurse, diagnosis="B-ALL")
        second = ReadPage(nurse.get("/referral/results/?section=possible&page=2"))

        assert len(first.all("article")) == 2
        assert "No exclusion found (5)" in first.words
        assert first.texts("a", href="?section=possible#studies")[-1] == (
            "All 5: No exclusion found"
        )
        assert len(second.all("article")) == 2
        assert second.all("a", href="?section=possible&page=1")

    def test_text_and_sheet_have_all_of_a_long_section(
        self, nurse: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trials.views.referral_checking.SECTION_SIZE", 2)
        for number in range(5):
            study(B_ALL, brief_title=f"Study {number}")
        results(nurse, diagnosis="B-ALL")

        assert all(
            f"Study {number}" in ReadPage(nurse.get(address)).words
            for address in ("/referral/text/", "/referral/sheet/")
            for number in range(5)
        )

    def test_contradictions_stand_above_all_else(self, nurse: PageCheckingClient) -> None:
        study(fact("active_cns", "no"), fact("cns_status", "cns1"))

        page = results(nurse, **{"fact.active_cns": "no", "fact.cns_status": "cns3"})

        assert "Answers that contradict each other" in page.words
        assert page.all("a", href="/referral/#id_fact.active_cns-0")

    def test_what_follows_from_the_answers_is_said(self, nurse: PageCheckingClient) -> None:
        study(fact("previously_treated", "yes"), fact("disease_status", "relapsed"))

        page = results(nurse, **{"fact.disease_status": "relapsed"})

        assert "1 fact follows from these answers" in page.words
        assert "Yes follows from Disease status" in page.words

    def test_missing_facts_are_ranked(self, nurse: PageCheckingClient) -> None:
        study(fact("cd19", "positive"))
        study(fact("cd19", "positive"), fact("cd22", "positive"))

        page = results(nurse)

        assert "2 open studies are undetermined" in page.words
        assert _rows(page, "app-questions") == [
            "CD19 expression on blasts | 1.5 | 2",
            "CD22 expression on blasts | 0.5 | 1",
        ]

    def test_many_missing_facts_are_folded(self, nurse: PageCheckingClient) -> None:
        keys = ("cd19", "cd20", "cd22", "cd33", "cd70", "cd123", "cd7", "etp")
        for key in keys:
            study(fact(key, "positive"))

        assert "2 more facts" in results(nurse).words

    def test_nothing_open_is_said_plainly(self, nurse: PageCheckingClient) -> None:
        assert results(nurse).heading == "No open study without an exclusion"

    def test_second_person_has_a_verdict_where_they_are_sought(
        self, nurse: PageCheckingClient
    ) -> None:
        both = study(B_ALL, brief_title="For both")
        donors = both.groups.create(key="donor", label="Donors", roles=["donor"], position=1)
        store_criteria(donors, AllOf((fact("language", "en"),)))
        study(B_ALL, brief_title="For patients")

        page = results(
            nurse,
            diagnosis="B-ALL",
            **{"other-role": "donor", "other-age_years": "25", "other-fact.language": "es"},
        )

        assert "For both Patient: No exclusion found Donor: FAIL" in page.words
        assert "For patients No exclusion found" in page.words
        assert "Participant role: Donor" in page.words.replace("role D", "role: D")

    def test_planned_day_is_the_day_of_all_ages_and_waiting_times(
        self, nurse: PageCheckingClient
    ) -> None:
        study(WashoutCriterion("prior_hsct", 84))
        plan = {"plan_month": "4", "plan_day": "8", "plan_year": "2026"}

        page = results(nurse, **plan, **{"fact.prior_hsct_days": "60"})

        assert "Judged on April 8, 2026." in page.words
        assert "No exclusion found (1)" in page.words

    def test_referral_office_and_its_rule_are_shown(self, nurse: PageCheckingClient) -> None:
        make_site_profile(contact=make_contact(name="House", referral_rule="A physician refers."))
        office = make_contact(name="Study office", referral_rule="Call first.")
        study(B_ALL, referral_contact=office)
        study(B_ALL)

        words = results(nurse, diagnosis="B-ALL").words

        assert "Study office Call first." in words
        assert "House A physician refers." in words

    def test_house_is_named_when_nothing_is_possible(self, nurse: PageCheckingClient) -> None:
        make_site_profile(contact=make_contact(name="House"))

        assert "House" in results(nurse).words


def _rows(page: ReadPage, table_class: str = "app-criteria") -> list[str]:
    """The cells of every row of the only table of a kind."""
    (table,) = page.all("table", class_=table_class)
    return [
        " | ".join(" ".join("".join(cell.itertext()).split()) for cell in row)
        for row in table.iter("tr")
    ][1:]


class TestToTakeAlong:
    @pytest.fixture(autouse=True)
    def studies(self, nurse: PageCheckingClient) -> None:
        make_site_profile(
            site_name="Our list", contact=make_contact(name="House", phone="901-555-0100")
        )
        study(B_ALL, TextCriterion("Weekly visits"), brief_title="Fits", nct_id="NCT00000001")
        study(B_ALL, fact("cd19", "positive"), brief_title="Needs CD19", acronym="N19")
        study(DiseaseCriterion(("aml",)), brief_title="For AML", acronym="AML1")
        results(nurse, age_years="12", diagnosis="B-ALL")

    def test_text_has_all_that_a_record_needs(self, nurse: PageCheckingClient) -> None:
        (area,) = ReadPage(nurse.get("/referral/text/")).all("textarea")

        lines = (area.text or "").splitlines()
        assert "REFERRAL CHECK – Our list" in lines
        assert "Made on March 15, 2026, judged on March 15, 2026." in lines
        assert "Age: 12 years" in lines
        assert "NO EXCLUSION FOUND (1)" in lines
        assert "- NCT00000001 Fits" in lines
        assert "  Study team checks: Weekly visits" in lines
        assert "  Undetermined: CD19 expression on blasts" in lines
        assert "  FAIL: Another diagnosis – Diagnosis: aml" in lines
        assert "Find out next: CD19 expression on blasts" in lines
        assert "Phone: 901-555-0100" in lines

    def test_text_can_be_selected_without_a_script(self, nurse: PageCheckingClient) -> None:
        page = ReadPage(nurse.get("/referral/text/"))

        assert "readonly" in page.all("textarea")[0].attrib
        assert page.all("p", class_="app-needs-js")

    def test_text_names_persons_and_contradictions(self, nurse: PageCheckingClient) -> None:
        both = study(fact("active_cns", "no"), fact("cns_status", "cns1"), brief_title="For both")
        donors = both.groups.create(key="donor", label="Donors", roles=["donor"], position=1)
        store_criteria(donors, AllOf((B_ALL,)))
        results(
            nurse,
            **{"other-role": "donor", "fact.active_cns": "no", "fact.cns_status": "cns3"},
        )

        text = ReadPage(nurse.get("/referral/text/")).all("textarea")[0].text or ""
        assert "Check: Active CNS disease: you entered “No”" in text
        assert "\nDONOR\n" in text
        assert "  Donor: Undetermined: Diagnosis" in text

    def test_sheet_has_answers_verdicts_open_questions_contact_and_room(
        self, nurse: PageCheckingClient
    ) -> None:
        page = ReadPage(nurse.get("/referral/sheet/"))

        assert page.texts("h2") == [
            "Patient",
            "No exclusion found (1)",
            "Undetermined (1)",
            "No (1)",
            "House",
            "Notes",
            "Help by phone",
        ]
        assert "NCT00000001 Fits No exclusion found. Taking new patients" in page.words
        assert "Study team checks: Weekly visits" in page.words
        assert "AML1" in page.section("sheet-no").words
        assert page.texts("p", class_="app-sheet__blanks") == ["NameRecord number"]
        assert "Print" in page.texts("button")


class TestCost:
    @pytest.mark.parametrize("studies", [1, 6])
    def test_results_take_as_many_queries_for_many_studies(
        self,
        nurse: PageCheckingClient,
        django_assert_num_queries: object,
        studies: int,
    ) -> None:
        for _number in range(studies):
            make_trial_source(study(B_ALL, fact("cd19", "positive")))
        results(nurse, diagnosis="B-ALL")

        with django_assert_num_queries(QUERIES_OF_RESULTS):  # type: ignore[operator]
            nurse.get("/referral/results/")
        with django_assert_num_queries(QUERIES_OF_FORM):  # type: ignore[operator]
            nurse.get("/referral/")


QUERIES_OF_FORM = 8
"""Who is there 4, studies that ask 1, version of their rules 1, of the diseases 2. How many
studies there are and the profile of the site are asked beside Django."""
QUERIES_OF_RESULTS = QUERIES_OF_FORM + 4
"""The studies besides, version of their rules, groups and sources."""


def test_no_word_promises_anything(nurse: PageCheckingClient) -> None:
    study(B_ALL, fact("cd19", "positive"))
    list_trial(ages={"maximum_months": 12})
    results(nurse, age_years="12", diagnosis="B-ALL")

    forbidden = re.compile(r"eligib|qualif(y|ies)|\bscore\b|best match|accepted|\bplease\b", re.I)
    for address in SHOWN:
        assert not forbidden.search(ReadPage(nurse.get(address)).words)


def test_day_is_that_of_the_site(client: PageCheckingClient) -> None:
    """Late in the evening in Memphis it is tomorrow in London."""
    with time_machine.travel(datetime(2026, 3, 16, 3, tzinfo=UTC), tick=False):
        client.force_login(make_user("Referral staff"))
        page = results(client, age_years="12")

    assert "Judged on March 15, 2026." in page.words
