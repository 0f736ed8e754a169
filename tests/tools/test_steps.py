"""Numbered steps, stamps and one-line failures."""

from pathlib import Path

import pytest

from tools import steps
from tools.steps import Step, StepError, digest, mark, run, run_steps, up_to_date


def test_steps_are_numbered_among_those_before_and_after(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_steps([Step("Styles", lambda: "built"), Step("Words", lambda: "ok")], done=2, later=1)
    assert capsys.readouterr().out == "3/5 Styles … built\n4/5 Words … ok\n"


def test_program_that_fails_shows_its_last_lines_and_the_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["sh", "-c", "seq 1 100; echo no space left; exit 7"]
    with pytest.raises(StepError, match=r"failed \(exit code 7\)\. Free some space\.$"):
        run(command, remedy="Free some space.")
    shown = capsys.readouterr().out.splitlines()
    assert shown[-1] == "no space left"
    assert len(shown) <= steps.SHOWN_LINES + 1


def test_program_whose_last_line_says_it_all_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = "django.core.exceptions.ImproperlyConfigured: PORT is 'x'. Give a number."
    with pytest.raises(StepError, match=r"^PORT is 'x'\. Give a number\.$"):
        run(["sh", "-c", f'echo Traceback; echo "{told}"; exit 1'], remedy="Look above.")
    assert capsys.readouterr().out == "failed\n"


def test_program_that_is_missing_is_named_with_the_remedy() -> None:
    with pytest.raises(StepError, match=r"^no-such-program cannot be run: .*\. Install it\.$"):
        run(["no-such-program"], remedy="Install it.")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "PROJECT", tmp_path)
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "site.scss").write_text("a")
    return folder


def test_stamp_holds_as_long_as_inputs_and_outputs_do(source: Path, tmp_path: Path) -> None:
    output, stamp = tmp_path / "site.css", tmp_path / "stamps" / "styles"
    assert not up_to_date(stamp, digest([source]), output)

    mark(stamp, digest([source]))
    assert not up_to_date(stamp, digest([source]), output), "nothing was built"

    output.write_text("built")
    assert up_to_date(stamp, digest([source]), output)

    (source / "site.scss").write_text("b")
    assert not up_to_date(stamp, digest([source]), output)


def test_digest_changes_when_a_file_is_added_or_renamed(source: Path) -> None:
    seen = {digest([source])}
    (source / "print.scss").write_text("")
    seen.add(digest([source]))
    (source / "print.scss").rename(source / "paper.scss")
    seen.add(digest([source]))
    assert len(seen) == 3
