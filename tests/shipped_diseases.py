"""The diseases that come with the project, in the database."""

from django.core.management import call_command

from tests.loaded_once import loaded_once


@loaded_once
def load_diseases() -> None:
    """All of them, with their names and parents."""
    call_command("loaddata", "diseases", verbosity=0)
