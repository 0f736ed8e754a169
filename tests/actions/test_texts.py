import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import make_disease, make_user
from trials.actions import editing
from trials.actions.texts import SHIPPED, TextDocumentError, TextReport, load_texts
from trials.models import ApprovedTreatment, AuditEvent, GlossaryTerm, Guide

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
DAYS = {"written_on": "2026-01-01", "next_review_on": "2027-01-01"}
GUIDE: dict[str, Any] = {
    "guide": {
        "slug": "wilms-tumor",
        "disease": "wilms",
        "group": "solid",
        "title": "Wilms tumor",
        "summary": "A tumor of the kidney.",
        **DAYS,
    },
    "sources": {"nci": {"name": "NCI", "url": "https://example.org/", "seen_on": "2026-01-01"}},
    "sections": {"what": ["It starts in a kidney. [nci]"], "questions": ["- What now?"]},
}
WORDS: dict[str, Any] = {
    "all": DAYS,
    "sources": {"nci": {"name": "NCI", "url": "https://example.org/{}", "seen_on": "2026-01-01"}},
    "terms": [
        {
            "slug": "relapse",
            "name": "relapse",
            "other_forms": ["relapsed"],
            "definition": "It has come back.",
            "source": ["nci", "relapse"],
        }
    ],
}


@pytest.fixture(autouse=True)
def wilms() -> None:
    make_disease("wilms")


def load(document: dict[str, Any], *, refresh: bool = False) -> TextReport:
    return load_texts(document, language="en", now=NOW, refresh=refresh)


def changed(document: dict[str, Any], **fields: Any) -> dict[str, Any]:
    other = copy.deepcopy(document)
    other["guide"] |= fields
    return other


def test_guide_comes_with_its_parts_and_sources() -> None:
    assert load(GUIDE) == TextReport(added=1)

    guide = Guide.objects.get()
    assert guide.disease.code == "wilms"
    assert [section.text for section in guide.sections.all()] == [
        "It starts in a kidney. [nci]",
        "- What now?",
    ]
    assert guide.sources.get().mark == "nci"
    assert AuditEvent.objects.get(subject="guide").system == SHIPPED


def test_word_has_the_address_of_its_own_source() -> None:
    load(WORDS)

    term = GlossaryTerm.objects.get()
    assert (term.source_name, term.source_url) == ("NCI", "https://example.org/relapse")


def test_approved_treatment_names_its_diseases() -> None:
    fields = {"slug": "m", "name": "M", "what_it_is": "A.", "approved_for": "B."}
    treatment = {**fields, "approved_by": "FDA", "diseases": ["wilms"], "source": ["nci", ""]}
    load({**WORDS, "terms": [], "treatments": [treatment]})

    assert ApprovedTreatment.objects.get().diseases.get().code == "wilms"


def test_text_that_is_held_stays_as_it_is() -> None:
    load(GUIDE)

    assert load(changed(GUIDE, title="Other")) == TextReport(left=1)
    assert Guide.objects.get().title == "Wilms tumor"


def test_text_that_nobody_touched_is_renewed_when_asked() -> None:
    load(GUIDE)

    assert load(changed(GUIDE, title="Other"), refresh=True) == TextReport(renewed=1)
    guide = Guide.objects.get()
    assert (guide.title, guide.sections.count()) == ("Other", 2)


@pytest.mark.parametrize("touched", ["guide", "section", "review"])
def test_edit_of_a_person_is_never_overwritten(touched: str) -> None:
    load(GUIDE)
    guide, user = Guide.objects.get(), make_user()
    section = guide.sections.get(kind="what")
    if touched == "section":
        section.text = "Ours. [nci]"
        editing.save(section, by=user, now=NOW)
    elif touched == "guide":
        guide.title = "Ours"
        editing.save(guide, by=user, now=NOW)
    else:
        Guide.objects.update(reviewed_by="A doctor", reviewed_on=NOW.date())

    assert load(changed(GUIDE, title="Other"), refresh=True) == TextReport(left=1)
    assert Guide.objects.get().title != "Other"


def test_text_that_a_person_removed_does_not_come_back() -> None:
    load(WORDS)
    editing.remove(list(GlossaryTerm.objects.all()), by=make_user(), now=NOW)

    assert load(WORDS) == TextReport(left=1)
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"sections": {"what": ["No source."]}}, "section 'what', line 1: .*names no source"),
        ({"sections": {"what": ["A fact. [who]"]}}, "no source .who."),
        ({"guide": {**GUIDE["guide"], "disease": "flu"}}, "'flu' is missing"),
        ({"guide": {**GUIDE["guide"], "written_on": "today"}}, "today"),
        ({"guide": {**GUIDE["guide"], "titel": "x"}}, "titel"),
        ({"guide": {**GUIDE["guide"], "group": "other"}}, "other"),
    ],
)
def test_document_with_a_fault_is_refused_whole(fault: dict[str, Any], words: str) -> None:
    with pytest.raises(TextDocumentError, match=words):
        load({**GUIDE, **fault})

    assert not Guide.objects.exists()
