"""What of the list can be chosen, with how many studies each choice has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.catalogue.place_names import country_in
from trials.finder import Choices, FinderResult, Sort
from trials.models import Trial
from trials.models.site import OverallStatus
from trials.models.translation import page_language
from trials.presenters.numbers import grouped
from trials.presenters.treatments import TREATMENT_NAMES

MOST_OPTIONS = 12
"""Countries beyond these are few studies each; the words of a search find them."""

_HEADINGS: Mapping[str, StrPromise] = {
    "kind": gettext_lazy("Kind of study"),
    "treatment": gettext_lazy("Kind of treatment"),
    "phase": gettext_lazy("Phase"),
    "status": gettext_lazy("Recruitment"),
    "country": gettext_lazy("Country"),
}
_LABELS: Mapping[str, Mapping[str, StrPromise]] = {
    "kind": {choice.value: choice.label for choice in Trial.Kind},
    "phase": {choice.value: choice.label for choice in Trial.Phase},
    "treatment": TREATMENT_NAMES,
    "status": {choice.value: choice.label for choice in OverallStatus},
}


@dataclass(frozen=True, slots=True)
class Option:
    """``count`` is how many open studies that may fit have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to choose by; ``name`` is that of the field in the address."""

    name: str
    heading: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SortOption:
    value: Sort
    label: str
    is_chosen: bool


def facets(result: FinderResult) -> tuple[Facet, ...]:
    """Those with anything to choose between, and those somebody chose by."""
    found = (_facet(name, result) for name in _HEADINGS)
    return tuple(
        facet
        for facet in found
        if len(facet.options) > 1 or any(option.is_chosen for option in facet.options)
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """``name`` and ``value`` as in the address."""

    name: str
    value: str
    label: str


def chosen(facets: Iterable[Facet]) -> tuple[Chosen, ...]:
    """What was chosen, each to be taken back by itself."""
    return tuple(
        Chosen(facet.name, option.value, option.label)
        for facet in facets
        for option in facet.options
        if option.is_chosen
    )


def sort_options(result: FinderResult) -> tuple[SortOption, ...]:
    """Nearest first is offered to those who told a place."""
    wish = result.wish
    return tuple(
        SortOption(sort, str(label), sort is wish.order)
        for sort, label in _SORTS.items()
        if sort is not Sort.NEAREST or wish.place is not None
    )


def reach_words(result: FinderResult) -> str:
    """How far this part of the list looked; empty when it looked at everything."""
    reach = result.reach
    if reach.is_whole:
        return ""
    return _(
        "%(kept)s open studies may fit the role, age and disease you entered. "
        "We looked closely at %(looked_at)s of them for this part of the list."
    ) % {"kept": grouped(reach.kept), "looked_at": grouped(reach.looked_at)}


def closed_words(result: FinderResult) -> str:
    """What the list and its numbers leave aside until somebody asks; empty for nothing."""
    count = result.closed_unasked
    if not count:
        return ""
    return ngettext(
        "%(count)s study takes nobody new. It is not in this list and its numbers.",
        "%(count)s studies take nobody new. They are not in this list and its numbers.",
        count,
    ) % {"count": grouped(count)}


def _facet(name: str, result: FinderResult) -> Facet:
    counts, chosen = result.facets[name], _chosen(name, result.wish.choices)
    values = sorted(counts, key=lambda value: (-counts[value], value))[:MOST_OPTIONS]
    values += [value for value in chosen if value not in values]
    return Facet(
        name,
        str(_HEADINGS[name]),
        tuple(
            Option(value, _words(name, value), counts.get(value, 0), value in chosen)
            for value in values
        ),
    )


def _chosen(name: str, choices: Choices) -> tuple[str, ...]:
    chosen: tuple[str, ...] = getattr(choices, name)
    return chosen


_SORTS: Mapping[Sort, StrPromise] = {
    Sort.FIT: gettext_lazy("What fits best first"),
    Sort.NEAREST: gettext_lazy("Nearest first"),
    Sort.NEWEST: gettext_lazy("Checked most recently first"),
}


def _words(name: str, value: str) -> str:
    """What a value is called in the language of the page."""
    if name == "country":
        return country_in(value, page_language())
    return str(_LABELS.get(name, {}).get(value, value))
