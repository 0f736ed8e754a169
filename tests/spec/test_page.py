"""The page for nurses is what the cases say."""

from tests.spec.page import PAGE, WHY, page
from trials.eligibility.reasons import Reason


def test_page_is_up_to_date() -> None:
    """Write it with `python -m tests.spec`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_page_has_words_for_every_reason_of_ages_and_diseases() -> None:
    spoken = {reason for reason in Reason if reason.startswith(("age_", "disease_"))}
    assert spoken == set(WHY)


def test_page_promises_nothing() -> None:
    text = page().lower()
    assert not [word for word in ("eligible", "qualif", "%", "score") if word in text]
