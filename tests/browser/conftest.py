"""A browser on the real pages: the seven studies, a server on this machine, Chromium."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.pages import PHONE, PublicSite, Watch
from tests.committed_rows import rows_taken_away_after
from tests.seven_studies import load_seven_studies
from tests.shipped_texts import load_shipped_texts
from tools.browser import find_browser

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Each window of Chromium would open two pages of its own, for the suggestions below an address
# bar that nobody sees, and start a process for a page that nobody may ask for: together that
# takes it longer than most of our pages.
NOT_NEEDED = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"]
# What Playwright switches off, once more: only the last list counts.
SWITCHED_OFF_BY_PLAYWRIGHT = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
]
CHROMIUM_ARGUMENTS = [
    "--disable-features=" + ",".join([*NOT_NEEDED, *SWITCHED_OFF_BY_PLAYWRIGHT]),
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# As long as Playwright waits for everything else: 5 seconds are too few on a busy machine.
expect.set_options(timeout=30_000)

Visitor = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": find_browser(),
        "args": CHROMIUM_ARGUMENTS,
    }


@pytest.fixture(scope="module")
def seven_studies(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[PublicSite]:
    """The site with the seven studies, for all tests of a module: none of them writes.

    The rows are committed, since the server reads through connections of its own, and taken
    away again afterwards. The tests need the mark django_db: without it pytest-django makes
    no database for them, and this would be the developer's own.
    """
    assert connection.settings_dict["NAME"].startswith("test_"), "mark the tests django_db"
    with django_db_blocker.unblock(), own_connection(), rows_taken_away_after():
        server = LiveServer("127.0.0.1")
        try:
            load_seven_studies()
            load_shipped_texts("guides/acute-lymphoblastic-leukemia", "glossary/words")
            yield PublicSite(server.url)
        finally:
            server.stop()


@contextmanager
def own_connection() -> Iterator[None]:
    """While Playwright's event loop runs, Django keeps a connection of its own for it."""
    try:
        yield
    finally:
        connection.close()


@pytest.fixture
def visitor(seven_studies: PublicSite, browser: Browser) -> Iterator[Visitor]:
    """``visitor(viewport=..., java_script_enabled=...)`` opens a browser of its own.

    Whatever the pages did that they must not do fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    watch = Watch(seven_studies)

    def arrive(**context: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": PHONE, **context}))
        page = contexts[-1].new_page()
        watch.over(page)
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert watch.faults == []
