"""Cities and ZIP codes, as registries write them and as families do."""

import pytest

from trials.catalogue.place_names import country_in, country_name, folded, state_name
from trials.catalogue.places import coordinates_of, find_places
from trials.eligibility.distance import kilometres_between

WITHIN_KM = 30
"""How far apart two ways to tell the middle of a large city may lie."""

MEMPHIS = (35.15, -90.05)
PARIS = (48.86, 2.35)
SAO_PAULO = (-23.55, -46.64)


def names(text: str) -> list[str]:
    return [place.name for place in find_places(text)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("38105", "38105", id="ZIP code"),
        pytest.param("38105-2794", "38105", id="ZIP code of nine digits"),
        pytest.param("٣٨١٠٥", "38105", id="digits of another script"),
        pytest.param("02115", "02115", id="leading nought"),
        pytest.param("Memphis", "Memphis, Tennessee", id="city"),
        pytest.param("memphis", "Memphis, Tennessee", id="without capitals"),
        pytest.param("Memphis, TN", "Memphis, Tennessee", id="city and short state"),
        pytest.param("Memphis Tennessee", "Memphis, Tennessee", id="without comma"),
        pytest.param("Memphis, TN, USA", "Memphis, Tennessee", id="state and country"),
        pytest.param("memphis usa", "Memphis, Tennessee", id="city and country"),
        pytest.param("Memphis, TN 38105", "38105", id="city and ZIP code"),
        pytest.param("São Paulo", "São Paulo, Brazil", id="accents"),
        pytest.param("sao paulo", "São Paulo, Brazil", id="without accents"),
        pytest.param("St. Louis", "Saint Louis, Missouri", id="St."),
        pytest.param("Saint Louis, Mo.", "Saint Louis, Missouri", id="Saint"),
        pytest.param("Washington, DC", "Washington D.C., District of Columbia", id="capital"),
        pytest.param("London, England", "London, United Kingdom", id="part of a country"),
        pytest.param("London Ontario", "London, Ontario, Canada", id="state of Canada"),
        pytest.param("Tromso", "Tromsø, Norway", id="letter with a stroke"),
        pytest.param("Singapore", "Singapore", id="city that is a country"),
        pytest.param("Savannah, TN", "Savannah, Tennessee", id="town without a trial"),
        pytest.param("Paris, Tennessee", "Paris, Tennessee", id="town named like a city"),
        pytest.param("Ponce", "Ponce, Puerto Rico", id="Puerto Rico"),
        pytest.param("Bunkyo-ku, Tokyo, Japan", "Bunkyo-ku, Tokyo, Japan", id="comma in a name"),
        pytest.param("Ciudad de México", "Ciudad de México, Mexico", id="Spanish city"),
        pytest.param("seul, corea del sur", "Seoul, South Korea", id="Spanish name of a city"),
        pytest.param("Ginebra, Suiza", "Geneva, Switzerland", id="Spanish name of a country"),
        pytest.param("Charlotte, Carolina del Norte", "Charlotte, North Carolina", id="state"),
    ],
)
def test_place_is_found_in_every_way_it_is_written(typed: str, name: str) -> None:
    assert names(typed) == [name]


def test_places_of_one_name_are_all_offered() -> None:
    assert names("Paris") == ["Paris, France", "Paris, Texas"]
    assert names("Paris, France") == ["Paris, France"]


def test_neighbours_of_one_name_in_two_states_are_two_places() -> None:
    assert names("Kansas City") == ["Kansas City, Missouri", "Kansas City, Kansas"]


def test_spellings_of_one_city_are_one_place() -> None:
    """The list has London with six districts as its state, and Toronto without one."""
    assert [name for name in names("London") if "Kingdom" in name] == ["London, United Kingdom"]
    assert names("Toronto") == ["Toronto, Ontario, Canada"]


def test_places_offered_together_have_different_names() -> None:
    for typed in ("San Juan", "Springfield", "Santa Maria", "San Jose", "Victoria"):
        assert len(names(typed)) == len(set(names(typed))) > 1, typed


def test_number_after_a_city_elsewhere_is_no_zip_code() -> None:
    """10115 is in Berlin, and in New York."""
    assert names("Berlin 10115")[:1] == ["Berlin, Germany"]


@pytest.mark.parametrize(
    "typed", ["", " ", ",", ", TN", "3810", "00000", "09001", "Nowhereville", "Paris, Norway", "-"]
)
def test_place_that_is_not_known_is_none(typed: str) -> None:
    assert find_places(typed) == []


def test_place_knows_its_country() -> None:
    countries = [find_places(typed)[0].country for typed in ("38105", "Memphis", "Paris")]
    assert countries == ["United States", "United States", "France"]


@pytest.mark.parametrize(
    ("city", "state", "country", "where"),
    [
        pytest.param(
            "Memphis", "Tennessee", "United States", MEMPHIS, id="as the registry has it"
        ),
        pytest.param("MEMPHIS", "TN", "USA", MEMPHIS, id="short forms"),
        pytest.param("Paris", "", "France", PARIS, id="no state"),
        pytest.param("Paris", "Île-de-France", "France", PARIS, id="region as state"),
        pytest.param("Paris", "Hauts-de-Seine", "France", PARIS, id="state never listed"),
        pytest.param("Paris Cedex 13", "", "France", PARIS, id="post office"),
        pytest.param("Sao Paulo", "SP", "Brasil", SAO_PAULO, id="country in its own language"),
        pytest.param("Seoul", "", "Korea, Republic of", (37.57, 126.98), id="country of the UN"),
        pytest.param("San Juan", "PR", "United States", (18.46, -66.1), id="Puerto Rico"),
        pytest.param("London", "", "Canada", (42.98, -81.23), id="the one of the country"),
        pytest.param("Springfield", "VT", "US", (43.3, -72.48), id="town without a trial"),
    ],
)
def test_city_of_a_registry_has_its_coordinates(
    city: str, state: str, country: str, where: tuple[float, float]
) -> None:
    place = coordinates_of(city, state, country)
    assert place is not None
    assert kilometres_between(place.latitude, place.longitude, *where) < WITHIN_KM


@pytest.mark.parametrize(
    ("city", "state", "country"),
    [
        pytest.param("Springfield", "", "United States", id="several of the name"),
        pytest.param("Memphis", "Texarkana", "United States", id="no such state"),
        pytest.param("Memphis", "Vermont", "United States", id="none in the state"),
        pytest.param("Memphis", "", "France", id="none in the country"),
        pytest.param("Memphis", "", "", id="no country"),
        pytest.param("", "Tennessee", "United States", id="no city"),
        pytest.param("Nowhereville", "", "France", id="unknown"),
    ],
)
def test_city_that_is_not_known_for_sure_has_no_coordinates(
    city: str, state: str, country: str
) -> None:
    assert coordinates_of(city, state, country) is None


@pytest.mark.parametrize(
    ("city", "state", "country", "zip_code", "is_known"),
    [
        ("Xyzzyville", "Tennessee", "United States", "38105", True),
        ("Xyzzyville", "Tennessee", "United States", "38105-3678", True),
        ("Xyzzyville", "", "United States", "38105", True),
        ("", "Tennessee", "United States", "38105", True),
        pytest.param("Xyzzyville", "Vermont", "United States", "38105", False, id="other state"),
        pytest.param("Xyzzyville", "Tennesee", "United States", "38105", False, id="no state"),
        pytest.param("Xyzzyville", "", "Germany", "38105", False, id="other country"),
        pytest.param("Xyzzyville", "", "Puerto Rico", "38105", False, id="not in Puerto Rico"),
        pytest.param("Xyzzyville", "Tennessee", "United States", "381", False, id="no ZIP code"),
        pytest.param("Xyzzyville", "", "", "38105", False, id="no country"),
    ],
)
def test_city_that_is_not_known_is_in_the_middle_of_its_zip_code(
    city: str, state: str, country: str, zip_code: str, is_known: bool
) -> None:
    place = coordinates_of(city, state, country, zip_code)
    assert (place is not None) == is_known
    if place is not None:
        assert kilometres_between(place.latitude, place.longitude, *MEMPHIS) < WITHIN_KM


def test_zip_code_in_puerto_rico_is_in_that_country() -> None:
    for state, country in (("", "Puerto Rico"), ("Puerto Rico", "United States")):
        place = coordinates_of("Xyzzyville", state, country, "00921")
        assert place is not None
        assert place.country == "Puerto Rico"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SÃO PAULO", "Sao Paulo"),
        ("St. Jude", "saint jude"),
        ("Val-d'Or", "Val d’Or"),
        ("Łódź", "Lodz"),
        ("Straße", "strasse"),
        ("Lyon Cedex 08", "Lyon"),
        ("Ft. Worth", "Fort Worth"),
    ],
)
def test_spellings_of_one_name_are_folded_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_countries_and_states_go_by_one_name() -> None:
    assert {country_name(name) for name in ("US", "u.s.a.", "United States")} == {"United States"}
    assert country_name("Turkey (Türkiye)") == "Turkey"
    assert country_name(" Chile ") == "Chile"
    assert state_name("on", "Canada") == "Ontario"
    assert state_name("Bavaria", "Germany") == "Bavaria"


@pytest.mark.parametrize(("language", "words"), [("es", "Corea del Sur"), ("en", "South Korea")])
def test_country_is_named_in_the_language_of_the_page(language: str, words: str) -> None:
    assert country_in("South Korea", language) == words
    assert country_in("Wherever", language) == "Wherever"
    assert country_name(words) == "South Korea"
