"""Tables and content, in one process because starting Django is what takes the time."""

import argparse
import io
import sys

import django
from django.core.management import call_command, get_commands

from config.env import set_default


def main(arguments: list[str]) -> None:
    """Bring the tables up to date, load the shipped content, and with --demo make accounts.

    Prints what the demo accounts are, nothing else.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    demo = parser.parse_args(arguments).demo

    set_default("DJANGO_SETTINGS_MODULE", "config.settings")
    set_default("TRIALFINDER_DATABASE_LIMITS", "command")
    django.setup()
    # Stops here, with a readable error, when an address or a model cannot be imported.
    call_command("check", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    known = get_commands()
    if "load_fixtures" in known:
        call_command("load_fixtures", stdout=io.StringIO())
    if demo and "demo_accounts" in known:
        call_command("demo_accounts", stdout=sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
