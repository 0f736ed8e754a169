"""What of the list is shown, in which order, and the parts of a long one."""

import pytest

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.finder import search as searching
from trials.models import Disease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed(client: PageCheckingClient) -> None:
    diseases = make_leukemias()
    list_trial(diseases["b_all"], plain_title="New cells", kind="treatment")
    list_trial(diseases["b_all"], plain_title="Old pills", kind="treatment")
    list_trial(diseases["b_all"], plain_title="Long sleep", kind="observational")
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})


def titles(page: ReadPage) -> set[str]:
    return {title for title in ("New cells", "Old pills", "Long sleep") if title in page.words}


def results(client: PageCheckingClient, query: str = "") -> ReadPage:
    return ReadPage(client.get(f"/results/{query}"))


def test_choice_narrows_the_list_and_is_named(client: PageCheckingClient) -> None:
    page = results(client, "?kind=observational")

    assert titles(page) == {"Long sleep"}
    assert "Remove from what is shown: Observation" in page.words
    assert "2 are of a kind you did not choose" in page.words


def test_each_choice_is_taken_back_by_itself(client: PageCheckingClient) -> None:
    address = "?kind=observational&kind=treatment&status=RECRUITING&sort=newest&page=2"
    page = results(client, address)
    left = {
        " ".join("".join(link.itertext()).split()): link.get("href", "")
        for link in page.all("a")
        if "Remove from what is shown" in "".join(link.itertext())
    }

    assert left["Remove from what is shown: Observation ✕"] == (
        "/results/?kind=treatment&status=RECRUITING&sort=newest"
    )
    assert page.texts("a", href="/results/")[-1] == "Show everything"


def test_kind_of_treatment_keeps_studies_that_name_none(client: PageCheckingClient) -> None:
    disease = Disease.objects.get(code="b_all")
    list_trial(disease, plain_title="After a transplant")

    words = results(client, "?treatment=car_t").words

    assert "After a transplant" not in words
    assert "Long sleep" in words
    assert "Only what you chose is shown, and studies that do not say." in words


def test_study_that_names_no_disease_does_not_claim_to_fit_it(client: PageCheckingClient) -> None:
    list_trial(plain_title="Anything at all")

    assert "It names no disease we know. Ask the study team Anything at all" in (
        results(client).section("fits").words
    )


def test_choices_show_how_many_studies_they_have(client: PageCheckingClient) -> None:
    assert "Treatment (2)" in results(client).words


def test_unknown_choice_shows_everything(client: PageCheckingClient) -> None:
    assert len(titles(results(client, "?kind=magic&sort=best&after=x"))) == 3


def test_country_with_signs_that_the_database_refuses_shows_everything(
    client: PageCheckingClient,
) -> None:
    assert len(titles(results(client, "?country=%00"))) == 3


def test_long_list_goes_on_where_the_part_before_ended(
    client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT", 2)

    first = results(client)
    (link,) = [
        element.get("href", "")
        for element in first.root.iter("a")
        if "after=" in element.get("href", "")
    ]
    second = ReadPage(client.get(link))

    assert "3 open studies may fit" in first.words
    assert len(titles(first)) == 2
    assert titles(first) | titles(second) == {"New cells", "Old pills", "Long sleep"}
    assert not titles(first) & titles(second)
    assert "Back to the first studies" in second.words


def test_links_of_a_part_keep_what_was_chosen(
    client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT", 1)

    page = results(client, "?kind=treatment&sort=newest")
    links = [element.get("href", "") for element in page.root.iter("a")]

    (link,) = [link for link in links if "after=" in link]
    assert "kind=treatment" in link and "sort=newest" in link


def test_closed_studies_of_a_long_list_are_named_and_shown_when_asked_for(
    client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_CLOSED_UNASKED", 0)
    list_trial(plain_title="Over and done", overall_status="COMPLETED")

    page = results(client, "?sort=newest")
    links = [element.get("href", "") for element in page.root.iter("a")]
    (link,) = [link for link in links if "closed=1" in link]

    assert "1 study takes nobody new. It is not in this list and its numbers." in page.words
    assert "Over and done" not in page.words and "sort=newest" in link
    assert "Over and done" in ReadPage(client.get(link)).words
