"""Several people save one page at the same moment: one wins, the others are told.

A few races in each run; all of them with TRIALFINDER_RACES=500 pytest tests/admin/test_races.py
(so many between two, a tenth of it between ten).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from tests.admin.rooms import Room, errors
from tests.factories import make_trial, make_user
from trials.admin.base import CoordinatorAdmin
from trials.models import Trial

pytestmark = pytest.mark.django_db(transaction=True)

RACES = int(os.environ.get("TRIALFINDER_RACES", "4"))


@pytest.fixture
def people() -> list[User]:
    return [make_user(is_staff=True, is_superuser=True) for _ in range(10)]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(10) as pool:
        yield pool


def race(pool: ThreadPoolExecutor, people: list[User]) -> Counter[str]:
    """Everybody has the page open and saves it at once; what each was told."""
    trial = make_trial(review_state="draft")
    start = Barrier(len(people))
    rooms = []
    for person in people:
        client = Client()
        client.force_login(person)
        rooms.append(Room(client, "trials_trial_change", trial.pk))

    def save(number: int) -> str:
        try:
            sent = {**rooms[number].entries, "sponsor": f"Sponsor {number}", "_continue": "1"}
            start.wait(timeout=60)
            response = rooms[number].client.post(rooms[number].address, sent)
            if response.status_code == 302:
                return f"Sponsor {number}"
            assert "in the meantime" in errors(response)[0]
            assert f"Sponsor {number}" in response.content.decode()
            return "told"
        finally:
            connection.close()

    told = Counter(pool.map(save, range(len(people))))
    told[f"held: {Trial.objects.get(pk=trial.pk).sponsor}"] += 1
    return told


@pytest.mark.parametrize(
    ("size", "times"), [(2, RACES), (10, max(1, RACES // 10))], ids=["of two", "of ten"]
)
def test_each_race_has_one_winner(
    size: int, times: int, pool: ThreadPoolExecutor, people: list[User]
) -> None:
    for _ in range(times):
        told = race(pool, people[:size])

        [winner] = [each for each in told if each.startswith("Sponsor")]
        assert told == {winner: 1, "told": size - 1, f"held: {winner}": 1}


def test_without_the_guard_everybody_believes_to_have_won(
    pool: ThreadPoolExecutor, people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the races above prove something."""
    unguarded: Callable[..., Any] = lambda *_arguments: None  # noqa: E731
    monkeypatch.setattr(CoordinatorAdmin, "_refuse_stale_edit", unguarded)

    told = race(pool, people[:2])

    assert told["Sponsor 0"] == told["Sponsor 1"] == 1
