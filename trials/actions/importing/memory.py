"""How often Python looks for what nobody needs any more."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 20_000
"""New objects between two looks. A page makes many times as many, and nearly all of them go
as soon as it is stored; looking every 700, as Python does, took a fifth of an import."""
YOUNG, MIDDLE = 5, 1
"""Looks until those that stayed are looked through as well: what refers to itself in a circle
goes soon enough, and the memory stays as it is however long an import."""


@contextmanager
def looked_through_rarely() -> Iterator[None]:
    """What is there at the beginning is not looked through at all.

    A program that has set something aside for good before keeps that, and only that: Python
    cannot take back a part.
    """
    before = gc.get_threshold()
    is_ours = not gc.get_freeze_count()
    if is_ours:
        gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, MIDDLE)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if is_ours:
            gc.unfreeze()
