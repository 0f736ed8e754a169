"""The site as it is served, families who search it without pause, and a coordinator."""

import os
import re
import socket
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tools.steps import PROJECT, VENV_PYTHON, tool

HOST = "127.0.0.1"
READY_SECONDS = 60
ACCOUNT, PASSWORD = "coordinator", "a long password for one drill"
ROOM_IS_CLOSED = "Nothing can be changed right now"

SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "benchmarks.replica.settings",
    "TRIALFINDER_LOCAL": "1",
    "TRIALFINDER_ACCESS_LOG": "0",
    "TRIALFINDER_LOG_LEVEL": "WARNING",
    "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
}
ANSWERS = {"diagnosis": "leukemia", "age_years": "7"}
LINK = re.compile(r'href="(/trials/[^"]+/)"')


def manage(*arguments: str, database: str) -> None:
    done = subprocess.run(
        [VENV_PYTHON, "manage.py", *arguments],
        cwd=PROJECT,
        env={**os.environ, **SETTINGS, "DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout[-2000:]}")


class Web:
    """gunicorn with two processes on a free port of this machine."""

    def __init__(self, log: Path, *, primary: str, replica: str = "") -> None:
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://{HOST}:{port}"
        places = {"DATABASE_URL": primary, "TRIALFINDER_REPLICA_URL": replica}
        limits = {"TRIALFINDER_DATABASE_LIMITS": "web"}
        with log.open("ab") as lines:
            self._process = subprocess.Popen(
                [tool("gunicorn"), "--config", "config/gunicorn.py"]
                + ["--bind", f"{HOST}:{port}", "config.wsgi"],
                cwd=PROJECT,
                env={**os.environ, **SETTINGS, **places, **limits},
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        self._wait_until_ready(log)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _wait_until_ready(self, log: Path) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=30).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise RuntimeError(f"The site did not start:\n{log.read_text()[-2000:]}")


@dataclass
class Phase:
    """What families were answered during one part of the drill; times in milliseconds."""

    name: str
    times: list[float] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Families:
    """Two families who ask without pause: for results, a study, suggestions for a diagnosis.

    An answer is lost when it is an error, or names other studies than at the beginning.
    """

    def __init__(self, site: str) -> None:
        self.phase = Phase("")
        self._site = site
        self._studies = _studies(_family(site))
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask_on) for _family in range(2)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask_on(self) -> None:
        client = _family(self._site)
        asked: tuple[tuple[str, Callable[[httpx.Client], bool]], ...] = (
            ("results", lambda client: _studies(client) == self._studies),
            ("study", self._study_is_shown),
            ("suggestions", _diagnosis_is_suggested),
        )
        while not self._stop.is_set():
            for name, is_answered in asked:
                phase, began = self.phase, time.perf_counter()
                try:
                    is_right = is_answered(client)
                except httpx.HTTPError:
                    is_right = False
                phase.times.append((time.perf_counter() - began) * 1000)
                if not is_right:
                    phase.lost[name] += 1

    def _study_is_shown(self, client: httpx.Client) -> bool:
        return client.get(min(self._studies)).status_code == httpx.codes.OK


def _family(site: str) -> httpx.Client:
    """A browser that has told its answers."""
    client = httpx.Client(base_url=site, timeout=30)
    form = client.get("/").raise_for_status()
    told = client.post("/", data={**ANSWERS, "csrfmiddlewaretoken": _token(form)})
    if told.headers.get("Location") != "/results/":
        raise RuntimeError(f"The form answered {told.status_code}")
    return client


def _studies(client: httpx.Client) -> frozenset[str]:
    """The studies on the page of results; none when it is an error."""
    answer = client.get("/results/")
    found = LINK.findall(answer.text) if answer.status_code == httpx.codes.OK else ()
    return frozenset(found)


def _diagnosis_is_suggested(client: httpx.Client) -> bool:
    headers = {"X-CSRFToken": client.cookies["csrftoken"]}
    answer = client.post("/diagnoses/suggest/", data={"q": "lukemia"}, headers=headers)
    return answer.status_code == httpx.codes.OK and "leukemia" in answer.text


def coordinator(site: str) -> httpx.Client:
    """A browser that has signed in, which writes a session."""
    client = httpx.Client(base_url=site, timeout=30)
    answer = sign_in(client)
    if answer.status_code != httpx.codes.FOUND:
        raise RuntimeError(f"Signing in answered {answer.status_code}")
    return client


def sign_in(client: httpx.Client) -> httpx.Response:
    """The answer to name and password, or the page instead of a form to write them in."""
    page = client.get("/admin/login/")
    if page.status_code != httpx.codes.OK:
        return page
    typed = {"username": ACCOUNT, "password": PASSWORD, "next": "/admin/"}
    return client.post(page.url.path, data={**typed, "csrfmiddlewaretoken": _token(page)})


def _token(page: httpx.Response) -> str:
    match = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    if match is None:
        raise RuntimeError(f"{page.url.path} has no form")
    return match[1]
