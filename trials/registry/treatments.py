"""Which kinds of treatment a study names, read from its own words.

    "CD123-CAR T cells after fludarabine"   CAR T cells, chemotherapy

A documented table, no more: ``NAMED_BY`` says for each kind by which words it is recognised.
A study that uses none of these words is of no known kind, which does not mean that it gives
no treatment: whoever filters by a kind sees it too. The database finds the same words in the
search row (``trials_treatments``); tests/registry/test_treatments.py holds both together.

Sources: the NCI Dictionary of Cancer Terms and its "Types of Cancer Treatment" for the kinds;
medicines by their generic names as in the NCI Drug Dictionary.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Treatment(StrEnum):
    """Kinds of treatment, in the order in which they are shown."""

    CAR_T = "car_t"
    CELLS = "cells"
    TRANSPLANT = "transplant"
    TARGETED = "targeted"
    ANTIBODY = "antibody"
    CHEMOTHERAPY = "chemotherapy"
    RADIATION = "radiation"
    GENE = "gene"
    VACCINE = "vaccine"
    SURGERY = "surgery"


NAMED_BY: Mapping[Treatment, tuple[str, ...]] = MappingProxyType(
    {
        Treatment.CAR_T: (
            "CAR",
            "CARs",
            "CART",
            "chimeric antigen receptor",
            "tisagenlecleucel",
            "axicabtagene",
            "brexucabtagene",
            "obecabtagene",
        ),
        Treatment.CELLS: (
            "NK cell",
            "NK cells",
            "natural killer",
            "donor lymphocyte",
            "donor lymphocytes",
            "virus specific",
        ),
        Treatment.TRANSPLANT: (
            "transplant",
            "transplants",
            "transplantation",
            "transplanted",
            "HSCT",
            "HCT",
            "BMT",
        ),
        Treatment.TARGETED: (
            "inhibitor",
            "inhibitors",
            "imatinib",
            "dasatinib",
            "nilotinib",
            "ponatinib",
            "ruxolitinib",
            "sorafenib",
            "gilteritinib",
            "quizartinib",
            "midostaurin",
            "crizotinib",
            "larotrectinib",
            "entrectinib",
            "selumetinib",
            "trametinib",
            "dabrafenib",
            "tovorafenib",
            "venetoclax",
            "navitoclax",
            "revumenib",
            "ziftomenib",
            "bortezomib",
            "palbociclib",
        ),
        Treatment.ANTIBODY: (
            "antibody",
            "antibodies",
            "blinatumomab",
            "inotuzumab",
            "gemtuzumab",
            "rituximab",
            "dinutuximab",
            "naxitamab",
            "daratumumab",
            "brentuximab",
            "nivolumab",
            "pembrolizumab",
            "tafasitamab",
            "glofitamab",
            "emapalumab",
        ),
        Treatment.CHEMOTHERAPY: (
            "chemotherapy",
            "chemotherapies",
            "vincristine",
            "methotrexate",
            "cytarabine",
            "cyclophosphamide",
            "doxorubicin",
            "daunorubicin",
            "mitoxantrone",
            "mercaptopurine",
            "asparaginase",
            "pegaspargase",
            "calaspargase",
            "etoposide",
            "ifosfamide",
            "carboplatin",
            "cisplatin",
            "temozolomide",
            "irinotecan",
            "topotecan",
            "fludarabine",
            "clofarabine",
            "nelarabine",
            "busulfan",
            "melphalan",
            "thiotepa",
            "treosulfan",
            "azacitidine",
            "decitabine",
        ),
        Treatment.RADIATION: (
            "radiation",
            "radiotherapy",
            "irradiation",
            "proton",
            "MIBG",
        ),
        Treatment.GENE: ("gene therapy", "gene editing", "lentiviral"),
        Treatment.VACCINE: ("vaccine", "vaccines", "vaccination"),
        Treatment.SURGERY: (
            "surgery",
            "surgeries",
            "surgical",
            "surgically",
            "resection",
            "resected",
            "resectable",
        ),
    }
)
"""Whole words, in upper or lower case; several stand one behind the other.

The database goes by stems: endings that studies use are listed, so that each has its quote.
"""

LEAST_AROUND = 30
"""Characters that a quote has on either side of the word it was read from."""


@dataclass(frozen=True, slots=True)
class NamedTreatment:
    """``quote`` is a piece of the text, word for word, that holds the word it was read from."""

    treatment: Treatment
    quote: str


def treatments_named(texts: Iterable[str]) -> tuple[NamedTreatment, ...]:
    """Each kind that one of the texts names, once, with its first quote; maybe none."""
    texts = [" ".join(text.split()) for text in texts]
    found = []
    for treatment, pattern in _PATTERNS.items():
        quotes = (_quote(text, match) for text in texts if (match := pattern.search(text)))
        if quote := next(quotes, ""):
            found.append(NamedTreatment(treatment, quote))
    return tuple(found)


def _quote(text: str, found: re.Match[str]) -> str:
    """Whole words around what was found; a short text whole."""
    begin, end = found.start() - LEAST_AROUND, found.end() + LEAST_AROUND
    begin = text.rfind(" ", 0, begin) + 1 if begin > 0 else 0
    end = text.find(" ", end) if end < len(text) else -1
    piece = text[begin:] if end < 0 else text[begin:end]
    return f"{'… ' if begin else ''}{piece}{' …' if end >= 0 else ''}"


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    each = "|".join(r"[\s-]+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![^\W_])(?:{each})(?![^\W_])", re.IGNORECASE)


_PATTERNS = {treatment: _pattern(words) for treatment, words in NAMED_BY.items()}
