"""Bringing in the guides, words and approved treatments that come with the project."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from trials.actions.audit import note, snapshot
from trials.models import (
    ApprovedTreatment,
    AuditEvent,
    Disease,
    GlossaryTerm,
    Guide,
    GuideSection,
    GuideSource,
)
from trials.models.reviewed_text import SourcedText
from trials.texts.marked import FaultKind, TextFault, faults_of

SHIPPED = "texts that come with the project"
"""Who adds them, in the audit trail."""

Document = Mapping[str, Any]


class TextDocumentError(ValueError):
    """What is wrong with a document, in one line that says where."""


@dataclass(slots=True)
class TextReport:
    """How many texts were added, renewed, and left as they are held."""

    added: int = 0
    renewed: int = 0
    left: int = 0

    def count(self, other: "TextReport") -> None:
        self.added += other.added
        self.renewed += other.renewed
        self.left += other.left


@transaction.atomic
def load_texts(
    document: Document, *, language: str, now: datetime, refresh: bool = False
) -> TextReport:
    """Add the texts of a document, all in one ``language``, that are not held yet.

    A text that is held stays as it is. With ``refresh`` it becomes as the document has it,
    unless a person has changed or reviewed it. A text that a person removed stays away.
    Raises :class:`TextDocumentError`; nothing is loaded then.
    """
    report, there = TextReport(), _There(language)
    try:
        for text, parts in _read(document):
            text.language = language
            if there.may_load(text, refresh=refresh):
                is_new = _store(text, parts, there.row(text), now=now)
                report.count(TextReport(added=is_new, renewed=not is_new))
            else:
                report.left += 1
    except KeyError as missing:
        raise TextDocumentError(f"{missing} is missing, or is nothing we hold") from None
    except (TypeError, ValueError, AttributeError) as fault:  # a value of the wrong kind
        raise TextDocumentError(str(fault)) from None
    except ValidationError as fault:
        raise TextDocumentError("; ".join(fault.messages)) from None
    except IntegrityError as fault:
        raise TextDocumentError(str(fault).splitlines()[0]) from None
    return report


@dataclass(slots=True)
class _Parts:
    """What is stored after the text itself."""

    rows: Sequence[GuideSection | GuideSource] = ()
    diseases: Sequence[Disease] = ()


_Text = Guide | GlossaryTerm | ApprovedTreatment


def _read(document: Document) -> Iterable[tuple[_Text, _Parts]]:
    if "guide" in document:
        yield _guide(document)
    for fields in document.get("terms", ()):
        yield GlossaryTerm(**_dated(document, fields)), _Parts()
    for fields in document.get("treatments", ()):
        codes = fields["diseases"]
        plain = {name: value for name, value in fields.items() if name != "diseases"}
        yield ApprovedTreatment(**_dated(document, plain)), _Parts(diseases=_diseases(codes))


def _guide(document: Document) -> tuple[Guide, _Parts]:
    fields = dict(document["guide"])
    [disease] = _diseases([fields.pop("disease")])
    sources = [
        GuideSource(mark=mark, **_with_days(source))
        for mark, source in document["sources"].items()
    ]
    marks = document["sources"].keys()
    sections = []
    for kind, lines in document["sections"].items():
        text = "\n".join(lines)
        _refuse_faults(kind, text, marks)
        sections.append(GuideSection(kind=kind, text=text))
    return Guide(disease=disease, **_with_days(fields)), _Parts([*sources, *sections])


def _refuse_faults(kind: str, text: str, marks: Iterable[str]) -> None:
    needs_sources = kind != GuideSection.Kind.QUESTIONS
    for fault in faults_of(text, set(marks), needs_sources=needs_sources):
        raise TextDocumentError(f"section {kind!r}, line {fault.line}: {_words(fault)}")


def _words(fault: TextFault) -> str:
    if fault.kind is FaultKind.UNKNOWN_SOURCE:
        return f"there is no source [{fault.mark}]"
    return "the fact names no source, such as [nci]"


def _dated(document: Document, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the document says once for all its texts, and the text's own fields.

    ``"source": ["nci", "relapse"]`` is the document's source ``nci``, whose address has a
    place for the last part.
    """
    held = {**document.get("all", {}), **fields}
    if "source" in held:
        mark, place = held.pop("source")
        source = document["sources"][mark]
        held |= {
            "source_name": source["name"],
            "source_url": source["url"].replace("{}", place),
            "seen_on": source["seen_on"],
        }
    return _with_days(held)


def _with_days(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in fields.items()
    }


def _diseases(codes: Sequence[str]) -> list[Disease]:
    held = {disease.code: disease for disease in Disease.objects.filter(code__in=codes)}
    return [held[code] for code in codes]


class _There:
    """The texts of one language that the site has or had; two queries for each kind."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._rows: dict[type[_Text], dict[str, _Text]] = {}
        self._removed: dict[type[_Text], set[str]] = {}

    def row(self, text: _Text) -> _Text | None:
        return self._rows[type(text)].get(text.slug)

    def may_load(self, text: _Text, *, refresh: bool) -> bool:
        """Whether nobody would lose anything by it."""
        self._look(type(text))
        held = self.row(text)
        if held is None:
            return str(text) not in self._removed[type(text)]
        return refresh and not _is_in_hand(held)

    def _look(self, kind: type[_Text]) -> None:
        if kind in self._rows:
            return
        rows = kind.objects.filter(language=self._language)
        self._rows[kind] = {row.slug: row for row in rows}
        events = AuditEvent.objects.filter(subject=kind._meta.model_name)
        gone = events.filter(action=AuditEvent.Action.REMOVED)
        self._removed[kind] = set(gone.values_list("subject_label", flat=True))


def _store(text: _Text, parts: _Parts, held: _Text | None, *, now: datetime) -> bool:
    """Store a text with its parts, in the place of the one held; whether it is new."""
    before = {} if held is None else snapshot(held)
    if held is not None:
        text.pk, text._state.adding = held.pk, False
        text.owner_id = held.owner_id
    _save(text, parts)
    action = AuditEvent.Action.ADDED if held is None else AuditEvent.Action.CHANGED
    note(text, action, before=before, after=snapshot(text), by=SHIPPED, now=now)
    return held is None


def _save(text: _Text, parts: _Parts) -> None:
    text.clean_fields()  # what holds between fields and rows, the database checks
    text.save()
    if isinstance(text, ApprovedTreatment):
        text.diseases.set(parts.diseases)
    if isinstance(text, Guide):
        text.sections.all().delete()
        text.sources.all().delete()
    for row in parts.rows:
        row.guide = text  # type: ignore[assignment]
        row.clean_fields(exclude=["guide"])
        row.save()


def _is_in_hand(held: _Text) -> bool:
    """Whether a person has changed or reviewed the text, or a part of it."""
    if held.reviewed_on is not None:
        return True
    rows: list[models.Model] = [held]
    if not isinstance(held, SourcedText):
        rows += [*held.sections.all(), *held.sources.all()]
    return any(_was_changed_by_a_person(row) for row in rows)


def _was_changed_by_a_person(row: models.Model) -> bool:
    events = AuditEvent.objects.filter(subject=row._meta.model_name, subject_id=str(row.pk))
    return events.filter(actor__isnull=False).exists()
