"""Criteria, and what was told for them, in the words of the clinic.

what a rule asks     "CD19 expression on blasts: Positive"
what was told        "12 years 3 months", "60 days ago", "not told"
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.catalogue.treatment import PRIOR_TREATMENTS
from trials.disease_search import DiseaseNames
from trials.eligibility.catalogue import FactCatalogue
from trials.eligibility.conditions import Condition
from trials.eligibility.criteria import (
    AgeCriterion,
    CreatinineCriterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    PerformanceCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.person import Person
from trials.eligibility.reference_tables import measured_by
from trials.presenters.ages import age_words, amount_words
from trials.presenters.disease_findings import NameOf, disease_list
from trials.presenters.referral_values import (
    age_told,
    days_told,
    not_told,
    treatment_name,
    value_words,
    wanted_words,
)


def medical_names(names: DiseaseNames) -> NameOf:
    """A code the list does not know (it changed a moment ago) stands for itself."""

    def name_of(code: str) -> str:
        disease = names.named(code)
        return disease.name if disease else code

    return name_of


@dataclass(frozen=True, slots=True)
class StaffWords:
    """What all sentences of a page are made with: the catalogue and the medical names."""

    catalogue: FactCatalogue
    name_of: NameOf

    def label(self, fact: str) -> str:
        """The clinical name; a fact nobody catalogued stands for itself."""
        return str(self.catalogue.fact(fact).label) if fact in self.catalogue else fact

    def asked(self, leaf: Leaf) -> str:
        """What a rule asks, without the side on which it stands."""
        if isinstance(leaf, AgeCriterion):
            return _("Age: %(ages)s") % {"ages": age_words(leaf.rule)}
        if isinstance(leaf, DiseaseCriterion):
            return self._diseases_asked(leaf)
        if isinstance(leaf, FactCriterion):
            return self._fact_asked(leaf.condition)
        if isinstance(leaf, WashoutCriterion):
            return self._washout_asked(leaf)
        if isinstance(leaf, TextCriterion):
            return leaf.text
        return self._table_asked(leaf)

    def told(self, leaf: Leaf, person: Person) -> str:
        """What we know of the person for a rule; empty for what nobody could tell us."""
        if isinstance(leaf, AgeCriterion):
            return age_told(person.age_span(leaf.rule.anchor)) or not_told()
        if isinstance(leaf, DiseaseCriterion):
            return self.diagnosis(person) or not_told()
        if isinstance(leaf, FactCriterion):
            return self.value_told(leaf.condition.fact, person) or not_told()
        if isinstance(leaf, WashoutCriterion):
            return self._washout_told(leaf, person)
        if isinstance(leaf, TextCriterion):
            return ""
        told = ((fact, self.value_told(fact, person)) for fact in measured_by(leaf))
        return ", ".join(f"{self.label(fact)}: {value}" for fact, value in told if value) or (
            not_told()
        )

    def diagnosis(self, person: Person) -> str:
        return ", ".join(sorted(self.name_of(code) for code in person.facts.diagnoses))

    def value_told(self, fact: str, person: Person) -> str:
        """Told or implied; empty for neither."""
        value = person.known.values.get(fact)
        if value is None or fact not in self.catalogue:
            return ""
        return value_words(self.catalogue.fact(fact), value)

    def _diseases_asked(self, leaf: DiseaseCriterion) -> str:
        named = {
            "diseases": disease_list(leaf.include, self.name_of, last_word=_("or")),
            "excepted": disease_list(leaf.exclude, self.name_of, last_word=_("or")),
        }
        if leaf.include and leaf.exclude:
            return _("Diagnosis: %(diseases)s; not %(excepted)s") % named
        if leaf.include:
            return _("Diagnosis: %(diseases)s") % named
        return _("Diagnosis: not %(excepted)s") % named

    def _fact_asked(self, condition: Condition) -> str:
        if condition.fact not in self.catalogue:
            return condition.fact
        fact = self.catalogue.fact(condition.fact)
        if fact.key in PRIOR_TREATMENTS:
            given = "yes" in condition.values
            words = _("%(treatment)s: given before") if given else _("%(treatment)s: never given")
            return words % {"treatment": treatment_name(fact)}
        if condition.values == ("yes",):
            return str(fact.label)
        return f"{fact.label}: {wanted_words(fact, condition)}"

    def _washout_asked(self, leaf: WashoutCriterion) -> str:
        return ngettext(
            "%(treatment)s: never, or %(days)d day ago or longer",
            "%(treatment)s: never, or %(days)d days ago or longer",
            leaf.days,
        ) % {"treatment": treatment_name(self.catalogue.fact(leaf.fact)), "days": leaf.days}

    def _washout_told(self, leaf: WashoutCriterion, person: Person) -> str:
        had = person.known.values.get(leaf.fact)
        days = person.known.values.get(leaf.days_fact)
        if isinstance(days, int | float):
            return days_told(days)
        if had is None:
            return not_told()
        return _("never given") if had == "no" else _("given, day not told")

    def _table_asked(self, leaf: PerformanceCriterion | CreatinineCriterion) -> str:
        if isinstance(leaf, PerformanceCriterion):
            return _(
                "Lansky %(lansky)d or more before the age of %(age)s, "
                "Karnofsky %(karnofsky)d or more from then on"
            ) % {
                "lansky": leaf.lansky,
                "karnofsky": leaf.karnofsky,
                "age": amount_words(leaf.cut_off),
            }
        return _("Serum creatinine within the %(table)s table for age and sex") % {
            "table": leaf.table.upper()
        }
