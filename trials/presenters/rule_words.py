"""Rules beyond age and disease in plain words: the question, and the answer a study needs.

Did the lab find CD123 on the leukemia cells? Needed: Yes, it was found.
How many times has the disease come back? Needed: 2 or more.
Organ function. Not possible: No.
"""

from collections.abc import Callable, Mapping

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeLimit
from trials.eligibility.catalogue import Fact
from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import (
    CreatinineCriterion,
    FactCriterion,
    Leaf,
    PerformanceCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.presenters.ages import MONTHS_PER_YEAR, amount_words

_COMPARED: Mapping[Operator, StrPromise] = {
    Operator.AT_LEAST: gettext_lazy("%(value)s or more"),
    Operator.ABOVE: gettext_lazy("more than %(value)s"),
    Operator.AT_MOST: gettext_lazy("%(value)s or less"),
    Operator.BELOW: gettext_lazy("less than %(value)s"),
    Operator.EQUALS: gettext_lazy("exactly %(value)s"),
}


def rule_words(leaf: Leaf) -> str:
    """What the rule asks, whoever is looked at. Ages and diseases have words of their own."""
    for kind, words in _WORDS.items():
        if isinstance(leaf, kind):
            return words(leaf)
    return _("The study team will check this.")


def _fact_words(leaf: FactCriterion) -> str:
    condition = leaf.condition
    if condition.fact not in CATALOGUE:
        return _("The study team will check this.")
    fact = CATALOGUE.fact(condition.fact)
    question = fact.question or _("%(label)s:") % {"label": fact.label}
    return _side(leaf.side) % {"question": question, "answer": _answer(leaf, fact)}


def _side(side: Side) -> str:
    if side is Side.EXCLUDE:
        return _("%(question)s Not possible: %(answer)s.")
    return _("%(question)s Needed: %(answer)s.")


def _answer(leaf: FactCriterion, fact: Fact) -> str:
    labels = {choice.value: choice.label for choice in fact.choices}
    values = [_value(value, labels) for value in leaf.condition.values]
    compared = _COMPARED.get(leaf.condition.operator)
    if compared is None:
        return get_text_list(values, _("or"))
    amount = f"{values[0]} {fact.unit}" if fact.unit else values[0]
    return compared % {"value": amount}


def _value(value: str | int | float | AgeLimit, labels: Mapping[str, str]) -> str:
    if isinstance(value, AgeLimit):
        return amount_words(value)
    if isinstance(value, str):
        return str(labels.get(value, value))
    return number_format(value)


def _washout_words(leaf: WashoutCriterion) -> str:
    label = CATALOGUE.fact(leaf.fact).question if leaf.fact in CATALOGUE else leaf.fact
    return ngettext(
        "%(question)s If so, at least %(days)d day ago.",
        "%(question)s If so, at least %(days)d days ago.",
        leaf.days,
    ) % {"question": label, "days": leaf.days}


def _text_words(leaf: TextCriterion) -> str:
    return leaf.text


def _performance_words(leaf: PerformanceCriterion) -> str:
    return _(
        "How well somebody manages the day, as the doctors grade it: at least %(lansky)d "
        "(Lansky) before the %(birthday)s birthday, at least %(karnofsky)d (Karnofsky) from then."
    ) % {
        "lansky": leaf.lansky,
        "karnofsky": leaf.karnofsky,
        "birthday": ordinal(leaf.cut_off.count // MONTHS_PER_YEAR),
    }


def _creatinine_words(leaf: CreatinineCriterion) -> str:
    return _("Kidney blood test (creatinine) no higher than the limit for age and sex.")


_WORDS: Mapping[type, Callable[..., str]] = {
    FactCriterion: _fact_words,
    WashoutCriterion: _washout_words,
    TextCriterion: _text_words,
    PerformanceCriterion: _performance_words,
    CreatinineCriterion: _creatinine_words,
}
