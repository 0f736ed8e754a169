"""Everything that has to be there before Django can start. Each piece is done once per change."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import (
    PROJECT,
    STAMPS,
    VENV,
    VENV_BIN,
    VENV_PYTHON,
    StepError,
    digest,
    mark,
    program,
    run,
    tool,
    up_to_date,
)

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
UP_TO_DATE = "up to date"
NETWORK = (
    "Check the internet connection (behind a proxy or with a mirror: HTTPS_PROXY, or pip's and "
    "npm's own settings). The machine must be Linux with glibc or macOS, x86_64 or arm64."
)


def python_packages(requirements: str) -> str:
    """Create .venv and fill it from a hash-locked file."""
    made = _virtual_environment()
    wanted = PROJECT / requirements
    key = digest([wanted], _version_of_venv())
    # requirements-dev.txt holds everything of requirements.txt, so it serves for both.
    with_tests = digest([PROJECT / "requirements-dev.txt"], _version_of_venv())
    stamp = VENV / "installed"
    if up_to_date(stamp, key) or up_to_date(stamp, with_tests):
        return UP_TO_DATE
    _pip_install(requirements)
    mark(stamp, key)
    return "installed into a new .venv" if made else "installed"


def node_packages() -> str:
    folder = PROJECT / "node_modules"
    key = digest([PROJECT / "package.json", PROJECT / "package-lock.json"])
    stamp = folder / ".installed"
    if up_to_date(stamp, key):
        return UP_TO_DATE
    brought = _bring_node()
    run(
        ["npm", "ci", "--omit=optional", "--no-audit", "--no-fund"],
        remedy=NETWORK,
        environment=node_environment(),
    )
    mark(stamp, key)
    return f"installed{brought}"


def styles() -> str:
    """Compile the style sheet and fetch the script of GOV.UK Frontend from its package."""
    static = PROJECT / "trials" / "static" / "trials"
    sheet, script = static / "site.css", static / "vendor" / "govuk-frontend.min.js"
    source = PROJECT / "trials" / "styles"
    key = digest([source, PROJECT / "package.json", PROJECT / "package-lock.json"])
    stamp = STAMPS / "styles"
    if up_to_date(stamp, key, sheet, script):
        return UP_TO_DATE
    _bring_node()
    run(
        ["npm", "run", "--silent", "build"],
        remedy="Mend trials/styles.",
        environment=node_environment(),
    )
    script.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROJECT / "node_modules/govuk-frontend/dist/govuk" / script.name, script)
    mark(stamp, key)
    return "built"


def translations() -> str:
    """Compile the message catalogues; Babel needs no gettext programs."""
    locale = PROJECT / "trials" / "locale"
    catalogues = sorted(locale.glob("*/LC_MESSAGES/*.po"))
    key = digest(catalogues)
    stamp = STAMPS / "translations"
    if up_to_date(stamp, key, *(catalogue.with_suffix(".mo") for catalogue in catalogues)):
        return UP_TO_DATE
    for catalogue in catalogues:
        run(
            [tool("pybabel"), "-q", "compile", "-i", str(catalogue)]
            + ["-o", str(catalogue.with_suffix(".mo")), "-l", catalogue.parent.parent.name],
            remedy=f"Mend {catalogue.relative_to(PROJECT)}.",
        )
    mark(stamp, key)
    return "compiled"


def static_files() -> str:
    """Collect, name by content and compress what browsers fetch."""
    sources = [PROJECT / "trials" / "static", PROJECT / "requirements.txt", PROJECT / "config"]
    key = digest(sources)
    stamp = STAMPS / "static"
    if up_to_date(stamp, key, PROJECT / "staticfiles" / "staticfiles.json"):
        return UP_TO_DATE
    run(
        [VENV_PYTHON, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity=0"],
        remedy="Mend trials/static or config/settings.py.",
    )
    mark(stamp, key)
    return "collected"


def node_environment() -> dict[str, str]:
    """An environment in which `node` and `npm` are found, installed or brought along."""
    if _node_is_installed():
        return {}
    return {"PATH": f"{VENV_BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _virtual_environment() -> bool:
    """Whether .venv had to be made: it was missing, broken, or of too old a Python."""
    if Path(VENV_PYTHON).exists() and _version_of_venv() >= ".".join(map(str, OLDEST_PYTHON)):
        return False
    if sys.version_info < OLDEST_PYTHON:
        raise StepError(
            f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed, this is "
            f"{sys.version_info[0]}.{sys.version_info[1]}. Install one, or name it: make "
            "PYTHON=/path/to/python3"
        )
    run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        remedy="Debian and Ubuntu: apt-get install python3-venv",
    )
    return True


def _version_of_venv() -> str:
    """Such as "3.11"; empty when .venv cannot be used."""
    try:
        done = subprocess.run(
            [VENV_PYTHON, "-c", "import pip, sys; print('%d.%02d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _pip_install(requirements: str) -> None:
    run(
        [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
        + ["--disable-pip-version-check", "--quiet", "--requirement", requirements],
        remedy=NETWORK,
    )


def _node_is_installed() -> bool:
    node = program("node")
    if node is None or program("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _bring_node() -> str:
    """Install node and npm into .venv where the machine has none; words for the step's line."""
    if _node_is_installed() or Path(tool("npm")).exists():
        return ""
    _pip_install("requirements-node.txt")
    return ", with a Node.js of its own"
