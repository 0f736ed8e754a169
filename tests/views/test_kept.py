"""My list: on the device alone, compared side by side, shared without a person."""

import pytest

from tests.factories import make_leukemias, make_registry_record, put_in_state
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Disease, Trial
from trials.views.kept import COOKIE, MOST_KEPT

pytestmark = pytest.mark.django_db


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def keep(client: PageCheckingClient, *trials: Trial) -> None:
    for trial in trials:
        client.post("/kept/change/", {"keep": trial.slug, "next": "/results/"})


class TestKeeping:
    def test_study_is_kept_and_the_way_leads_back_to_its_card(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trial = list_trial(diseases["b_all"])

        response = client.post("/kept/change/", {"keep": trial.slug, "next": "/results/"})

        assert (response.status_code, response["Location"]) == (303, f"/results/#{trial.slug}")
        page = ReadPage(client.get("/results/"))
        assert page.all("button", name="drop", value=trial.slug)
        assert page.texts("a", href="/kept/") == ["My list (1)"]

    def test_cookie_holds_names_of_studies_for_thirty_days_and_no_script_reads_it(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        one, two = list_trial(diseases["b_all"]), list_trial(diseases["aml"])
        keep(client, one, two, one)
        cookie = client.cookies[COOKIE.name]

        assert cookie.value == f"{one.slug}.{two.slug}"
        assert (cookie["max-age"], cookie["samesite"]) == (30 * 24 * 3600, "Lax")
        assert cookie["httponly"]

    def test_study_is_taken_off_and_the_list_emptied(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        one, two = list_trial(diseases["b_all"]), list_trial(diseases["b_all"])
        keep(client, one, two)

        client.post("/kept/change/", {"drop": one.slug})
        assert client.cookies[COOKIE.name].value == two.slug
        client.post("/kept/change/", {"empty": "1"})
        assert "Nothing is on your list yet" in ReadPage(client.get("/kept/")).words

    @pytest.mark.parametrize(
        "page", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", ""]
    )
    def test_way_back_never_leads_elsewhere(
        self, client: PageCheckingClient, diseases: dict[str, Disease], page: str
    ) -> None:
        trial = list_trial(diseases["b_all"])

        answer = client.post("/kept/change/", {"keep": trial.slug, "next": page})

        assert answer["Location"] == "/kept/"

    def test_what_is_not_on_the_public_list_cannot_be_kept(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        keep(client, list_trial(diseases["b_all"], review_state="draft"))

        assert client.cookies[COOKIE.name].value == ""

    def test_longest_list_fits_a_cookie_and_says_that_it_is_full(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        slugs = [f"{number:02}{'x' * 78}" for number in range(MOST_KEPT)]
        client.cookies[COOKIE.name] = ".".join(slugs)
        one_more = list_trial(diseases["b_all"])

        answer = client.post("/kept/change/", {"keep": one_more.slug, "next": "/results/"})

        assert len(client.cookies[COOKIE.name].output()) < 2_000
        assert answer["Location"] == "/kept/"
        assert "The list is full" in ReadPage(client.get("/kept/")).words

    @pytest.mark.parametrize("cookie", ["", "...", "<b>", "é", "x" * 5000, "a." * 900])
    def test_cookie_that_somebody_else_made_does_no_harm(
        self, client: PageCheckingClient, cookie: str
    ) -> None:
        client.cookies[COOKIE.name] = cookie

        assert client.get("/kept/").status_code == 200

    def test_study_that_left_the_public_list_is_named(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trial = list_trial(diseases["b_all"])
        keep(client, trial)
        put_in_state(trial, "withdrawn")

        assert (
            f"not shown on this site any more: {trial.slug}"
            in ReadPage(client.get("/kept/")).words
        )


class TestComparing:
    def test_table_shows_what_is_known_of_each_study_and_what_is_not(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        one = list_trial(
            diseases["b_all"],
            plain_title="CAR T cells for B-ALL",
            phases=["PHASE1"],
            summary="You come every two weeks for a year.",
            overall_status="UNKNOWN",
        )
        two = list_trial(diseases["aml"], plain_title="A survey", goal="To learn more.", phases=[])

        page = ReadPage(client.get(f"/compare/?trial={one.slug}&trial={two.slug}"))
        rows = {
            row.findtext("th"): ["".join(cell.itertext()) for cell in row.iter("td")]
            for row in page.all("tr")[1:]
        }

        assert "For the answers you gave" not in rows
        assert rows["Ages"] == ["younger than 22 (until the 22nd birthday)"] * 2
        assert rows["Treatment"][0].startswith("CAR T cells CAR T cells for B-ALL")
        assert rows["Treatment"][1] == "The source does not say."
        assert rows["Phase"][1] == "The source names no phase."
        assert (
            "You come every two weeks for a year." in rows["Visits and time, as far as known"][0]
        )
        assert "Ask how often" in rows["Visits and time, as far as known"][1]
        assert "whether it is open now" in rows["Still unknown"][0]

    def test_imported_study_speaks_in_the_words_of_the_registry(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trial = list_trial(diseases["b_all"], is_reviewed=False, goal="", plain_title="A study")
        make_registry_record(trial=trial, interventions=["Blinatumomab"], summary="To see.")

        words = ReadPage(client.get(f"/compare/?trial={trial.slug}")).words

        assert "Antibody Blinatumomab" in words
        assert "To see." in words

    def test_share_link_names_the_studies_and_shows_nobody_elsewhere(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        one, two = list_trial(diseases["b_all"]), list_trial(diseases["aml"])
        client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})
        page = ReadPage(client.get(f"/compare/?trial={one.slug}&trial={two.slug}&x=7"))
        link = page.all("input", id="share-link")[0].get("value", "")

        assert "For the answers you gave" in page.words
        assert link == f"http://testserver/compare/?trial={one.slug}&trial={two.slug}"
        elsewhere = ReadPage(PageCheckingClient().get(link))
        assert "For the answers you gave" not in elsewhere.words

    def test_no_more_than_four_stand_side_by_side_and_the_page_says_so(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trials = [list_trial(diseases["b_all"]) for _number in range(6)]
        asked = "&".join(f"trial={trial.slug}" for trial in trials)

        page = ReadPage(client.get(f"/compare/?{asked}"))

        assert len(page.all("td")) % 4 == 0
        assert "2 more studies were asked for" in page.words

    @pytest.mark.parametrize("query", ["", "?trial=", "?trial=no-such", "?trial=" + "x" * 200])
    def test_address_without_a_study_leads_to_the_list(
        self, client: PageCheckingClient, query: str
    ) -> None:
        assert "Choose studies to compare" in ReadPage(client.get(f"/compare/{query}")).words
