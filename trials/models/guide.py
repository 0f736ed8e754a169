"""Guides: what a family should know about one disease, each fact with its source."""

from collections.abc import Collection
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trials.models.disease import Disease
from trials.models.reviewed_text import ReviewedText, ReviewedTextQuerySet


class GuideQuerySet(ReviewedTextQuerySet):
    def about(self, codes: Collection[str]) -> "models.QuerySet[Guide]":
        """The guides nearest to these diseases: their own, else that of one above them.

        The guide of a disease that stands above another one found is left out.
        """
        found = self.filter(disease__paths_down__descendant__code__in=codes)
        nearer = found.model._default_manager.filter(
            is_shown=True,
            disease__paths_down__descendant__code__in=codes,
            disease__paths_up__ancestor=models.OuterRef("disease"),
        ).exclude(disease=models.OuterRef("disease"))
        return found.filter(~models.Exists(nearer)).distinct()


class Guide(ReviewedText):
    """One disease for families, in one language."""

    class Group(models.TextChoices):
        BLOOD_CANCER = "blood_cancer", _("Leukemia, lymphoma and related diseases")
        BRAIN = "brain", _("Tumors of the brain and spinal cord")
        SOLID = "solid", _("Tumors in other parts of the body")
        BLOOD = "blood", _("Blood disorders that are not cancer")

    disease = models.ForeignKey(
        Disease, on_delete=models.PROTECT, related_name="guides", verbose_name=_("disease")
    )
    group = models.CharField(_("group"), max_length=16, choices=Group)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("in one sentence"), max_length=300, help_text=_("Shown in the list of guides.")
    )

    objects = GuideQuerySet.as_manager()

    class Meta(ReviewedText.Meta):
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            *ReviewedText.Meta.constraints,
            models.CheckConstraint(
                name="guide_words_not_empty",
                condition=~Q(slug="") & ~Q(title="") & ~Q(summary=""),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("trials:guide", args=[self.slug])


class GuideSection(models.Model):
    """One part of a guide. ``text`` has the form that :mod:`trials.texts.marked` reads."""

    class Kind(models.TextChoices):
        WHAT = "what", _("What it is")
        NAMES = "names", _("Other names")
        SIGNS = "signs", _("Signs")
        TESTS = "tests", _("How doctors find it")
        TYPES = "types", _("Kinds")
        RISK = "risk", _("Risk groups and stages")
        TREATMENT = "treatment", _("Treatment")
        RELAPSE = "relapse", _("If it comes back")
        TRIALS = "trials", _("What studies look into")
        LATE = "late", _("Late effects and check-ups")
        QUESTIONS = "questions", _("Questions to ask")

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, related_name="sections", verbose_name=_("guide")
    )
    kind = models.CharField(_("part"), max_length=12, choices=Kind)
    text = models.TextField(
        _("text"),
        help_text=_(
            "One fact a line, with its source in brackets at the end: [nci]. A line that begins "
            "with “- ” is a point of a list, one that begins with “# ” a heading."
        ),
    )

    class Meta:
        verbose_name = _("part of a guide")
        verbose_name_plural = _("parts of a guide")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guide", "kind"],
                name="guide_section_once",
                violation_error_message=_("This part is there already."),
            ),
            models.CheckConstraint(
                name="guide_section_not_empty", condition=~Q(text="") & ~Q(kind="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class GuideSource(models.Model):
    """A page that facts of a guide come from."""

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, related_name="sources", verbose_name=_("guide")
    )
    mark = models.CharField(
        _("mark"),
        max_length=20,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use small letters, digits and hyphens."))],
        help_text=_("How lines of the text name it: “nci” for lines that end with [nci]."),
    )
    name = models.CharField(_("source"), max_length=300)
    url = models.URLField(_("address"), max_length=500)
    seen_on = models.DateField(_("seen on"))

    class Meta:
        verbose_name = _("source of a guide")
        verbose_name_plural = _("sources of a guide")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guide", "mark"],
                name="guide_source_once",
                violation_error_message=_("This mark is used twice."),
            )
        ]

    def __str__(self) -> str:
        return self.name
