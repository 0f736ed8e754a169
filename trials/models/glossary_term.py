"""Medical words, explained in a sentence or two."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trials.models.reviewed_text import ReviewedTextQuerySet, SourcedText


class GlossaryTerm(SourcedText):
    """One word in one language."""

    name = models.CharField(_("word"), max_length=120)
    other_forms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("other forms"),
        default=list,
        blank=True,
        help_text=_(
            "Other words to be explained by the same text, for example “relapsed, relapses”. "
            "Plurals count as well. Separate several by commas."
        ),
    )
    definition = models.TextField(_("explanation"), help_text=_("One or two short sentences."))

    objects = ReviewedTextQuerySet.as_manager()

    class Meta(SourcedText.Meta):
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("glossary")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            *SourcedText.Meta.constraints,
            models.CheckConstraint(
                name="glossary_term_not_empty",
                condition=~Q(slug="") & ~Q(name="") & ~Q(definition=""),
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"{reverse('trials:glossary')}#{self.slug}"
