"""A trial as the checks see it."""

from dataclasses import dataclass
from datetime import date

from trials.checking.coverage import Mark
from trials.eligibility.catalogue import FactCatalogue
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import GroupRules
from trials.registry.disease_vocabulary import DiseaseVocabulary


@dataclass(frozen=True, slots=True)
class Words:
    """What rules may name, and how texts name diseases."""

    graph: DiseaseGraph
    catalogue: FactCatalogue
    vocabulary: DiseaseVocabulary


@dataclass(frozen=True, slots=True)
class StudyToCheck:
    """
    ``groups``          without those whose rows are no rules at all.
    ``titles``          what the study is called, in the source's words.
    ``criteria_text``   the criteria as the source has them; empty when no text is kept.
    ``marks``           what people said of sentences that no rule quotes.
    ``quotations``      sentences of the sources that stand beside the rules.
    ``minimum_age``,
    ``maximum_age``     the age fields of the registry record; empty without one.
    ``is_reviewed``     whether the rules are ours, and none of the registry's sentences
                        is checked by the study team of itself.
    ``is_closed``       takes no new patients, by its status.
    ``checked_on``      the day of that status; None when the source gives none.
    """

    groups: tuple[GroupRules, ...]
    titles: tuple[str, ...] = ()
    criteria_text: str = ""
    marks: tuple[Mark, ...] = ()
    quotations: tuple[str, ...] = ()
    minimum_age: str = ""
    maximum_age: str = ""
    is_reviewed: bool = True
    is_closed: bool = False
    checked_on: date | None = None
