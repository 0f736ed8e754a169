"""Invented people on whom rules are tried before families see them. Never a real person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.eligibility.catalogue import Persona
from trials.eligibility.verdicts import Verdict
from trials.models.trial import Trial

PERSONA_NAMES = {Persona.FAMILY: _("a family"), Persona.STAFF: _("referral staff")}
VERDICT_NAMES = {
    Verdict.MAY_MATCH: _("may be able to join"),
    Verdict.NEEDS: _("more has to be known"),
    Verdict.NO_MATCH: _("does not fit"),
}


class InventedPatientManager(models.Manager["InventedPatient"]):
    def get_by_natural_key(self, name: str) -> "InventedPatient":
        """Of the standing cast, which comes as a file."""
        return self.get(trial=None, name=name)


class InventedPatient(models.Model):
    """Somebody who does not exist, told as a case of ``docs/definitions.md`` tells people.

    ``trial`` is None for the standing cast, which every trial is tried on. Ages are counted
    on the day of trying, so that nobody of the cast grows older.
    """

    trial = models.ForeignKey(
        Trial,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invented_patients",
        verbose_name=_("trial"),
    )
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Made up, for example “Mia, 4, B-ALL came back”.")
    )
    persona = models.CharField(
        _("told by"),
        max_length=10,
        choices=[(one.value, PERSONA_NAMES[one]) for one in Persona],
        default=Persona.FAMILY.value,
    )
    facts = models.JSONField(
        _("what is told"),
        default=dict,
        help_text=_("Facts by their keys, as in the cases of docs/definitions.md."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = InventedPatientManager()

    class Meta:
        verbose_name = _("test patient")
        verbose_name_plural = _("test patients")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="invented_patient_name_not_empty", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["trial", "name"],
                nulls_distinct=False,
                name="invented_patient_name_once",
                violation_error_message=_("Another test patient has this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class ExpectedVerdict(models.Model):
    """What a trial is expected to come to for a test patient, as somebody saved it."""

    trial = models.ForeignKey(
        Trial,
        on_delete=models.CASCADE,
        related_name="expected_verdicts",
        verbose_name=_("trial"),
    )
    patient = models.ForeignKey(
        InventedPatient,
        on_delete=models.CASCADE,
        related_name="expected_verdicts",
        verbose_name=_("test patient"),
    )
    verdict = models.CharField(
        _("expected"),
        max_length=10,
        choices=[(verdict.value, VERDICT_NAMES[verdict]) for verdict in Verdict],
    )

    class Meta:
        verbose_name = _("expected verdict")
        verbose_name_plural = _("expected verdicts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "patient"], name="expected_verdict_once"),
            models.CheckConstraint(
                name="expected_verdict_known",
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient}: {self.get_verdict_display()}"
