"""The drill: set up, measure, kill the replica, bring it back, kill the primary, promote."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.replica import lag, site
from benchmarks.replica.servers import SUPERUSER, Postgres, whoever_takes_writes
from tools import postgres15

PHASE_SECONDS = 4
PATIENCE_SECONDS = 60
"""How long anything may take to come back before the drill gives up."""
STATISTICS_SECONDS = 2
"""How long PostgreSQL may hold its counts back."""


@dataclass
class Report:
    phases: list[site.Phase] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, what: str, value: str) -> None:
        self.lines.append((what, value))

    def expect(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)

    @property
    def lost(self) -> int:
        return sum(sum(phase.lost.values()) for phase in self.phases)


class Drill:
    """``folder`` is gone afterwards, and with it both servers."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.report = Report()
        self.stack = stack
        self.primary = Postgres(folder / "primary")
        self.replica = Postgres(folder / "replica")
        for server in (self.primary, self.replica):
            stack.callback(server.stop)

    def run(self) -> Report:
        self._set_up()
        self.web = site.Web(
            self.folder / "web.log",
            primary=whoever_takes_writes(self.primary, self.replica),
            replica=self.replica.url,
        )
        self.stack.callback(self.web.stop)
        self.room = site.coordinator(self.web.url)
        self.families = site.Families(self.web.url)
        self.families.start()
        self.stack.callback(self.families.stop)
        self._measure()
        self._lose_the_replica()
        self._lose_the_primary()
        self._promote()
        return self.report

    def _set_up(self) -> None:
        began = time.monotonic()
        self.primary.make()
        for command in (["migrate"], ["load_fixtures"]):
            site.manage(*command, database=self.primary.url)
        account = ["--username", site.ACCOUNT, "--email", "", "--noinput"]
        site.manage("createsuperuser", *account, database=self.primary.url)
        lag.make_tables(self.primary)
        loaded = time.monotonic()
        self.replica.copy(self.primary)
        self.report.say("primary with all studies", f"{loaded - began:.1f} s")
        self.report.say("replica copied and started", f"{time.monotonic() - loaded:.1f} s")

    def _measure(self) -> None:
        before = _scans(self.primary)
        with self._phase("both up"):
            at_rest = lag.measure(self.primary, self.replica)
        self.report.expect(_scans(self.primary) == before, "a search was read from the primary")
        with self._phase("both up, much is written"), lag.WriteLoad(self.primary) as load:
            loaded = lag.measure(self.primary, self.replica)
        self.report.say("lag at rest", _lag_words(at_rest))
        written = f"{load.megabytes_per_second:.0f} MB/s of log"
        self.report.say(f"lag under {written}", _lag_words(loaded))

    def _lose_the_replica(self) -> None:
        with self._phase("replica killed, much is written"), lag.WriteLoad(self.primary):
            self.replica.kill()
            time.sleep(PHASE_SECONDS)
        with self._phase("replica comes back"):
            missed = self.primary.written()
            began = time.monotonic()
            self.replica.start()
            caught_up = _seconds_until(lambda: self.replica.replayed() >= missed, began)
            used = _seconds_until(lambda: _asked_by_site(self.replica), began)
        self.report.say("replica has caught up after", f"{caught_up:.1f} s")
        self.report.say("visitors read from it again after", f"{used:.1f} s")

    def _lose_the_primary(self) -> None:
        with self._phase("primary killed"):
            self.primary.kill()
            time.sleep(PHASE_SECONDS)
            began = time.monotonic()
            answer = self.room.get("/admin/")
            told = time.monotonic() - began
            pages = (self.room.get(page) for page in ("/results/", "/referral/"))
            is_read = all(page.status_code == httpx.codes.OK for page in pages)
        is_told = answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        self.report.expect(
            is_told and site.ROOM_IS_CLOSED in answer.text,
            f"the coordinators' room answered {answer.status_code} without its primary",
        )
        self.report.expect(is_read, "somebody who is signed in could not read on")
        self.report.say("the room says that it is closed after", f"{told:.1f} s")

    def _promote(self) -> None:
        """The running site finds the new primary by itself; signing in is a write."""
        with self._phase("replica promoted"):
            began = time.monotonic()
            self.replica.promote()
            promoted = time.monotonic() - began
            saved = _seconds_until(self._can_sign_in, began)
        self.report.say("replica takes writes after", f"{promoted:.1f} s")
        self.report.say("the site saves changes again after", f"{saved:.1f} s")

    def _can_sign_in(self) -> bool:
        answer = site.sign_in(httpx.Client(base_url=self.web.url, timeout=30))
        return answer.status_code == httpx.codes.FOUND

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        phase = site.Phase(name)
        self.report.phases.append(phase)
        self.families.phase = phase
        yield


def _seconds_until(holds: Callable[[], bool], began: float) -> float:
    while not holds():
        if time.monotonic() - began > PATIENCE_SECONDS:
            raise RuntimeError(f"not back after {PATIENCE_SECONDS} s")
        time.sleep(0.05)
    return time.monotonic() - began


def _scans(server: Postgres) -> int:
    """How often the tables of the list were read on a server."""
    time.sleep(STATISTICS_SECONDS)
    scans = server.ask(
        "SELECT sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)) FROM pg_stat_user_tables"
        " WHERE relname LIKE 'trials_%'",
        user=SUPERUSER,
    )
    return int(scans or 0)


def _asked_by_site(server: Postgres) -> bool:
    """Whether the site's processes have connections to it that they have used."""
    asked = server.ask(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'trialfinder'"
        " AND query LIKE '%trials_%'",
        user=SUPERUSER,
    )
    return int(asked) > 0


def _lag_words(found: lag.Lag) -> str:
    return f"median {found.median:.1f} ms, 95 % {found.p95:.1f} ms, worst {found.worst:.0f} ms"


def show(report: Report) -> None:
    say = sys.stdout.write
    say(f"\n{'':34}{'searches':>9}{'lost':>6}{'median ms':>11}{'95 % ms':>9}{'worst ms':>10}\n")
    for phase in report.phases:
        cuts = statistics.quantiles(phase.times, n=20, method="inclusive")
        say(f"{phase.name:34}{len(phase.times):>9}{sum(phase.lost.values()):>6}")
        say(f"{statistics.median(phase.times):>11.0f}{cuts[-1]:>9.0f}{max(phase.times):>10.0f}\n")
    say("\n")
    for what, value in report.lines:
        say(f"{what:40}{value}\n")
    for fault in report.faults:
        say(f"FAULT: {fault}\n")


def main() -> int:
    """0 when no search was lost and the room said what it had to say."""
    if not postgres15.is_installed():
        sys.stderr.write(
            f"No PostgreSQL 15 in {postgres15.BIN_FOLDER}: apt install postgresql-15\n"
        )
        return 2
    began = time.monotonic()
    with (
        TemporaryDirectory(prefix="trialfinder-replica-", dir="/tmp") as name,
        ExitStack() as stack,
    ):
        os.chmod(name, 0o755)  # run by root, the servers are another user and must get in
        report = Drill(Path(name), stack).run()
    show(report)
    sys.stdout.write(f"\n{report.lost} searches lost, {time.monotonic() - began:.0f} s in all\n")
    return 1 if report.lost or report.faults else 0
