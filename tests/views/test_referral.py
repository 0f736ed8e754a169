"""The pages of the referral check: who may see them, what they show, what they keep."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User

from tests.factories import (
    make_leukemias,
    make_user,
)
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from tests.views.referral_studies import B_ALL, SHOWN, fact, results, study
from trials.answers import LONGEST_TOKEN
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    FactCriterion,
    WashoutCriterion,
)
from trials.models import Disease

pytestmark = pytest.mark.django_db

CHANGED = ("/referral/clear/",)


@pytest.fixture(autouse=True)
def diseases() -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def nurse(client: PageCheckingClient) -> PageCheckingClient:
    """The browser of a signed-in member of the referral staff."""
    client.force_login(make_user("Referral staff"))
    return client


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
