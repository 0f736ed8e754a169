"""Studies as they come in, undecoded: a page of an API, or a stretch of a file."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from trials.registry.faults import BadAnswerError, BrokenAnswerError

PAGE_SIZE = 1_000
"""Studies in a page at most: as many as the API of ClinicalTrials.gov hands out at once."""
PAGE_BYTES = 32 * 1024 * 1024
"""A page from a file ends early when it holds this much: records with results are large."""
TOO_DEEP = "nested too deeply to be read"
"""Said of JSON with more lists in lists than the decoder takes, about a thousand."""


class FoundStudy(msgspec.Struct, frozen=True, gc=False):
    """The bytes of one record, and where they stand: "studies.jsonl, line 12"."""

    place: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StudyPage:
    """Studies that are stored together.

    ``next_token``  what the API calls the page after this one; empty after the last one,
                    and always for files.
    ``total``       studies or bytes that there are in all, None when nobody knows.
    ``done``        how much of ``total`` is read once this page is.
    """

    studies: tuple[FoundStudy, ...]
    next_token: str = ""
    total: int | None = None
    done: int = 0


class Answer(msgspec.Struct, rename="camel"):
    """A page as the API writes it; the studies stay as they are."""

    studies: list[msgspec.Raw]
    next_page_token: str | None = None
    total_count: Annotated[int, msgspec.Meta(ge=0)] | None = None


_answer = msgspec.json.Decoder(Answer)


def read_answer(content: bytes) -> Answer:
    """Raises BadAnswerError, and BrokenAnswerError for what is no JSON."""
    try:
        return _answer.decode(content)
    except msgspec.ValidationError as fault:
        raise BadAnswerError(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BrokenAnswerError(str(fault)) from None
    except RecursionError:
        raise BadAnswerError(TOO_DEEP) from None
