"""What a leaf comes to, without the reasons: a fraction of the work of finding them.

:func:`~trials.eligibility.findings.find` says the same and why; tests hold both together.
"""

from collections.abc import Iterable

from trials.eligibility.ages import age_outcome
from trials.eligibility.criteria import (
    AgeCriterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Side,
    TextCriterion,
)
from trials.eligibility.findings import age_truth, find
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth, negate


def outcome(leaf: Leaf, person: Person) -> Truth:
    """The truth of the finding on ``leaf``."""
    if isinstance(leaf, FactCriterion):
        truth = _of_fact(leaf, person)
    elif isinstance(leaf, DiseaseCriterion):
        truth = _of_diseases(leaf, person)
    elif isinstance(leaf, AgeCriterion):
        truth = _of_age(leaf, person)
    else:
        return Truth.ASK if isinstance(leaf, TextCriterion) else find(leaf, person).truth
    return negate(truth) if leaf.side is Side.EXCLUDE else truth


def _of_fact(leaf: FactCriterion, person: Person) -> Truth:
    truth = person.holds(leaf.condition)
    if truth is Truth.UNKNOWN and not person.can_tell(leaf.condition.fact):
        return Truth.ASK
    return truth


def _of_age(leaf: AgeCriterion, person: Person) -> Truth:
    anchor = leaf.rule.anchor
    past = None if anchor.is_now else person.age_span(anchor)
    return age_truth(age_outcome(leaf.rule, person.age_now, past), anchor, person)


def _of_diseases(leaf: DiseaseCriterion, person: Person) -> Truth:
    if not person.facts.diagnoses:
        return Truth.UNKNOWN
    excepted = _statuses(leaf.exclude, person)
    if Truth.TRUE in excepted:
        return Truth.FALSE
    studied = _statuses(person.graph.with_wholes(leaf.include), person)
    if Truth.TRUE in studied or not leaf.include:
        return _open(leaf, person) if Truth.UNKNOWN in excepted else Truth.TRUE
    return _open(leaf, person) if Truth.UNKNOWN in studied else Truth.FALSE


def _statuses(diseases: Iterable[str], person: Person) -> list[Truth]:
    return [person.diseases.status(disease) for disease in diseases]


def _open(leaf: DiseaseCriterion, person: Person) -> Truth:
    """What was asked and is not known may be all that would settle it."""
    return find(leaf, person).truth if person.facts.not_known else Truth.UNKNOWN
