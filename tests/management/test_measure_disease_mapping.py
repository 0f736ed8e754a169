import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_disease
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.management.disease_scores import Pair, Share, compare, score, worst_first

GRAPH = DiseaseGraph(
    [
        DiseaseNode("cancer"),
        DiseaseNode("leukemia", ("cancer",)),
        DiseaseNode("aml", ("leukemia",)),
        DiseaseNode("apl", ("aml",)),
        DiseaseNode("solid_or_cns", ("cancer",)),
        DiseaseNode("sarcoma", ("solid_or_cns",)),
    ]
)


def pair(curated: str, read: str) -> Pair:
    return Pair("NCT1", "A study", frozenset(curated.split()), frozenset(read.split()))


# ---------------------------------------------------------------------------- scores


@pytest.mark.parametrize(
    ("curated", "read", "lost", "missing", "extra"),
    [
        pytest.param("aml", "aml", "", "", "", id="same"),
        pytest.param("aml", "leukemia", "", "", "", id="above"),
        pytest.param("aml", "apl", "", "", "", id="below"),
        pytest.param("aml", "sarcoma", "aml", "aml", "sarcoma", id="beside"),
        pytest.param("aml", "cancer", "", "aml", "cancer", id="above everything"),
        pytest.param("cancer", "cancer", "", "", "", id="everything on both sides"),
        pytest.param("cancer", "solid_or_cns", "", "", "", id="two groups"),
        pytest.param("aml sarcoma", "aml", "sarcoma", "sarcoma", "", id="one of two"),
        pytest.param("aml", "", "aml", "aml", "", id="nothing read"),
    ],
)
def test_both_sides_are_compared(
    curated: str, read: str, lost: str, missing: str, extra: str
) -> None:
    found = compare(GRAPH, pair(curated, read))

    assert (found.lost, found.missing, found.extra) == (
        tuple(lost.split()),
        tuple(missing.split()),
        tuple(extra.split()),
    )


def test_shares_are_added_up_over_all_studies() -> None:
    pairs = [pair("aml", "aml"), pair("aml sarcoma", "leukemia")]

    scores = score(pairs, [compare(GRAPH, one) for one in pairs])

    assert scores.studies == 2
    assert (scores.strict_precision, scores.strict_recall) == (Share(1, 2), Share(1, 3))
    assert (scores.compatible_precision, scores.compatible_recall) == (Share(2, 2), Share(2, 3))
    assert (scores.not_lost, scores.studies_losing_nobody) == (Share(2, 3), Share(1, 2))


def test_share_of_nothing_is_no_number() -> None:
    assert [str(Share(0, 0)), str(Share(1, 4))] == ["-", "1/4 = 0.250"]


def test_worst_comes_first_and_agreement_is_left_out() -> None:
    pairs = [pair("aml", "aml"), pair("aml", "aml sarcoma"), pair("aml", "sarcoma")]

    found = worst_first(compare(GRAPH, one) for one in pairs)

    assert [item.pair for item in found] == [pairs[2], pairs[1]]


# --------------------------------------------------------------------------- command


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def record(nct_id: str, conditions: list[str], title: str, *headings: str) -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id, "briefTitle": title},
            "conditionsModule": {"conditions": conditions},
        },
        "derivedSection": {
            "conditionBrowseModule": {"meshes": [{"id": "D1", "term": term} for term in headings]}
        },
    }


def concept(code: str, name: str, *parents: str, kind: str = "TRIAL") -> dict[str, Any]:
    return {
        "nci_thesaurus_concept_id": code,
        "preferred_name": name,
        "parents": list(parents),
        "inclusion_indicator": kind,
        "type": ["maintype"],
    }


@pytest.fixture
def files(tmp_path: Path, db: None) -> dict[str, Path]:
    leukemia = make_disease("leukemia", ncit_code="C3161")
    make_disease(
        "aml", ncit_code="C3171", preferred_name="acute myeloid leukemia", parents=[leukemia]
    )
    make_disease("cancer_or_blood")
    make_disease("other_condition")
    studies = (
        record("NCT00000001", ["Acute Myeloid Leukemia"], "Trial of X", "Leukemia"),
        record("NCT00000002", ["Asthma"], "Trial of Y"),
        record("NCT00000003", ["Xyzoma"], "Trial of Z"),
    )
    nci = {
        "nct_id": "NCT00000001",
        "brief_title": "X for Children With Leukemia",
        "diseases": [
            concept("C9", "AML, NOS", "C3171"),
            concept("C3171", "Acute Myeloid Leukemia", "C3161", kind="TREE"),
            {**concept("C8", "Blast Count"), "type": ["finding"]},
        ],
    }
    definition = {
        "id": "one",
        "nct": "NCT00000001",
        "groups": [
            {
                "criteria": {
                    "all": [
                        {"disease": {"in": ["aml"]}},
                        {"not": {"disease": {"in": ["leukemia"]}}},
                    ]
                }
            },
            {"roles": ["donor"], "criteria": {"disease": {"in": ["leukemia"]}}},
        ],
    }
    return {
        "records": lines(tmp_path / "records.jsonl", *studies),
        "nci": lines(tmp_path / "nci.jsonl", nci),
        "definitions": lines(tmp_path / "definitions.json", {"trials": [definition]}),
    }


def measured(files: dict[str, Path]) -> list[str]:
    out = StringIO()
    call_command(
        "measure_disease_mapping",
        records=[files["records"]],
        nci=files["nci"],
        definitions=files["definitions"],
        stdout=out,
    )
    return out.getvalue().splitlines()


def test_records_and_unmapped_terms_are_counted(files: dict[str, Path]) -> None:
    said = measured(files)

    assert said[0].startswith("records: 3, ")
    assert said[1] == "  of another field: 1, for anybody: 0"
    assert said[2:4] == ["unmapped terms: 1, the most frequent:", "      1 xyzoma"]


@pytest.mark.parametrize(
    ("measure", "strict"),
    [
        ("NCI, registry records", "1/1 = 1.000"),
        ("NCI, titles alone", "0/1 = 0.000"),
        ("definitions", "1/1 = 1.000"),
        ("MeSH headings", "0/1 = 0.000"),
    ],
)
def test_agreement_is_told_for_every_source(
    files: dict[str, Path], measure: str, strict: str
) -> None:
    said = measured(files)

    start = said.index(f"agreement with {measure}: 1 studies")
    assert said[start + 1] == f"  strict precision: {strict}"
    assert said[start + 5] == "  not lost: 1/1 = 1.000"


def test_file_that_is_no_json_is_named(tmp_path: Path, db: None) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{", encoding="utf-8")

    with pytest.raises(CommandError, match=r"bad\.jsonl, line 1"):
        call_command("measure_disease_mapping", records=[bad])
