"""The pages of the referral check: who may see them, what they show, what they keep."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User

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
from trials.answers import LONGEST_TOKEN
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Origin,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.facts import Role
from trials.models import Disease, Trial
from trials.rulebook import store_criteria

pytestmark = pytest.mark.django_db

SHOWN = ("/referral/", "/referral/results/", "/referral/text/", "/referral/sheet/")
CHANGED = ("/referral/clear/",)


@pytest.fixture(autouse=True)
def diseases() -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def nurse(client: PageCheckingClient) -> PageCheckingClient:
    """The browser of a signed-in member of the referral staff."""
    client.force_login(make_user("Referral staff"))
    return client


def fact(key: str, value: str, *, side: Side = Side.INCLUDE, quote: str = "") -> FactCriterion:
    return FactCriterion(Condition(key, Operator.IS, (value,)), Origin(quote=quote), side)


def study(*parts: Criterion, roles: tuple[Role, ...] = (Role.PATIENT,), **fields: object) -> Trial:
    """A trial with these criteria and no others."""
    trial = list_trial(roles=roles, **fields)
    store_criteria(trial.groups.get(), AllOf(parts))
    return trial


def results(
    nurse: PageCheckingClient, address: str = "/referral/results/", **answers: str
) -> ReadPage:
    sent = nurse.post("/referral/", {"role": "patient", **answers})
    assert (sent.status_code, sent["Location"]) == (303, "/referral/results/")
    return ReadPage(nurse.get(address))


B_ALL = DiseaseCriterion(("b_all",))


class TestRights:
    @pytest.mark.parametrize("address", SHOWN)
    def test_visitors_are_asked_to_sign_in(self, client: PageCheckingClient, address: str) -> None:
        response = client.get(address)

        assert (response.status_code, response["Location"]) == (
            302,
            f"/admin/login/?next={address}",
        )
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("address", ["/referral/", *CHANGED])
    def test_visitors_send_nothing(self, client: PageCheckingClient, address: str) -> None:
        response = client.post(address, {"age_years": "12"})

        assert response["Location"].startswith("/admin/login/")
        assert "referral" not in client.cookies

    @pytest.mark.parametrize("address", SHOWN)
    def test_accounts_without_the_right_are_refused(
        self, client: PageCheckingClient, address: str
    ) -> None:
        client.force_login(make_user())

        assert client.get(address).status_code == 403

    @pytest.mark.parametrize("group", ["Referral staff", "Coordinators"])
    def test_both_groups_of_staff_may_check(self, client: PageCheckingClient, group: str) -> None:
        client.force_login(make_user(group))

        assert client.get("/referral/").status_code == 200

    def test_one_account_may_be_given_the_right_alone(self, client: PageCheckingClient) -> None:
        user: User = make_user()
        user.user_permissions.add(Permission.objects.get(codename="use_referral_check"))
        client.force_login(user)

        assert client.get("/referral/").status_code == 200

    def test_header_has_a_link_for_those_who_may(self, client: PageCheckingClient) -> None:
        assert not ReadPage(client.get("/")).all("a", href="/referral/")

        client.force_login(make_user())
        assert not ReadPage(client.get("/")).all("a", href="/referral/")

        client.force_login(make_user("Referral staff"))
        page = ReadPage(client.get("/"))
        assert page.texts("a", href="/referral/") == ["Referral check"]
        assert "Sign out" in page.texts("button")

    @pytest.mark.parametrize("address", [*SHOWN[1:], "/referral/sign-out/"])
    def test_pages_take_only_what_they_are_for(
        self, nurse: PageCheckingClient, address: str
    ) -> None:
        wrong = nurse.get if address.endswith("sign-out/") else nurse.post

        assert wrong(address).status_code == 405


class TestAnswers:
    def test_post_leads_to_the_results(self, nurse: PageCheckingClient) -> None:
        study(B_ALL)

        page = results(nurse, diagnosis="B-ALL")

        assert page.heading == "1 open study without an exclusion so far"

    def test_form_shows_what_was_told(self, nurse: PageCheckingClient) -> None:
        study(B_ALL, fact("cd19", "positive"), WashoutCriterion("prior_hsct", 84))
        results(
            nurse,
            age_years="12",
            diagnosis="B-ALL",
            **{"fact.cd19": "negative", "fact.prior_hsct_days": "1/14/2026"},
        )

        page = ReadPage(nurse.get("/referral/"))

        values = {box.get("name"): box.get("value") for box in page.all("input")}
        chosen = [
            option.get("value") for option in page.all("option") if "selected" in option.attrib
        ]
        assert values["age_years"] == "12"
        assert values["fact.prior_hsct_days"] == "1/14/2026"
        assert "negative" in chosen

    def test_form_asks_only_for_what_some_open_study_asks(self, nurse: PageCheckingClient) -> None:
        study(fact("cd19", "positive"))
        study(fact("cd22", "positive"), overall_status="COMPLETED")
        study(fact("cd33", "positive"), review_state="draft")

        page = ReadPage(nurse.get("/referral/"))

        assert page.all("select", name="fact.cd19")
        assert not page.all("select", name="fact.cd22")
        assert not page.all("select", name="fact.cd33")

    def test_answers_go_to_the_pages_of_the_check_alone(self, nurse: PageCheckingClient) -> None:
        results(nurse, age_years="12")

        cookie = nurse.cookies["referral"]
        assert cookie["path"] == "/referral/"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    @pytest.mark.parametrize("address", SHOWN)
    def test_no_page_is_stored(self, nurse: PageCheckingClient, address: str) -> None:
        results(nurse, age_years="12")

        assert "no-store" in nurse.get(address)["Cache-Control"]

    def test_results_without_answers_lead_to_the_form(self, nurse: PageCheckingClient) -> None:
        assert nurse.get("/referral/results/")["Location"] == "/referral/"

    def test_answers_are_gone_after_half_an_hour(
        self, nurse: PageCheckingClient, on_the_day: time_machine.Traveller
    ) -> None:
        results(nurse, age_years="12")
        on_the_day.shift(timedelta(minutes=29))
        assert nurse.get("/referral/sheet/").status_code == 200
        on_the_day.shift(timedelta(minutes=31))

        assert nurse.get("/referral/results/")["Location"] == "/referral/"
        page = ReadPage(nurse.get("/referral/"))
        assert "The answers are gone" in page.words
        assert nurse.cookies["referral"].value == ""

    def test_nobody_else_reads_them_on_the_same_machine(self, nurse: PageCheckingClient) -> None:
        results(nurse, age_years="12")
        token = nurse.cookies["referral"].value
        nurse.force_login(make_user("Referral staff"))
        nurse.cookies["referral"] = token

        page = ReadPage(nurse.get("/referral/"))

        assert "The answers are gone" in page.words
        assert {box.get("value") for box in page.all("input", name="age_years")} == {""}

    def test_clearing_forgets_them(self, nurse: PageCheckingClient) -> None:
        results(nurse, age_years="12")

        response = nurse.post("/referral/clear/")

        assert (response.status_code, response["Location"]) == (303, "/referral/")
        assert nurse.cookies["referral"].value == ""
        assert nurse.get("/referral/results/")["Location"] == "/referral/"

    def test_signing_out_forgets_them_and_ends_the_session(
        self, nurse: PageCheckingClient
    ) -> None:
        results(nurse, age_years="12")

        response = nurse.post("/referral/sign-out/")

        assert (response.status_code, response["Location"]) == (303, "/")
        assert nurse.cookies["referral"].value == ""
        assert nurse.get("/referral/")["Location"] == "/admin/login/?next=/referral/"

    def test_more_answers_than_a_browser_keeps_are_refused(
        self, nurse: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trials.answers.LONGEST_TOKEN", 100)
        assert LONGEST_TOKEN > 100

        response = nurse.post("/referral/", {"diagnosis": "a long story, told at length"})

        page = ReadPage(response)
        assert response.status_code == 413
        assert "These are more answers than a browser keeps." in page.words
        assert page.all("input", name="diagnosis")[0].get("value", "").startswith("a long story")
        assert "referral" not in nurse.cookies


class TestErrors:
    def test_errors_stand_at_the_top_and_beside_their_boxes(
        self, nurse: PageCheckingClient
    ) -> None:
        study(B_ALL, FactCriterion(Condition("mrd_pct", Operator.AT_LEAST, (1,))))

        sent = nurse.post(
            "/referral/", {"age_years": "twelve", "fact.mrd_pct": "x", "diagnosis": "qqqq"}
        )
        assert (sent.status_code, sent["Location"]) == (303, "/referral/")
        page = ReadPage(nurse.get("/referral/"))

        assert page.title.startswith("Error: Referral check")
        links = [link.get("href", "") for link in page.all("a")]
        ids = {element.get("id") for element in page.root.iter()}
        targets = ["#id_age_years", "#id_diagnosis", "#id_fact.mrd_pct-0"]
        assert [link for link in links if link in targets] == targets
        assert {target.removeprefix("#") for target in targets} <= ids
        assert len(page.all("input", **{"aria-invalid": "true"})) == 3
        assert page.words.count("Age in years must be a whole number") == 2

    def test_answers_are_kept(self, nurse: PageCheckingClient) -> None:
        nurse.post("/referral/", {"age_years": "twelve"})

        page = ReadPage(nurse.get("/referral/"))

        assert page.all("input", name="age_years")[0].get("value") == "twelve"

    def test_results_wait_until_they_are_mended(self, nurse: PageCheckingClient) -> None:
        nurse.post("/referral/", {"age_years": "twelve"})

        assert nurse.get("/referral/results/")["Location"] == "/referral/"

    def test_ambiguous_diagnosis_offers_its_medical_names(self, nurse: PageCheckingClient) -> None:
        nurse.post("/referral/", {"diagnosis": "leukemi"})

        page = ReadPage(nurse.get("/referral/"))

        assert page.all("input", name="diagnosis_code", value="leukemia")


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
                "Not told Fill in: CD22 expression on blasts",
                "",
            ],
            ["Exclusion HIV infection", "“no HIV”", "not told", "Study team checks", ""],
        ]
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
        assert "NCT00000001 Fits No exclusion found. Study team checks: Weekly visits" in (
            page.words
        )
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


QUERIES_OF_FORM = 9
"""Who is there 4, studies 1, version of their rules 1, of the diseases 2, profile 1."""
QUERIES_OF_RESULTS = QUERIES_OF_FORM + 2
"""Groups and sources of the studies besides."""


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
