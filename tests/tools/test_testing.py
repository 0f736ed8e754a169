"""`make test`: its order can be repeated, and what runs beside something else says all of it."""

import pytest

from tools import testing
from tools.steps import StepError


def test_each_run_has_an_order_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEED", raising=False)
    assert len({testing.seed_of_order() for _run in range(5)}) > 1


def test_an_order_is_repeated_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEED", " 4294967295 ")
    assert testing.seed_of_order() == 4_294_967_295


@pytest.mark.parametrize("seed", ["-1", "4294967296", "last", "1.5"])
def test_a_number_of_no_order_is_refused(monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    monkeypatch.setenv("SEED", seed)
    with pytest.raises(StepError, match=r"Give a whole number from 0 to 4294967295\.$"):
        testing.seed_of_order()


def test_a_failure_beside_something_else_is_counted_and_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(testing, "PYTEST", ["sh", "-c", "echo what failed; exit 1"])
    totals = testing.run_pytest("a part", [], seed=1, is_beside=True)

    assert totals.failed == 1
    assert capsys.readouterr().out == "tests: a part\nwhat failed\n"
