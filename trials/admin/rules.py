"""What a group's page says about its rules, beside the entries."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials import rulebook
from trials.actions.reviewing import sentences_left
from trials.eligibility.criteria import Side
from trials.models import AgeRule, Disease, DiseaseRule, ParticipantGroup
from trials.models.rule import Rule


def how_it_counts(rule: Rule) -> str:
    """Whether everybody has to meet it, or it is one of several, or keeps out."""
    if rule.side == Side.EXCLUDE:
        counts = _("Whoever meets it cannot join.")
    else:
        counts = _("Everybody in the group has to meet it.")
    if rule.box is None:
        return counts
    return _("It stands in a box: %(box)s.") % {"box": rule.box.get_operator_display()}


def other_rules(group: ParticipantGroup) -> list[tuple[str, str]]:
    """The group's rules that its page cannot change: their kind, and what they say.

    Of a trial that is still the registry's, also every sentence that will become a rule.
    """
    kinds: list[type[models.Model]] = [
        kind for kind in Rule.__subclasses__() if kind not in (AgeRule, DiseaseRule)
    ]
    held = [
        (capfirst(str(kind._meta.verbose_name)), str(rule))
        for kind in kinds
        for rule in kind._default_manager.filter(group=group)
    ]
    if group.trial.is_reviewed:
        return held
    name = _("Sentence of the registry, for the study team")
    return held + [(name, sentence.text) for sentence in sentences_left(group)]


def covered_names(rule: DiseaseRule) -> list[str]:
    """Plain names of the diagnoses a rule takes; a rule of exceptions alone takes all others."""
    graph = rulebook.disease_graph()
    includes = [disease.code for disease in rule.includes.all()]
    below = {code for each in includes for code in graph.descendants(each)}
    excepted = {code for disease in rule.excepts.all() for code in graph.descendants(disease.code)}
    diagnoses = Disease.objects.diagnoses().exclude(code__in=excepted)
    if includes:
        diagnoses = diagnoses.filter(code__in=below)
    return sorted(diagnoses.values_list("plain_name", flat=True))
