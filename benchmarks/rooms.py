"""The coordinators' pages: what they take of ten thousand trials, beside a thousand.

The same page of both lists is asked for in turn, in this process. Whatever a page shows of
the list is limited, so it should hardly take longer.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.urls import reverse

from benchmarks.databases import prepare, used
from benchmarks.goals import Figure, milliseconds
from benchmarks.site import Site
from trials.models import Trial

FEW, MANY = 1_000, 10_000
TIMES = 9
GOAL = 10
LIMITS = {"desk": 3.0, "list": 2.0, "list, searched": 4.0, "list, stale": 4.0, "change": 2.0}
"""How many times as long a page may take of ten times as many trials."""


def room_figures(say: Callable[[str], None]) -> Iterator[Figure]:
    few, many = (_measured(size, say) for size in (FEW, MANY))
    for name, limit in LIMITS.items():
        yield Figure(
            GOAL,
            f"{name} of {MANY:,} trials ÷ of {FEW:,}",
            milliseconds(few[name]),
            milliseconds(many[name]),
            many[name] / few[name],
            limit,
        )


def _measured(size: int, say: Callable[[str], None]) -> dict[str, float]:
    """The middle of the seconds that each page takes."""
    with used(prepare(size, say)):
        site, cookie = Site(), _signed_in()
        return {name: _seconds(site, page, cookie) for name, page in _pages().items()}


def _pages() -> dict[str, str]:
    trials = reverse("admin:trials_trial_changelist")
    trial = Trial.objects.published().order_by("pk")[0]
    return {
        "desk": reverse("admin:index"),
        "list": trials,
        "list, searched": f"{trials}?q=leukemia",
        "list, stale": f"{trials}?waiting=stale",
        "change": reverse("admin:trials_trial_change", args=[trial.pk]),
    }


def _seconds(site: Site, page: str, cookie: str) -> float:
    site.get(page, cookie)  # templates and diseases are read once
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        site.get(page, cookie)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _signed_in() -> str:
    """The cookie of somebody who may do everything."""
    user, _ = User.objects.get_or_create(
        username="benchmark", defaults={"is_staff": True, "is_superuser": True}
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
