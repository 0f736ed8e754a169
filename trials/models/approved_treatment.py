"""Treatments that are approved already. They are no studies, and are never listed as such."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.models.disease import Disease
from trials.models.reviewed_text import ReviewedTextQuerySet, SourcedText


class ApprovedTreatmentQuerySet(ReviewedTextQuerySet):
    def below(self, codes: Collection[str]) -> "models.QuerySet[ApprovedTreatment]":
        """Those for one of the diseases, or for a kind of one of them."""
        return self.filter(diseases__paths_up__ancestor__code__in=codes).distinct()


class ApprovedTreatment(SourcedText):
    """A medicine, and for whom an authority has approved it."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("For example “KYMRIAH (tisagenlecleucel)”.")
    )
    diseases = models.ManyToManyField(
        Disease, related_name="approved_treatments", verbose_name=_("diseases")
    )
    what_it_is = models.TextField(_("what it is"))
    approved_for = models.TextField(_("approved for"))
    approved_by = models.CharField(
        _("approved by"), max_length=120, help_text=_("For example “U.S. FDA”.")
    )
    approved_year = models.PositiveSmallIntegerField(
        _("year of the approval"),
        null=True,
        blank=True,
        help_text=_("Empty when the source does not say."),
    )

    objects = ApprovedTreatmentQuerySet.as_manager()

    class Meta(SourcedText.Meta):
        verbose_name = _("approved treatment")
        verbose_name_plural = _("approved treatments")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            *SourcedText.Meta.constraints,
            models.CheckConstraint(
                name="approved_treatment_not_empty",
                condition=~Q(slug="") & ~Q(name="") & ~Q(approved_for=""),
            ),
        ]
