"""gunicorn's settings, for `make run` and for production.

Sync workers: measured faster for these pages than threads, and a stuck one is replaced without
harm to the others. Behind a proxy that buffers slow visitors, raise TRIALFINDER_WORKERS to twice
the number of cores.
"""

from pathlib import Path

from config import env

workers = env.whole_number("WORKERS", 2, at_least=1, at_most=256)
worker_class = "sync"
timeout = 30
graceful_timeout = 10
# A worker tells that it is alive through a file; on disk that could block for seconds.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
no_control_socket = True

# Time, method, path, status, bytes, microseconds. No query string, address or browser: a log
# must not tell who asked for what.
accesslog = "-" if env.flag("ACCESS_LOG", default=True) else None
access_log_format = "time=%(t)s %(m)s %(U)s %(s)s %(B)s %(D)s"
loglevel = "warning"
