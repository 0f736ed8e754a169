"""Parts of a page that are the same for everybody, made once and kept."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 10_000
"""Parts of about a kilobyte: 10 MB."""


@register.simple_tag
def same_for_all(name: str, **values: object) -> SafeString:
    """What the template ``name`` makes of ``values`` alone, in the language of the page.

    It is kept by the values, so they have to be such that can be compared; and they may say
    nothing of the person who looks.
    """
    made = _made.__wrapped__ if settings.DEBUG else _made  # templates change while one works
    return made(get_language(), name, tuple(values.items()))


@lru_cache(MOST_KEPT)
def _made(_language: str | None, name: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return render_to_string(name, dict(values))
