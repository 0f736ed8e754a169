"""Mistakes planted in the shipped studies; ``python -m tests.checking`` measures them all."""

import pytest

from tests.checking.measuring import found, shares
from tests.checking.planting import MISTAKES, planted
from tests.checking.shipped_studies import shipped, to_check
from trials.checking import Code

# What was measured when the checks were written, less a little.
AT_LEAST = {
    "an exception dropped": 0.9,
    "units of an age swapped": 0.9,
    "ends of an age swapped": 0.85,
    "an age one year off": 0.75,
    "a sign turned round": 0.8,
    "a number mistyped": 0.8,
    "status turned round": 0.9,
    "a fact misspelt": 1.0,
    "the disease above": 0.4,
}


def test_most_mistakes_are_found() -> None:
    measured = {name: caught / total for name, (caught, total) in shares().items()}

    assert measured.keys() == AT_LEAST.keys()
    assert {
        name: measured[name] for name, least in AT_LEAST.items() if measured[name] < least
    } == {}


def test_shipped_studies_raise_no_false_alarm() -> None:
    """Each of these is so: an age that no scale covers, and limits that are not for all."""
    said = {
        (slug, code) for slug, study in shipped().items() for code, _ in found(to_check(study))
    }

    assert said == {
        ("memcar19", Code.FIRST_PARTICIPANTS),
        ("ravaml", Code.PERFORMANCE_GAP),
        ("ravaml", Code.AGE_BY_SITE),
        ("tacl_bortezomib", Code.PERFORMANCE_GAP),
    }


@pytest.mark.parametrize(
    ("slug", "mistake", "code"),
    [
        ("catchaml", "an exception dropped", Code.EXCEPTION_MISSING),
        ("aall2121", "units of an age swapped", Code.AGE_UNITS),
        ("inomrd", "ends of an age swapped", Code.AGE_REVERSED),
        ("inomrd", "an age one year off", Code.AGE_DIFFERS),
        ("ino_allr3", "a sign turned round", Code.SIGN_REVERSED),
        ("ino_allr3", "a number mistyped", Code.NUMBER_DIFFERS),
        ("tot17", "status turned round", Code.STATUS_DIFFERS),
    ],
)
def test_mistake_of_one_study_is_named(slug: str, mistake: str, code: Code) -> None:
    mistaken = planted(to_check(shipped()[slug]), MISTAKES[mistake][0])

    assert code in {named for _, study in mistaken for named, _ in found(study)}
