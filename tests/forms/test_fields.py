import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from trials.eligibility.facts import Role
from trials.forms.fields import (
    MonthField,
    PlaceField,
    RadiusField,
    RoleField,
    WholeNumberField,
    readable,
)

YEARS = WholeNumberField(smallest=0, largest=120, unit="years?|y", wrong="Write 0 to 120.")
MONTH = MonthField(wrong="Write a month.")
NEAR = PlaceField()
RADIUS = RadiusField()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("7", 7, id="figure"),
        pytest.param(" 7 ", 7, id="spaces"),
        pytest.param("07", 7, id="leading nought"),
        pytest.param("+7", 7, id="plus"),
        pytest.param("7.0", 7, id="decimal nought"),
        pytest.param("7 years", 7, id="unit"),
        pytest.param("7Y.", 7, id="short unit with a full stop"),
        pytest.param("٧", 7, id="Arabic figure"),
        pytest.param("７", 7, id="wide figure"),
        pytest.param("\N{RIGHT-TO-LEFT MARK}7\N{ZERO WIDTH SPACE}", 7, id="marks nobody sees"),
        pytest.param("0", 0, id="smallest"),
        pytest.param("120", 120, id="largest"),
        pytest.param("", None, id="empty"),
        pytest.param("  ", None, id="spaces alone"),
        pytest.param(None, None, id="not sent"),
    ],
)
def test_whole_number_is_read_in_every_spelling(typed: str | None, number: int | None) -> None:
    assert YEARS.clean(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["200", "121", "-3", "seven", "7.5", "7½", "²", "7 8", "7 months", "1e2", "NaN", "9" * 10_000],
)
def test_anything_else_is_answered_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError, match="Write 0 to 120"):
        YEARS.clean(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("03", 3),
        ("12", 12),
        ("March", 3),
        ("mar.", 3),
        ("SEPT", 9),
        ("enero", 1),
        ("ago", 8),
        ("diciembre", 12),
        ("", None),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_month_is_read_as_number_or_name_whatever_the_language_of_the_page(
    typed: str, number: int | None, language: str
) -> None:
    with override(language):
        assert MONTH.clean(typed) == number


@pytest.mark.parametrize(
    "typed", ["0", "13", "ma", "ju", "spring", "-1", "3.5", "marchs", "x" * 99]
)
def test_month_that_is_none_is_answered_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError, match="Write a month"):
        MONTH.clean(typed)


@pytest.mark.parametrize(
    "typed", ["38105", " 38105 ", "38105-3678", "381053678", "38105 3678", "٣٨١٠٥"]
)
def test_zip_code_is_the_place_it_stands_for(typed: str) -> None:
    (place,) = NEAR.clean(typed)

    assert place.name == "38105"
    assert place.latitude == pytest.approx(35.15, abs=0.1)
    assert place.longitude == pytest.approx(-90.03, abs=0.1)


def test_city_is_every_place_of_the_name() -> None:
    assert [place.name for place in NEAR.clean("Memphis, TN")] == ["Memphis, Tennessee"]
    assert len(NEAR.clean("paris")) == 2


def test_nothing_written_is_no_place() -> None:
    assert NEAR.clean("") is None


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("00000", id="belongs to nobody"),
        pytest.param("3810", id="four digits"),
        pytest.param("381051", id="six digits"),
        pytest.param("SW1A 1AA", id="another country's code"),
        pytest.param("09001", id="military post office without a place"),
        pytest.param("38105; DROP TABLE", id="hostile"),
        pytest.param("Nowhereville", id="no city"),
        pytest.param("Paris, Norway", id="not in the country"),
        pytest.param("Memphis " * 1_000, id="long"),
    ],
)
def test_place_that_is_not_known_is_answered_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValidationError, match="such as 38105, or the nearest larger city"):
        NEAR.clean(typed)


@pytest.mark.parametrize(("typed", "miles"), [("", None), (None, None), ("50", 50)])
def test_distance_is_one_of_a_list_or_any(typed: str | None, miles: int | None) -> None:
    assert RADIUS.clean(typed) == miles


def test_distance_is_offered_in_miles_and_kilometres() -> None:
    assert [words for _value, words in RADIUS.choices][:3] == [
        "Any distance",
        "25 miles (40 km)",
        "50 miles (80 km)",
    ]


@pytest.mark.parametrize("typed", ["51", "-50", "50 miles", "x"])
def test_distance_that_was_not_offered_is_answered_with_what_to_do(typed: str) -> None:
    with pytest.raises(ValidationError, match="from the list"):
        RADIUS.clean(typed)


def test_role_is_patient_unless_said() -> None:
    assert RoleField().clean("") is Role.PATIENT
    assert RoleField().clean(None) is Role.PATIENT


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_understood(role: Role) -> None:
    assert RoleField().clean(role.value) is role


def test_three_roles_are_offered() -> None:
    assert [value for value, _ in RoleField().choices] == ["patient", "donor", "survivor"]


def test_role_that_is_none_is_answered_with_what_to_do() -> None:
    with pytest.raises(ValidationError, match="Choose who"):
        RoleField().clean("king")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("B\x00-ALL", "B-ALL", id="NUL"),
        pytest.param("B-ALL\ud800", "B-ALL", id="half a surrogate pair"),
        pytest.param("\N{RIGHT-TO-LEFT OVERRIDE}ALL", "ALL", id="direction mark"),
        pytest.param("leu\N{SOFT HYPHEN}kemia", "leukemia", id="soft hyphen"),
        pytest.param("a\r\n\tb\N{NO-BREAK SPACE} c", "a b c", id="all kinds of space"),
        pytest.param("leucemia linfoblástica", "leucemia linfoblástica", id="accents"),
        pytest.param("白血病 😀", "白血病 😀", id="other scripts"),
    ],
)
def test_readable_text_is_what_somebody_sees(text: str, seen: str) -> None:
    assert readable(text) == seen
    assert readable(seen) == seen
