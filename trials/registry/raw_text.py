"""The beginning of a record that could not be read, for somebody to look at."""

import re

from trials.registry.shapes import LONGEST_RAW, NAMES_PERSONS, UNSTORABLE_READ_AS

_LOOKED_AT = 4 * LONGEST_RAW
_MAY_NAME_PERSONS = NAMES_PERSONS | {"organization", "leadSponsor", "collaborators", "locations"}
_KEYS = "|".join(sorted(_MAY_NAME_PERSONS))
_WHOLE_PART = re.compile(rf'"(?:{_KEYS})"\s*:\s*\{{[^{{}}]*\}}\s*,?')
_PART = re.compile(rf"\b(?:{_KEYS})\b")


def beginning_of(content: bytes) -> str:
    """At most 2,000 characters, without parts that name persons.

    Where such a part cannot be taken out it ends before: nobody knows where a broken one ends.
    """
    text = content[:_LOOKED_AT].decode(errors="replace").replace("\0", UNSTORABLE_READ_AS)
    return _PART.split(_WHOLE_PART.sub("", text), maxsplit=1)[0][:LONGEST_RAW]
