"""The search itself: look at what the filter kept, sort it, count what was left out."""

from datetime import date

from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.distance import Place
from trials.eligibility.facts import PatientFacts
from trials.finder.left_out import count_narrowed_out
from trials.finder.looking import in_order, look, look_at_all
from trials.finder.matches import FinderResult, LeftOut, LeftOutReason, Match
from trials.finder.nearest import nearest_place
from trials.finder.placing import Section, placed
from trials.finder.relaxing import relaxations
from trials.finder.seeking import Seeker
from trials.models import Trial
from trials.models.trial import TrialQuerySet
from trials.rulebook import rules_for


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
    of queries does not depend on the number of trials. Trials are not fetched in full:
    :func:`for_cards` does that for the few that are on a page.
    """
    seeker = Seeker(facts, graph, today)
    matches = look_at_all(filtered, seeker, place)
    sections: dict[Section, list[Match]] = {section: [] for section in Section}
    total, left_out = count_narrowed_out(published, len(matches), facts, graph, today)
    by_answer = set()
    for match in matches:
        section, shown = placed(match, seeker)
        if isinstance(section, Section):
            sections[section].append(shown)
        else:
            left_out[section] += 1
        if section is LeftOutReason.ANSWER:
            by_answer.add(match.trial.pk)
    is_empty = not sections[Section.FITS] and not sections[Section.POSSIBLE]
    return FinderResult(
        **{section.value: in_order(found, today) for section, found in sections.items()},
        left_out=LeftOut(
            {reason: left_out[reason] for reason in LeftOutReason}, frozenset(by_answer)
        ),
        relaxations=relaxations(published, seeker, words) if is_empty else (),
        total_published=total,
        case=seeker.case,
        is_judged=seeker.is_judged,
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
    seeker = Seeker(facts, graph, today)
    nearest = nearest_place(trial, place)
    return placed(look(trial, rules_for(trial), seeker, nearest), seeker)
