"""What a registry says about a trial, as it says it, and how we read it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial


class RegistryRecord(models.Model):
    """The registry's own words about one trial, and what the last import made of them.

    Written by the import alone. The words stay as the registry has them; what was read
    from them stands in the rules of the trial's groups, each with its quote.
    """

    trial = models.OneToOneField(
        Trial, on_delete=models.CASCADE, primary_key=True, related_name="registry_record"
    )
    # Both change with the way the record is read as well. The first is of its bytes, so that
    # nothing has to be decoded; the second of what it says, in whatever bytes it comes.
    # Rows of earlier versions have the hash of bytes in the place of the second.
    raw_hash = models.BinaryField(max_length=16, null=True)
    content_hash = models.BinaryField(
        max_length=16, help_text=_("Of the record and of the way it was read.")
    )
    updated_on = models.DateField(_("last change in the registry"), null=True)
    official_title = models.TextField(_("official title"), blank=True)
    summary = models.TextField(_("summary in the registry"), blank=True)
    criteria_text = models.TextField(_("criteria in the registry"), blank=True)
    sex = models.CharField(_("sex in the registry"), max_length=20, blank=True)
    minimum_age = models.CharField(_("lower age limit in the registry"), max_length=60, blank=True)
    maximum_age = models.CharField(_("upper age limit in the registry"), max_length=60, blank=True)
    healthy_volunteers = models.BooleanField(_("takes healthy volunteers"), null=True)
    conditions = ArrayField(models.TextField(), verbose_name=_("conditions"), default=list)
    keywords = ArrayField(models.TextField(), verbose_name=_("keywords"), default=list)
    interventions = ArrayField(models.TextField(), verbose_name=_("treatments"), default=list)
    disease_reading = models.JSONField(
        _("how the diseases were read"),
        default=list,
        help_text=_("For every term its disease, with how sure that is and why."),
    )
    unmapped_terms = ArrayField(
        models.TextField(), verbose_name=_("terms of no disease we know"), default=list
    )
    unread = models.JSONField(
        _("parts that could not be read"),
        default=list,
        help_text=_("Each with its place in the record, the reason and the words themselves."),
    )
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        verbose_name = _("registry record")
        verbose_name_plural = _("registry records")
        ordering: ClassVar = ["trial"]

    def __str__(self) -> str:
        return str(self.trial.nct_id)


class ProposedChange(models.Model):
    """The registry changed a trial that was reviewed here: somebody decides what counts.

    ``items`` are the differences: ``{"field", "before", "after", "applies"}``, where
    ``applies`` says whether accepting changes the trial by itself; what does not (ages,
    criteria) asks a coordinator to look at the rules. Statuses carry the day the registry
    gives for them as ``verified_on``; sites are objects (``trials.actions.recorded_sites``).
    ``accepted`` are the fields that were accepted; the others were refused.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        DECIDED = "decided", _("Decided")
        SUPERSEDED = "superseded", _("Replaced by a newer change")

    trial = models.ForeignKey(
        Trial, on_delete=models.CASCADE, related_name="proposed_changes", verbose_name=_("trial")
    )
    content_hash = models.BinaryField(max_length=16, editable=False)
    proposed_at = models.DateTimeField(_("proposed"))
    items = models.JSONField(_("what changed"), default=list)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    accepted = ArrayField(models.TextField(), verbose_name=_("accepted"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change in the registry")
        verbose_name_plural = _("changes in the registry")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposed_change_state_known",
                condition=models.Q(state__in=["open", "decided", "superseded"]),
            ),
            models.CheckConstraint(
                name="proposed_change_decided_by_somebody",
                condition=models.Q(
                    state="decided", decided_by__isnull=False, decided_at__isnull=False
                )
                | models.Q(decided_by__isnull=True, decided_at__isnull=True)
                & ~models.Q(state="decided"),
            ),
            models.UniqueConstraint(
                fields=["trial"],
                condition=models.Q(state="open"),
                name="proposed_change_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} ({self.get_state_display()})"
