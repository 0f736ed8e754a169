"""The part of a search that the database does: dropping what can only come to "no".

What it keeps is a superset of every trial that fits, is possible or opens soon;
``tests/agreement`` holds it to that.
"""

from dataclasses import replace
from datetime import date, timedelta

from trials.eligibility.ages import AgeSpan
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import AGE_AT_DIAGNOSIS
from trials.eligibility.truth import Truth
from trials.finder.seeking import Seeker
from trials.models.search_row import SearchRowQuerySet

HORIZON = timedelta(days=366)
"""What happens within a year, its last day included, is shown: old enough soon, too old soon."""
AGEING = timedelta(days=180)
"""Who is too old within half a year comes first."""

FACT = "fact."
"""What stands before the key of a fact in the name of an answer."""


def narrowed(rows: SearchRowQuerySet, seeker: Seeker, words: str = "") -> SearchRowQuerySet:
    """``rows`` without those that only come to "no", now and within the horizon."""
    rows = rows.seeking(seeker.facts.role).mentioning(words)
    codes = diseases_in_play(seeker)
    if codes is not None:
        rows = rows.studying(codes)
    ages = ages_in_play(seeker.facts, seeker.on)
    return rows if ages is None else rows.open_to_age(ages)


def ages_in_play(facts: PatientFacts, today: date) -> AgeSpan | None:
    """All ages the person may have between today and the horizon; None when not told."""
    if facts.births is None:
        return None
    return AgeSpan(
        youngest=facts.births.span(today).youngest,
        oldest=facts.births.span(today + HORIZON).oldest,
    )


def diseases_in_play(seeker: Seeker) -> frozenset[str] | None:
    """Every disease by whose name a trial may mean this person; None when none was told.

    These are the diseases that the person has or may turn out to have. Beyond them a trial
    may list all parts of a whole, and thereby take somebody who has the whole and none of
    the parts: so where no part is in play, everything at or above a part is. What else was
    told takes nothing away: whoever is left out by it shall hear that it was an answer.
    """
    if not seeker.facts.diagnoses:
        return None
    graph = seeker.graph
    people = [seeker.person, seeker.case.person] if seeker.is_judged else [seeker.person]
    in_play = {
        code
        for code in graph
        if any(person.diseases.status(code) is not Truth.FALSE for person in people)
    }
    wholes = [code for code in in_play if graph.node(code).parts.isdisjoint(in_play)]
    while wholes:
        parts = graph.node(wholes.pop()).parts
        added = {above for part in parts for above in graph.ancestors(part)} - in_play
        in_play |= added
        wholes += added
    return frozenset(in_play)


def without(answer: str, facts: PatientFacts, words: str) -> tuple[PatientFacts, str]:
    """The same person and words, as if one answer (see ``Relaxation``) was not given."""
    empty = PatientFacts()
    if answer == "words":
        return facts, ""
    if answer == "age":
        return replace(facts, births=None), words
    if answer == "diagnosis":
        return replace(facts, diagnoses=empty.diagnoses), words
    if answer.startswith(FACT):
        return without_fact(answer.removeprefix(FACT), facts), words
    return replace(facts, role=empty.role), words


def without_fact(key: str, facts: PatientFacts) -> PatientFacts:
    """The same person, as if a fact had not been told."""
    if key == AGE_AT_DIAGNOSIS:
        return replace(facts, age_at_diagnosis=None)
    return replace(facts, told={fact: value for fact, value in facts.told.items() if fact != key})
