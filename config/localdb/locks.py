"""Lock files. flock, unlike a pid in a file, ends with its holder and holds across containers."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from config.local_files import make_local_folder
from config.localdb.home import Server, make_folder


@contextlib.contextmanager
def open_lock(server: Server, name: str) -> Iterator[int]:
    """The open file of a lock, not yet locked."""
    file = os.open(server.home / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def is_locked(server: Server, name: str) -> bool:
    """Whether somebody holds the lock at this moment."""
    with open_lock(server, name) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def only_one(server: Server) -> Iterator[None]:
    """Wait until nobody else starts or stops this server, and keep others out meanwhile."""
    make_local_folder(server.home.parent)
    make_folder(server, server.home)
    with open_lock(server, "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
