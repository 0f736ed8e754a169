"""Answers that do not go together: shown beside each other, never resolved for somebody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from trials.eligibility.catalogue import AGE, Implication
from trials.eligibility.conditions import FactValue, Operator
from trials.eligibility.person import DIAGNOSIS, Person
from trials.presenters.chips import FACT, Chip


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers of which not all can be right. ``why`` is a sentence; empty when none is kept."""

    answers: tuple[Chip, ...]
    why: str = ""


def clashes(person: Person, chips: Iterable[Chip]) -> tuple[Clash, ...]:
    """``chips`` are all answers that were given. The same answers clash only once."""
    given = list(chips)
    found: dict[tuple[Chip, ...], Clash] = {}
    for fields, why in _clashing(person):
        answers = tuple(chip for chip in given if chip.field in fields)
        if len(answers) > 1:
            found.setdefault(answers, Clash(answers, why))
    return tuple(found.values())


def _clashing(person: Person) -> Iterator[tuple[list[str], str]]:
    """The names of the answers behind every contradiction."""
    for contradiction in person.known.contradictions:
        because = contradiction.because
        fields = [
            *_behind(contradiction.fact, contradiction.said, person),
            *_premises(because, person),
        ]
        yield fields, str(because.source)
    for fact in _told_otherwise(person):
        yield [f"{FACT}{fact}", DIAGNOSIS], ""


def _behind(
    fact: str, value: FactValue, person: Person, passed: frozenset[str] = frozenset()
) -> list[str]:
    """The answers that say it: the fact itself where it was told, else what it follows from.

    ``passed`` are the facts on the way here, none of which is looked at twice.
    """
    if fact in person.facts.told:
        return [f"{FACT}{fact}"]
    for implication in person.catalogue.implications:
        is_reason = (fact, value) in implication.then and person.follows(implication)
        if is_reason and fact not in passed:
            return _premises(implication, person, passed | {fact})
    return [DIAGNOSIS]


def _premises(
    implication: Implication, person: Person, passed: frozenset[str] = frozenset()
) -> list[str]:
    fields = []
    for condition in implication.when:
        if condition.fact == AGE:
            fields.append(AGE)
        elif (value := person.known.values.get(condition.fact)) is not None:
            fields += _behind(condition.fact, value, person, passed)
    fields += [DIAGNOSIS] if implication.diseases else []
    fields += ["role"] if implication.roles else []
    return fields


def _told_otherwise(person: Person) -> Iterator[str]:
    """Facts told otherwise than a named disease is defined: T-ALL of B-cells."""
    told: Mapping[str, FactValue] = person.facts.told
    for named in sorted(person.facts.diagnoses):
        for disease in sorted(person.graph.ancestors(named)):
            for condition in person.graph.node(disease).defining:
                said = told.get(condition.fact)
                is_word = isinstance(said, str) and condition.operator is Operator.IS
                if is_word and said not in condition.values:
                    yield condition.fact
