"""Ways in which a registry, or a file of its records, fails us; each carries its facts."""


class RegistryError(Exception):
    """Something outside this program is not as it should be."""


class UnreachableError(RegistryError):
    """No whole answer came: no connection, too slow, or cut off. ``reason`` says which."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class ServerFailedError(RegistryError):
    """The registry answered that it cannot answer: a status of 500 and above."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class TooManyRequestsError(RegistryError):
    """The registry asks to be left in peace for ``retry_after`` seconds; None: not said."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__("" if retry_after is None else f"{retry_after:.0f}")
        self.retry_after = retry_after


class RefusedQueryError(RegistryError):
    """The registry does not take this query; ``reason`` is its own words, cut.

    ``has_words`` is whether it was asked for words of ours, not only for all it has.
    """

    def __init__(self, status: int, reason: str, address: str, has_words: bool) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason
        self.address = address
        self.has_words = has_words


class BadAnswerError(RegistryError):
    """An answer, or a file, that does not have the shape of studies. ``wrong`` says why."""

    def __init__(self, wrong: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong


class BrokenAnswerError(BadAnswerError):
    """An answer that is no JSON at all, such as the page of a proxy: another try may help."""


class AnswerTooLargeError(RegistryError):
    """An answer, a file or a line of more than ``limit`` bytes."""

    def __init__(self, place: str, limit: int) -> None:
        super().__init__(f"{place}: {limit}")
        self.place = place
        self.limit = limit


class RepeatedTokenError(RegistryError):
    """The registry names a page as the next one that was read already."""

    def __init__(self, token: str) -> None:
        super().__init__(token)
        self.token = token


class EndlessPagesError(RegistryError):
    """More studies came than the registry said there are."""

    def __init__(self, received: int, total: int) -> None:
        super().__init__(f"{received} > {total}")
        self.received = received
        self.total = total


class HostNotAllowedError(RegistryError):
    """An address that we do not ask, or that a redirect points at."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class UnreadableFileError(RegistryError):
    """A file that cannot be opened or read any further. ``reason`` is the system's."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
