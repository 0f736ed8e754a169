from datetime import UTC, datetime

from trials.models import ImportRun


def make_import_run(**fields: object) -> ImportRun:
    """An import of a search in the registry that ended well."""
    return ImportRun.objects.create(
        **{
            "term": "leukemia",
            "began_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            "ended_at": datetime(2026, 3, 1, 12, 5, tzinfo=UTC),
            "counts": {"outcomes": {"added": 3, "unchanged": 40}, "faults": []},
            **fields,
        }
    )
