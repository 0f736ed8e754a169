from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_guide, make_term, make_user

pytestmark = pytest.mark.django_db


def listed(day: str) -> tuple[list[str], str]:
    """The lines, and the error at the end; empty without one."""
    out = StringIO()
    try:
        call_command("list_due_texts", "--by", day, stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_text_is_listed_from_the_day_of_its_review_with_its_owner() -> None:
    make_guide(next_review_on=date(2026, 5, 1), owner=make_user(username="keeper"))
    make_term("relapse", next_review_on=date(2026, 5, 2))

    assert listed("2026-04-30")[1] == ""
    lines, error = listed("2026-05-01")

    assert lines[0] == "2026-05-01  guide wilms-tumor (en)  keeper"
    assert error == "1 texts are to be reviewed by 2026-05-01."


def test_texts_that_no_clinician_has_read_are_counted() -> None:
    make_term("relapse")
    make_term("remission", reviewed_by="A doctor", reviewed_on=date(2026, 2, 1))
    make_term("hidden", is_shown=False)

    assert "glossary: 0 due, 1 not yet reviewed" in listed("2026-04-30")[0]


def test_day_that_is_none_is_refused() -> None:
    assert "write the day as" in listed("soon")[1]
