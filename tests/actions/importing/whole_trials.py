"""Everything the database holds of every trial, without numbers and times of its own."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from trials.models import (
    AgeRule,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    RegistryRecord,
    SearchRow,
    TextRule,
    Trial,
    TrialSite,
    TrialSource,
)

_OWN = {
    "id", "pk", "trial", "trial_id", "group", "group_id", "site", "site_id", "box",
    "created_at", "updated_at", "imported_at",
}  # fmt: skip


def whole_trials() -> dict[str, dict[str, list[str]]]:
    """By short name: the rows of every table, each as a text, in order."""
    whole: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for slug, table, row in _rows():
        whole[slug][table].append(row)
    return {
        slug: {table: sorted(rows) for table, rows in tables.items()}
        for slug, tables in whole.items()
    }


def _rows() -> Iterator[tuple[str, str, str]]:
    for trial in Trial.objects.all():
        yield trial.slug, "trial", _text(trial)
    for model in (RegistryRecord, TrialSource, SearchRow, ParticipantGroup):
        for row in model._default_manager.select_related("trial"):
            yield row.trial.slug, model.__name__, _text(row)
    for place in TrialSite.objects.select_related("trial", "site"):
        yield place.trial.slug, "TrialSite", _text(place) + _text(place.site)
    for rule in (AgeRule, FactRule, TextRule):
        for row in rule._default_manager.select_related("group__trial"):
            yield row.group.trial.slug, rule.__name__, row.group.key + _text(row)
    for named in DiseaseRule.objects.select_related("group__trial").prefetch_related("includes"):
        codes = [disease.code for disease in named.includes.all()]
        yield named.group.trial.slug, "DiseaseRule", f"{named.group.key}{_text(named)}{codes}"


def _text(row: Any) -> str:
    fields = [field for field in row._meta.concrete_fields if field.name not in _OWN]
    values = {field.name: field.value_from_object(row) for field in fields}
    return str({name: bytes(v) if isinstance(v, memoryview) else v for name, v in values.items()})
