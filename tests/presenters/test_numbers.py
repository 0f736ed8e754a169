import pytest
from django.utils import translation

from trials.presenters.results import section_heading
from trials.presenters.verdicts import Verdict


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "6,557 studies left out"), ("es", "6\N{NO-BREAK SPACE}557 estudios quedaron fuera")],
)
def test_thousands_are_told_apart(language: str, heading: str) -> None:
    with translation.override(language):
        assert section_heading(Verdict.LEFT_OUT, 6557) == heading
