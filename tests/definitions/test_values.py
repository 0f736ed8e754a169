"""What a document may hold at all, wherever it stands."""

import pytest

from trials.definitions.faults import DefinitionFault
from trials.definitions.values import Value


@pytest.mark.parametrize(
    ("kind", "found", "says"),
    [
        ("text", "a\0b", "should be a text"),
        ("text", "\ud83d", "should be a text"),
        ("text", None, "None should be a text"),
        ("number", "7", "'7' should be a number"),
        ("number", True, "True should be a number"),
        ("number", float("nan"), "nan should be from -1000000000 to 1000000000"),
        ("number", float("inf"), "inf should be from"),
        ("number", 10**30, "should be from"),
        ("count", 1.0, "1.0 should be a whole number from 0 to 100000"),
        ("flag", 1, "1 should be true or false"),
        ("day", "2026-02-30", "'2026-02-30' should be a day such as 2026-03-15"),
    ],
)
def test_value_of_another_kind_is_a_fault(kind: str, found: object, says: str) -> None:
    with pytest.raises(DefinitionFault, match=says) as refused:
        getattr(Value("trials[0].x", found), kind)()

    assert refused.value.path == "trials[0].x"


def test_whole_of_a_huge_value_is_not_repeated() -> None:
    with pytest.raises(DefinitionFault) as refused:
        Value("x", ["y" * 1000]).text()

    assert len(str(refused.value)) < 100
