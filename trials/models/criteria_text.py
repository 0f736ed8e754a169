"""The criteria of a trial in the words of its source, and what people said of its sentences.

Both belong to the trial itself, not to a working copy of it: they are what rules are read
from, and are not shown to families.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.checking import MarkKind
from trials.models.trial import Trial

MARK_NAMES = {
    MarkKind.LINKED: _("Our rules say it"),
    MarkKind.TEAM: _("The study team checks it"),
    MarkKind.NOT_ABOUT: _("Not about who can join"),
}


class CriteriaText(models.Model):
    """Criteria that a coordinator pasted, for a trial without a registry record."""

    trial = models.OneToOneField(
        Trial, on_delete=models.CASCADE, related_name="criteria_text", verbose_name=_("trial")
    )
    text = models.TextField(
        _("criteria in the source"),
        help_text=_("The whole text on who can join, word by word, with its line breaks."),
    )
    reference = models.CharField(
        _("source"), max_length=300, help_text=_("Name of the page or record.")
    )
    read_on = models.DateField(_("read on"), help_text=_("The day the source was read."))

    class Meta:
        verbose_name = _("criteria text")
        verbose_name_plural = _("criteria texts")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="criteria_text_not_empty", condition=~Q(text="") & ~Q(reference="")
            )
        ]

    def __str__(self) -> str:
        return self.reference


class SentenceMark(models.Model):
    """What somebody said of one sentence that no rule quotes whole.

    It belongs to the words of the sentence (``digest``, of their folded form): a sentence
    that changes is asked about anew.
    """

    trial = models.ForeignKey(
        Trial,
        on_delete=models.CASCADE,
        related_name="sentence_marks",
        verbose_name=_("trial"),
    )
    digest = models.CharField(max_length=32, editable=False)
    words = models.TextField(_("sentence"))
    kind = models.CharField(
        _("what was said"),
        max_length=10,
        choices=[(kind.value, MARK_NAMES[kind]) for kind in MarkKind],
    )
    quote = models.TextField(
        _("the rule that says it, by its sentence"),
        blank=True,
        help_text=_("The mark counts while a rule of the trial has this sentence."),
    )
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("said by"),
    )
    marked_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("mark of a sentence")
        verbose_name_plural = _("marks of sentences")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "digest"], name="sentence_mark_once"),
            models.CheckConstraint(
                name="sentence_mark_kind_known",
                condition=Q(kind__in=[kind.value for kind in MarkKind]),
            ),
            models.CheckConstraint(
                name="sentence_mark_linked_to_a_rule",
                condition=Q(kind="linked") & ~Q(quote="") | ~Q(kind="linked") & Q(quote=""),
                violation_error_message=_("Choose the rule that says it."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
