"""The guides that belong to the diseases of a page."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from trials.models import Guide, Trial
from trials.models.reviewed_text import FIRST_LANGUAGE

register = template.Library()


@register.simple_tag
def guides_about(codes: Iterable[str]) -> list[Guide]:
    """The guides nearest to these diseases, by title; one query, none without a disease."""
    wanted = set(codes)
    if not wanted:
        return []
    language = (get_language() or FIRST_LANGUAGE)[:2]
    return list(Guide.objects.shown().in_language(language).about(wanted))


@register.filter
def news_address(code: str) -> str:
    """Of the feed about a disease, in the language of the page.

    Only for pages about a disease whose own address names it: feed finders fetch this
    address by themselves, so on a page with answers it would put what was told into a log.
    """
    language, address = get_language(), reverse("trials:news", args=[code])
    return (
        address if language in (None, settings.LANGUAGE_CODE) else f"{address}?language={language}"
    )


@register.filter
def disease_codes(trial: Trial) -> set[str]:
    """The diseases that let somebody into the study, from rows that are read already."""
    return {
        disease.code
        for group in trial.groups.all()
        for rule in group.disease_rules.all()
        for disease in rule.includes.all()
    }
