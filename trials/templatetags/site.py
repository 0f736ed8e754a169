"""Whose site a page belongs to and in which language it is, for every page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.conf import settings
from django.db.models import Model
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trials.finder.statements import all_rows
from trials.models import Contact, SiteProfile
from trials.models.translation import page_language, told, translations

register = template.Library()

_KEPT = "_translations_of_this_page"


def site_profile() -> SiteProfile:
    """The profile with its contact, without the picture; one query. A plain one if unset."""
    found = all_rows(_PROFILE, ())
    if not found:
        return SiteProfile(site_name=_("Trial finder"))
    [row], using = found, SiteProfile.objects.db
    profile = SiteProfile.from_db(using, _OF_PROFILE, row[: len(_OF_PROFILE)])
    if profile.contact_id:
        profile.contact = Contact.from_db(using, _OF_CONTACT, row[len(_OF_PROFILE) :])
    return profile


def _columns(model: type[Model], *without: str) -> tuple[str, ...]:
    names = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in without)


_OF_PROFILE, _OF_CONTACT = _columns(SiteProfile, "logo"), _columns(Contact)
_PROFILE = f"""
SELECT {", ".join(f"profile.{name}" for name in _OF_PROFILE)},
    {", ".join(f"contact.{name}" for name in _OF_CONTACT)}
FROM trials_siteprofile AS profile
LEFT JOIN trials_contact AS contact ON contact.id = profile.contact_id
"""
"""Asked by every page: Django takes longer to write this than PostgreSQL to answer it."""


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
    language = page_language()
    return TranslationReview(
        language != settings.LANGUAGE_CODE, settings.TRANSLATIONS_REVIEWED_BY.get(language, "")
    )


@register.simple_tag(takes_context=True, name="told")
def told_tag(context: Context, text: str, *, as_text: bool = False) -> str:
    """One of our own texts in the language of the page; marked as English without one there.

    ``as_text``: without a mark, for places that hold no element.
    """
    words = told(text, translations_of(context))
    if as_text or not words.lang:
        return words.words
    return format_html('<span lang="{}">{}</span>', words.lang, words.words)


def translations_of(context: Context) -> Mapping[str, str]:
    """Fetched once for each page; what a part of a page was given is used there."""
    given: Mapping[str, str] | None = context.get("texts")
    if given is not None:
        return given
    request = context.get("request")
    kept: dict[str, Mapping[str, str]] = getattr(request, _KEPT, {})
    language = page_language()
    if language not in kept:
        kept[language] = translations()
        if request is not None:
            setattr(request, _KEPT, kept)
    return kept[language]


@register.simple_tag
def in_english() -> SafeString:
    """The attribute of an element whose text stays in English on a page in another language."""
    return mark_safe("" if page_language() == settings.LANGUAGE_CODE else ' lang="en"')
