"""gunicorn's settings, for `make run` and for production.

Sync workers: measured faster for these pages than threads, and a stuck one is replaced without
harm to the others. Behind a proxy that buffers slow visitors, raise TRIALFINDER_WORKERS to twice
the number of cores.
"""

from pathlib import Path

from config import env
from config.logs import logging_settings

workers = env.whole_number("WORKERS", 2, at_least=1, at_most=256)
worker_class = "sync"
# Storing a sheet of 10,000 changed trials took 37 s on a busy machine; a worker that takes
# longer than this is ended, and what it wrote is undone. Visitors' pages are bounded by
# statement_timeout.
timeout = 120
graceful_timeout = 10
# A worker tells that it is alive through a file; on disk that could block for seconds.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True
# Cookies are one header: four people with the longest answers each, and a list of studies.
limit_request_field_size = 32_768

# Time, method, path, status, bytes, microseconds. No query string, address or browser: a log
# must not tell who asked for what.
is_logged = env.flag("ACCESS_LOG", default=True)
accesslog = "-" if is_logged else None
access_log_format = "%(m)s %(U)s status=%(s)s bytes=%(B)s microseconds=%(D)s"
# gunicorn's own lines go the way of Django's: it would repeat query strings in its errors.
loglevel = "warning"
logconfig_dict = logging_settings(level="WARNING", loggers=("gunicorn.error", "gunicorn.access"))
# Given a configuration, gunicorn asks the logger alone whether to write these lines.
logconfig_dict["loggers"]["gunicorn.access"]["level"] = "INFO" if is_logged else "WARNING"
