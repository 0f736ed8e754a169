"""What follows from what was told of a person, and where the answers contradict each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from trials.eligibility.catalogue import AGE, Implication
from trials.eligibility.conditions import FactValue, Operator
from trials.eligibility.person import DIAGNOSIS, Person
from trials.presenters.referral_values import value_words
from trials.presenters.referral_words import StaffWords


@dataclass(frozen=True, slots=True)
class ImpliedWords:
    """A fact that was not told: its value, the answers it follows from, and why."""

    label: str
    value: str
    premises: str
    why: str


@dataclass(frozen=True, slots=True)
class ContradictionWords:
    """``field`` is the id of the box of the fact on the form; empty when it has none."""

    sentence: str
    field: str


def implied_facts(person: Person, words: StaffWords) -> dict[str, ImpliedWords]:
    """By the key of the fact, in the order of the catalogue."""
    implied = person.known.values.keys() - person.facts.told.keys()
    return {
        fact.key: _implied(fact.key, person, words)
        for fact in words.catalogue
        if fact.key in implied
    }


def premises_by_fact(implied: Mapping[str, ImpliedWords]) -> dict[str, str]:
    return {fact: words.premises for fact, words in implied.items()}


def contradictions(
    person: Person, words: StaffWords, fields: Mapping[str, str]
) -> tuple[ContradictionWords, ...]:
    found = {
        contradiction.fact: _against(
            contradiction.fact,
            contradiction.said,
            contradiction.implied,
            _premises(contradiction.because, words),
            words,
        )
        for contradiction in person.known.contradictions
    }
    for fact, said, defined in _against_diagnosis(person):
        found.setdefault(fact, _against(fact, said, defined, words.label(DIAGNOSIS), words))
    return tuple(
        ContradictionWords(sentence, fields.get(fact, "")) for fact, sentence in found.items()
    )


def _implied(fact: str, person: Person, words: StaffWords) -> ImpliedWords:
    value = person.known.values[fact]
    because = _reason(fact, value, person)
    return ImpliedWords(
        label=words.label(fact),
        value=value_words(words.catalogue.fact(fact), value),
        premises=_premises(because, words) if because else words.label(DIAGNOSIS),
        why=str(because.source) if because else _("The disease is defined by it"),
    )


def _reason(fact: str, value: FactValue, person: Person) -> Implication | None:
    """None when the fact comes with the disease that was named."""
    for implication in person.catalogue.implications:
        if (fact, value) in implication.then and person.follows(implication):
            return implication
    return None


def _premises(implication: Implication, words: StaffWords) -> str:
    """The answers from which it follows: "Disease status and Sex"."""
    facts = dict.fromkeys(condition.fact for condition in implication.when)
    names = [_("Age") if fact == AGE else words.label(fact) for fact in facts]
    if implication.diseases:
        names.append(words.label(DIAGNOSIS))
    if implication.roles:
        names.append(words.label("role"))
    return get_text_list(names, _("and"))


def _against(
    fact: str, said: FactValue, implied: FactValue, premises: str, words: StaffWords
) -> str:
    entry = words.catalogue.fact(fact)
    return _(
        "%(fact)s: you entered “%(said)s”, but “%(implied)s” follows from %(premises)s. "
        "Your entry counts."
    ) % {
        "fact": entry.label,
        "said": value_words(entry, said),
        "implied": value_words(entry, implied),
        "premises": premises,
    }


def _against_diagnosis(person: Person) -> Iterator[tuple[str, FactValue, FactValue]]:
    """Facts told otherwise than the named disease is defined: T-ALL with B lineage."""
    for named in sorted(person.facts.diagnoses):
        for disease in sorted(person.graph.ancestors(named)):
            for condition in person.graph.node(disease).defining:
                said = person.facts.told.get(condition.fact)
                if isinstance(said, str) and condition.operator is Operator.IS:
                    defined = str(condition.values[0])
                    if said != defined and condition.fact in person.catalogue:
                        yield condition.fact, said, defined
