from trials.registry.quoting import unquoted_sentences

CRITERIA = """Inclusion Criteria:

* Younger than 22   years of age
* Relapse of AML, and a heart that works well

Exclusion Criteria:

* Infection
"""


def unquoted(*quotes: str) -> list[str]:
    return [sentence.words for sentence in unquoted_sentences(CRITERIA, quotes)]


def test_without_quotes_every_sentence_is_open() -> None:
    assert len(unquoted()) == 3


def test_sentence_that_is_quoted_whole_is_settled_whatever_its_blanks() -> None:
    assert "Infection" not in unquoted("Infection")
    assert len(unquoted("Younger than 22 years\n of age")) == 2


def test_sentence_inside_a_longer_quote_is_settled() -> None:
    assert len(unquoted("From the record: Infection; and more")) == 2


def test_rest_of_a_sentence_quoted_in_part_stays_open() -> None:
    assert "Relapse of AML, and a heart that works well" in unquoted("Relapse of AML")
