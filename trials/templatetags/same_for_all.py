"""Parts of a page that are the same for everybody, made once and kept."""

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trials.finder.keeping import Same
from trials.templatetags.site import translations_of

register = template.Library()

MOST_KEPT = 10_000
"""Parts of about a kilobyte: 10 MB."""


@register.simple_tag(takes_context=True)
def same_for_all(context: Context, name: str, **values: object) -> SafeString:
    """What the template ``name`` makes of ``values`` and translations alone.

    It is kept by the values, so they have to be such that can be compared; and they may say
    nothing of the person who looks.
    """
    made = _made.__wrapped__ if settings.DEBUG else _made  # templates change while one works
    texts = Same(translations_of(context))
    return made(get_language(), texts, name, tuple(values.items()))


@lru_cache(MOST_KEPT)
def _made(
    _language: str | None,
    texts: Same[Mapping[str, str]],
    name: str,
    values: tuple[tuple[str, object], ...],
) -> SafeString:
    return render_to_string(name, {**dict(values), "texts": texts.it})
