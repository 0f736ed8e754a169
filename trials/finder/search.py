"""The search itself: look at what the filter kept, sort it, count what was left out."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.distance import Place
from trials.eligibility.evaluation import Fit, first_look
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.finder.left_out import count_narrowed_out, of_any_age, reason_left_out
from trials.finder.looking import in_order, is_open, look, opening_soon, with_everything
from trials.finder.matches import FinderResult, LeftOut, LeftOutReason, Match, Relaxation
from trials.finder.narrowing import narrowed, without
from trials.models import Trial
from trials.models.trial import TrialQuerySet
from trials.rulebook import rules_for, with_rules


class Section(StrEnum):
    """The sections of the list, by the names of the fields of FinderResult."""

    FITS = "fits"
    POSSIBLE = "possible"
    SOON = "soon"
    NOT_OPEN = "not_open"


def find(
    filtered: TrialQuerySet,
    *,
    published: TrialQuerySet,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
    place: Place | None = None,
    words: str = "",
) -> FinderResult:
    """Evaluate what the filter kept.

    ``filtered`` is ``published`` narrowed by role, age, diagnosis and ``words``. The number
    of queries does not depend on the number of trials.
    """
    person = Person(facts, graph, today)
    ageless = of_any_age(person)
    matches = [look(trial, person, place) for trial in with_everything(filtered)]
    sections: dict[Section, list[Match]] = {section: [] for section in Section}
    total, left_out = count_narrowed_out(published, len(matches), facts, graph, today)
    for match in matches:
        section, shown = _placed(match, person)
        if section is None:
            left_out[reason_left_out(match.evaluation, ageless)] += 1
        else:
            sections[section].append(shown)
    is_empty = not sections[Section.FITS] and not sections[Section.POSSIBLE]
    return FinderResult(
        **{section.value: in_order(found, today) for section, found in sections.items()},
        left_out=LeftOut({reason: left_out[reason] for reason in LeftOutReason}),
        relaxations=_relaxations(published, person, words) if is_empty else (),
        total_published=total,
    )


def standing(
    trial: Trial,
    *,
    facts: PatientFacts,
    graph: DiseaseGraph,
    today: date,
    place: Place | None = None,
) -> tuple[Section | LeftOutReason, Match]:
    """Where one trial that came through ``with_everything`` stands, or why it is left out."""
    person = Person(facts, graph, today)
    section, match = _placed(look(trial, person, place), person)
    return section or reason_left_out(match.evaluation, of_any_age(person)), match


def _placed(match: Match, person: Person) -> tuple[Section | None, Match]:
    """The section of a match, None for none, and the match as it stands there."""
    if match.evaluation.fit is not Fit.NO:
        fit = Section.FITS if match.evaluation.fit is Fit.FITS else Section.POSSIBLE
        return fit if is_open(match.trial) else Section.NOT_OPEN, match
    group = opening_soon(match.evaluation, person) if is_open(match.trial) else None
    if group is None:
        return None, match
    return Section.SOON, replace(match, group=group)


def _relaxations(published: TrialQuerySet, person: Person, words: str) -> tuple[Relaxation, ...]:
    """What taking back each one of the answers would gain."""
    given = {
        "age": person.facts.births is not None,
        "diagnosis": bool(person.facts.diagnoses),
        "words": bool(words),
        "role": person.facts.role is not PatientFacts().role,
    }
    relaxations = [
        Relaxation(answer, _count_open(published, person, *without(answer, person.facts, words)))
        for answer, was_given in given.items()
        if was_given
    ]
    relaxations.sort(key=lambda relaxation: relaxation.gained, reverse=True)
    return tuple(relaxation for relaxation in relaxations if relaxation.gained)


def _count_open(published: TrialQuerySet, person: Person, facts: PatientFacts, words: str) -> int:
    """How many open trials fit or are possible for the person with other facts."""
    other = Person(facts, person.graph, person.on)
    trials = narrowed(published.recruiting(), facts, person.graph, person.on, words)
    verdicts = (first_look(rules_for(trial), other).fit for trial in with_rules(trials))
    return sum(fit is not Fit.NO for fit in verdicts)
