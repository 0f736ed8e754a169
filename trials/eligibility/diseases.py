"""The hierarchy of diseases and what a named disease says about another one.

    leukemia
    └── acute leukemia
        ├── ALL ── B-ALL (lineage is b) ── Ph+ ALL (bcr_abl1 is positive)
        │      └─ T-ALL (lineage is t)
        └── AML ── APL (pml_rara is positive)

A directed graph without cycles: a disease may have several parents. A family may name
any node, general ones too. ``Ph+ ALL`` is B-ALL (certain); ``leukemia`` may be B-ALL
(unknown: ask which type); ``T-ALL`` is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .conditions import Condition
from .truth import Truth, all_of, any_of, negate


@dataclass(frozen=True, slots=True)
class DiseaseNode:
    """One disease or group of diseases.

    ``parents``           ids of the next more general nodes; empty for a root.
    ``defining``          conditions that, with a parent, are the same as this disease.
    ``exclusive_groups``  names of groups of which a person has at most one member.
    ``parts``             ids of children that together make up the whole of this node;
                          empty when the children are only examples.
    """

    id: str
    parents: tuple[str, ...] = ()
    defining: tuple[Condition, ...] = ()
    exclusive_groups: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    @property
    def axes(self) -> frozenset[str]:
        """By what this node divides its parent: exclusive groups and defining facts."""
        return self.exclusive_groups | {condition.fact for condition in self.defining}


class UnknownDiseaseError(LookupError):
    """The graph holds no disease of this id."""

    def __init__(self, disease_id: str) -> None:
        super().__init__(disease_id)
        self.disease_id = disease_id


class DiseaseCycleError(ValueError):
    """Following parents from ``path[0]`` leads back to it."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


class DiseaseGraph:
    """All diseases with their ancestors and descendants worked out once.

    Raises UnknownDiseaseError for a parent that is no node, DiseaseCycleError for a
    cycle.
    """

    def __init__(self, nodes: Iterable[DiseaseNode]) -> None:
        self._nodes: Mapping[str, DiseaseNode] = {node.id: node for node in nodes}
        self._ancestors: dict[str, frozenset[str]] = {}
        for disease_id in self._nodes:
            self._climb(disease_id, ())
        below: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        children: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        for disease_id, ancestors in self._ancestors.items():
            for ancestor in ancestors:
                below[ancestor].add(disease_id)
            for parent in self._nodes[disease_id].parents:
                children[parent].add(disease_id)
        self._descendants = {key: frozenset(ids) for key, ids in below.items()}
        self._children = {key: frozenset(ids) for key, ids in children.items()}

    def __contains__(self, disease_id: object) -> bool:
        return disease_id in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def node(self, disease_id: str) -> DiseaseNode:
        try:
            return self._nodes[disease_id]
        except KeyError:
            raise UnknownDiseaseError(disease_id) from None

    def ancestors(self, disease_id: str) -> frozenset[str]:
        """The disease itself and everything above it."""
        return self._ancestors[self.node(disease_id).id]

    def descendants(self, disease_id: str) -> frozenset[str]:
        """The disease itself and everything below it."""
        return self._descendants[self.node(disease_id).id]

    def children(self, disease_id: str) -> frozenset[str]:
        return self._children[self.node(disease_id).id]

    def with_wholes(self, disease_ids: Iterable[str]) -> frozenset[str]:
        """These diseases and every disease all of whose parts they cover.

        A trial that lists B-ALL and T-ALL takes "ALL" as well.
        """
        covered = set(disease_ids)
        grown = True
        while grown:
            wholes = {
                node.id
                for node in self._nodes.values()
                if node.parts
                and node.id not in covered
                and all(covered & self._ancestors[part] for part in node.parts)
            }
            covered |= wholes
            grown = bool(wholes)
        return frozenset(covered)

    def may_overlap(self, one: str, other: str) -> bool:
        """Whether somebody may have both, by the shape of the hierarchy alone.

        True for a node and its own ancestor, for nodes with a common descendant, and
        for nodes below two children of one parent that divide it on different axes:
        AML is divided by genetics and by cell type (FAB), ALL by lineage and by age at
        diagnosis. Children on no axis at all are taken to shut each other out.
        """
        if self._descendants[one] & self._descendants[other]:
            return True
        above_one, above_other = self._ancestors[one], self._ancestors[other]
        return any(
            self._on_different_axes(parent, above_one, above_other)
            for parent in above_one & above_other
        )

    def exclude_each_other(self, one: str, other: str) -> bool:
        """Whether both, or two of their ancestors, are in one exclusive group."""
        above_one, above_other = self._ancestors[one], self._ancestors[other]
        return any(
            self._nodes[a].exclusive_groups & self._nodes[b].exclusive_groups
            for a in above_one - above_other
            for b in above_other - above_one
        )

    def _climb(self, disease_id: str, path: tuple[str, ...]) -> frozenset[str]:
        if disease_id in path:
            raise DiseaseCycleError((*path[path.index(disease_id) :], disease_id))
        if disease_id not in self._ancestors:
            above = frozenset({disease_id})
            for parent in self.node(disease_id).parents:
                above |= self._climb(parent, (*path, disease_id))
            self._ancestors[disease_id] = above
        return self._ancestors[disease_id]

    def _on_different_axes(
        self, parent: str, above_one: frozenset[str], above_other: frozenset[str]
    ) -> bool:
        return any(
            self._nodes[one].axes.isdisjoint(self._nodes[other].axes)
            and bool(self._nodes[one].axes | self._nodes[other].axes)
            for one in self._children[parent] & above_one
            for other in self._children[parent] & above_other
            if one != other
        )


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

    def among(self, include: Iterable[str], exclude: Iterable[str]) -> Truth:
        """Whether the person has one of ``include`` (wholes added) and none of ``exclude``."""
        included = any_of(self.status(item) for item in self._graph.with_wholes(include))
        excluded = any_of(self.status(item) for item in exclude)
        return all_of((included, negate(excluded)))

    def _closure(self) -> frozenset[str]:
        """Everything that is certain: the named, those above, and those that facts settle."""
        true: set[str] = set()
        for disease_id in self._named:
            true |= self._graph.ancestors(disease_id)
        grown = bool(true)
        while grown:
            settled = {
                disease_id
                for disease_id in self._graph
                if disease_id not in true and self._is_settled(disease_id, true)
            }
            for disease_id in settled:
                true |= self._graph.ancestors(disease_id)
            grown = bool(settled)
        return frozenset(true)

    def _is_settled(self, disease_id: str, true: set[str]) -> bool:
        node = self._graph.node(disease_id)
        return (
            bool(node.defining)
            and not true.isdisjoint(node.parents)
            and all(self._holds(condition) is Truth.TRUE for condition in node.defining)
            and not any(self._is_shut_out(item) for item in self._graph.ancestors(disease_id))
        )

    def _is_shut_out(self, disease_id: str) -> bool:
        """By the names alone: nothing named could be this disease as well."""
        if self._graph.node(disease_id).defining:
            return any(self._graph.exclude_each_other(disease_id, name) for name in self._named)
        return any(
            self._graph.exclude_each_other(disease_id, name)
            or not self._graph.may_overlap(disease_id, name)
            for name in self._named
        )

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
