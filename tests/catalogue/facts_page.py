"""Writes docs/facts.md from the catalogue: ``python -m tests.catalogue.facts_page``."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
from django.utils import translation

from trials.catalogue import CATALOGUE
from trials.eligibility.catalogue import Choice, Fact, FactGroup, Implication, Persona, Tier
from trials.eligibility.conditions import Condition, Operator

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"

INTRODUCTION = """\
# What can be asked about a person

Written by `python -m tests.catalogue.facts_page` from `trials/catalogue`; change it there.

Nobody has to answer anything, and nothing is stored. A fact that was not told is unknown,
and unknown never means no.
"""
GROUPS = {
    FactGroup.PERSON: "Person",
    FactGroup.DISEASE: "Disease",
    FactGroup.BIOMARKER: "Laboratory findings",
    FactGroup.TREATMENT: "Treatment",
    FactGroup.HEALTH: "Health",
}
TIERS = {
    Tier.EVERYDAY: "everyday: families know it",
    Tier.RECORD: "in the medical record",
    Tier.CLINIC: "measured or judged by the clinic",
}
SIGNS = {
    Operator.IS: "is",
    Operator.IN: "is one of",
    Operator.AT_LEAST: "≥",
    Operator.ABOVE: ">",
    Operator.AT_MOST: "≤",
    Operator.BELOW: "<",
    Operator.EQUALS: "=",
}


def facts_page() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    for group, title in GROUPS.items():
        yield f"## {title}\n"
        for fact in CATALOGUE:
            if fact.group is group:
                yield from _fact_lines(fact)
    yield "## What follows from what\n"
    yield "What was told is never overwritten by what follows.\n"
    yield from (_implication_line(implication) for implication in CATALOGUE.implications)
    yield ""


def _fact_lines(fact: Fact) -> Iterator[str]:
    yield f"### `{fact.key}`: {fact.label}\n"
    yield "- " + "; ".join(_properties(fact))
    if fact.question:
        yield f"- Families: *{fact.question}*"
        yield f"- Why it is asked: {fact.why}"
    if fact.hint:
        yield f"- Hint: {fact.hint}"
    if fact.choices:
        yield "- Answers: " + ", ".join(_answer(fact, choice) for choice in fact.choices)
    yield ""


def _answer(fact: Fact, choice: Choice) -> str:
    """Its value, the clinical words where they differ from it, and the plain ones."""
    words = [str(choice.staff_label)]
    if fact.question and choice.label != choice.staff_label:
        words.append(f"*{choice.label}*")
    if words[0].lower() == choice.value:
        del words[0]
    return f"`{choice.value}`" + (f" ({'; '.join(words)})" if words else "")


def _properties(fact: Fact) -> Iterator[str]:
    yield str(fact.kind) + (f" in {fact.unit}" if fact.unit else "")
    yield TIERS[fact.tier]
    yield "families and staff" if Persona.FAMILY in fact.who else "staff only"
    if fact.is_volatile:
        yield "may change"
    if fact.is_sensitive:
        yield "sensitive"


def _implication_line(implication: Implication) -> str:
    premises = [f"`{_condition(condition)}`" for condition in implication.when]
    if implication.diseases:
        premises.append(f"`diagnosis` below {_any_of(implication.diseases)}")
    if implication.roles:
        premises.append(f"`role` {_any_of(implication.roles)}")
    follows = ", ".join(f"`{key} is {_value(value)}`" for key, value in implication.then)
    return f"- {' and '.join(premises)} → {follows}. {implication.source}."


def _condition(condition: Condition) -> str:
    values = ", ".join(_value(value) for value in condition.values)
    return f"{condition.fact} {SIGNS[condition.operator]} {values}"


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return " and ".join(sorted(value))
    count, scale = getattr(value, "count", None), getattr(value, "scale", None)
    return f"{count} {scale}" if scale else str(value)


def _any_of(names: frozenset[str]) -> str:
    return " or ".join(f"`{name}`" for name in sorted(names))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(facts_page())
