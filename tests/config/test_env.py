"""The readers of environment variables: what they take, and what they say otherwise."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("value", ["1", "true", "Yes", " on "])
def test_flag_takes_yes_in_the_usual_spellings(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=value)
    assert env.flag("TRIED") is True


@pytest.mark.parametrize("value", ["0", "FALSE", "no", "off"])
def test_flag_takes_no_in_the_usual_spellings(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=value)
    assert env.flag("TRIED", default=True) is False


@pytest.mark.parametrize("value", ["", "   "])
def test_flag_left_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=value)
    assert env.flag("TRIED", default=True) is True


def test_flag_with_another_word_names_the_variable_and_a_right_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, TRIALFINDER_TRIED="maybe")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.flag("TRIED")
    assert str(caught.value) == "TRIALFINDER_TRIED is 'maybe'. Give 1 (yes) or 0 (no)."


@pytest.mark.parametrize(("value", "number"), [("2", 2), ("007", 7), (" 9 ", 9)])
def test_whole_number_takes_both_ends_of_its_range(
    monkeypatch: pytest.MonkeyPatch, value: str, number: int
) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=value)
    assert env.whole_number("TRIED", 5, at_least=2, at_most=9) == number


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("1", id="too small"),
        pytest.param("10", id="too large"),
        pytest.param("9" * 5_000, id="thousands of digits"),
        pytest.param("-3", id="negative"),
        pytest.param("3.0", id="with a point"),
        pytest.param("٣", id="not an ASCII digit"),
        pytest.param("three", id="a word"),
    ],
)
def test_whole_number_refuses_everything_else(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=value)
    with pytest.raises(
        ImproperlyConfigured, match=r"Give a whole number from 2 to 9, such as 5\."
    ):
        env.whole_number("TRIED", 5, at_least=2, at_most=9)


def test_whole_number_not_set_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRIALFINDER_TRIED", raising=False)
    assert env.whole_number("TRIED", 5) == 5


def test_text_without_value_and_default_is_an_error() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^TRIALFINDER_TRIED is not set\. Give it"):
        env.text("TRIED")


def test_choice_names_the_options_and_what_they_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TRIALFINDER_TRIED="medium")
    with pytest.raises(ImproperlyConfigured, match=r"one of: small \(seconds\), large \(hours\)"):
        env.choice("TRIED", {"small": "seconds", "large": "hours"}, default="small")


def test_word_list_drops_spaces_and_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TRIALFINDER_TRIED=" a.example , ,b.example,")
    assert env.word_list("TRIED") == ["a.example", "b.example"]


def test_secret_comes_from_the_file_without_its_line_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("s" * 50 + "\n")
    given(monkeypatch, TRIALFINDER_TRIED_FILE=str(tmp_path / "key"))
    assert env.secret_or_file("TRIED", at_least=50) == "s" * 50


def test_secret_not_given_is_none() -> None:
    assert env.secret_or_file("TRIED", at_least=50) is None


def test_secret_too_short_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TRIALFINDER_TRIED="hush-hush")
    with pytest.raises(ImproperlyConfigured, match="Give at least 50 random") as caught:
        env.secret_or_file("TRIED", at_least=50)
    assert "hush" not in str(caught.value)


def test_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, TRIALFINDER_TRIED="s" * 50, TRIALFINDER_TRIED_FILE="/key")
    with pytest.raises(ImproperlyConfigured, match="are both set"):
        env.secret_or_file("TRIED", at_least=50)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing file", "not text"])
def test_secret_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    given(monkeypatch, TRIALFINDER_TRIED_FILE=str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match=r"TRIED_FILE is .*/key', which cannot be read"):
        env.secret_or_file("TRIED", at_least=50)


@pytest.mark.parametrize("value", ["host/name", "mysql://host/name", "http://[", "postgres:name"])
def test_url_of_another_kind_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    given(monkeypatch, DATABASE_URL=value)
    with pytest.raises(ImproperlyConfigured, match=r"Give one like postgres://h/n$") as caught:
        env.url("DATABASE_URL", schemes=("postgres",), example="postgres://h/n")
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "TRIALFINDER_LOCAL",
        "TRIALFINDER_SECRET_KEY",
        "TRIALFINDER_SECRET_KEY_FILE",
        "TRIALFINDER_HOSTS",
        "DATABASE_URL",
    ],
)
def test_local_mode_is_not_assumed_once_anything_of_production_is_set(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    nothing_set(monkeypatch)
    given(monkeypatch, **{name: "0"})
    env.assume_local_when_nothing_is_set()
    assert os.environ.get("TRIALFINDER_LOCAL", "0") == "0"


def test_local_mode_is_assumed_in_a_fresh_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_set(monkeypatch)
    env.assume_local_when_nothing_is_set()
    assert os.environ["TRIALFINDER_LOCAL"] == "1"


def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    # setenv first, so that what the code under test sets is taken back too.
    monkeypatch.setenv("TRIALFINDER_LOCAL", "")
    for name in [*os.environ]:
        if name.startswith("TRIALFINDER_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)
