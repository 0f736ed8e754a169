"""What the diseases a person named say about every other disease.

leukemia
├── ALL ──┬── B-ALL ── Ph+ ALL     "ALL" named:  leukemia TRUE, B-ALL UNKNOWN, AML FALSE
│         └── T-ALL
└── AML ── APL
"""

from collections.abc import Callable, Iterable

from trials.eligibility.conditions import Condition
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.truth import Truth


class NamedDiseases:
    """What the diseases a person named say about every other disease.

    ``holds`` answers for a defining condition: TRUE, FALSE, or UNKNOWN when the fact
    was not told. Raises UnknownDiseaseError for a name that is not in the graph.
    """

    def __init__(
        self,
        graph: DiseaseGraph,
        named: Iterable[str],
        holds: Callable[[Condition], Truth],
    ) -> None:
        self._graph = graph
        self._named = frozenset(named)
        self._holds = holds
        self._known: dict[str, Truth] = {}
        self._true = self._closure()

    def status(self, disease_id: str) -> Truth:
        """TRUE: the person has it. FALSE: does not. UNKNOWN: depends on the type."""
        if disease_id not in self._known:
            self._known[disease_id] = self._find(disease_id)
        return self._known[disease_id]

    def _closure(self) -> frozenset[str]:
        """Everything that is certain: the named, those above, and those that facts settle."""
        true: set[str] = set()
        for disease_id in self._named:
            true |= self._graph.ancestors(disease_id)
        while settled := {
            disease_id
            for disease_id in self._graph.defined
            if disease_id not in true and self._is_settled(disease_id, true)
        }:
            for disease_id in settled:
                true |= self._graph.ancestors(disease_id)
        return frozenset(true)

    def _is_settled(self, disease_id: str, true: set[str]) -> bool:
        node = self._graph.node(disease_id)
        return (
            true.issuperset(node.parents)
            and all(self._holds(condition) is Truth.TRUE for condition in node.defining)
            and not any(self._is_shut_out(item) for item in self._graph.ancestors(disease_id))
        )

    def _is_shut_out(self, disease_id: str) -> bool:
        """By the names alone: nothing named could be this disease as well.

        One named disease that excludes it is enough; but a disease that merely lies
        elsewhere shuts nothing out as long as another named one may be of this type.
        """
        if any(self._graph.exclude_each_other(disease_id, name) for name in self._named):
            return True
        if self._graph.is_defined(disease_id):
            return False  # facts may still make it so; the diseases above it decide
        return not any(self._graph.may_overlap(disease_id, name) for name in self._named)

    def _find(self, disease_id: str) -> Truth:
        if disease_id in self._true:
            return Truth.TRUE
        if not self._named:
            return Truth.UNKNOWN
        node = self._graph.node(disease_id)
        if self._is_shut_out(disease_id):
            return Truth.FALSE
        above = [self.status(parent) for parent in node.parents]
        if Truth.FALSE in above:
            return Truth.FALSE
        if any(self._holds(condition) is Truth.FALSE for condition in node.defining):
            return Truth.FALSE
        return Truth.UNKNOWN
