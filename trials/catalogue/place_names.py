"""One spelling for the many that a city, a state or a country is written in.

Two names are the same when :func:`folded` gives the same for both. Countries and the states
of the United States, Canada and Australia go by one name each: that of the tables below.
"""

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale

UNITED_STATES = "United States"
PUERTO_RICO = "Puerto Rico"

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters with a stroke or tied together, which Unicode does not take apart."""

_LONG = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_POST_OFFICE = re.compile(r"(?<=.) cedex( \d+)?$")
"""What French addresses add to a city for large receivers of mail."""

_COUNTRIES = {
    UNITED_STATES: "US, U.S., USA, U.S.A., United States of America, America, Estados Unidos",
    "United Kingdom": "UK, U.K., Great Britain, England, Scotland, Wales, Northern Ireland",
    PUERTO_RICO: "",
    "South Korea": "Korea, Republic of; Korea; Republic of Korea",
    "North Korea": "Korea, Democratic People's Republic of",
    "Turkey": "Turkey (Türkiye); Türkiye",
    "Russia": "Russian Federation",
    "Iran": "Iran, Islamic Republic of",
    "Czechia": "Czech Republic",
    "Vietnam": "Viet Nam",
    "Taiwan": "Taiwan, Province of China",
    "Hong Kong": "Hong Kong SAR, Hong Kong S.A.R.",
    "North Macedonia": "Macedonia, The Former Yugoslav Republic of; Macedonia",
    "Moldova": "Moldova, Republic of",
    "Tanzania": "Tanzania, United Republic of",
    "Syria": "Syrian Arab Republic",
    "Laos": "Lao People's Democratic Republic",
    "Brunei": "Brunei Darussalam",
    "Ivory Coast": "Côte D'Ivoire",
    "Palestinian Territories": (
        "Palestinian Territory, occupied; Palestinian Territories, Occupied; Palestine"
    ),
    "Congo": "Congo, The Democratic Republic of the",
    "Netherlands": "The Netherlands, Holland, Nederland",
    "Germany": "Deutschland, Alemania",
    "Spain": "España",
    "Italy": "Italia",
    "Brazil": "Brasil",
    "Mexico": "México",
    "Switzerland": "Schweiz, Suisse",
    "Austria": "Österreich",
    "Belgium": "Belgique, België",
    "United Arab Emirates": "UAE, U.A.E.",
}
"""Spellings by the name we use, parted by semicolons where one has a comma in it, else commas."""

_SPANISH_STATES = {
    "Carolina del Norte": "North Carolina",
    "Carolina del Sur": "South Carolina",
    "Dakota del Norte": "North Dakota",
    "Dakota del Sur": "South Dakota",
    "Distrito de Columbia": "District of Columbia",
    "Hawái": "Hawaii",
    "Luisiana": "Louisiana",
    "Misisipi": "Mississippi",
    "Misuri": "Missouri",
    "Nueva Jersey": "New Jersey",
    "Nueva York": "New York",
    "Nuevo Hampshire": "New Hampshire",
    "Nuevo México": "New Mexico",
    "Pensilvania": "Pennsylvania",
    "Tejas": "Texas",
    "Virginia Occidental": "West Virginia",
}

_SPANISH_CITIES = (
    "Atenas Athens, Basilea Basel, Berna Bern, Bruselas Brussels, Burdeos Bordeaux, "
    "Colonia Cologne, Copenhague Copenhagen, Edimburgo Edinburgh, Estambul Istanbul, "
    "Estocolmo Stockholm, Filadelfia Philadelphia, Florencia Florence, Fráncfort Frankfurt, "
    "Ginebra Geneva, Hamburgo Hamburg, Jerusalén Jerusalem, Lisboa Lisbon, Londres London, "
    "Marsella Marseille, Moscú Moscow, Nápoles Naples, Niza Nice, Nueva-Delhi New-Delhi, "
    "Nueva-Orleans New-Orleans, Nueva-York New-York, Pekín Beijing, Praga Prague, Roma Rome, "
    "San-Pablo São-Paulo, Seúl Seoul, Singapur Singapore, Tokio Tokyo, Varsovia Warsaw, "
    "Venecia Venice, Viena Vienna"
)
"""Where Spanish has a name of its own; a hyphen stands for a blank."""

_STATES = {
    UNITED_STATES: (
        "AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, "
        "CT Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, "
        "HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, "
        "LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, "
        "MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, "
        "NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, "
        "OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, "
        "SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, "
        "VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming, "
        "AS American Samoa, GU Guam, MP Northern Mariana Islands, PR Puerto Rico, "
        "VI Virgin Islands"
    ),
    "Canada": (
        "AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, "
        "NL Newfoundland and Labrador, NS Nova Scotia, NT Northwest Territories, "
        "NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan, YT Yukon"
    ),
    "Australia": (
        "ACT Australian Capital Territory, NSW New South Wales, NT Northern Territory, "
        "QLD Queensland, SA South Australia, TAS Tasmania, VIC Victoria, WA Western Australia"
    ),
}


def folded(name: str) -> str:
    """A name without case, accents, signs and short forms: "St. Louis" is "saint louis"."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # Signs join nothing but an apostrophe: "Val-d'Or" and "Val d'Or", "Coeur d'Alene".
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"['’`.]", "", plain)).split()
    return _POST_OFFICE.sub("", " ".join(_LONG.get(word, word) for word in words))


def country_name(written: str) -> str:
    """The one name of a country, or what was written when it is in no table."""
    return _country_names().get(folded(written), written.strip())


def country_in(country: str, language: str) -> str:
    """One of our names of countries in a language; as it is when there is no other."""
    return _countries_in(language).get(country, country)


def english_city(written: str) -> str | None:
    """The English name of a city that Spanish calls otherwise; None for all others."""
    return _spanish_cities().get(folded(written))


def state_name(written: str, country: str) -> str:
    """The whole name of a state; what was written where states have no short forms."""
    return _state_names(country).get(folded(written), written.strip())


def has_states(country: str) -> bool:
    """Whether a city's state there is always told, by a name in the table."""
    return country in _STATES


def short_state(state: str) -> str | None:
    """The two letters of a state of the United States, None for any other name."""
    return next((short for short, name in _states(UNITED_STATES) if name == state), None)


def one_place(state: str, country: str) -> tuple[str, str]:
    """State and country in our names. Puerto Rico is a country, as registries have it."""
    country = country_name(country)
    state = state_name(state, country)
    if country == UNITED_STATES and state == PUERTO_RICO:
        return "", PUERTO_RICO
    return state, country


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    names = {}
    for country, spellings in _COUNTRIES.items():
        for spelling in (country, *re.split("; ?" if ";" in spellings else ", ?", spellings)):
            names[folded(spelling)] = country
    # Of a country without other spellings the empty one is no name.
    names.pop("", None)
    for country, spanish in _countries_in("es").items():
        names.setdefault(folded(spanish), country)
    return names


@cache
def _countries_in(language: str) -> dict[str, str]:
    """By our names, which are English ones; without those that are the same."""
    theirs = Locale(language).territories
    names = {
        name: theirs[code]
        for code, name in Locale("en").territories.items()
        if code.isalpha() and len(code) == 2 and code in theirs
    }
    names.setdefault("Turkey", theirs["TR"])
    return {name: other for name, other in names.items() if name != other}


@lru_cache(maxsize=1)
def _spanish_cities() -> dict[str, str]:
    pairs = (entry.split(" ") for entry in _SPANISH_CITIES.split(", "))
    return {folded(spanish): english.replace("-", " ") for spanish, english in pairs}


@cache
def _state_names(country: str) -> dict[str, str]:
    names = {
        folded(spelling): name for short, name in _states(country) for spelling in (short, name)
    }
    if country == UNITED_STATES:
        names |= {folded(spanish): name for spanish, name in _SPANISH_STATES.items()}
    return names


def _states(country: str) -> list[tuple[str, str]]:
    listed = _STATES.get(country)
    if listed is None:
        return []
    parts = (entry.partition(" ") for entry in listed.split(", "))
    return [(short, name) for short, _space, name in parts]
