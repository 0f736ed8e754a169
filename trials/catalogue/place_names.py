"""One spelling for the many that a city, a state or a country is written in.

Two names are the same when :func:`folded` gives the same for both. Countries and the states
of the United States, Canada and Australia go by one name each: that of the tables below.
"""

import re
import unicodedata
from functools import cache, lru_cache

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
    return names


@cache
def _state_names(country: str) -> dict[str, str]:
    return {
        folded(spelling): name for short, name in _states(country) for spelling in (short, name)
    }


def _states(country: str) -> list[tuple[str, str]]:
    listed = _STATES.get(country)
    if listed is None:
        return []
    parts = (entry.partition(" ") for entry in listed.split(", "))
    return [(short, name) for short, _space, name in parts]
