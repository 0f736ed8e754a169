"""ClinicalTrials.gov over its API (version 2), page by page.

    for page in pages(StudyQuery(term="leukemia"), service):
        ...  # keep page.next_token: pages(..., start=Start(token)) goes on from there

What fails for a moment is tried again, ever later; what goes on failing raises one of
:mod:`trials.registry.faults`.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
import stamina

from trials.registry.faults import (
    AnswerTooLargeError,
    BadAnswerError,
    BrokenAnswerError,
    EndlessPagesError,
    HostNotAllowedError,
    RefusedQueryError,
    RegistryError,
    RepeatedTokenError,
    ServerFailedError,
    TooManyRequestsError,
    UnreachableError,
)
from trials.registry.pages import PAGE_SIZE, Answer, FoundStudy, StudyPage, read_answer

HOST = "clinicaltrials.gov"
ADDRESS = f"https://{HOST}/api/v2/studies"
# Without results, documents and the version of the registry, which changes every day.
FIELDS = "protocolSection,derivedSection.conditionBrowseModule"
# It writes a line for every request, into the progress bar.
logging.getLogger("httpx").setLevel(logging.WARNING)

_PASSES = (UnreachableError, ServerFailedError, TooManyRequestsError, BrokenAnswerError)
_REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class StudyQuery:
    """Which studies: words in the registry's own syntax, and changed since a day, included.

    Empty and None ask for all.
    """

    term: str = ""
    since: date | None = None

    def parameters(self) -> dict[str, str]:
        asked = {"query.term": self.term} if self.term else {}
        if self.since is not None:
            asked["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{self.since:%Y-%m-%d},MAX]"
        return asked


@dataclass(frozen=True, slots=True)
class Service:
    """Where the API is, and how patient we are with it; seconds and bytes.

    ``hosts`` may be asked besides this machine itself; all but this machine by HTTPS only.
    ``requests_per_second`` keeps below the registry's limit of about 50 a minute.
    ``longest_wait`` is how long one answer may ask us to wait.
    """

    address: str = ADDRESS
    hosts: frozenset[str] = frozenset({HOST})
    requests_per_second: float = 0.8
    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    answer_bytes: int = 512 * 1024 * 1024
    attempts: int = 7
    first_wait: float = 1
    longest_wait: float = 120
    page_size: int = PAGE_SIZE
    most_pages: int = 5_000

    @classmethod
    def at(cls, address: str) -> "Service":
        """A mirror of the registry, which the operator has named."""
        return cls(address=address, hosts=frozenset({urlsplit(address).hostname or ""}))


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin: at the first page, or at the one an earlier run did not get to."""

    token: str = ""
    received: int = 0
    total: int | None = None


@dataclass(slots=True)
class _Progress:
    received: int
    total: int | None
    tokens: set[str]


def pages(
    query: StudyQuery, service: Service | None = None, start: Start | None = None
) -> Iterator[StudyPage]:
    """Every page of the answer, in the registry's order. Raises RegistryError.

    The page that shows that there is no end comes before the error that says so, and without
    a next one: whoever keeps tokens has none that leads nowhere.
    """
    service, start = service or Service(), start or Start()
    _check_host(service.address, service)
    progress, token = _Progress(start.received, start.total, {start.token}), start.token
    pace = _Pace(service.requests_per_second)
    with _connection(service) as connection:
        while True:
            answer = _ask(connection, service, pace, _parameters(query, service, token))
            fault = _lack_of_end(answer, progress, service.most_pages)
            page = _page(answer, progress)
            yield page if fault is None else replace(page, next_token="")
            if fault is not None:
                raise fault
            token = page.next_token
            if not token:
                return


def _connection(service: Service) -> httpx.Client:
    return httpx.Client(
        follow_redirects=False,
        timeout=httpx.Timeout(service.read_seconds, connect=service.connect_seconds),
        headers={
            "Accept": "application/json",
            "User-Agent": f"trial-finder (httpx {version('httpx')})",
        },
    )


def _parameters(query: StudyQuery, service: Service, token: str) -> dict[str, str]:
    asked = query.parameters() | {
        "format": "json",
        "fields": FIELDS,
        "pageSize": str(service.page_size),
        "countTotal": "true",
    }
    return asked | ({"pageToken": token} if token else {})


def _lack_of_end(answer: Answer, progress: _Progress, most_pages: int) -> RegistryError | None:
    """What shows that the pages never end; ``progress`` is that before the answer."""
    token = answer.next_page_token or ""
    if token and token in progress.tokens:
        return RepeatedTokenError(token)
    if token and not answer.studies:
        return BadAnswerError("no studies, and yet a next page")
    received = progress.received + len(answer.studies)
    total = answer.total_count if progress.total is None else progress.total
    # The registry goes on growing while it is read.
    too_many = total is not None and received > total * 1.1 + PAGE_SIZE
    # A token is known for every page so far and for this one.
    if too_many or (token and len(progress.tokens) >= most_pages):
        return EndlessPagesError(received, total or received)
    return None


def _page(answer: Answer, progress: _Progress) -> StudyPage:
    """What came; afterwards ``progress`` has it."""
    token = answer.next_page_token or ""
    progress.tokens.add(token)
    first = progress.received + 1
    progress.received += len(answer.studies)
    progress.total = answer.total_count if progress.total is None else progress.total
    return StudyPage(
        studies=tuple(
            FoundStudy(f"study {number} of the answer", bytes(content))
            for number, content in enumerate(answer.studies, start=first)
        ),
        next_token=token,
        total=progress.total,
        done=progress.received,
    )


def _ask(
    connection: httpx.Client, service: Service, pace: "_Pace", parameters: dict[str, str]
) -> Answer:
    for attempt in stamina.retry_context(
        on=lambda error: _wait_after(error, service),
        attempts=service.attempts,
        timeout=None,
        wait_initial=service.first_wait,
        wait_max=service.longest_wait,
        wait_jitter=service.first_wait,
    ):
        with attempt:
            pace.wait()
            return read_answer(_fetch(connection, service, parameters))
    raise AssertionError  # pragma: no cover (the last attempt returns or raises)


def _wait_after(error: Exception, service: Service) -> bool | float:
    """Whether to try again, or after how many seconds."""
    if isinstance(error, TooManyRequestsError) and error.retry_after is not None:
        return error.retry_after if error.retry_after <= service.longest_wait else False
    return isinstance(error, _PASSES)


def _fetch(connection: httpx.Client, service: Service, parameters: dict[str, str]) -> bytes:
    until = time.monotonic() + service.answer_seconds
    try:
        with connection.stream("GET", service.address, params=parameters) as response:
            fault = _fault(response, service)
            if fault is not None:
                raise fault
            return _body(response, service, until)
    except httpx.HTTPError as failure:
        reason = str(failure) or type(failure).__name__
        raise UnreachableError(service.address, reason) from None


def _body(response: httpx.Response, service: Service, until: float) -> bytes:
    """All of it, unless it is too much or drips in for ever."""
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > service.answer_bytes:
            raise AnswerTooLargeError(service.address, service.answer_bytes)
        if time.monotonic() > until:
            raise UnreachableError(
                service.address, f"no whole answer within {service.answer_seconds:.0f} s"
            )
    return bytes(content)


def _fault(response: httpx.Response, service: Service) -> RegistryError | None:
    status = response.status_code
    if response.is_success:
        return None
    if response.is_redirect:
        # Not followed: the one address we ask answers by itself.
        return HostNotAllowedError(str(response.url.join(response.headers["Location"])))
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return TooManyRequestsError(_retry_after(response))
    if response.is_server_error:
        return ServerFailedError(status)
    has_words = "query.term" in response.url.params
    return RefusedQueryError(status, _words(response), service.address, has_words)


def _words(response: httpx.Response) -> str:
    """The beginning of what a refusal says."""
    said = next(response.iter_bytes(_REASON_LENGTH), b"")
    return said[:_REASON_LENGTH].decode(errors="replace").strip()


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds; a moment is counted from the server's own clock. None when neither is given."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    until, moment = _moment(said), _moment(response.headers.get("Date", ""))
    if until is None or moment is None:
        return None
    return max(0.0, (until - moment).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_host(address: str, service: Service) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if _is_this_machine(host):
        return
    if host not in service.hosts or parts.scheme != "https":
        raise HostNotAllowedError(address)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Pace:
    """So many requests a second, the first one at once."""

    def __init__(self, a_second: float) -> None:
        self._apart = 1 / a_second
        self._next = time.monotonic()

    def wait(self) -> None:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._apart
