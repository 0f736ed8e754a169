"""What stands against publishing a trial, read from its rows as they are now.

Text, marks and test patients belong to the trial itself; a working copy is checked with
those of its original.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist

from trials import rulebook
from trials.actions.trying import findings_on_patients
from trials.catalogue import CATALOGUE
from trials.checking import (
    CheckFinding,
    Level,
    Mark,
    MarkKind,
    StudyToCheck,
    Words,
    check,
)
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.models import ParticipantGroup, RegistryRecord, Trial
from trials.models.site import OverallStatus


class FailedChecksError(Exception):
    """Errors stand against publishing the trial; ``findings`` are errors alone."""

    def __init__(self, findings: tuple[CheckFinding, ...]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


class UnansweredWarningsError(Exception):
    """Warnings stand against publishing, and nobody wrote down why it is right all the same."""

    def __init__(self, findings: tuple[CheckFinding, ...]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class SourceText:
    """The criteria of a trial in the words of its source; ``text`` is empty when none is kept.

    ``is_pasted``  whether a person put it there; else it is the registry's.
    """

    text: str = ""
    reference: str = ""
    read_on: date | None = None
    is_pasted: bool = False


def original_of(trial: Trial) -> Trial:
    """The trial that a working copy will be published as; any other trial itself."""
    return trial.revision_of or trial


def checks_of(trial: Trial, *, today: date) -> tuple[CheckFinding, ...]:
    """All findings, errors first. A fixed number of queries, however many rules there are."""
    return checks_of_fetched(fetched(trial), today=today)


def fetched(trial: Trial) -> Trial:
    """As the database has it now, with everything fetched that is checked."""
    rows = Trial.objects.filter(pk=trial.pk).select_related("revision_of")
    (found,) = rulebook.with_rules(rows).prefetch_related("sources")
    return found


def checks_of_fetched(held: Trial, *, today: date) -> tuple[CheckFinding, ...]:
    """As :func:`checks_of`, of a trial that was fetched by :func:`fetched`."""
    original = original_of(held)
    found = [*check(_study(held, original), words(), today=today)]
    found += findings_on_patients(_rules(held), original, today=today)
    order = list(Level)
    return tuple(sorted(found, key=lambda finding: order.index(finding.level)))


def refuse_findings(trial: Trial, *, reason: str, today: date) -> tuple[CheckFinding, ...]:
    """The warnings that ``reason`` answers. Raises FailedChecksError, UnansweredWarningsError."""
    found = checks_of(trial, today=today)
    if errors := _at(Level.ERROR, found):
        raise FailedChecksError(errors)
    warnings = _at(Level.WARNING, found)
    if warnings and not reason.strip():
        raise UnansweredWarningsError(warnings)
    return warnings


def _at(level: Level, found: Iterable[CheckFinding]) -> tuple[CheckFinding, ...]:
    return tuple(finding for finding in found if finding.level is level)


def _rules(held: Trial) -> TrialRules | None:
    try:
        return rulebook.rules_for(held)
    except AgeRuleError:
        return None


def _study(held: Trial, original: Trial) -> StudyToCheck:
    """The rows of a trial as plain data; groups with ages nobody can meet are left out."""
    source = source_text(original)
    record = _record(original)
    status = OverallStatus(held.overall_status)
    return StudyToCheck(
        groups=tuple(_readable(held.groups.all())),
        titles=(held.brief_title,),
        criteria_text=source.text,
        marks=tuple(marks_of(original)),
        quotations=tuple(one.quote for one in held.sources.all() if one.quote),
        minimum_age=record.minimum_age if record else "",
        maximum_age=record.maximum_age if record else "",
        is_reviewed=held.is_reviewed,
        is_closed=not status.is_open_now,
        checked_on=held.status_checked_on,
    )


def words() -> Words:
    return Words(rulebook.disease_graph(), CATALOGUE, rulebook.disease_vocabulary())


def source_text(original: Trial) -> SourceText:
    """What the registry says, where it says anything, else what somebody pasted."""
    record = _record(original)
    if record is not None and record.criteria_text.strip():
        return SourceText(record.criteria_text, f"ClinicalTrials.gov, {original.nct_id or ''}")
    try:
        pasted = original.criteria_text
    except ObjectDoesNotExist:
        return SourceText()
    return SourceText(pasted.text, pasted.reference, pasted.read_on, is_pasted=True)


def marks_of(original: Trial) -> Iterator[Mark]:
    for mark in original.sentence_marks.all():
        yield Mark(mark.words, MarkKind(mark.kind), mark.quote)


def _record(original: Trial) -> RegistryRecord | None:
    try:
        record: RegistryRecord = original.registry_record
    except ObjectDoesNotExist:
        return None
    return record


def _readable(groups: Iterable[ParticipantGroup]) -> Iterator[GroupRules]:
    for group in groups:
        try:
            yield rulebook.group_rules(group)
        except AgeRuleError:
            continue  # Named by trials.actions.completeness, which asks for other limits.
