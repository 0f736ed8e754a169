"""Texts for families, unreviewed unless a test says otherwise."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.factories.disease import make_disease
from trials.models import (
    ApprovedTreatment,
    Disease,
    GlossaryTerm,
    Guide,
    GuideSection,
    GuideSource,
)

DAYS = {"written_on": date(2026, 1, 1), "next_review_on": date(2027, 1, 1)}
SOURCE = {
    "source_name": "A hospital’s page",
    "source_url": "https://example.org/page",
    "seen_on": date(2026, 1, 1),
}


def make_guide(slug: str = "wilms-tumor", **fields: Any) -> Guide:
    disease = fields.pop("disease", None) or _disease("wilms")
    words = {
        "title": slug.replace("-", " "),
        "summary": "A tumor of the kidney.",
        "group": "solid",
    }
    return Guide.objects.create(slug=slug, disease=disease, **{**DAYS, **words, **fields})


def make_guide_source(guide: Guide, mark: str = "nci", **fields: Any) -> GuideSource:
    held = {"name": "A source", "url": "https://example.org/a", "seen_on": date(2026, 1, 1)}
    return GuideSource.objects.create(guide=guide, mark=mark, **{**held, **fields})


def make_guide_section(guide: Guide, kind: str = "what", text: str = "A fact.") -> GuideSection:
    return GuideSection.objects.create(guide=guide, kind=kind, text=text)


def make_term(name: str = "relapse", *forms: str, **fields: Any) -> GlossaryTerm:
    held = {"slug": name.replace(" ", "-").lower(), "definition": f"What {name} means."}
    return GlossaryTerm.objects.create(
        name=name, other_forms=list(forms), **{**DAYS, **SOURCE, **held, **fields}
    )


def make_approved_treatment(
    name: str = "MEDICINE", diseases: Sequence[Disease] = (), **fields: Any
) -> ApprovedTreatment:
    held = {
        "slug": name.lower(),
        "what_it_is": "A medicine.",
        "approved_for": "Children.",
        "approved_by": "U.S. FDA",
    }
    made = ApprovedTreatment.objects.create(name=name, **{**DAYS, **SOURCE, **held, **fields})
    made.diseases.set(diseases)
    return made


def _disease(code: str) -> Disease:
    return Disease.objects.filter(code=code).first() or make_disease(code)
