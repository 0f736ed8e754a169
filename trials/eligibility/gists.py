"""What criteria ask, without where it stands: the same question is the same object.

Hundreds of trials ask for the same ages, diseases and facts, each in words of its own. What
one of them comes to for a person need not be worked out for the next.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any
from weakref import WeakValueDictionary

from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Not,
    Origin,
    PerformanceCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.dependencies import named_by

Box = type[AllOf] | type[AnyOf] | type[Not]


class Gist:
    """One rule, or a box of gists. Equal only to itself.

    ``rule``   without its source; None for a box.
    ``box``    what kind of box it is; None for a rule.
    ``parts``  of a box, in their order. Texts, of which a trial may have a hundred, all mean
               "ask the team": the first of a box is enough.
    ``facts``  named in it (:func:`~trials.eligibility.dependencies.named_by`).
    """

    __slots__ = ("__weakref__", "box", "facts", "parts", "rule")

    def __init__(self, rule: Leaf | None, box: Box | None, parts: tuple["Gist", ...]) -> None:
        self.rule = rule
        self.box = box
        self.parts = parts
        named = (part.facts for part in parts)
        self.facts: frozenset[str] = named_by(rule) if rule else frozenset().union(*named)

    def rules(self) -> Iterator[Leaf]:
        """Of every leaf, in the order of the criteria."""
        if self.rule:
            yield self.rule
        for part in self.parts:
            yield from part.rules()

    def leaves(self) -> Iterator["Gist"]:
        if self.rule:
            yield self
        for part in self.parts:
            yield from part.leaves()


_kept: WeakValueDictionary[tuple[Any, ...], Gist] = WeakValueDictionary()
"""By what they ask, as long as anybody holds them."""


def gist_of(criterion: Criterion) -> Gist:
    if isinstance(criterion, AllOf | AnyOf):
        return boxed(type(criterion), tuple(map(gist_of, _with_one_text(criterion.parts))))
    if isinstance(criterion, Not):
        return boxed(Not, (gist_of(criterion.part),))
    key = (type(criterion), _ASKED[type(criterion)](criterion))
    return _kept.get(key) or _keep(key, Gist(replace(criterion, origin=Origin()), None, ()))


def boxed(box: Box, parts: tuple[Gist, ...]) -> Gist:
    key = (box, *parts)
    return _kept.get(key) or _keep(key, Gist(None, box, parts))


def _with_one_text(parts: Iterable[Criterion]) -> Iterator[Criterion]:
    has_text = False
    for part in parts:
        is_text = isinstance(part, TextCriterion)
        if not (is_text and has_text):
            yield part
        has_text = has_text or is_text


def _keep(key: tuple[Any, ...], gist: Gist) -> Gist:
    return _kept.setdefault(key, gist)


def _all_but_the_source(kind: type[Any]) -> Callable[[Any], Any]:
    return attrgetter(*(field.name for field in fields(kind) if field.name != "origin"))


_ASKED = {
    kind: _all_but_the_source(kind)
    for kind in (
        AgeCriterion,
        DiseaseCriterion,
        FactCriterion,
        WashoutCriterion,
        TextCriterion,
        PerformanceCriterion,
        CreatinineCriterion,
    )
}
