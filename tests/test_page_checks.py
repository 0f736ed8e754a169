"""The page checks themselves: each of them fails on a page that breaks it."""

import pytest

from tests.page_checks import html_faults

GOOD = (
    '<!doctype html><html lang="en"><head><title>Find trials</title></head><body><h1>Find</h1>'
    '<form><label for="age">Age</label><input id="age" name="age">'
    '<label>ZIP <input name="zip"></label><input type="hidden" name="token"></form></body></html>'
)


def test_good_page_has_no_fault() -> None:
    assert html_faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("<h1>Find</h1>", "", "0 h1 elements", id="no heading"),
        pytest.param("</form>", "</form><h1>B</h1>", "2 h1 elements", id="two headings"),
        pytest.param("Find trials", " ", "no title", id="empty title"),
        pytest.param(' lang="en"', "", "no lang", id="no language"),
        pytest.param("<h1>", '<h1 id="age">', "id 'age' stands on 2", id="id twice"),
        pytest.param('for="age"', "", "input 'age' has no label", id="field without label"),
        pytest.param("ZIP ", "", "input 'zip' has no label", id="label without words"),
        pytest.param("</h1>", "", "line 1: Unexpected", id="open element"),
        pytest.param("<!doctype html>", "", "DOCTYPE", id="no doctype"),
    ],
)
def test_page_with_a_fault_is_told(old: str, new: str, fault: str) -> None:
    assert fault in "; ".join(html_faults(GOOD.replace(old, new)))
