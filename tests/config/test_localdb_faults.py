"""What the embedded database survives. Each test breaks a server of its own."""

import fcntl
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.localdb import LocalDatabaseError, Server, start, stop
from config.localdb.locks import only_one, open_lock
from config.localdb.processes import alive_after, works_in
from tests.config import own_server

pytestmark = pytest.mark.faults


@pytest.fixture
def other_program(server: Server) -> Iterator[psutil.Process]:
    """A program that is no server, of the user the server runs as. It must live on."""
    with subprocess.Popen(["sleep", "600"], cwd="/", **server.run_as) as program:
        yield psutil.Process(program.pid)
        program.kill()


def test_server_started_eight_times_at_once_runs_once(new_server: Server) -> None:
    starts = [own_server.start_elsewhere() for _ in range(8)]

    assert [process.wait(timeout=300) for process in starts] == [0] * 8
    assert len(own_server.postmasters(new_server)) == 1


@pytest.mark.parametrize(
    "kill",
    [
        pytest.param(own_server.kill_postmaster, id="postmaster killed"),
        pytest.param(own_server.kill_everything, id="everything killed"),
    ],
)
def test_server_killed_comes_back_with_every_committed_row(
    server: Server, kill: Callable[[Server], None]
) -> None:
    start(server)
    with own_server.rows_committed(server):
        kill(server)

        start(server)

    assert own_server.rows_kept(server) == (own_server.COMMITTED, 0)
    assert len(own_server.postmasters(server)) == 1


def test_pid_file_cut_short_does_not_stop_the_next_start(server: Server) -> None:
    start(server)
    with own_server.rows_committed(server):
        own_server.kill_everything(server)
    (server.cluster / "postmaster.pid").write_text("4")

    start(server)

    assert own_server.rows_kept(server) == (own_server.COMMITTED, 0)


def test_pid_file_naming_another_program_leaves_that_program_alone(
    server: Server, other_program: psutil.Process
) -> None:
    start(server)
    with own_server.rows_committed(server):
        own_server.kill_everything(server)
    pid_file = server.cluster / "postmaster.pid"
    old_lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(other_program.pid), *old_lines[1:]]) + "\n")

    stopped = stop(server)
    start(server)

    assert not stopped
    assert own_server.rows_kept(server) == (own_server.COMMITTED, 0)
    assert other_program.status() == psutil.STATUS_SLEEPING


# Seconds after the first start began to write: initdb takes about 0.6 s here, then the role and
# the database are made.
@pytest.mark.parametrize("delay", [0.0, 0.2, 0.5])
def test_first_start_killed_half_way_leaves_nothing_that_counts(
    new_server: Server, delay: float
) -> None:
    first = own_server.start_elsewhere()
    _wait_until(lambda: any(new_server.home.glob("cluster.new-*/*")))
    time.sleep(delay)
    own_server.kill_first_start(new_server, psutil.Process(first.pid))
    first.wait()

    start(new_server)

    with own_server.rows_committed(new_server):
        assert own_server.rows_kept(new_server) == (own_server.COMMITTED, 0)
    assert not list(new_server.home.glob("cluster.new-*"))


def test_launcher_killed_while_the_server_comes_up_leaves_a_usable_server(server: Server) -> None:
    with only_one(server):
        first = own_server.start_elsewhere()
    _wait_until(lambda: bool(own_server.postmasters(server)))
    first.kill()
    first.wait()

    start(server)

    assert len(own_server.postmasters(server)) == 1


def test_program_in_a_deleted_folder_does_not_work_in_the_new_one_of_that_name(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    with subprocess.Popen(["sleep", "600"], cwd=folder) as program:
        process = psutil.Process(program.pid)
        works_there = works_in(process, folder)
        folder.rmdir()
        folder.mkdir()
        works_here = works_in(process, folder)
        program.kill()

    assert works_there
    assert not works_here


def test_program_that_ended_counts_as_ended_though_nobody_noticed() -> None:
    with subprocess.Popen(["sleep", "600"]) as program:
        process = psutil.Process(program.pid)
        alive = alive_after(0.1, [process])
        process.send_signal(signal.SIGKILL)
        alive_later = alive_after(60, [process])
        unnoticed = process.status()

    assert alive == [process]
    assert (alive_later, unnoticed) == ([], psutil.STATUS_ZOMBIE)


def test_data_used_by_a_server_out_of_sight_are_not_touched(server: Server) -> None:
    start(server)
    own_server.kill_everything(server)
    with open_lock(server, "alive") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)

        with pytest.raises(LocalDatabaseError, match="cannot be seen from here"):
            start(server)

        assert (server.cluster / "postmaster.pid").exists()


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "nothing happened for 2 minutes"
        time.sleep(0.01)
