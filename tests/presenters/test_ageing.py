from datetime import date

import pytest

from trials.presenters.ageing import AgeingNote, ageing_note

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("closes_on", "note"),
    [
        pytest.param(None, None, id="no limit in sight"),
        pytest.param(date(2027, 5, 20), None, id="181 days"),
        pytest.param(
            date(2027, 5, 19),
            AgeingNote("Can be considered until May 19, 2027, because of the age.", False),
            id="180 days",
        ),
        pytest.param(
            date(2027, 1, 20),
            AgeingNote("Can be considered until Jan. 20, 2027, because of the age.", False),
            id="61 days",
        ),
        pytest.param(
            date(2027, 1, 19),
            AgeingNote(
                "Ask soon: because of the age, only until Jan. 19, 2027, 60 days from now.", True
            ),
            id="60 days",
        ),
        pytest.param(
            TODAY,
            AgeingNote(
                "Ask soon: because of the age, only until Nov. 20, 2026, 0 days from now.", True
            ),
            id="last day",
        ),
        pytest.param(date(2026, 11, 19), None, id="yesterday"),
    ],
)
def test_last_day_is_said_half_a_year_ahead_and_stronger_two_months_ahead(
    closes_on: date | None, note: AgeingNote | None
) -> None:
    assert ageing_note(closes_on, TODAY) == note
