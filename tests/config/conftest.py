"""Database servers of a test's own, which the test may break."""

import subprocess
from collections.abc import Iterator

import pytest

from config.localdb import Server, erase, stop
from config.localdb.first_start import create_cluster
from config.localdb.locks import only_one
from tests.config.own_server import reachable_folder


@pytest.fixture
def new_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
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


@pytest.fixture(scope="session")
def made_once() -> Iterator[Server]:
    """A server whose data folder is made; it never runs, others copy the folder.

    The environment points at it only while it is looked up: other tests come in between.
    """
    with reachable_folder() as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TRIALFINDER_DATA_DIR", str(folder))
            own = Server.from_environment()
        with only_one(own):
            create_cluster(own)
        yield own
        erase(own)


@pytest.fixture
def server(new_server: Server, made_once: Server) -> Server:
    """A server that is ready to start, as after its first start and a stop."""
    with only_one(new_server):
        subprocess.run(["cp", "-a", made_once.cluster, new_server.cluster], check=True)
    return new_server
