"""Settings of a benchmark: the real ones, in local mode unless something else is set."""

from config.env import assume_local_when_nothing_is_set, set_default

assume_local_when_nothing_is_set()
set_default("TRIALFINDER_DATABASE_LIMITS", "command")

from config.settings import *  # noqa: E402, F403

# File names without a hash, so that no collectstatic is needed.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
