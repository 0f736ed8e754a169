from datetime import UTC, datetime

from trials.models import AuditEvent


def make_audit_event(**fields: object) -> AuditEvent:
    return AuditEvent.objects.create(
        **{
            "at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            "system": "" if fields.get("actor") else "a test",
            "action": AuditEvent.Action.ADDED,
            "subject": "trial",
            "subject_id": "1",
            "subject_label": "A trial",
            **fields,
        }
    )
