"""What fails a benchmark, and what does not."""

from pathlib import Path

import pytest

from benchmarks import goals
from benchmarks.goals import Figure, skipped, worse_than_before, write_baseline


def figure(ratio: float, *, is_at_most: bool = True, is_steady: bool = True) -> Figure:
    steady = ratio if is_steady else None
    return Figure(1, "page ÷ floor", "1 ms", "2 ms", ratio, 2, is_at_most, steady)


@pytest.fixture(autouse=True)
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals, "BASELINE", tmp_path / "baseline.json")
    write_baseline([figure(2.0)], 5_800)


def test_a_little_noise_passes() -> None:
    assert worse_than_before([figure(2.2)], 5_800) == []


def test_a_ratio_much_worse_than_the_baseline_fails() -> None:
    assert worse_than_before([figure(2.4)], 5_800) == ["page ÷ floor: 2.40, before 2.00"]


def test_worse_is_lower_where_more_is_better() -> None:
    assert worse_than_before([figure(2.4, is_at_most=False)], 5_800) == []
    assert worse_than_before([figure(1.6, is_at_most=False)], 5_800)


def test_what_one_run_cannot_tell_never_fails() -> None:
    assert worse_than_before([figure(9.0, is_steady=False)], 5_800) == []
    assert worse_than_before([skipped(1, "page ÷ floor", 2, "skipped")], 5_800) == []


def test_another_size_is_not_compared() -> None:
    assert worse_than_before([figure(9.0)], 580_000) == []


def test_a_goal_that_was_not_measured_is_not_met() -> None:
    assert not skipped(3, "search ÷ tantivy", 1, "skipped: no tantivy").is_met
    assert figure(2.0).is_met
    assert not figure(2.1).is_met
