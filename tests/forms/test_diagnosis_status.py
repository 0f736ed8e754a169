import pytest

from tests.shipped import shipped_names
from trials.forms.diagnosis_status import SaidTogether, said_together


@pytest.mark.parametrize(
    ("text", "diagnosis", "statuses"),
    [
        ("relapsed B-ALL", "B-ALL", ("relapsed",)),
        ("B-ALL, relapsed", "B-ALL", ("relapsed",)),
        ("Relapsed/refractory AML", "AML", ("relapsed", "refractory")),
        ("R/R AML", "AML", ("relapsed", "refractory")),
        ("AML (refractory or relapsed)", "AML", ("relapsed", "refractory")),
        ("newly diagnosed Wilms tumor", "Wilms tumor", ("newly_diagnosed",)),
        ("LLA en recaída", "LLA", ("relapsed",)),
        ("LLA-B recién diagnosticada", "LLA-B", ("newly_diagnosed",)),
        ("leucemia refractaria", "leucemia", ("refractory",)),
        ("not relapsed ALL", "not ALL", ("relapsed",)),
        ("relapsed", "", ("relapsed",)),
        ("relapse-free", "free", ("relapsed",)),
    ],
)
def test_diagnosis_and_status_said_together_are_parted(
    text: str, diagnosis: str, statuses: tuple[str, ...]
) -> None:
    assert said_together(text) == SaidTogether(diagnosis, statuses)


@pytest.mark.parametrize("text", ["B-ALL", "", "unrelapsed ALL", "osteosarcoma"])
def test_text_without_status_stays_as_it_is(text: str) -> None:
    assert said_together(text) == SaidTogether(text, ())


@pytest.mark.parametrize("text", ["not relapsed ALL", "relapse-free", "relapsed", "no relapse"])
def test_what_denies_a_relapse_leaves_the_name_of_no_disease(text: str) -> None:
    assert shipped_names().resolve(said_together(text).diagnosis).code is None
