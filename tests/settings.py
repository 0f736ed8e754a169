"""Settings for the tests: the real ones in local mode, less what only slows tests down."""

import os

from config.env import assume_local_when_nothing_is_set, set_default

assume_local_when_nothing_is_set()
set_default("TRIALFINDER_DATABASE_LIMITS", "command")
# Workers inherit it, so that two runs at the same time never share a database.
set_default("TRIALFINDER_TEST_RUN", str(os.getpid()))

from config.settings import *  # noqa: E402, F403

DATABASES["default"]["TEST"] = {"NAME": f"test_trialfinder_{os.environ['TRIALFINDER_TEST_RUN']}"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are read where they lie, and their names hold no hash: no collectstatic needed.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
