import pytest

from trials.registry.disease_words import comparable, singular, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Childhood Leukaemia, Ph-positive", "leukemia ph positive"),
        ("Wilms\N{RIGHT SINGLE QUOTATION MARK} tumour", "wilms tumor"),
        ("WILMS' TUMOUR", "wilms tumor"),
        ("Ph + ALL", "ph+ all"),
        ("\N{GREEK CAPITAL LETTER BETA}-thalassaemia", "beta thalassemia"),
        ("leucemia linfoblástica", "leucemia linfoblastica"),
        ("\ud800", ""),
    ],
)
def test_text_is_compared_without_what_does_not_tell_diseases_apart(
    text: str, expected: str
) -> None:
    assert comparable(text) == expected


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("leukemias", "leukemia"),
        ("tumors", "tumor"),
        ("malignancies", "malignancy"),
        ("metastasis", "metastasis"),
        ("virus", "virus"),
        ("loss", "loss"),
        ("als", "als"),
    ],
)
def test_plural_is_compared_like_one(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_acronyms_are_told_by_their_capitals() -> None:
    words = list(words_of("ALL of all AML-M3 Leukemia DIPG"))

    assert [word.written for word in words if word.is_short_form] == ["ALL", "AML", "DIPG"]
