"""Documents in which something was changed at random: read, or refused with a place."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eligibility.universe import node
from tests.shipped import DISEASES, shipped_names
from trials.catalogue import CATALOGUE
from trials.definitions import UnreadableDefinitionsError, read_definitions, write_definitions
from trials.definitions.cases import case_rows, read_case
from trials.definitions.faults import CaseFaultError, UnreadableCasesError
from trials.definitions.told_facts import KnownWords
from trials.eligibility.diseases import DiseaseGraph

ROOT = Path(__file__).resolve().parents[2]
STUDIES = json.loads((ROOT / "fixtures/trial_definitions.json").read_text(encoding="utf-8"))
PEOPLE = json.loads((ROOT / "tests/data/vignettes.json").read_text(encoding="utf-8"))
CODES = {
    row["fields"]["code"]
    for row in json.loads(DISEASES.read_text(encoding="utf-8"))
    if row["model"] == "trials.disease"
}
KNOWN = KnownWords(CATALOGUE, DiseaseGraph(map(node, CODES)), shipped_names())
JUNK = [
    *(None, True, False, 0, -1, 1.5, 10**9, 10**30, 1e300, float("inf"), float("nan")),
    *("", " ", "x" * 400, "a\0b", "\ud83d", "2026-02-30", "1900-01-01", "unknown", "aml"),
    *([], {}, [[]], [None], {"all": []}, {"n": 5, "u": "years"}, {"not": {"text": "x"}}),
]
Place = tuple[str | int, ...]


def places(found: Any, so_far: Place = ()) -> Iterator[Place]:
    """Where every part of the document stands, the outermost first."""
    steps: Any = ()
    if isinstance(found, dict | list):
        steps = found if isinstance(found, dict) else range(len(found))
    for step in steps:
        yield (*so_far, step)
        yield from places(found[step], (*so_far, step))


def changed(document: Any, random: Random) -> Any:
    """The document with one to three things replaced by junk, removed or moved."""
    document = copy.deepcopy(document)
    for _ in range(random.randint(1, 3)):
        everywhere = list(places(document))
        if not everywhere:
            break
        *way, last = random.choice(everywhere)
        place = document
        for step in way:
            place = place[step]
        if random.random() < 0.2:
            del place[last]
        else:
            place[last] = copy.deepcopy(random.choice(JUNK))
    return document


@settings(max_examples=300)
@given(random=st.randoms(use_true_random=False))
def test_changed_definitions_are_read_or_refused_and_written_as_they_were_read(
    random: Random,
) -> None:
    document = changed({"trials": random.sample(STUDIES["trials"], 2)}, random)
    try:
        read = read_definitions(document)
    except UnreadableDefinitionsError:
        return

    assert all(fault.path.startswith("trials") and fault.what for fault in read.faults)
    again = read_definitions(write_definitions(read.trials))
    assert (again.trials, again.faults) == (read.trials, ())


@settings(max_examples=300)
@given(random=st.randoms(use_true_random=False))
def test_changed_cases_are_read_or_refused(random: Random) -> None:
    document = changed({"cases": [random.choice(PEOPLE["vignettes"])]}, random)
    try:
        for row in case_rows(document):
            assert read_case(row, KNOWN).id
    except (CaseFaultError, UnreadableCasesError) as fault:
        assert "\n" not in str(fault)
