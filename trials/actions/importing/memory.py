"""How often Python looks for what nobody needs any more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 50_000
"""New objects between two looks. A page makes several times as many, and nearly all of them
go as soon as it is stored; looking every 700, as Python does, took a fifth of an import."""


@contextmanager
def looked_through_rarely() -> Iterator[None]:
    """What is there at the beginning is not looked through at all."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
