"""What we say of studies, in another language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchConfig, SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Count, Max
from django.db.models.functions import MD5
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

SEARCH_CONFIGS = {"es": "spanish"}
"""By language, how PostgreSQL finds the stems of its words."""

ENGLISH: Mapping[str, str] = {}
"""Nothing is looked up for a page in English."""


def stems(field: str, config: str) -> models.Func:
    """Of the words of a text, those that a stroke or a point joins one by one."""
    return models.Func(
        SearchConfig(config),
        models.F(field),
        function="trials_words",
        output_field=SearchVectorField(),
    )


class TranslationQuerySet(models.QuerySet["Translation"]):
    def get_by_natural_key(self, language: str, english: str) -> "Translation":
        return self.get(language=language, english=english)

    def mentioning(self, terms: str, language: str) -> "TranslationQuerySet":
        """``terms`` as PostgreSQL's tsquery; accents and endings do not count."""
        config = SEARCH_CONFIGS[language]
        rows = self.filter(language=language).annotate(stems=stems("text", config))
        return rows.filter(stems=SearchQuery(terms, config=config, search_type="raw"))


class Translation(models.Model):
    """One text of ours in another language, found by the English text itself.

    Whoever changes the English text is not shown a translation of what it said before:
    the new text stands in English until it is translated too.
    """

    class Language(models.TextChoices):
        SPANISH = "es", _("Spanish")

    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.SPANISH
    )
    english = models.TextField(
        _("English text"),
        help_text=_("Exactly as in the study: a title, a goal, a summary, the name of a group."),
    )
    text = models.TextField(_("translation"))
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering: ClassVar = ["english"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "language",
                MD5("english"),
                name="translation_once",
                violation_error_message=_("This text is translated already."),
            ),
            models.CheckConstraint(
                name="translation_not_empty",
                condition=~models.Q(english="") & ~models.Q(text=""),
            ),
        ]
        indexes: ClassVar = [
            GinIndex(stems("text", "spanish"), name="translation_spanish_stems"),
        ]

    def __str__(self) -> str:
        return self.english[:80]

    def natural_key(self) -> tuple[str, str]:
        return self.language, self.english

    @classmethod
    def texts(cls, language: str) -> Mapping[str, str]:
        """The translations by their English texts; one query when nothing has changed."""
        state = cls.objects.filter(language=language).aggregate(
            count=Count("pk"), newest=Max("updated_at")
        )
        return _texts_of(language, state["count"], state["newest"])


@lru_cache(maxsize=2)
def _texts_of(language: str, count: int, newest: object) -> Mapping[str, str]:
    """``count`` and ``newest`` are for the cache alone: others mean other rows."""
    return dict(Translation.objects.filter(language=language).values_list("english", "text"))


@dataclass(frozen=True, slots=True)
class Told:
    """``lang`` is that of words in another language than the page; empty for all others."""

    words: str
    lang: str = ""


def page_language() -> str:
    """Such as "es"; the same for "es-mx"."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def translations() -> Mapping[str, str]:
    """By the English texts; ``ENGLISH`` itself on a page in English."""
    language = page_language()
    return ENGLISH if language == settings.LANGUAGE_CODE else Translation.texts(language)


def told(text: str, texts: Mapping[str, str]) -> Told:
    """One text in the language of the page; ``texts`` are ``translations()``."""
    if texts is ENGLISH or not text:
        return Told(text)
    translated = texts.get(text)
    return Told(text, settings.LANGUAGE_CODE) if translated is None else Told(translated)
