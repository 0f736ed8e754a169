"""Who changed what, and when. Written by actions in the transaction of the change."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One change by one actor: a person, or a named part of the system, never neither.

    ``before`` and ``after`` hold the changed fields; ``before`` is empty for an
    addition, ``after`` for a removal.
    """

    class Action(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    system = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=8, choices=Action)
    subject = models.CharField(max_length=120)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="audit_event_has_one_actor",
                condition=(Q(actor__isnull=False) & Q(system=""))
                | (Q(actor__isnull=True) & ~Q(system="")),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "subject_id"], name="audit_event_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.action}"
