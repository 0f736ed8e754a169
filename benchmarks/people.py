"""Who asks: what families type, from the narrowest question to the widest."""

PEOPLE: dict[str, dict[str, str]] = {
    "7 years, B-ALL": {"age_years": "7", "diagnosis": "B-ALL"},
    "10 years, AML, near Memphis": {
        "age_years": "10",
        "diagnosis": "AML",
        "near": "38105",
    },
    "16 years, Ph+ ALL": {"age_years": "16", "diagnosis": "Ph+ ALL"},
    "8 months, neuroblastoma": {"age_months": "8", "diagnosis": "neuroblastoma"},
    "born May 2014, medulloblastoma": {
        "birth_month": "5",
        "birth_day": "2",
        "birth_year": "2014",
        "diagnosis": "medulloblastoma",
    },
    "12 years, sickle cell disease": {"age_years": "12", "diagnosis": "sickle cell disease"},
    "3 years, Wilms tumor, near Boston": {
        "age_years": "3",
        "diagnosis": "Wilms tumor",
        "near": "02115",
    },
    "5 years, B-ALL, about CAR T cells": {
        "age_years": "5",
        "diagnosis": "B-ALL",
        "words": "CAR T cells",
    },
    "donor, 35 years": {"role": "donor", "age_years": "35"},
    "70 years, Wilms tumor: nothing fits": {"age_years": "70", "diagnosis": "Wilms tumor"},
    "5 years, leukemia of some kind": {"age_years": "5", "diagnosis": "leukemia"},
    "9 years, nothing else": {"age_years": "9"},
}
