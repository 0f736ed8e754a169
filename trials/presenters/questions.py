"""The question that would help most: what it gains, and where it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.facts import PatientFacts
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.finder import UsefulQuestion


@dataclass(frozen=True, slots=True)
class AskedInTheForm:
    """A question that the first form asks better. ``anchor`` is the id of its box."""

    words: str
    link: str
    anchor: str


def gain_words(question: UsefulQuestion) -> str:
    """How many studies an answer matters for. It promises nothing about any of them."""
    values = {"matters": question.matters, "open": question.open}
    if question.open == 1:
        return _("This answer matters for the one study that is still open.")
    if question.matters >= question.open:
        return _("This answer matters for all %(open)d studies that are still open.") % values
    return (
        ngettext(
            "This answer matters for %(matters)d of the %(open)d studies that are still open.",
            "This answer matters for %(matters)d of the %(open)d studies that are still open.",
            question.matters,
        )
        % values
    )


def asked_in_the_form(question: UsefulQuestion, facts: PatientFacts) -> AskedInTheForm | None:
    """None for a question that is asked on the spot."""
    key = question.fact.key
    if key == DIAGNOSIS and facts.diagnoses:
        return AskedInTheForm(
            _("Which exact type of the disease is it?"),
            _("Write the exact type"),
            "id_diagnosis",
        )
    if key == BIRTH_DATE and facts.births is not None:
        return AskedInTheForm(
            _("When exactly was the patient born?"), _("Give the birth date"), "id_birth_month"
        )
    if key in _FIRST:
        words, link, anchor = _FIRST[key]
        return AskedInTheForm(str(words), str(link), anchor)
    return None


FORM_BOXES: Mapping[str, str] = {DIAGNOSIS: "id_diagnosis", BIRTH_DATE: "id_birth_month"}
"""Where the first form asks what a question can only be declined for."""

_FIRST: Mapping[str, tuple[StrPromise, StrPromise, str]] = {
    DIAGNOSIS: (
        gettext_lazy("What is the diagnosis?"),
        gettext_lazy("Write the diagnosis"),
        "id_diagnosis",
    ),
    BIRTH_DATE: (
        gettext_lazy("How old is the patient?"),
        gettext_lazy("Give the age or the birth date"),
        "id_age_years",
    ),
}
