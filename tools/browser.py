"""Which Chromium the browser tests drive, and how to get one."""

import os
import subprocess
from pathlib import Path

from tools.steps import VENV_PYTHON, StepError, program, run

# A Chromium that draws pages and no windows around them: the browser tests take it a fifth less.
WITHOUT_WINDOWS = "chromium-headless-shell"
NAMES = (
    WITHOUT_WINDOWS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MAC_APPLICATION = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
HOW_TO_GET_ONE = (
    "No Chromium for the browser tests. Install Chromium or Google Chrome, or name one: "
    "make test TRIALFINDER_BROWSER=/path/to/chromium"
)


def find_browser() -> str | None:
    """The path of a Chromium that starts, or None."""
    named = os.environ.get("TRIALFINDER_BROWSER", "").strip()
    candidates = [named] if named else [program(name) for name in NAMES] + [MAC_APPLICATION]
    for candidate in candidates:
        if candidate and _starts(candidate):
            return candidate
    return None if named else _playwrights_own()


def provide_browser() -> str:
    """Find a browser or install one; words for the step's line."""
    if found := find_browser():
        return found
    for attempt in (_install_package, _install_playwrights_own):
        attempt()
        if found := find_browser():
            return f"installed {found}"
    raise StepError(HOW_TO_GET_ONE)


def _starts(path: str) -> bool:
    # Ubuntu's `chromium-browser` is a script that only says to install a snap.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install_package() -> None:
    if os.getuid() != 0 or program("apt-get") is None:
        return
    _apt_get("update")
    for package in (WITHOUT_WINDOWS, "chromium"):
        _apt_get("install", "--yes", "--no-install-recommends", package)
        if program(package):
            return


def _apt_get(*arguments: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A failure is not the end: the next package, or Playwright's own browser, is tried.
    subprocess.run(["apt-get", "-qq", *arguments], capture_output=True, env=quiet)


def _install_playwrights_own() -> None:
    run([VENV_PYTHON, "-m", "playwright", "install", "chromium"], remedy=HOW_TO_GET_ONE)


def _playwrights_own() -> str | None:
    asked = subprocess.run(
        [VENV_PYTHON, "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True
    ).stdout.strip()
    return asked if asked and Path(asked).exists() and _starts(asked) else None


_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
