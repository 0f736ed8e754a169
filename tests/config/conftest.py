"""A database server of a test's own, which the test may break."""

from collections.abc import Iterator

import pytest

from config.localdb import Server, stop
from tests.config.own_server import reachable_folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that was never started; stopped and removed afterwards, in whatever state.

    The environment points at it, for `python -m config.localdb` in another process.
    """
    with reachable_folder() as folder:
        monkeypatch.setenv("TRIALFINDER_DATA_DIR", str(folder))
        own = Server.from_environment()
        try:
            yield own
        finally:
            stop(own)
