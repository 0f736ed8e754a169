"""Terms are derived from concepts at, below and beside the diseases of the list."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tools import disease_terms
from tools.disease_anchors import (
    ANCHORS,
    FAMILIES,
    GENERAL,
    NAMES_BY_HAND,
    NARROWER_BY_HAND,
    WIDER_BY_HAND,
)

ADDRESS = "http://purl.obolibrary.org/obo/NCIT_"
CONCEPTS = {
    "C3262": ("Neoplasm", [], []),
    "C27134": ("Hematopoietic and Lymphoid Cell Neoplasm", ["C3262"], []),
    "C3161": ("Leukemia", ["C27134"], []),
    "C3171": ("Acute Myeloid Leukemia", ["C3161"], ["AML", "Acute Granulocytic Leukemia"]),
    "C1": ("Acute Basophilia", ["C3171"], ["Recurrent Acute Myeloid Leukemia", "AJCC v8"]),
    "C2": ("Thymic Cancer", ["C3262"], ["TC"]),
    "C3": ("Advanced Leukemia", ["C3262"], []),
    "C4": ("Broken Leg", [], []),
}


@pytest.fixture
def derived(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    nodes = [
        {"id": ADDRESS + code, "lbl": label, "meta": {"synonyms": [{"val": x} for x in others]}}
        for code, (label, _, others) in CONCEPTS.items()
    ]
    edges = [
        {"sub": ADDRESS + code, "pred": "is_a", "obj": ADDRESS + parent}
        for code, (_, parents, _) in CONCEPTS.items()
        for parent in parents
    ]
    newer = {
        "code": "C5",
        "names": ["Acute Promonocytic Leukosis"],
        "synonyms": [],
        "parents": ["C3171"],
    }
    ncit, cts = tmp_path / "ncit.json.gz", tmp_path / "cts.jsonl.gz"
    ncit.write_bytes(
        gzip.compress(json.dumps({"graphs": [{"nodes": nodes, "edges": edges}]}).encode())
    )
    cts.write_bytes(gzip.compress(json.dumps(newer).encode()))
    disease_terms.main([str(ncit), str(cts)])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_other_name_of_a_concept_is_a_name_of_the_disease(derived: dict[str, Any]) -> None:
    assert "Acute Granulocytic Leukemia" in derived["names"]["aml"]


def test_concept_below_a_disease_means_the_disease(derived: dict[str, Any]) -> None:
    assert derived["narrower"]["aml"] == ["Acute Basophilia", "Acute Promonocytic Leukosis"]


def test_concept_beside_all_diseases_means_the_other_ones(derived: dict[str, Any]) -> None:
    assert "Thymic Cancer" in derived["narrower"]["other_solid_tumor"]


def test_what_is_read_without_help_and_short_forms_are_left_out(derived: dict[str, Any]) -> None:
    terms = {
        term
        for part in ("names", "narrower")
        for texts in derived[part].values()
        for term in texts
    }

    assert terms.isdisjoint({"Recurrent Acute Myeloid Leukemia", "AML", "TC", "AJCC v8"})
    assert "Advanced Leukemia" not in terms, "it would be no leukemia"
    assert "Broken Leg" not in terms


def test_diseases_of_the_tables_are_on_the_list() -> None:
    ours = disease_terms.read_ours(disease_terms.DISEASES).graph
    named = {
        code for _, codes in (*NAMES_BY_HAND, *NARROWER_BY_HAND, *WIDER_BY_HAND) for code in codes
    }
    named |= {code for codes in ANCHORS.values() for code in codes}
    named |= {code for _, family, other in FAMILIES for code in (family, other)}

    assert (named | GENERAL) - set(ours) == set()
