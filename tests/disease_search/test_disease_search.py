import pytest

from tests.factories import make_disease, make_disease_name
from tests.shipped import shipped_names
from trials.disease_search import DiseaseNames, MatchKind, disease_names
from trials.registry.disease_words import comparable

NAMES = shipped_names()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("ALL", "all", id="acronym"),
        pytest.param("all", "all", id="acronym in small letters"),
        pytest.param("  All.  ", "all", id="stray spaces and punctuation"),
        pytest.param("acute lymphocytic leukemia", "all", id="older name"),
        pytest.param("acute lymphoblastic leukaemia", "all", id="British spelling"),
        pytest.param("Childhood ALL", "all", id="age in the name"),
        pytest.param("paediatric acute lymphoblastic leukaemia", "all", id="age and British"),
        pytest.param("LLA", "all", id="Spanish acronym"),
        pytest.param("leucemia linfoblástica aguda", "all", id="Spanish with accents"),
        pytest.param("leucemia linfoblastica aguda", "all", id="Spanish without accents"),
        pytest.param("B-ALL", "b_all", id="hyphen"),
        pytest.param("B ALL", "b_all", id="space for a hyphen"),
        pytest.param("B\N{NON-BREAKING HYPHEN}ALL", "b_all", id="hyphen of a web page"),
        pytest.param("Ph+ ALL", "b_all_ph_pos", id="plus sign"),
        pytest.param("Ph + ALL", "b_all_ph_pos", id="plus sign with spaces"),
        pytest.param("Philadelphia positive ALL", "b_all_ph_pos", id="plus in words"),
        pytest.param("lukemia", "leukemia", id="misspelling known as a name"),
        pytest.param("AML-M3", "apl", id="cell type"),
        pytest.param("Wilms’ tumour", "wilms", id="possessive and British"),
        pytest.param("Burkitt's lymphoma", "burkitt", id="possessive"),
        pytest.param("haemophilia", "hemophilia", id="haem"),
    ],
)
def test_name_of_one_disease_is_that_disease(text: str, code: str) -> None:
    assert NAMES.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "first", "how"),
    [
        pytest.param("M3", "apl", MatchKind.PREFIX, id="a word of names"),
        pytest.param("medullobl", "medulloblastoma", MatchKind.PREFIX, id="beginning"),
        pytest.param("linfoblastica", "all", MatchKind.PREFIX, id="a later word"),
        pytest.param("leukimea", "leukemia", MatchKind.SIMILAR, id="two letters wrong"),
        pytest.param("acute lymphoblastic lukemia", "all", MatchKind.SIMILAR, id="a wrong word"),
        pytest.param("neuroblastma", "neuroblastoma", MatchKind.SIMILAR, id="a letter missing"),
        pytest.param(
            "retino blastoma", "retinoblastoma", MatchKind.SIMILAR, id="a space too many"
        ),
        pytest.param("sickel cell", "scd", MatchKind.SIMILAR, id="letters swapped"),
        pytest.param("stage 4 neuroblastma", "neuroblastoma", MatchKind.SIMILAR, id="and a stage"),
        pytest.param("relapsed B-ALL", "b_all", MatchKind.SIMILAR, id="status before the name"),
        pytest.param("my son has leukemia", "leukemia", MatchKind.SIMILAR, id="a sentence"),
    ],
)
def test_text_that_is_like_a_name_is_offered_but_never_taken(
    text: str, first: str, how: MatchKind
) -> None:
    resolution = NAMES.resolve(text)

    assert resolution.code is None
    assert (resolution.candidates[0].code, resolution.candidates[0].how) == (first, how)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("diabetes", id="another disease"),
        pytest.param("broken leg", id="no disease of ours"),
        pytest.param("xyzzy", id="no word"),
        pytest.param("", id="nothing"),
        pytest.param("?!", id="punctuation"),
        pytest.param("childhood", id="an age and nothing else"),
        pytest.param("\x00", id="NUL"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param("x" * 10_000, id="far too long"),
    ],
)
def test_text_that_is_like_no_name_has_no_candidates(text: str) -> None:
    assert NAMES.resolve(text) == NAMES.resolve("?")
    assert NAMES.suggest(text) == []


@pytest.mark.parametrize("text", ["alm", "amlx", "alll", "nbb", "rmss"])
def test_short_text_is_never_taken_for_an_acronym_like_it(text: str) -> None:
    assert NAMES.resolve(text).candidates == ()


def test_name_of_two_diseases_offers_both_and_no_others() -> None:
    resolution = NAMES.resolve("core binding factor AML")

    assert resolution.code is None
    assert {candidate.code for candidate in resolution.candidates} == {
        "aml_cbf_8_21",
        "aml_cbf_inv16",
    }


def test_medical_and_plain_name_of_every_disease_find_it() -> None:
    diseases = {disease.code: disease for disease in NAMES._diseases.values()}

    lost = [
        code
        for code, disease in diseases.items()
        for name in (disease.preferred_name, disease.plain_name)
        if NAMES.resolve(name).code != code
    ]

    assert len(diseases) == 208
    assert lost == []


def test_suggestions_offer_each_disease_once_and_families_choices_first() -> None:
    suggestions = NAMES.suggest("leuk")

    codes = [candidate.code for candidate in suggestions]
    assert codes[0] == "leukemia"
    assert len(codes) == len(set(codes)) == 10
    assert {"all", "aml"} <= set(codes)


def test_suggestions_stop_at_the_limit() -> None:
    assert len(NAMES.suggest("leukemia", limit=3)) == 3


def test_exact_name_comes_before_names_that_only_contain_it() -> None:
    first, second, *_ = NAMES.suggest("ALL")

    assert (first.code, first.how) == ("all", MatchKind.EXACT)
    assert second.how is MatchKind.PREFIX


def test_candidate_shows_both_names_and_the_one_that_matched() -> None:
    (candidate,) = NAMES.suggest("M3")

    assert candidate.name == "Acute promyelocytic leukemia with PML::RARA"
    assert candidate.plain_name == "Acute promyelocytic leukemia (APL)"
    assert candidate.found_by == "M3 leukemia"


def test_disease_is_shown_by_its_code() -> None:
    named = NAMES.named("b_all")

    assert named is not None
    assert named.plain_name == "B-cell ALL"
    assert NAMES.named("nothing") is None


def test_no_disease_means_no_names() -> None:
    assert DiseaseNames([]).resolve("leukemia").candidates == ()


def test_comparable_text_is_stable() -> None:
    once = comparable("  Childhood Leukaemia (Ph+), T-cell ")

    assert once == "leukemia ph+ t cell"
    assert comparable(once) == once


@pytest.mark.django_db
def test_names_are_read_once_until_something_changes(django_assert_num_queries: object) -> None:
    disease = make_disease("wilms", preferred_name="Wilms tumor", plain_name="Wilms tumor")
    names = disease_names()

    with django_assert_num_queries(1):
        assert disease_names() is names

    make_disease_name(disease, "nephroblastoma")
    assert disease_names().resolve("nephroblastoma").code == "wilms"
