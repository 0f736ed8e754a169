"""Trials tried on test patients, by the very rules and the engine that families meet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from trials import rulebook
from trials.catalogue import CATALOGUE
from trials.checking import CheckFinding, Code
from trials.definitions.faults import CaseFaultError
from trials.definitions.told_facts import KnownWords, NamedDisease, read_facts
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import Leaf, TextCriterion
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.findings import find
from trials.eligibility.person import Person
from trials.eligibility.probes import keeping_out
from trials.eligibility.verdicts import Verdict, judge
from trials.models import ExpectedVerdict, InventedPatient, Trial

Verdicts = Mapping[int, Verdict | None]
"""By the key of the patient; None where the rules or the facts cannot be read."""


@dataclass(frozen=True, slots=True)
class _NoSuchName:
    code: str | None = None
    candidates: Sequence[NamedDisease] = ()


class _CodesAlone:
    """Patients are stored with the codes of their diseases: names were looked up before."""

    def resolve(self, text: str) -> _NoSuchName:
        return _NoSuchName()


@dataclass(frozen=True, slots=True)
class Changed:
    """One patient before and after a change; ``before`` is None where there was no trial."""

    patient: InventedPatient
    before: Verdict | None
    after: Verdict | None
    expected: Verdict | None = None

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before is not self.after

    @property
    def is_flipped(self) -> bool:
        return self.expected is not None and self.expected is not self.after


def patients_for(original: Trial) -> list[InventedPatient]:
    """Those of the trial first, then the standing cast."""
    wanted = InventedPatient.objects.filter(Q(trial=original) | Q(trial=None))
    return sorted(wanted, key=lambda one: (one.trial_id is None, one.position, one.pk))


def people(patients: Iterable[InventedPatient], *, today: date) -> dict[int, Person]:
    """Those whose facts can be read, on this day."""
    known = KnownWords(CATALOGUE, rulebook.disease_graph(), _CodesAlone())
    found: dict[int, Person] = {}
    for patient in patients:
        try:
            facts = read_facts(patient.facts, today, known)
        except CaseFaultError:
            continue
        found[patient.pk] = Person(facts, known.graph, today, CATALOGUE, Persona(patient.persona))
    return found


def held_rules(trial: Trial) -> TrialRules | None:
    """As the database holds them now; None when limits contradict each other."""
    (held,) = rulebook.with_rules(Trial.objects.filter(pk=trial.pk))
    try:
        return rulebook.rules_for(held)
    except AgeRuleError:
        return None


def verdicts(rules: TrialRules | None, persons: Mapping[int, Person]) -> Verdicts:
    if rules is None:
        return {}
    return {key: judge(rules, person).verdict for key, person in persons.items()}


def compared(
    patients: Iterable[InventedPatient],
    before: Verdicts | None,
    after: Verdicts,
    expected: Verdicts,
) -> list[Changed]:
    """``before`` is None where there is nothing to compare with."""
    return [
        Changed(
            patient,
            before.get(patient.pk) if before is not None else None,
            after.get(patient.pk),
            expected.get(patient.pk),
        )
        for patient in patients
    ]


def expected_of(original: Trial) -> Verdicts:
    rows = ExpectedVerdict.objects.filter(trial=original)
    return {row.patient_id: Verdict(row.verdict) for row in rows}


def findings_on_patients(
    rules: TrialRules | None, original: Trial, *, today: date
) -> Iterator[CheckFinding]:
    """Who comes out otherwise than was saved, and which rules keep nobody out.

    Nothing for a trial without any test patient.
    """
    expected = expected_of(original)
    wanted = Q(trial=original) | Q(trial=None) | Q(pk__in=expected)
    patients = list(InventedPatient.objects.filter(wanted))
    persons = people(patients, today=today)
    after = verdicts(rules, {key: persons[key] for key in expected if key in persons})
    flipped = [one for one in compared(patients, None, after, expected) if one.is_flipped]
    if flipped:
        names = tuple(one.patient.name for one in flipped)
        yield CheckFinding(Code.EXPECTATION_FLIPPED, named=names, count=len(flipped))
    if rules is not None and persons:
        yield from _never_failed_findings(rules, persons.values())


def _never_failed_findings(rules: TrialRules, persons: Iterable[Person]) -> Iterator[CheckFinding]:
    """One for each group: a test patient may well be kept out by several of its rules."""
    leaves_of: dict[str, list[Leaf]] = defaultdict(list)
    for key, leaf in never_failed(rules, persons):
        leaves_of[key].append(leaf)
    for key, found in leaves_of.items():
        yield CheckFinding(Code.NEVER_FAILED, key, found[0], count=len(found))


def never_failed(rules: TrialRules, persons: Iterable[Person]) -> list[tuple[str, Leaf]]:
    """Rules, with the key of their group, that stand in nobody's way among these people."""
    persons = list(persons)
    return [
        (group.key, leaf)
        for group in rules.groups
        for leaf, shut in keeping_out(group.criterion)
        if not isinstance(leaf, TextCriterion)
        and not any(find(leaf, person).truth is shut for person in persons)
    ]
