"""Records of the registry, whole and broken, as we take them in."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trials.registry import studies
from trials.registry.records import (
    Intervention,
    MeshTerm,
    RecordedEligibility,
    RecordedPlace,
    StudyRecord,
    Unread,
)
from trials.registry.studies import NotAStudy, read_study

EXAMPLE = (Path(__file__).parents[1] / "data" / "registry" / "study.json").read_text("utf-8")
NEVER = object()
UNSTORABLE = re.compile(r"\\x00|\\ud[89a-f]")
"""NUL and half a surrogate pair, as ``repr`` shows them."""


def example(**changes: object) -> Any:
    """The example record; ``statusModule__overallStatus=...`` changes a part of it."""
    raw = json.loads(EXAMPLE)
    for path, value in changes.items():
        *way, last = path.split("__")
        part = raw["protocolSection"]
        for key in way:
            part = part[key]
        if value is NEVER:
            del part[last]
        else:
            part[last] = value
    return raw


def unread(raw: object) -> list[tuple[str, str]]:
    return [(part.path, part.reason) for part in read_study(raw).unread]


# ------------------------------------------------------------------- a whole record


def test_a_record_is_read_in_the_words_of_the_registry() -> None:
    assert read_study(example()) == StudyRecord(
        nct_id="NCT00000001",
        acronym="EXAMPLE21",
        brief_title="Example study of a medicine for leukemia",
        official_title="An example of the shape of a record, for tests only",
        summary="Tries an example medicine.",
        overall_status="RECRUITING",
        status_verified_on=date(2026, 5, 1),
        updated_on=date(2026, 6, 2),
        study_type="INTERVENTIONAL",
        purpose="TREATMENT",
        phases=("PHASE1", "PHASE2"),
        sponsor="Example Children's Hospital",
        conditions=("Acute Myeloid Leukemia",),
        keywords=("AML",),
        mesh=(
            MeshTerm("D015470", "Leukemia, Myeloid, Acute"),
            MeshTerm("D007938", "Leukemia", is_ancestor=True),
        ),
        interventions=(Intervention("DRUG", "Example medicine"),),
        eligibility=RecordedEligibility(
            criteria="Inclusion Criteria:\n\n* Age < 22 years\n\n"
            "Exclusion Criteria:\n\n* Pregnancy",
            minimum_age="1 Month",
            maximum_age="21 Years",
            sex="ALL",
            healthy_volunteers=False,
        ),
        places=(
            RecordedPlace(
                facility="Example Children's Hospital",
                city="Memphis",
                state="Tennessee",
                zip_code="38105",
                country="United States",
                status="RECRUITING",
                latitude=35.14953,
                longitude=-90.04898,
            ),
        ),
    )


def test_no_person_named_in_a_record_is_taken_in() -> None:
    assert "Somebody" not in repr(read_study(example()))


def test_no_person_named_in_a_part_of_the_wrong_shape_is_taken_in() -> None:
    site = {"city": "Memphis", "contacts": [{"name": "Somebody"}]}
    raw = example(contactsLocationsModule__locations=site)
    raw["protocolSection"]["peopleModule"] = {"leader": "Somebody"}

    record = read_study(raw)

    assert Unread("protocolSection.peopleModule", "skipped", '["leader"]') in record.unread
    assert "Memphis" in record.unread[-1].raw
    assert "Somebody" not in repr(record)


def test_a_sponsor_who_is_one_person_is_not_named() -> None:
    lead = {"name": "Somebody", "class": "INDIV"}

    assert not read_study(example(sponsorCollaboratorsModule__leadSponsor=lead)).sponsor


def test_a_withheld_record_with_nothing_but_its_number_is_read() -> None:
    raw = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000002"},
            "statusModule": {"overallStatus": "WITHHELD"},
        }
    }

    record = read_study(raw)

    assert (record.overall_status, record.brief_title, record.places) == ("WITHHELD", "", ())
    assert not record.unread


def test_a_record_with_1593_sites_has_them_all() -> None:
    site = example()["protocolSection"]["contactsLocationsModule"]["locations"][0]

    assert (
        len(read_study(example(contactsLocationsModule__locations=[site] * 1593)).places) == 1593
    )


# -------------------------------------------------------------------- not a study


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (None, "wrong_shape"),
        ([], "wrong_shape"),
        ({}, "missing"),
        ({"protocolSection": ["NCT00000001"]}, "missing"),
        ({"protocolSection": {"identificationModule": {}}}, "missing"),
        (example(identificationModule__nctId=1), "not_an_nct_id"),
        (example(identificationModule__nctId="NCT0000001"), "not_an_nct_id"),
        (example(identificationModule__nctId="NCT00000001\n"), "not_an_nct_id"),
        (example(identificationModule__nctId="NCT٠٠٠٠٠٠٠١"), "not_an_nct_id"),
    ],
)
def test_a_record_without_its_number_is_refused_by_name(raw: object, reason: str) -> None:
    with pytest.raises(NotAStudy) as refused:
        read_study(raw)

    assert refused.value.reason == reason
    assert refused.value.path in ("", "protocolSection.identificationModule.nctId")
    assert reason in str(refused.value)


# --------------------------------------------------------- parts of the wrong shape


@pytest.mark.parametrize(
    ("change", "value", "path", "raw_words"),
    [
        ("statusModule", "open", "statusModule", "open"),
        ("statusModule__overallStatus", ["RECRUITING"], "statusModule.overallStatus", None),
        ("identificationModule__briefTitle", 7, "identificationModule.briefTitle", "7"),
        ("designModule__phases", "PHASE1", "designModule.phases", "PHASE1"),
        ("designModule__phases", ["PHASE1", {}], "designModule.phases[1]", "{}"),
        ("designModule__designInfo", [1], "designModule.designInfo", "[1]"),
        ("conditionsModule__conditions", {"a": "é"}, "conditionsModule.conditions", None),
        (
            "armsInterventionsModule__interventions",
            ["Ibuprofen"],
            "armsInterventionsModule.interventions[0]",
            "Ibuprofen",
        ),
        ("eligibilityModule__minimumAge", 18, "eligibilityModule.minimumAge", "18"),
        (
            "eligibilityModule__healthyVolunteers",
            "No",
            "eligibilityModule.healthyVolunteers",
            "No",
        ),
    ],
)
def test_a_part_of_the_wrong_shape_is_kept_aside_and_the_rest_is_read(
    change: str, value: object, path: str, raw_words: str | None
) -> None:
    record = read_study(example(**{change: value}))

    words = raw_words if raw_words is not None else json.dumps(value, ensure_ascii=False)
    assert record.unread == (Unread(f"protocolSection.{path}", "wrong_shape", words),)
    assert record.sponsor == "Example Children's Hospital"


def test_null_is_as_good_as_absent() -> None:
    record = read_study(
        example(statusModule=None, eligibilityModule__sex=None, conditionsModule__keywords=None)
    )

    assert (record.overall_status, record.eligibility.sex, record.keywords) == ("", "", ())
    assert not record.unread


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("statusModule__overallStatus", "PAUSED_FOR_REVIEW"),
        ("designModule__studyType", "SIMULATED"),
        ("designModule__phases", ["PHASE5"]),
        ("designModule__designInfo__primaryPurpose", "COMFORT"),
        ("eligibilityModule__sex", "BOTH"),
        ("armsInterventionsModule__interventions", [{"type": "SOFTWARE", "name": "App"}]),
    ],
)
def test_a_word_of_tomorrow_is_kept_and_reported(change: str, value: object) -> None:
    record = read_study(example(**{change: value}))

    assert [part.reason for part in record.unread] == ["unknown_value"]
    assert record.unread[0].raw in repr(record)[: repr(record).index("unread=")]


def test_a_module_of_tomorrow_is_named() -> None:
    raw = example(genomeModule={"panel": "x"})
    raw["derivedSection"]["newModule"] = []
    raw["newSection"] = 1

    assert unread(raw) == [
        ("protocolSection.genomeModule", "skipped"),
        ("derivedSection.newModule", "skipped"),
        ("newSection", "skipped"),
    ]


def test_modules_we_do_not_use_are_not_reported_again_and_again() -> None:
    raw = example(oversightModule={"oversightHasDmc": True})
    raw["resultsSection"] = {}

    assert {"protocolSection.oversightModule", "resultsSection"} <= studies.MODULES_NOT_READ
    assert unread(raw) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2013-06-15", date(2013, 6, 15)),
        ("2013-06", date(2013, 6, 1)),
        ("June 2013", date(2013, 6, 1)),
        ("June 5, 2013", date(2013, 6, 5)),
        ("Jun 2013", date(2013, 6, 1)),
        (" 2013-06 ", date(2013, 6, 1)),
        ("2013-13", None),
        ("2013", None),
        ("summer 2013", None),
        ("0000-00-00", None),
        ("x" * 5000, None),
    ],
)
def test_dates_are_read_in_every_form_they_have_had(words: str, day: date | None) -> None:
    record = read_study(example(statusModule__statusVerifiedDate=words))

    assert record.status_verified_on == day
    assert [part.reason for part in record.unread] == ([] if day else ["bad_date"])


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ({"lat": "35.1", "lon": 1.0}, "wrong_shape"),
        ({"lat": True, "lon": 1.0}, "wrong_shape"),
        ({"lat": 91, "lon": 1.0}, "out_of_range"),
        ({"lat": 0, "lon": -(10**400)}, "out_of_range"),
        ({"lat": float("nan"), "lon": 1.0}, "out_of_range"),
        ([35.1, 1.0], "wrong_shape"),
        ({"lat": 35.1}, None),
    ],
)
def test_a_site_whose_coordinates_are_no_place_on_earth_stays_without(
    point: object, reason: str | None
) -> None:
    site = {"facility": "Example Hospital", "city": "Memphis", "geoPoint": point}

    record = read_study(example(contactsLocationsModule__locations=[site]))

    assert (record.places[0].latitude, record.places[0].longitude) == (None, None)
    assert record.places[0].city == "Memphis"
    assert [part.reason for part in record.unread] == ([reason] if reason else [])


def test_what_the_database_cannot_store_is_replaced_and_reported() -> None:
    record = read_study(
        example(
            identificationModule__briefTitle="One\0two",
            conditionsModule__conditions=["Leuk\ud800emia", "Caf\u00e9"],
        )
    )

    assert record.brief_title == "One\N{REPLACEMENT CHARACTER}two"
    assert record.conditions == ("Leuk\N{REPLACEMENT CHARACTER}emia", "Caf\u00e9")
    assert [part.reason for part in record.unread] == ["unstorable_character"] * 2
    assert not UNSTORABLE.search(repr(record))


def test_unread_words_are_cut_and_deep_ones_named() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    record = read_study(
        example(conditionsModule=["x" * 9000], designModule={"phases": {"a": deep}})
    )

    assert sorted(len(part.raw) for part in record.unread) == [len("<dict>"), 2000]
    while deep:  # without this the interpreter frees it by recursion
        deep = deep.pop()


# ----------------------------------------------------------------- residue of markup


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (r"Age \>= 18 and \< 22", "Age >= 18 and < 22"),
        (r"1year\~19years", "1year~19years"),
        ("age &lt; 22 &amp; weight &gt; 10", "age < 22 & weight > 10"),
        ("&amp;lt; stays", "&lt; stays"),
        ("ANC &gte; 1,000, K &lte; 2", "ANC ≥ 1,000, K ≤ 2"),
        (r"\[see 1\.2\] \* R\&D 10\^9", "[see 1.2] * R&D 10^9"),
        (r"mg\dL and C:\temp", r"mg\dL and C:\temp"),
        ("R&D, AT&T; &unknown; &#0; &#55296;", None),
    ],
)
def test_the_residue_of_markup_goes_and_the_words_stay(stored: str, words: str | None) -> None:
    record = read_study(example(eligibilityModule__eligibilityCriteria=stored))

    if words is not None:
        assert record.eligibility.criteria == words
    assert not UNSTORABLE.search(repr(record))


@given(st.text(alphabet=st.characters(exclude_characters="\\&\0", exclude_categories=["Cs"])))
def test_texts_without_markup_stay_as_they_are(text: str) -> None:
    raw = example(eligibilityModule__eligibilityCriteria=text)

    assert read_study(raw).eligibility.criteria == text


# -------------------------------------------------------------------- broken at random

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters())
    | st.sampled_from(["\0", "\ud83d", "2013-06", "PHASE9", "N/A", "x" * 23_000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def _ways(value: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Any = []
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [way, *(found for key, part in inner for found in _ways(part, (*way, key)))]


WAYS = [way for way in _ways(example()) if way]


@settings(max_examples=300)
@given(st.data())
def test_no_record_however_broken_stops_the_reading(data: st.DataObject) -> None:
    raw = example()
    for way in data.draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=3)):
        _break(raw, way, data.draw(st.just(NEVER) | ANYTHING))

    try:
        record = read_study(raw)
    except NotAStudy:
        return
    assert re.fullmatch("NCT[0-9]{8}", record.nct_id)
    assert not UNSTORABLE.search(repr(record))


def _break(raw: Any, way: tuple[Any, ...], value: object) -> None:
    part = raw
    for key in way[:-1]:
        try:
            part = part[key]
        except (KeyError, IndexError, TypeError):
            return
    last = way[-1]
    has_place = isinstance(part, dict | list) and isinstance(last, str) is isinstance(part, dict)
    if not has_place or (isinstance(part, list) and len(part) <= last):
        return
    if value is not NEVER:
        part[last] = copy.deepcopy(value)
    elif isinstance(part, dict):
        part.pop(last, None)
    else:
        part.pop(last)
