"""What tells one state of a record from another: by its bytes, and by what it says.

The bytes are compared first, and nothing of a record that has the same is decoded. The same
record may come in other bytes: pretty-printed, with escapes, its fields in another order.
"""

import hashlib
import json
import re
from functools import cache, lru_cache
from hashlib import blake2b

import msgspec

from trials.registry import studies

__all__ = ["decoded", "guessed_id", "raw_hash"]

# The first number is the study's own in every record seen; where it is not, the hash of
# another study's record is compared, which is as good as none.
_NUMBER = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"')
# The version of the registry as a whole: it changes every day, in every record. It stands
# near the end.
_VERSION = "versionHolder"
_QUOTED_VERSION = b'"versionHolder"'
_VERSION_TOLD = re.compile(rb'"versionHolder"\s*:\s*"[^"]*"')


def guessed_id(content: bytes) -> str:
    """The number that seems to be the study's own; empty when there is none."""
    number = _NUMBER.search(content)
    return number[1].decode() if number else ""


def raw_hash(content: bytes, read_with: bytes) -> bytes:
    """Return 16 bytes that change with the bytes of a record and with the way we read it.

    ``read_with`` is the version of what it is read with besides. The version of the
    registry as a whole is left out.
    """
    place = content.rfind(_QUOTED_VERSION)
    told = _VERSION_TOLD.match(content, place) if place >= 0 else None
    of_record = _begun_bytes(studies.READING, read_with).copy()
    if told is None:
        of_record.update(content)
    else:
        view = memoryview(content)
        of_record.update(view[: told.start()])
        of_record.update(view[told.end() :])
    return of_record.digest()[:16]


def decoded(content: bytes, read_with: bytes) -> tuple[object, bytes]:
    """Return the record, and 16 bytes that change with what it says and how we read it.

    Neither blanks nor escapes nor the order of fields count. Raises ValueError for what is
    no JSON, and RecursionError.
    """
    try:
        record = msgspec.json.decode(content)
        words = msgspec.json.encode(_without_version(record), order="sorted")
    except (msgspec.DecodeError, UnicodeEncodeError):
        # Slower, and takes half a surrogate pair, which the reader knows how to replace.
        record = json.loads(content)
        words = json.dumps(_without_version(record), sort_keys=True).encode()
    of_record = _begun(studies.READING).copy()
    of_record.update(words)
    of_record.update(read_with)
    return record, of_record.digest()


@lru_cache(maxsize=4)
def _begun_bytes(reading: int, read_with: bytes) -> "hashlib._Hash":
    """Every record is hashed at every import: processors have instructions for this one."""
    return hashlib.sha256(b"reading %d with %b: " % (reading, read_with))


@cache
def _begun(reading: int) -> blake2b:
    return blake2b(digest_size=16, person=b"reading %d" % reading)


def _without_version(record: object) -> object:
    derived = record.get("derivedSection") if isinstance(record, dict) else None
    misc = derived.get("miscInfoModule") if isinstance(derived, dict) else None
    if not isinstance(misc, dict) or _VERSION not in misc:
        return record
    rest = {name: told for name, told in misc.items() if name != _VERSION}
    return record | {"derivedSection": derived | {"miscInfoModule": rest}}  # type: ignore[operator]
