"""Who acts, told to the database, which writes the history of trials by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from django.contrib.auth.models import User
from django.db import connection

Actor: TypeAlias = User | str
"""A person, or the name of the part of the system that acts."""


def acting(by: Actor) -> None:
    """From here to the end of the transaction, the changes of rows are those of ``by``."""
    person, system = ("", by) if isinstance(by, str) else (str(by.pk), "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('trials.actor', %s, true), set_config('trials.system', %s, true)",
            [person, system],
        )


@contextmanager
def taking_a_step() -> Iterator[None]:
    """What changes in the block is the step's doing: nobody edits anything by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('trials.history', 'step', true)")
        yield
        cursor.execute("SELECT set_config('trials.history', '', true)")


@contextmanager
def one_change_a_trial() -> Iterator[None]:
    """Rows are not recorded one by one: the writer notes every trial itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('trials.history', 'import', true)")
        yield
        cursor.execute("SELECT set_config('trials.history', '', true)")
