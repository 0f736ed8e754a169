"""The guides that belong to the diseases of a page."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from trials.finder.statements import all_rows
from trials.models import Guide, Trial
from trials.models.reviewed_text import FIRST_LANGUAGE
from trials.models.translation import page_language

register = template.Library()


@register.simple_tag
def guides_about(codes: Iterable[str]) -> list[Guide]:
    """The guides nearest to these diseases, by title; one query, none without a disease."""
    wanted = sorted(codes)
    if not wanted:
        return []
    named = {"codes": wanted, "language": page_language(), "first": FIRST_LANGUAGE}
    return [Guide.from_db(Guide.objects.db, _FIELDS, row) for row in all_rows(_ABOUT, named)]


_FIELDS = ("id", "slug", "language", "title")
# As Guide.objects.shown().in_language(language).about(codes), which takes Django far longer.
_ABOUT = """
WITH below AS (
    SELECT DISTINCT path.ancestor_id AS disease_id
    FROM trials_diseasepath AS path JOIN trials_disease AS named ON named.id = path.descendant_id
    WHERE named.code = ANY(%(codes)s)
)
SELECT id, slug, language, title FROM trials_guide AS guide
WHERE is_shown AND disease_id IN (SELECT disease_id FROM below)
    AND (language = %(language)s OR (language = %(first)s AND NOT EXISTS (
        SELECT FROM trials_guide AS there WHERE there.slug = guide.slug AND there.is_shown
            AND there.language = %(language)s
    )))
    AND NOT EXISTS (
        SELECT FROM trials_guide AS nearer
        JOIN trials_diseasepath AS path ON path.descendant_id = nearer.disease_id
        WHERE nearer.is_shown AND nearer.disease_id IN (SELECT disease_id FROM below)
            AND path.ancestor_id = guide.disease_id AND nearer.disease_id <> guide.disease_id
    )
ORDER BY title, id
"""


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
