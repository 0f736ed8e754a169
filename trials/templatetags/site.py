"""Whose site a page belongs to and in which language it is, for every page."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trials.models import SiteProfile

register = template.Library()


def site_profile() -> SiteProfile:
    """The profile with its contact, without the picture; one query. A plain one if unset."""
    profile = SiteProfile.objects.select_related("contact").defer("logo").first()
    return profile or SiteProfile(site_name=_("Trial finder"))


@register.simple_tag(takes_context=True, name="site_profile")
def site_profile_tag(context: Context) -> SiteProfile:
    """What the view fetched already, else the profile."""
    profile: SiteProfile | None = context.get("site")
    return profile or site_profile()


@dataclass(frozen=True, slots=True)
class TranslationReview:
    """``by`` is the clinician who has reviewed the texts of a translation; empty for none."""

    is_translated: bool
    by: str


@register.simple_tag
def translation_review() -> TranslationReview:
    """Of the language of this page."""
    language = _language()
    return TranslationReview(
        language != settings.LANGUAGE_CODE, settings.TRANSLATIONS_REVIEWED_BY.get(language, "")
    )


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose text stays in English on a page in another language."""
    return mark_safe("" if _language() == settings.LANGUAGE_CODE else ' lang="en"')


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
