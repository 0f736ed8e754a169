"""What every text for families has: a language, an owner, and the day it is read again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trials.models.disease import DiseaseName

Language = DiseaseName.Language

FIRST_LANGUAGE = Language.ENGLISH
"""What is shown, and said to be so, where a text is not there in the reader's language."""


class ReviewedTextQuerySet(models.QuerySet[Any]):
    def shown(self) -> Any:
        return self.filter(is_shown=True)

    def in_language(self, language: str) -> Any:
        """Each text once: in ``language``, else in the first language, else not at all."""
        wanted = Q(language=language)
        if language == FIRST_LANGUAGE:
            return self.filter(wanted)
        there = self.model._default_manager.filter(
            slug=models.OuterRef("slug"), language=language, is_shown=True
        )
        return self.filter(wanted | Q(Q(language=FIRST_LANGUAGE), ~models.Exists(there)))


class ReviewedText(models.Model):
    """A text in one language. The same ``slug`` in another language is its translation.

    Nobody has reviewed it while ``reviewed_on`` is None; pages say so.
    """

    slug = models.SlugField(
        _("name in addresses"),
        max_length=80,
        help_text=_("The same in every language, for example “wilms-tumor”. Never changes."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=FIRST_LANGUAGE
    )
    is_shown = models.BooleanField(
        _("shown to families"), default=True, help_text=_("Take the mark away to hide the text.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who keeps this text up to date. Families do not see it."),
    )
    written_on = models.DateField(_("written on"))
    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=200,
        blank=True,
        help_text=_(
            "Families read this: the office and place, for example “a pediatric oncologist of "
            "our hospital”. Leave it empty until a clinician has read the text."
        ),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"))
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="%(class)s_once_in_a_language",
                violation_error_message=_("This text is there in this language already."),
            ),
            models.CheckConstraint(
                name="%(class)s_reviewed_by_somebody_on_a_day",
                condition=Q(Q(reviewed_by="") & Q(reviewed_on__isnull=True))
                | Q(~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                violation_error_message=_(
                    "Give both who reviewed the text and the day, or leave both empty."
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_next_review_after_writing",
                condition=Q(next_review_on__gt=F("written_on")),
                violation_error_message=_("The next review comes after the day of writing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.language})"


class SourcedText(ReviewedText):
    """A text that is one fact, from one source."""

    source_name = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500)
    seen_on = models.DateField(_("seen on"))

    class Meta(ReviewedText.Meta):
        abstract = True
