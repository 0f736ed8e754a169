"""What is kept of a record that could not be read. The doctors here are invented."""

import pytest

from trials.registry.raw_text import beginning_of


def test_the_words_stay_as_they_came() -> None:
    assert beginning_of('{"nctId": "NCT1", "briefTitle": "Café'.encode()) == (
        '{"nctId": "NCT1", "briefTitle": "Café'
    )


def test_much_of_it_is_cut() -> None:
    assert len(beginning_of(b"x" * 10_000_000)) == 2_000


def test_what_is_no_text_is_replaced() -> None:
    assert beginning_of(b"a\0b\xff") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (
            '{"nctId": "NCT1", "organization": {"fullName": "Jane Doe"}, "briefTitle": "Cells"',
            '{"nctId": "NCT1",  "briefTitle": "Cells"',
        ),
        ('{"nctId": "NCT1", "leadSponsor": {"name": "Jane Doe"', '{"nctId": "NCT1", "'),
        ('{"status": 1, "locations": [{"facility": "Dr. Jane Doe"}]}', '{"status": 1, "'),
        ("{'contacts': [{'name': 'Jane Doe'}]}", "{'"),
    ],
)
def test_parts_that_name_persons_are_left_out(content: str, kept: str) -> None:
    assert beginning_of(content.encode()) == kept
