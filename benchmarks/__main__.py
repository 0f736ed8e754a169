"""Entry point of `python -m benchmarks`: sets Django up, then measures."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from benchmarks.run import main  # noqa: E402  # needs Django

if __name__ == "__main__":
    sys.exit(main())
