"""What no page may do: promise, blame, or give away what a family told us."""

import re
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree.ElementTree import Element

import pytest

from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from tests.seven_studies import SLUGS

pytestmark = pytest.mark.django_db

FORBIDDEN = re.compile(
    r"eligib|qualif(y|ies)\b|\bscore|\bbest match|\baccepted for|"
    r"\bplease\b|\bsorry\b|\binvalid\b|\boops\b",
    re.IGNORECASE,
)
SEARCHES = (
    {},
    {"age_years": "7", "diagnosis": "ALL"},
    {"role": "donor", "age_years": "18"},
    {"role": "survivor", "age_years": "30", "diagnosis": "AML"},
    {"age_years": "22", "diagnosis": "B-ALL"},
    {"age_days": "21", "diagnosis": "leukemia", "near": "38105"},
    {"age_years": "12", "diagnosis": "sickle cell disease", "words": "gene"},
)
ERRORS = (
    {"age_years": "seven", "age_months": "x", "near": "00000", "diagnosis": "qqqq"},
    {"age_years": "7", "birth_year": "1999", "birth_month": "13", "birth_day": "40"},
    {"diagnosis": "x" * 300, "words": "x" * 300, "role": "somebody"},
)


def _unquoted(page: ReadPage, *, with_rules: bool = True) -> str:
    """The page's own words, without those of its sources."""
    quotes = ("blockquote", "script", "style")

    def words(element: Element) -> str:
        is_rules = "app-rules" in element.get("class", "")
        if element.tag in quotes or (is_rules and not with_rules):
            return element.tail or ""
        inside = "".join(words(child) for child in element)
        return (element.text or "") + inside + (element.tail or "")

    return words(page.root)


@pytest.mark.parametrize("answers", SEARCHES, ids=str)
def test_no_page_promises_or_blames(
    client: PageCheckingClient, seven_studies: None, answers: dict[str, str]
) -> None:
    client.post("/", answers)
    addresses = ["/", "/results/", "/results/?section=left_out"]
    addresses += [f"/trials/{slug}/" for slug in SLUGS]

    for address in addresses:
        page = ReadPage(client.get(address))
        found = FORBIDDEN.search(_unquoted(page))
        assert not found, f"{address}: {found and found[0]}"
        # A rule may name a laboratory value in percent; nothing else is ever a percentage.
        assert "%" not in _unquoted(page, with_rules=False), address


@pytest.mark.parametrize("answers", ERRORS, ids=lambda answers: ", ".join(answers))
def test_no_error_blames(client: PageCheckingClient, answers: dict[str, str]) -> None:
    client.post("/", answers)

    assert not FORBIDDEN.search(_unquoted(ReadPage(client.get("/"))))


OF_THE_LIST = {"section", "page", "after", "seen", "sort", "closed"}
OF_THE_LIST |= {"kind", "phase", "treatment", "status", "country"}
"""What an address may say: which part of a list of studies to show, nothing of a person."""


@pytest.mark.parametrize("address", ["/", "/results/", "/trials/inomrd/"])
def test_no_address_on_a_page_holds_an_answer(
    client: PageCheckingClient, seven_studies: None, address: str
) -> None:
    client.post("/", {"age_years": "17", "diagnosis": "leukemia", "near": "38105"})
    page = ReadPage(client.get(address))

    forms = [form for form in page.all("form") if form.get("method", "get") != "post"]
    links = [element.get("href", "") for element in page.root.iter("a")]
    ours = [link for link in links if link.startswith(("/", "?"))]
    queries = [link for link in ours if "?" in link]
    named = {box.get("name") for form in forms for box in form.iter("input")}
    assert named <= OF_THE_LIST
    assert all(parse_qs(link.partition("?")[2]).keys() <= OF_THE_LIST for link in queries)
    assert not [link for link in ours if "38105" in link or "leukemia" in link]


def test_every_page_keeps_scripts_and_styles_in_files(
    client: PageCheckingClient, seven_studies: None
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "ALL"})

    for address in ("/", "/results/", "/trials/inomrd/", "/nothing/"):
        page = ReadPage(client.get(address))
        assert not page.all("style")
        assert all(script.get("src") for script in page.all("script"))
        for element in page.root.iter():
            attributes = [name for name in element.attrib if name.startswith("on")]
            assert not attributes and element.get("style") is None, element.tag


def test_views_read_published_trials_only() -> None:
    views = Path(__file__).parents[2] / "trials" / "views"
    uses = [
        use
        for path in views.glob("*.py")
        for use in re.findall(r"Trial\.objects(?:\.\w+)?", path.read_text(encoding="utf-8"))
    ]

    assert uses
    assert set(uses) == {"Trial.objects.public"}  # published, and not due to leave
