"""The history of a trial, row by row, as the database itself writes it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial


class TrialChange(models.Model):
    """One row of a trial or of its parts was added, changed or removed.

    Written by the database alone, whoever changes the row and how, also by SQL. Never changed
    or removed.

    ``transaction``  the same for all that was changed at once.
    ``actor``        a person, or ``system`` names the part of the site; "database" when the
                     change came from neither.
    ``is_step``      written while a step was taken, by which nobody edits the content.
    ``subject``      the table without "trials_": a model, or the link of two, such as
                     diseaserule_includes; ``subject_id`` is the key of the row.
    ``before``       the columns that differ, of a removed row all; None for an added one.
                     For an import all rows of the trial before it, by table.
    ``after``        the columns that differ, of an added row all; None for a removed one.
    """

    class Operation(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")
        IMPORTED = "imported", _("Brought up to date by an import")

    # Without a foreign key: the history of a removed draft stays.
    trial = models.ForeignKey(
        Trial, on_delete=models.DO_NOTHING, db_constraint=False, related_name="changes"
    )
    transaction = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    system = models.CharField(max_length=80, blank=True)
    is_step = models.BooleanField(default=False)
    subject = models.CharField(max_length=63)
    subject_id = models.BigIntegerField()
    operation = models.CharField(max_length=8, choices=Operation)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("change of a trial")
        verbose_name_plural = _("changes of trials")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="trial_change_has_one_actor",
                condition=models.Q(actor__isnull=False, system="")
                | models.Q(models.Q(actor__isnull=True), ~models.Q(system="")),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["trial", "id"], name="trial_change_trial"),
            # Where a rule belonged whose group is gone already.
            models.Index(
                fields=["subject_id"],
                name="trial_change_parent",
                condition=models.Q(subject__in=["participantgroup", "diseaserule"]),
            ),
        ]

    @property
    def was(self) -> dict[str, Any]:
        """``before``, empty for an added row."""
        return self.before or {}

    @property
    def became(self) -> dict[str, Any]:
        """``after``, empty for a removed row."""
        return self.after or {}

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.operation}"
