"""Settings of a benchmark: the real ones, with a database server and two addresses of its own."""

import os
from pathlib import Path

from config.env import assume_local_when_nothing_is_set, set_default

assume_local_when_nothing_is_set()


def cache_folder() -> Path:
    """Where what a run prepares is kept for the next; it may be removed at any time."""
    told = os.environ.get("TRIALFINDER_DATA_DIR", "").strip()
    if told:
        return Path(told) if Path(told).name == "bench" else Path(told) / "bench"
    home = os.environ.get("XDG_CACHE_HOME", "").strip() or "~/.cache"
    return Path(home).expanduser() / "trial-finder" / "bench"


# The embedded server lives in this folder: a large registry has no place among one's own data.
os.environ["TRIALFINDER_DATA_DIR"] = str(cache_folder())
# As the web processes work: with a pool, and so with prepared statements that last.
set_default("TRIALFINDER_DATABASE_LIMITS", "web")
set_default("TRIALFINDER_ACCESS_LOG", "0")
set_default("TRIALFINDER_LOG_LEVEL", "ERROR")

from config.settings import *  # noqa: E402, F403

# A page that takes longer than visitors would wait is measured, and not cut short.
OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
OPTIONS["options"] = OPTIONS["options"].replace(
    "statement_timeout=5000", "statement_timeout=60000"
)

ROOT_URLCONF = "benchmarks.urls"
DATABASES["default"]["NAME"] = os.environ.get(  # noqa: F405
    "BENCH_DATABASE",
    DATABASES["default"]["NAME"],  # noqa: F405
)
# File names without a hash, so that no collectstatic is needed.
STATIC_ROOT = BASE_DIR / "trials" / "static"  # noqa: F405
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
TEMPLATES[0]["DIRS"] = [BASE_DIR / "benchmarks" / "templates", *TEMPLATES[0]["DIRS"]]  # noqa: F405
