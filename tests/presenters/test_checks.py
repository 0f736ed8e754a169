import pytest

from trials.checking import CheckFinding, Code, Level
from trials.eligibility.ages import AgeRule
from trials.eligibility.criteria import AgeCriterion, Origin
from trials.presenters.checks import check_words, warning_name

NAMES = {"apl": "APL (M3)"}


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("count", [0, 1, 16])
def test_every_finding_says_what_is_the_matter_and_what_to_do(code: Code, count: int) -> None:
    said = check_words(CheckFinding(code, named=("apl",), count=count), NAMES.__getitem__)

    # A colon leads to the rule, whose words stand below.
    assert said.what.endswith((".", "?", ":") if code is Code.NEVER_FAILED else (".", "?"))
    assert said.remedy.endswith((".", "?"))
    assert "%" not in said.what + said.remedy


def test_finding_quotes_its_rule_once() -> None:
    leaf = AgeCriterion(AgeRule(), Origin(quote="Under 22"))

    same = check_words(CheckFinding(Code.AGE_DIFFERS, "main", leaf, "Under 22"), str)
    other = check_words(CheckFinding(Code.EXCEPTION_MISSING, "main", leaf, "Not APL"), str)

    assert (same.rule, same.words) == ("Under 22", "")
    assert (other.rule, other.words) == ("Under 22", "Not APL")


def test_diseases_facts_and_roles_are_called_by_name() -> None:
    named = ("apl", "cd123", "donor")

    said = check_words(CheckFinding(Code.EXCEPTION_MISSING, named=named), NAMES.__getitem__)

    assert "APL (M3), CD123 on the cells and Donor" in said.what


def test_only_what_is_certain_is_an_error() -> None:
    assert CheckFinding(Code.FACT_UNKNOWN).level is Level.ERROR
    assert CheckFinding(Code.AGE_DIFFERS).level is Level.WARNING


def test_warnings_of_the_trail_are_told_in_words() -> None:
    assert warning_name("no_text") == ("The criteria of the source are not kept with this trial.")
    assert warning_name("gone_since") == "gone_since"
