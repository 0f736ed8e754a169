"""One import in a process of its own: `python -m benchmarks.import_once FILE`.

Prints seconds, without those of starting up, and the peak memory of the process in bytes.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command, load_command_class


def main(path: Path) -> None:
    django.setup()
    command = load_command_class("trials", "import_ctgov")
    with Path(os.devnull).open("w") as nowhere:
        started = time.perf_counter()
        call_command(command, file=[[path]], stdout=nowhere)
        seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps([seconds, _peak()]))


def _peak() -> int:
    """Linux counts under ``ru_maxrss`` what the process was forked from as well."""
    status = Path("/proc/self/status")
    if status.exists():
        (told,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(Path(sys.argv[1]))
