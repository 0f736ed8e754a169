import pytest

from trials.eligibility.age_phrases import ReadingNote, Refusal
from trials.presenters.age_sentences import about_others, note_words, why_refused


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_says_why_and_what_to_do(refusal: Refusal) -> None:
    words = why_refused(refusal)

    assert words.endswith(".")
    assert any(what in words for what in ("Set the limits by hand", "set the limits", "Add a"))


@pytest.mark.parametrize("note", ReadingNote)
def test_every_note_has_a_sentence(note: ReadingNote) -> None:
    assert note_words((note,)).endswith(".")


def test_notes_stand_in_one_line() -> None:
    notes = (ReadingNote.UP_TO_INCLUDED, ReadingNote.UNIT_ASSUMED)

    assert note_words(notes) == (
        "“Up to” takes the last year in. It names no unit for a number: years are meant."
    )
    assert note_words(()) == ""


def test_sentence_about_others_says_what_to_do() -> None:
    assert "Choose the roles of this group" in about_others()
