"""Trials from a document into the database, and out of it again."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model, Q

from trials.actions.acting import acting
from trials.actions.audit import Snapshot, note, snapshot
from trials.actions.definition_checks import Checks
from trials.actions.stored_definitions import definition_of, store_definition, with_definition
from trials.catalogue import CATALOGUE
from trials.definitions import (
    DefinitionFault,
    TrialDefinition,
    Vocabulary,
    read_definitions,
    write_definitions,
)
from trials.eligibility.ages import AgeRuleError
from trials.models import (
    AuditEvent,
    CriterionBox,
    Disease,
    ParticipantGroup,
    ReviewEvent,
    Trial,
    TrialSite,
    TrialSource,
)
from trials.models.rule import Rule

State = Trial.ReviewState
_PARTS: dict[type[Model], str] = {
    # rows below a trial: how they lead to it
    ParticipantGroup: "trial",
    TrialSource: "trial",
    TrialSite: "trial",
    CriterionBox: "group__trial",
    **{rule: "group__trial" for rule in Rule.__subclasses__()},
}


class Loader(StrEnum):
    """Who loads definitions, by the name that the audit trail gives it."""

    COMMAND = "load_trial_definitions"
    SHIPPED = "load_fixtures"


class UnknownTrialsError(LookupError):
    """No trial of these short names is held."""

    def __init__(self, slugs: tuple[str, ...]) -> None:
        super().__init__(", ".join(slugs))
        self.slugs = slugs


class ContradictoryTrialError(ValueError):
    """The age limits of a held trial contradict each other: they cannot be written down."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@dataclass(slots=True)
class LoadReport:
    """What became of every trial of a document, by short name.

    ``kept``      left as they are, because a person has changed them since.
    ``hidden``    replaced, and no longer public.
    ``faults``    what is wrong with the others; each names its place in the document.
    ``is_saved``  False when nothing was: because of the faults, and as it was asked.
    """

    created: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    faults: list[DefinitionFault] = field(default_factory=list)
    is_saved: bool = True


def vocabulary() -> Vocabulary:
    """The diseases and facts that a definition may name today."""
    return Vocabulary(frozenset(Disease.objects.values_list("code", flat=True)), CATALOGUE)


def load_definitions(
    document: object,
    *,
    by: Loader,
    now: datetime,
    keep_going: bool = False,
    overwrite: bool = False,
) -> LoadReport:
    """Create or replace the trials of a document, each whole or not at all.

    When one is wrong nothing is saved, unless ``keep_going``; a trial that a person has
    changed since it was loaded is kept, unless ``overwrite``. Raises
    UnreadableDefinitionsError.
    """
    read = read_definitions(document, vocabulary())
    report = LoadReport(faults=list(read.faults))
    with transaction.atomic():
        acting(by.value)
        loading = _Loading(report, by, now, overwrite, read.trials)
        for place, definition in zip(read.places, read.trials, strict=True):
            loading.load(place, definition)
        if report.faults and not keep_going:
            report.is_saved = False
            transaction.set_rollback(True)
    return report


def dump_definitions(slugs: Collection[str] | None = None) -> dict[str, object]:
    """The document of these trials, or of all, in the order in which they were added.

    Raises UnknownTrialsError and ContradictoryTrialError.
    """
    trials = with_definition(Trial.objects.originals().order_by("pk"))
    if slugs is not None:
        trials = trials.filter(slug__in=slugs)
        if missing := sorted(set(slugs) - {trial.slug for trial in trials}):
            raise UnknownTrialsError(tuple(missing))
    return write_definitions(_definitions(trials))


def _definitions(trials: Collection[Trial]) -> Iterator[TrialDefinition]:
    for trial in trials:
        try:
            yield definition_of(trial)
        except AgeRuleError:
            raise ContradictoryTrialError(trial.slug) from None


class _Loading:
    """One document on its way into the database."""

    def __init__(
        self,
        report: LoadReport,
        by: Loader,
        now: datetime,
        overwrite: bool,
        definitions: Collection[TrialDefinition],
    ) -> None:
        self.report = report
        self.by = by
        self.now = now
        self.overwrite = overwrite
        self.checks = Checks()
        slugs = [definition.slug for definition in definitions]
        held = Trial.objects.originals().filter(slug__in=slugs).order_by("pk")
        self.held = {
            trial.slug: trial for trial in with_definition(held).select_for_update(of=("self",))
        }

    def load(self, place: str, definition: TrialDefinition) -> None:
        """Store one trial, or note why not."""
        try:
            with transaction.atomic():
                self._load(place, definition)
        except DefinitionFault as fault:
            self.report.faults.append(fault)
        except (DataError, IntegrityError) as refusal:
            # What no check foresaw: the database says it in its own words.
            reason = str(refusal).partition("\n")[0]
            self.report.faults.append(DefinitionFault(place, f"cannot be stored: {reason}"))

    def _load(self, place: str, definition: TrialDefinition) -> None:
        named = self.checks.check(place, definition)
        trial = self.held.get(definition.slug)
        held = _held_definition(trial) if trial else None
        if held == definition:
            self.report.unchanged.append(definition.slug)
        elif trial and not self.overwrite and _is_changed_by_a_person(trial):
            self.report.kept.append(definition.slug)
        else:
            before = _state(trial, held) if trial else {}
            was_public = trial is not None and trial.review_state == State.PUBLISHED
            stored = trial or Trial()
            store_definition(stored, definition, held, named)
            self._move(stored, definition)
            self._note(stored, before, _state(stored, definition), is_new=trial is None)
            (self.report.replaced if trial else self.report.created).append(definition.slug)
            if was_public and definition.review != State.PUBLISHED:
                self.report.hidden.append(definition.slug)

    def _move(self, trial: Trial, definition: TrialDefinition) -> None:
        """Into the state that the document names, by a step as everybody else."""
        state = State(definition.review)
        if trial.review_state != state:
            ReviewEvent.objects.create(
                trial=trial,
                from_state=trial.review_state,
                to_state=state,
                system=self.by.value,
                at=self.now,
            )
            trial.review_state = state

    def _note(self, trial: Trial, before: Snapshot, after: Snapshot, *, is_new: bool) -> None:
        action = AuditEvent.Action.ADDED if is_new else AuditEvent.Action.CHANGED
        note(trial, action, before=before, after=after, by=self.by, now=self.now)


def _held_definition(trial: Trial) -> TrialDefinition | None:
    """None for a trial whose rules contradict each other: anything is better."""
    try:
        return definition_of(trial)
    except AgeRuleError:
        return None


def _state(trial: Trial, definition: TrialDefinition | None) -> Snapshot:
    """The row, and its parts as they stand in a document, one text each."""
    parts = definition and write_definitions([definition])["trials"]
    document = parts[0] if isinstance(parts, list) else {}
    texts = {
        key: [json.dumps(part, ensure_ascii=False) for part in document.get(key, ())]
        for key in ("sources", "sites", "groups")
    }
    return snapshot(trial) | texts


def _is_changed_by_a_person(trial: Trial) -> bool:
    """Since a document was last loaded into it, in any of its parts."""
    about = AuditEvent.objects.filter(_about(trial)).order_by("pk")
    loaded = about.filter(subject="trial", system__in=list(Loader)).last()
    by_people = about.filter(actor__isnull=False)
    return by_people.filter(pk__gt=loaded.pk if loaded else 0).exists()


def _about(trial: Trial) -> Q:
    """Events of the trial and of the rows below it, those that are gone included."""
    groups = [group.pk for group in trial.groups.all()]
    about = Q(subject="trial", subject_id=str(trial.pk))
    for state in ("before", "after"):
        about |= Q(**{f"{state}__trial__id": trial.pk})
        about |= Q(**{f"{state}__group__id__in": groups})
    for model in _PARTS:
        rows = model._default_manager.filter(**{_PARTS[model]: trial})
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        about |= Q(subject=model._meta.model_name, subject_id__in=keys)
    return about
