import pytest

from tests.factories import make_group, make_trial
from trials.models import SearchRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed() -> None:
    cart = make_trial(
        slug="cart",
        nct_id="NCT04318678",
        acronym="CATCHAML",
        plain_title="CAR T cells for leukemia that came back",
        brief_title="CD123-Directed T-Cell Therapy",
        goal="Whether transplanted cells are safe.",
    )
    pain = make_trial(
        slug="pain",
        plain_title="Easing pain during chemotherapy",
        brief_title="Pain and symptoms",
        goal="Whether children's pain can be eased.",
    )
    make_group(cart)
    make_group(pain)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        pytest.param("leukemia", "cart", id="plain title"),
        pytest.param("symptoms", "pain", id="title in the registry"),
        pytest.param("safe", "cart", id="goal"),
        pytest.param("catchaml", "cart", id="acronym"),
        pytest.param("nct04318678", "cart", id="registry number"),
        pytest.param("NCT0431", "cart", id="beginning of the registry number"),
        pytest.param("chemo", "pain", id="beginning of a word"),
        pytest.param("transplantation", "cart", id="other ending"),
        pytest.param("whether", "cart pain", id="word of both"),
        pytest.param("pain safe", "", id="words of two trials"),
        pytest.param("CAR-T", "cart", id="hyphen"),
        pytest.param("cd123", "cart", id="marker"),
        pytest.param("the of and", "cart pain", id="words that say nothing"),
        pytest.param("the pain", "pain", id="a word beside one that says nothing"),
        pytest.param("", "cart pain", id="no word"),
        pytest.param("?! & | <-> ()", "cart pain", id="operators of the search"),
        pytest.param("pain' | 'safe", "", id="quotes"),
        pytest.param("pain:*b", "", id="weight"),
        pytest.param("\x00\ud800pain", "pain", id="what no database stores"),
        pytest.param("kidney", "", id="word of none"),
    ],
)
def test_words_are_looked_for_in_names_and_goal(words: str, slugs: str) -> None:
    found = SearchRow.objects.mentioning(words).values_list("trial__slug", flat=True)

    assert sorted(found) == slugs.split()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Busulfan/melphalan before a transplant", "melphalan"),
        ("HSCT/BMT in thalassemia", "bmt"),
        ("CD30.CAR T cells", "car cd30"),
        ("iC9.GD2.CAR.IL-15 T cells", "GD2 IL-15"),
        ("Interleukin IL-15", "il 15"),
        ("Children <CD19> & adults", "CD19"),
        ("Treated_early", "early"),
        ("Care after COVID-19", "COVID-19"),
    ],
)
def test_words_that_a_sign_joins_are_found_one_by_one(title: str, words: str) -> None:
    """PostgreSQL alone takes them for paths, servers, numbers below zero and markup."""
    make_group(make_trial(slug="joined", plain_title=title, brief_title="-", goal="-"))

    found = SearchRow.objects.mentioning(words).values_list("trial__slug", flat=True)

    assert list(found) == ["joined"]
