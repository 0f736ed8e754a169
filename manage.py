#!/usr/bin/env python
"""Django's command line for this project."""

import sys

from django.core.management import execute_from_command_line

from config.database import start_embedded_server
from config.env import assume_local_when_nothing_is_set, set_default
from config.localdb import LocalDatabaseError

# Commands that never open the database: they must work where no server can start.
WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "help",
        "makemessages",
        "version",
    }
)


def main(arguments: list[str]) -> None:
    assume_local_when_nothing_is_set()
    set_default("DJANGO_SETTINGS_MODULE", "config.settings")
    command = arguments[1] if len(arguments) > 1 else "help"
    # A page must give up after seconds; an import or a migration may take minutes.
    set_default("TRIALFINDER_DATABASE_LIMITS", "web" if command == "runserver" else "command")
    if command not in WITHOUT_DATABASE:
        try:
            start_embedded_server()
        except LocalDatabaseError as error:
            sys.exit(str(error))
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
