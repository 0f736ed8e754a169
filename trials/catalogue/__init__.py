"""Everything that can be asked about a person, in words, and what follows from what."""

from trials.catalogue import biomarkers, disease, health, person, treatment
from trials.catalogue.implications import IMPLICATIONS
from trials.eligibility.catalogue import FactCatalogue

__all__ = ["CATALOGUE"]

CATALOGUE = FactCatalogue(
    (
        *person.FACTS,
        *disease.FACTS,
        *biomarkers.FACTS,
        *treatment.FACTS,
        *health.FACTS,
    ),
    IMPLICATIONS,
)
