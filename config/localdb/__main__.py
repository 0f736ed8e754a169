"""The command line. The exit code of `status` is 3 when the server is stopped."""

import argparse
import sys

from config.localdb import LocalDatabaseError, Server, erase, start, stop, takes_connections

STOPPED = 3  # what other services' status commands answer


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.localdb", description="Start and stop the embedded PostgreSQL."
    )
    parser.add_argument("command", choices=["start", "stop", "status", "url", "erase"])
    command = parser.parse_args(arguments).command
    try:
        words, code = _obey(command, Server.from_environment())
    except (LocalDatabaseError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{words}\n")
    return code


def _obey(command: str, server: Server) -> tuple[str, int]:
    """What to print, and the exit code."""
    if command == "url":
        return server.url, 0
    if command == "start":
        return f"running, socket in {start(server).socket_folder}", 0
    if command == "stop":
        return ("stopped" if stop(server) else "was not running"), 0
    if command == "erase":
        erase(server)
        return f"erased {server.home}", 0
    if takes_connections(server):
        return f"running, data in {server.cluster}, socket in {server.socket_folder}", 0
    return f"stopped, data in {server.cluster}", STOPPED


if __name__ == "__main__":
    sys.exit(main())
