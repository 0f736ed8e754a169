import pytest
from hypothesis import given
from hypothesis import strategies as st

from trials.texts.terms import TermIndex

INDEX = TermIndex(
    [
        ("relapse", "relapse"),
        ("relapsed", "relapse"),
        ("stem cell", "stem-cell"),
        ("stem cell transplant", "transplant"),
        ("CAR T-cell therapy", "car-t"),
        ("B cell", "b-cell"),
        ("ALL", "all"),
    ]
)


def marked(text: str, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(piece.text, piece.slug) for piece in INDEX.pieces(text, known) if piece.slug]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A relapse came.", [("relapse", "relapse")]),
        ("Relapsed leukemia", [("Relapsed", "relapse")]),
        ("Two relapses", [("relapses", "relapse")]),
        ("Stem cells grow", [("Stem cells", "stem-cell")]),
        ("a stem cell transplant", [("stem cell transplant", "transplant")]),
        ("stem. Cell by cell", []),
        ("CAR T cell therapy", [("CAR T cell therapy", "car-t")]),
        ("car T-cell therapy", []),
        ("ALL of them", [("ALL", "all")]),
        ("all of them", []),
        ("a relapsing disease", []),
        ("B-cells", [("B-cells", "b-cell")]),
    ],
)
def test_terms_are_found_as_they_are_written(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found


def test_term_is_marked_once_and_never_when_it_is_known() -> None:
    assert marked("relapse after relapse") == [("relapse", "relapse")]
    assert marked("relapse after relapse", ("relapse",)) == []


@given(st.text(alphabet=st.sampled_from("relaps stemcellBALCT-. \n"), max_size=60))
def test_pieces_together_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in INDEX.pieces(text)) == text
