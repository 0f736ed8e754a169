"""Running Django in a process of its own, with settings that are not the tests'."""

import os
import subprocess
import sys

from tools.steps import PROJECT

# The least a production set-up has to give.
PRODUCTION = {
    "TRIALFINDER_SECRET_KEY": "not-a-secret-but-long-enough-" * 2,
    "TRIALFINDER_HOSTS": "trials.example.org",
}


def python(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run Python with `values` in the environment and nothing else that the settings read."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRIALFINDER_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", **values},
        capture_output=True,
        text=True,
    )
