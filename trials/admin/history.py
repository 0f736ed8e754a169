"""The audit events of a row and of its parts, also of parts that are gone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast

from trials.actions.audit import is_audited
from trials.models import AuditEvent

_Rows: TypeAlias = dict[type[models.Model], set[str]]
_Link: TypeAlias = tuple[type[models.Model], str, list[int]]
"""A kind of part, the name of its link to what is above, and the keys of that."""


def events_of(row: models.Model) -> models.QuerySet[AuditEvent]:
    """Newest first; the parts are what would be removed together with the row."""
    wanted = Q(pk__in=[])
    for model, ids in _rows_with_parts(row).items():
        wanted |= Q(subject=model._meta.model_name, subject_id__in=ids)
    return AuditEvent.objects.filter(wanted).select_related("actor")


def _rows_with_parts(row: models.Model) -> _Rows:
    """By model the keys of a row, its parts, their parts and so on: two queries a level."""
    found: _Rows = defaultdict(set)
    above: _Rows = {type(row): {str(row.pk)}}
    while above:
        for model, ids in above.items():
            found[model] |= ids
        below: _Rows = defaultdict(set)
        links = [
            (part, link, [int(each) for each in ids])
            for model, ids in above.items()
            for part, link in _parts(model)
            if part is not type(row)
        ]
        by_name = {part._meta.model_name: part for part, _link, _ids in links}
        for name, pk in (*_held(links), *_told(links)):
            below[by_name[name]].add(pk)
        new = {model: ids - found[model] for model, ids in below.items()}
        above = {model: ids for model, ids in new.items() if ids}
    return found


def _parts(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.related_objects:
        is_part = relation.on_delete is models.CASCADE
        if is_part and is_audited(relation.related_model):
            yield relation.related_model, relation.field.name


def _held(links: Sequence[_Link]) -> Iterable[tuple[str, str]]:
    """Model and key of the parts there are."""
    rows = [
        part._base_manager.filter(**{f"{link}__in": ids})
        .order_by()
        .values_list(Value(part._meta.model_name), Cast("pk", models.TextField()))
        for part, link, ids in links
    ]
    return rows[0].union(*rows[1:], all=True) if rows else ()


def _told(links: Sequence[_Link]) -> Iterable[tuple[str, str]]:
    """Model and key of the parts that were added to or removed from these rows."""
    if not links:
        return ()
    wanted = Q(pk__in=[])
    for part, link, ids in links:
        led = Q(**{f"before__{link}__id__in": ids}) | Q(**{f"after__{link}__id__in": ids})
        wanted |= Q(led, subject=part._meta.model_name)
    events = AuditEvent.objects.filter(wanted).order_by()
    return events.values_list("subject", "subject_id").distinct()
