"""News about a diagnosis as a feed: stable, cached, the same for everybody."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_guide, make_leukemias, put_in_state
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.finder.news import MOST_NEWS
from trials.models import Disease, Trial, TrialNews

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/diagnoses/b_all/news/"


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def entries(client: PageCheckingClient, address: str = FEED) -> list[dict[str, str]]:
    feed = ElementTree.fromstring(client.get(address).content)
    return [
        {
            part: (entry.findtext(f"{ATOM}{part}") or "")
            for part in ("title", "id", "updated", "summary")
        }
        | {"link": entry.find(f"{ATOM}link").get("href", "")}  # type: ignore[union-attr]
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_listing_status_and_withdrawal_are_news_whoever_writes_them(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(diseases["b_all"], plain_title="A study", overall_status="RECRUITING")
    Trial.objects.filter(pk=trial.pk).update(overall_status="SUSPENDED")
    Trial.objects.filter(pk=trial.pk).update(note="nobody sees this")

    read = entries(client)

    assert [entry["title"] for entry in read] == [
        "Changed status: A study",
        "Newly listed: A study",
    ]
    assert read[0]["summary"] == "Before: Taking new patients. Now: Paused. Ask the study team."
    assert read[0]["link"].endswith(f"/trials/{trial.slug}/")

    put_in_state(trial, "withdrawn")
    Trial.objects.filter(pk=trial.pk).update(plain_title="Other words")
    assert entries(client)[0]["title"] == f"No longer listed: {trial.nct_id or trial.slug}"


def test_what_is_not_on_the_public_list_is_no_news(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(diseases["b_all"], review_state="draft")
    Trial.objects.filter(pk=trial.pk).update(overall_status="SUSPENDED")

    assert entries(client) == []


@pytest.mark.parametrize(
    ("code", "is_news"), [("all", True), ("b_all", True), ("ph_pos", True), ("aml", False)]
)
def test_wider_and_narrower_diagnoses_count(
    client: PageCheckingClient, diseases: dict[str, Disease], code: str, is_news: bool
) -> None:
    list_trial(diseases[code])

    assert bool(entries(client)) is is_news


def test_feed_stays_the_same_and_is_not_sent_twice(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"])
    first = client.get(FEED)
    again = client.get(FEED)

    assert first.content == again.content
    assert first["Content-Type"].startswith("application/atom+xml")
    assert "max-age=3600" in first["Cache-Control"] and "public" in first["Cache-Control"]
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_feed_without_news_stays_the_same_too(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    assert client.get(FEED)["ETag"] == client.get(FEED)["ETag"]


def test_nothing_told_changes_the_feed_and_it_leaves_no_cookie(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"])
    alone = PageCheckingClient().get(FEED)
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    told = client.get(FEED)

    assert told.content == alone.content
    assert not told.cookies


def test_news_are_bounded_and_so_are_the_queries(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(diseases["b_all"])
    TrialNews.objects.bulk_create(
        TrialNews(
            trial=trial, kind="status", before="UNKNOWN", after="RECRUITING", at=trial.created_at
        )
        for _number in range(MOST_NEWS + 5)
    )
    client.get(FEED)

    with CaptureQueriesContext(connection) as asked:
        read = entries(client)

    assert len(read) == len({entry["id"] for entry in read}) == MOST_NEWS
    assert len(asked) <= 4


def test_trial_whose_day_to_leave_has_come_is_named_by_its_number(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(diseases["b_all"], plain_title="A study", withdraw_on=timezone.localdate())

    (entry,) = entries(client)

    assert entry["title"] == f"Newly listed: {trial.nct_id or trial.slug}"
    assert entry["link"].endswith("/")
    assert trial.slug not in entry["link"]


def test_feed_says_which_studies_it_leaves_out(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    feed = ElementTree.fromstring(client.get(FEED).content)

    assert "studies open to any diagnosis are in the finder" in feed.findtext(
        f"{ATOM}subtitle", ""
    )


def test_guides_offer_the_feed_and_pages_with_answers_do_not(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    """A feed finder asks for it by itself: the address would put an answer into a log."""
    list_trial(diseases["b_all"])
    make_guide("b-all-guide", disease=diseases["b_all"])
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    guide = ReadPage(client.get("/guides/b-all-guide/"))
    (link,) = guide.all("link", rel="alternate")
    assert (link.get("type"), link.get("href")) == ("application/atom+xml", FEED)
    assert guide.all("a", href=FEED)
    assert ReadPage(client.get("/guides/")).all("a", href=FEED)

    for address in ("/", "/results/", "/packet/"):
        assert "/diagnoses/b_all/" not in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/diagnoses/no-such-thing/news/", "/diagnoses/1/news/"])
def test_unknown_diagnosis_has_no_feed(client: PageCheckingClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_feed_speaks_the_language_of_its_address(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    response = client.get(f"{FEED}?language=es", headers={"accept-language": "en"})

    assert response["Content-Language"] == "es"
    assert client.get(f"{FEED}?language=xx")["Content-Language"] == "en"
