"""Rules that compare a measure with a table by age."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.models.rule import Rule


class PerformanceRule(Rule):
    """A Lansky score below the cut-off age, a Karnofsky score from it on."""

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="performance_rules",
        verbose_name=_("participant group"),
    )
    cut_off_months = models.PositiveIntegerField(
        _("Karnofsky from (months)"), help_text=_("16 years are 192 months.")
    )
    lansky = models.PositiveSmallIntegerField(_("Lansky at least"))
    karnofsky = models.PositiveSmallIntegerField(_("Karnofsky at least"))

    class Meta(Rule.Meta):
        verbose_name = _("performance score")
        verbose_name_plural = _("performance scores")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="performance_rule_scores",
                condition=Q(lansky__range=(0, 100), karnofsky__range=(0, 100)),
                violation_error_message=_("Scores go from 0 to 100."),
            )
        ]


class CreatinineRule(Rule):
    """Serum creatinine no higher than a published table has it for age and sex."""

    class Table(models.TextChoices):
        COG = "cog", _("Children’s Oncology Group")

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="creatinine_rules",
        verbose_name=_("participant group"),
    )
    table = models.CharField(_("table"), max_length=20, choices=Table, default=Table.COG)

    class Meta(Rule.Meta):
        verbose_name = _("creatinine by age and sex")
        verbose_name_plural = _("creatinine by age and sex")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="creatinine_rule_table_known", condition=Q(table__in=["cog"])
            )
        ]
