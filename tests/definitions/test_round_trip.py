"""What was read and written again is the same document."""

import json
from pathlib import Path

from trials.definitions import read_definitions, write_definitions

SHIPPED = Path("fixtures/trial_definitions.json")


def without_nulls(found: object) -> object:
    """The same document without keys that hold null or nothing: they say nothing."""
    if isinstance(found, dict):
        return {key: without_nulls(value) for key, value in found.items() if value is not None}
    return [without_nulls(item) for item in found] if isinstance(found, list) else found


def test_shipped_document_is_the_same_after_it_was_read_and_written() -> None:
    document = json.loads(SHIPPED.read_text(encoding="utf-8"))

    read = read_definitions(document)

    assert not read.faults
    written = write_definitions(read.trials)
    assert without_nulls(written) == without_nulls(document)
