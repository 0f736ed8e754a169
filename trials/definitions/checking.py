"""Whether the diseases and facts that a document names exist, and take such values."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from trials.definitions.values import Value
from trials.definitions.words import OPERATORS
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind

_WORDS = (FactKind.CHOICE, FactKind.CHOICES)
_NUMBERS = (FactKind.NUMBER, FactKind.COUNT)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that may be used."""

    diseases: Collection[str]
    catalogue: FactCatalogue


def check_names(trial: Value, vocabulary: Vocabulary) -> None:
    """Raises DefinitionFault for the first name that is not in ``vocabulary``.

    ``trial`` has been read before: its form is known to be right.
    """
    for group in _at(trial, "groups").items():
        check_criteria(_at(group, "criteria"), vocabulary)


def check_criteria(criteria: Value, vocabulary: Vocabulary) -> None:
    """The same for the criteria of one group."""
    for leaf in _leaves(criteria):
        _check_leaf(leaf, vocabulary)


def _at(value: Value, key: str) -> Value:
    found = value.found
    return Value(f"{value.path}.{key}", found.get(key) if isinstance(found, dict) else None)


def _has(value: Value, key: str) -> bool:
    return isinstance(value.found, dict) and value.found.get(key) is not None


def _leaves(value: Value) -> Iterator[Value]:
    for box in ("all", "any"):
        if _has(value, box):
            for item in _at(value, box).items():
                yield from _leaves(item)
            return
    if _has(value, "not"):
        yield from _leaves(_at(value, "not"))
    else:
        yield value


def _check_leaf(leaf: Value, vocabulary: Vocabulary) -> None:
    if _has(leaf, "disease"):
        _check_diseases(_at(leaf, "disease"), vocabulary.diseases)
    elif _has(leaf, "fact"):
        _check_fact(leaf, _known_fact(_at(leaf, "fact"), vocabulary.catalogue))
    elif _has(leaf, "washout"):
        washout = _at(leaf, "washout")
        _known_fact(washout, vocabulary.catalogue)
        _known_fact(Value(washout.path, f"{washout.text()}_days"), vocabulary.catalogue)


def _check_diseases(disease: Value, known: Collection[str]) -> None:
    for key in ("in", "not_in"):
        if _has(disease, key):
            for item in _at(disease, key).items():
                if item.text() not in known:
                    raise item.fault(f"“{item.text()}” is no disease that we hold; correct it")


def _known_fact(value: Value, catalogue: FactCatalogue) -> Fact:
    if value.text() not in catalogue:
        raise value.fault(f"“{value.text()}” is no fact of the catalogue; correct it")
    return catalogue.fact(value.text())


def _check_fact(leaf: Value, fact: Fact) -> None:
    (operator,) = (key for key in OPERATORS if _has(leaf, key))
    compared = _at(leaf, operator)
    takes_words = operator in ("is", "in")
    if takes_words != (fact.kind in _WORDS) or not takes_words != (fact.kind in _NUMBERS):
        raise compared.fault(f"“{fact.key}” is a {fact.kind}: “{operator}” does not compare it")
    if takes_words:
        for item in compared.items() if operator == "in" else [compared]:
            if item.text() not in fact.values:
                raise item.fault(f"“{item.text()}” should be one of: {', '.join(fact.values)}")
