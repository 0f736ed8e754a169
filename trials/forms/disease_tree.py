"""The list of diseases as an indented tree, to choose from and to count in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from trials.models import Disease, DiseaseCatalogue, DiseaseParent


@dataclass(frozen=True, slots=True)
class TreeLine:
    """One disease at one place. ``is_again`` where it stands above it in the list already."""

    disease: Disease
    depth: int
    is_again: bool


@dataclass(frozen=True, slots=True)
class DiseaseTree:
    """``children`` and ``diseases`` are by the keys of the rows."""

    lines: tuple[TreeLine, ...]
    diseases: Mapping[int, Disease]
    children: Mapping[int, tuple[int, ...]]

    def below(self, keys: Collection[int]) -> set[int]:
        """The diseases themselves and everything more specific."""
        found: set[int] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.children.get(key, ())
        return found

    def covered(self, includes: Collection[int], excepts: Collection[int]) -> set[int]:
        """The diagnoses that a rule takes; a rule of exceptions alone takes all others."""
        taken = self.below(includes) if includes else set(self.diseases)
        left = taken - self.below(excepts)
        kind = Disease.Kind.DIAGNOSIS
        return {key for key in left if key in self.diseases and self.diseases[key].kind == kind}


def disease_tree() -> DiseaseTree:
    """As the database has it now; one query when nothing has changed."""
    return _tree_of_version(DiseaseCatalogue.current_version())


@lru_cache(maxsize=2)
def _tree_of_version(version: int) -> DiseaseTree:
    """``version`` is the cache key alone: another number means other rows."""
    diseases = {disease.pk: disease for disease in Disease.objects.order_by("plain_name", "pk")}
    children: dict[int, list[int]] = {}
    below: set[int] = set()
    for child, parent in DiseaseParent.objects.values_list("child_id", "parent_id"):
        children.setdefault(parent, []).append(child)
        below.add(child)
    rank = {key: place for place, key in enumerate(diseases)}
    ordered = {key: tuple(sorted(each, key=rank.__getitem__)) for key, each in children.items()}
    seen: set[int] = set()
    roots = (key for key in diseases if key not in below)
    lines = [line for root in roots for line in _lines(root, 0, diseases, ordered, seen)]
    return DiseaseTree(tuple(lines), diseases, ordered)


def _lines(
    key: int,
    depth: int,
    diseases: Mapping[int, Disease],
    children: Mapping[int, tuple[int, ...]],
    seen: set[int],
) -> Iterator[TreeLine]:
    """A disease with everything below it; what stands in the list already is only named."""
    is_again = key in seen
    seen.add(key)
    yield TreeLine(diseases[key], depth, is_again)
    if not is_again:
        for child in children.get(key, ()):
            yield from _lines(child, depth + 1, diseases, children, seen)
