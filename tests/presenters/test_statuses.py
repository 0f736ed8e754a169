from datetime import date, timedelta

import pytest

from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus
from trials.presenters.statuses import GROWS_OLD_AFTER, status_words


def test_fresh_status_gives_the_day(today: date) -> None:
    trial = Trial(overall_status="RECRUITING", status_checked_on=today)

    assert status_words(trial, today).line == "Taking new patients (checked on March 15, 2026)."


def test_status_at_the_limit_is_still_fresh(today: date) -> None:
    trial = Trial(overall_status="RECRUITING", status_checked_on=today - GROWS_OLD_AFTER)

    assert "a while ago" not in status_words(trial, today).line


def test_old_status_says_to_ask(today: date) -> None:
    long_ago = today - GROWS_OLD_AFTER - timedelta(days=1)
    trial = Trial(overall_status="RECRUITING", status_checked_on=long_ago)

    assert status_words(trial, today).line == (
        "Taking new patients when last checked, on Dec. 14, 2025. "
        "That is a while ago: ask if it still holds."
    )


def test_study_that_has_ended_stays_ended(today: date) -> None:
    trial = Trial(overall_status="COMPLETED", status_checked_on=date(2017, 5, 16))

    assert status_words(trial, today).line == "Finished (checked on May 16, 2017)."


@pytest.mark.parametrize("checked_on", [None, date(2026, 3, 1)], ids=["no day", "a day"])
def test_unknown_status_is_said_to_be_unconfirmed(checked_on: date | None, today: date) -> None:
    trial = Trial(overall_status="UNKNOWN", status_checked_on=checked_on)

    assert status_words(trial, today).line == (
        "We could not confirm whether this study is open. Ask the study team."
    )


def test_status_without_a_day_is_said_to_be_unconfirmed(today: date) -> None:
    trial = Trial(overall_status="SUSPENDED", status_source="A page", ends_note="A pause")
    words = status_words(trial, today)

    assert words.line == "Paused, but we could not confirm since when. Ask the study team."
    assert (words.source, words.note) == ("A page", "A pause")


@pytest.mark.parametrize("status", OverallStatus)
def test_every_status_of_a_place_has_words(status: OverallStatus, today: date) -> None:
    assert status_words(TrialSite(status=status), today).line.endswith(".")
