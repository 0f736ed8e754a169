"""The hierarchy of diseases: what stands above and below what, and what can go together.

    leukemia
    └── acute leukemia
        ├── ALL ── B-ALL (lineage is b) ── Ph+ ALL (bcr_abl1 is positive)
        │      └─ T-ALL (lineage is t)
        └── AML ── APL (pml_rara is positive)

A directed graph without cycles: a disease may have several parents. A family may name
any node, general ones too. ``Ph+ ALL`` is B-ALL (certain); ``leukemia`` may be B-ALL
(unknown: ask which type); ``T-ALL`` is not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from trials.eligibility.conditions import Condition


@dataclass(frozen=True, slots=True)
class DiseaseNode:
    """One disease or group of diseases.

    ``parents``           ids of the next more general nodes; empty for a root.
    ``defining``          conditions that, with the parents, are the same as this disease.
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

    Raises UnknownDiseaseError for a parent or a part that is no node, DiseaseCycleError
    for a cycle.
    """

    def __init__(self, nodes: Iterable[DiseaseNode]) -> None:
        self._nodes: Mapping[str, DiseaseNode] = {node.id: node for node in nodes}
        self._ancestors: dict[str, frozenset[str]] = {}
        for disease_id in self._nodes:
            self._climb(disease_id, ())
        self._descendants = _turned_round(self._ancestors)
        self._children = _turned_round({key: node.parents for key, node in self._nodes.items()})
        self._wholes = tuple(node for node in self._nodes.values() if node.parts)
        for whole in self._wholes:
            for part in whole.parts:
                self.node(part)
        self._overlaps = self._find_overlaps()
        self._excluded = self._find_excluded()
        self.defining_facts = frozenset(
            condition.fact for node in self._nodes.values() for condition in node.defining
        )
        self.defined = tuple(item for item in self._nodes if self.is_defined(item))
        self._covered: dict[frozenset[str], frozenset[str]] = {}

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

    def is_defined(self, disease_id: str) -> bool:
        """Whether its parents and its defining facts together say exactly this disease.

        False without defining facts, and when they only repeat what one parent says:
        Down syndrome does not make TAM of every myeloid disease of Down syndrome.
        """
        node = self.node(disease_id)
        facts, parents = frozenset(node.defining), frozenset(node.parents)
        return bool(facts) and not any(
            facts <= self._all_defining(parent) and parents <= self._ancestors[parent]
            for parent in parents
        )

    def children(self, disease_id: str) -> frozenset[str]:
        return self._children[self.node(disease_id).id]

    def with_wholes(self, disease_ids: Iterable[str]) -> frozenset[str]:
        """These diseases and every disease all of whose parts they cover.

        A trial that lists B-ALL and T-ALL takes "ALL" as well.
        """
        named = frozenset(disease_ids)
        if named not in self._covered:
            self._covered[named] = self._cover(set(named))
        return self._covered[named]

    def _cover(self, covered: set[str]) -> frozenset[str]:
        while wholes := {
            whole.id
            for whole in self._wholes
            if whole.id not in covered
            and all(covered & self._ancestors[part] for part in whole.parts)
        }:
            covered |= wholes
        return frozenset(covered)

    def may_overlap(self, one: str, other: str) -> bool:
        """Whether somebody may have both, by the shape of the hierarchy alone.

        True when the two have a descendant in common (a node and its own ancestor have),
        and when they stand below two children of one parent that divide it on different
        axes: AML is divided by genetics and by cell type (FAB), ALL by lineage and by age
        at diagnosis. Children on one axis, or on none at all, shut each other out, except
        for what lies below both. What may overlap for a disease may overlap for everything
        above it.
        """
        return self.node(other).id in self._overlaps[self.node(one).id]

    def exclude_each_other(self, one: str, other: str) -> bool:
        """Whether both, or two of their ancestors, are in one exclusive group.

        Members with a descendant in common do not shut each other out: the hierarchy says
        that somebody may have both.
        """
        return self.node(other).id in self._excluded[self.node(one).id]

    def _climb(self, disease_id: str, path: tuple[str, ...]) -> frozenset[str]:
        if disease_id in path:
            raise DiseaseCycleError((*path[path.index(disease_id) :], disease_id))
        if disease_id not in self._ancestors:
            above = frozenset({disease_id})
            for parent in self.node(disease_id).parents:
                above |= self._climb(parent, (*path, disease_id))
            self._ancestors[disease_id] = above
        return self._ancestors[disease_id]

    def _all_defining(self, disease_id: str) -> frozenset[Condition]:
        above = self._ancestors[disease_id]
        return frozenset(fact for item in above for fact in self._nodes[item].defining)

    def _find_overlaps(self) -> dict[str, frozenset[str]]:
        """For every disease all that it may overlap with."""
        overlaps: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        crossing, apart = self._sort_siblings()
        for disease_id, above in self._ancestors.items():
            beside = {disease_id}
            for one in above:
                beside |= self._below(crossing[one])
            for one in above:
                beside -= self._below(apart[one] - above) - self._descendants[one]
            reached = frozenset().union(*(self._ancestors[item] for item in beside))
            for one in above:
                overlaps[one] |= reached
        return {key: frozenset(ids) for key, ids in overlaps.items()}

    def _find_excluded(self) -> dict[str, set[str]]:
        """For every disease all that it excludes."""
        excluded: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        for one, other in permutations(self._nodes.values(), 2):
            below, below_other = self._descendants[one.id], self._descendants[other.id]
            if one.exclusive_groups & other.exclusive_groups and below.isdisjoint(below_other):
                for disease_id in below:
                    excluded[disease_id] |= below_other
        return excluded

    def _sort_siblings(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """For every disease the siblings on other axes, and all its other siblings."""
        crossing: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        apart: dict[str, set[str]] = {disease_id: set() for disease_id in self._nodes}
        for siblings in self._children.values():
            for one, other in permutations(siblings, 2):
                axes, other_axes = self._nodes[one].axes, self._nodes[other].axes
                is_crossing = axes.isdisjoint(other_axes) and axes | other_axes
                (crossing if is_crossing else apart)[one].add(other)
        return crossing, apart

    def _below(self, disease_ids: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._descendants[item] for item in disease_ids))


def _turned_round(links: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """From "what stands above each" to "what stands below each"."""
    below: dict[str, set[str]] = {disease_id: set() for disease_id in links}
    for disease_id, above in links.items():
        for ancestor in above:
            below[ancestor].add(disease_id)
    return {key: frozenset(ids) for key, ids in below.items()}
