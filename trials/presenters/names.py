"""Plain names of diseases, from the lists that are in memory anyway."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from trials.disease_search import DiseaseNames
from trials.eligibility.diseases import DiseaseGraph
from trials.presenters.disease_findings import NameOf


@lru_cache(maxsize=2)
def plain_names(catalogue: DiseaseNames) -> NameOf:
    """A code the list does not know (it changed a moment ago) stands for itself.

    The same list gives the same function: words are kept by it.
    """

    def name_of(code: str) -> str:
        disease = catalogue.named(code)
        return disease.plain_name if disease else code

    return name_of


@dataclass(frozen=True, slots=True)
class DiagnosisNames:
    """Names, and which diagnoses stand below which.

    ``diagnoses`` are the codes that somebody can have, without the groups that only order
    the list.
    """

    name_of: NameOf
    graph: DiseaseGraph
    diagnoses: frozenset[str]

    def sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.name_of(code) for code in codes))

    def below(self, codes: Iterable[str]) -> frozenset[str]:
        """The diagnoses among these diseases and everything more specific."""
        found: set[str] = set()
        for code in codes:
            if code in self.graph:
                found |= self.graph.descendants(code)
        return frozenset(found) & self.diagnoses
