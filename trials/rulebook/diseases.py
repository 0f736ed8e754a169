"""Stored diseases as the hierarchy that rules are evaluated with."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from trials.eligibility.ages import AgeLimit
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.models import Disease, DiseaseCatalogue, DiseaseParent

_DEFINING = re.compile(r"(?P<fact>\w+)(?P<operator>[=<])(?P<value>[\w+]+?)(?P<unit>mo|y|d)?$")
_AGE_UNITS = {"mo": AgeLimit.months, "y": AgeLimit.years, "d": AgeLimit.days}


class UnreadableFactError(ValueError):
    """A disease is defined by something that is no fact: neither "a=b" nor "age<12mo"."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def disease_graph(version: int | None = None) -> DiseaseGraph:
    """The hierarchy as it stands in the database now; read anew only after a change.

    One query when nothing has changed; none where the ``version`` of now was read.
    """
    return _graph_of_version(DiseaseCatalogue.current_version() if version is None else version)


@lru_cache(maxsize=2)
def _graph_of_version(version: int) -> DiseaseGraph:
    """``version`` is the cache key alone: another number means other rows."""
    parents: dict[str, list[str]] = {}
    parts: dict[str, set[str]] = {}
    links = DiseaseParent.objects.values_list("child__code", "parent__code", "is_part")
    for child, parent, is_part in links.order_by("pk"):
        parents.setdefault(child, []).append(parent)
        if is_part:
            parts.setdefault(parent, set()).add(child)
    return DiseaseGraph(_nodes(Disease.objects.all(), parents, parts))


def _nodes(
    rows: Iterable[Disease], parents: dict[str, list[str]], parts: dict[str, set[str]]
) -> Iterator[DiseaseNode]:
    for row in rows:
        yield DiseaseNode(
            id=row.code,
            parents=tuple(parents.get(row.code, ())),
            defining=tuple(_condition(text) for text in row.defining_facts),
            exclusive_groups=frozenset(row.exclusive_groups),
            parts=frozenset(parts.get(row.code, ())),
        )


def _condition(text: str) -> Condition:
    """``bcr_abl1=positive`` or ``age_at_diagnosis<12mo``."""
    match = _DEFINING.fullmatch(text)
    if match is None:
        raise UnreadableFactError(text)
    if match["operator"] == "<":
        if match["unit"] is None or not match["value"].isdigit():
            raise UnreadableFactError(text)
        limit = _AGE_UNITS[match["unit"]](int(match["value"]))
        return Condition(match["fact"], Operator.BELOW, (limit,))
    return Condition(match["fact"], Operator.IS, (match["value"] + (match["unit"] or ""),))
