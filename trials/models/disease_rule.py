"""Diseases that let somebody into a participant group, or keep somebody out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.models.disease import Disease
from trials.models.rule import Rule


class DiseaseRule(Rule):
    """Diseases of which a patient must have one, and diseases that rule a patient out."""

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="disease_rules",
        verbose_name=_("participant group"),
    )
    includes = models.ManyToManyField(
        Disease, related_name="including_rules", verbose_name=_("includes"), blank=True
    )
    excepts = models.ManyToManyField(
        Disease, related_name="excepting_rules", verbose_name=_("except"), blank=True
    )

    class Meta(Rule.Meta):
        verbose_name = _("disease rule")
        verbose_name_plural = _("disease rules")
