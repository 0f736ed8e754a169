"""Kinds of treatment in plain words, each with the words of the study it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.models import RegistryRecord, Trial
from trials.registry.treatments import Treatment, treatments_named

TREATMENT_NAMES: Mapping[str, StrPromise] = {
    Treatment.CAR_T: gettext_lazy("CAR T cells"),
    Treatment.CELLS: gettext_lazy("Other immune cells"),
    Treatment.TRANSPLANT: gettext_lazy("Transplant of bone marrow or blood stem cells"),
    Treatment.TARGETED: gettext_lazy("Targeted medicine"),
    Treatment.ANTIBODY: gettext_lazy("Antibody"),
    Treatment.CHEMOTHERAPY: gettext_lazy("Chemotherapy"),
    Treatment.RADIATION: gettext_lazy("Radiation"),
    Treatment.GENE: gettext_lazy("Gene therapy"),
    Treatment.VACCINE: gettext_lazy("Vaccine"),
    Treatment.SURGERY: gettext_lazy("Surgery"),
}


@dataclass(frozen=True, slots=True)
class TreatmentWords:
    """``quote`` is a piece of what the study says, word for word."""

    kind: Treatment
    name: str
    quote: str


def treatment_words(trial: Trial) -> tuple[TreatmentWords, ...]:
    """What the study names; empty when it uses none of the words we look for."""
    return tuple(
        TreatmentWords(named.treatment, str(TREATMENT_NAMES[named.treatment]), named.quote)
        for named in treatments_named(_texts(trial))
    )


def _texts(trial: Trial) -> list[str]:
    """The words that the search row has too."""
    texts = [trial.plain_title, trial.brief_title, trial.acronym, trial.goal]
    record = record_of(trial)
    if record is None:
        return texts
    listed = (*record.interventions, *record.conditions, *record.keywords)
    return [*texts, record.official_title, *listed]


def record_of(trial: Trial) -> RegistryRecord | None:
    """None for a study that did not come from the registry."""
    try:
        return trial.registry_record
    except ObjectDoesNotExist:
        return None
