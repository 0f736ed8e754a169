"""The referral form in the order in which a clinician thinks: person, disease, … health."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from trials.catalogue.treatment import PRIOR_TREATMENTS
from trials.eligibility.catalogue import FactGroup
from trials.finder.asked_facts import AskedFacts
from trials.forms.fact_fields import FactQuestion
from trials.forms.facts import FactsForm

HEADINGS: Mapping[FactGroup, StrPromise] = {
    FactGroup.PERSON: _("Person"),
    FactGroup.DISEASE: _("Disease"),
    FactGroup.BIOMARKER: _("Biomarkers"),
    FactGroup.TREATMENT: _("Treatment"),
    FactGroup.HEALTH: _("Health"),
}
OF_THE_DIAGNOSIS = ("diagnosis_date", "age_at_diagnosis")


@dataclass(frozen=True, slots=True)
class TreatmentQuestions:
    """Whether a treatment was given, and the days since; None where no study asks."""

    given: FactQuestion
    days: FactQuestion | None

    @property
    def name(self) -> str:
        return str(self.given.label).rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class FormSection:
    """``more`` are facts that no study asks for itself; another fact follows from them."""

    key: FactGroup
    heading: str
    questions: tuple[FactQuestion, ...]
    treatments: tuple[TreatmentQuestions, ...]
    more: tuple[FactQuestion, ...]

    @property
    def more_is_open(self) -> bool:
        """Whether something folded away was answered."""
        return any(question.is_answered for question in self.more)


@dataclass(frozen=True, slots=True)
class FormSections:
    """``diagnosed`` are day and age of the diagnosis, which stand beside it."""

    sections: tuple[FormSection, ...]
    diagnosed: tuple[FactQuestion, ...]

    def section(self, key: FactGroup) -> FormSection:
        return next(section for section in self.sections if section.key is key)


def form_sections(form: FactsForm, asked: AskedFacts) -> FormSections:
    """Sections without a question stay, since the page begins with questions of its own."""
    questions = [each for each in form.questions if each.fact.key not in OF_THE_DIAGNOSIS]
    return FormSections(
        sections=tuple(_section(group, questions, asked) for group in HEADINGS),
        diagnosed=tuple(each for each in form.questions if each.fact.key in OF_THE_DIAGNOSIS),
    )


def _section(
    group: FactGroup, questions: Iterable[FactQuestion], asked: AskedFacts
) -> FormSection:
    ours = {each.fact.key: each for each in questions if each.fact.group is group}
    more = {key: ours[key] for key in ours if key in asked.leading - {"sex"}}
    plain = {key: ours[key] for key in ours if key not in more}
    treatments = tuple(_treatments(plain))
    paired = {each.fact.key for pair in treatments for each in (pair.given, pair.days) if each}
    return FormSection(
        key=group,
        heading=str(HEADINGS[group]),
        questions=tuple(plain[key] for key in plain if key not in paired),
        treatments=treatments,
        more=tuple(more.values()),
    )


def _treatments(questions: Mapping[str, FactQuestion]) -> Iterator[TreatmentQuestions]:
    for key in PRIOR_TREATMENTS:
        if key in questions:
            yield TreatmentQuestions(questions[key], questions.get(f"{key}_days"))
