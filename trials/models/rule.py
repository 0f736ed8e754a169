"""What every stored rule has in common, and the boxes rules may stand in.

    group (all of these)
    ├── age rule
    ├── box (one of these)
    │   ├── disease rule
    │   └── box (all of these)
    │       ├── disease rule
    │       └── fact rule
    └── text rule

A rule without a box stands at the top of its group, where all rules must be met. Rules
and boxes side by side are ordered by their positions.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trials.eligibility.criteria import Side

SIDE_NAMES = {
    Side.INCLUDE: _("lets in"),
    Side.EXCLUDE: _("keeps out"),
}


class CriterionBox(models.Model):
    """A box around rules or other boxes of one group."""

    class Operator(models.TextChoices):
        ALL = "all", _("all of these")
        ANY = "any", _("one of these")
        NOT = "not", _("none of these")

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="boxes",
        verbose_name=_("participant group"),
    )
    box = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="boxes",
        verbose_name=_("inside the box"),
    )
    operator = models.CharField(_("means"), max_length=3, choices=Operator)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("box")
        verbose_name_plural = _("boxes")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="criterion_box_operator_known",
                condition=Q(operator__in=["all", "any", "not"]),
            ),
            models.CheckConstraint(
                name="criterion_box_not_inside_itself",
                condition=Q(box__isnull=True) | ~Q(box=F("id")),
                violation_error_message=_("A box cannot stand inside itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_operator_display()


class Rule(models.Model):
    """A leaf of a group's criteria, with the sentence it was read from."""

    box = models.ForeignKey(
        CriterionBox,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("inside the box"),
    )
    side = models.CharField(
        _("who meets this"),
        max_length=8,
        choices=[(side.value, SIDE_NAMES[side]) for side in Side],
        default=Side.INCLUDE.value,
    )
    ref = models.CharField(
        _("name of the rule"),
        max_length=60,
        blank=True,
        help_text=_("How the rule is called in files, for example “donor.2”."),
    )
    quote = models.TextField(_("sentence in the source"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("Where the sentence stands; empty when it is among the trial’s own sources."),
    )
    note = models.TextField(_("note"), blank=True)
    conflict = models.TextField(_("how sources differ"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.quote or self.note or self.ref
