"""The audit events of a row and of its parts, also of parts that are gone."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models import Q

from trials.actions.audit import is_audited
from trials.models import AuditEvent


def events_of(row: models.Model) -> models.QuerySet[AuditEvent]:
    """Newest first; the parts are what would be removed together with the row."""
    wanted = Q(pk__in=[])
    for model, ids in _rows_with_parts(type(row), [str(row.pk)], frozenset()):
        wanted |= Q(subject=model._meta.model_name, subject_id__in=ids)
    return AuditEvent.objects.filter(wanted).select_related("actor")


def _rows_with_parts(
    model: type[models.Model], ids: list[str], above: frozenset[type[models.Model]]
) -> Iterator[tuple[type[models.Model], list[str]]]:
    yield model, ids
    above |= {model}
    for part, link in _parts(model):
        if part not in above and ids:
            yield from _rows_with_parts(part, _part_ids(part, link, ids), above)


def _parts(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.related_objects:
        is_part = relation.on_delete is models.CASCADE
        if is_part and is_audited(relation.related_model):
            yield relation.related_model, relation.field.name


def _part_ids(part: type[models.Model], link: str, ids: Iterable[str]) -> list[str]:
    """Of the parts there are, and of those that were added to or removed from these rows."""
    numbers = [int(each) for each in ids]
    held = part._base_manager.filter(**{f"{link}__in": numbers}).values_list("pk", flat=True)
    told = AuditEvent.objects.filter(
        Q(**{f"before__{link}__id__in": numbers}) | Q(**{f"after__{link}__id__in": numbers}),
        subject=part._meta.model_name,
    ).values_list("subject_id", flat=True)
    return sorted({str(pk) for pk in held} | set(told))
