"""python -m tests.checking: how many planted mistakes the checks find, and false alarms."""

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
# Only now: it reaches models, which need the settings.
report = import_module("tests.checking.measuring").report
sys.stdout.write("\n".join(report()) + "\n")
