"""Where an embedded PostgreSQL lives and who it runs as."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.local_files import local_folder

ROLE = DATABASE = "trialfinder"
SUPERUSER = "postgres"
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
    def url(self) -> str:
        """The DATABASE_URL of this server."""
        return f"postgres://{ROLE}@/{DATABASE}?host={self.socket_folder}"

    @property
    def runs_as_other(self) -> bool:
        """True when we are root and the server is not."""
        return self.os_user.pw_uid != os.getuid()

    @property
    def run_as(self) -> dict[str, Any]:
        """Arguments that make subprocess run a program as the server's user."""
        if not self.runs_as_other:
            return {}
        return {"user": self.os_user.pw_uid, "group": self.os_user.pw_gid, "extra_groups": []}


def short_name(path: Path) -> str:
    """Twelve characters that stand for one path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def make_folder(server: Server, folder: Path, *, for_server: bool = False) -> None:
    """Create a private folder, ours or the server's; refuse one that somebody else made.

    Ours stays passable (0711) when the server is another user and has to get through it.
    """
    owner = server.os_user.pw_uid if for_server else os.getuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        # Not through mkdir's mode, which the umask would cut.
        os.chmod(folder, 0o711 if server.runs_as_other and not for_server else 0o700)
        if for_server:
            give_to_server(server, folder)
    found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise LocalDatabaseError(
            f"{folder} belongs to user id {found.st_uid}, not to {owner}. Run this as its owner, "
            "or choose another place with TRIALFINDER_DATA_DIR."
        )
    if found.st_mode & 0o066:
        raise LocalDatabaseError(f"{folder} is open to other users. Run: chmod 700 {folder}")


def give_to_server(server: Server, path: Path) -> None:
    """Make the server's user the owner of something we just created."""
    if server.runs_as_other:
        os.chown(path, server.os_user.pw_uid, server.os_user.pw_gid)


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
        named = os.environ.get("TRIALFINDER_DATABASE_OS_USER", "").strip()
    for name in [named] if named else ["postgres", "nobody"]:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        if user.pw_uid != 0:
            return user
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
    if folder.st_gid == user.pw_gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)
