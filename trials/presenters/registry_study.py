"""An imported study that nobody here has reviewed: the registry's own words, shown as such."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import Leaf, Side, TextCriterion
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.probes import leaves
from trials.models import RegistryRecord, Trial
from trials.presenters.disease_findings import NameOf
from trials.presenters.groups import leaf_sentence
from trials.presenters.registry import unread_reason
from trials.registry.criteria_text import CriterionSentence, sentences_of


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """One sentence of the criteria, word for word.

    ``under``     the heading it stands under, where that does not stand right above it.
    ``readings``  how we read it, in our words; empty where the study team checks it.
    """

    words: str
    under: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceSection:
    """All sentences of one side."""

    heading: str
    sentences: tuple[SentenceWords, ...]


@dataclass(frozen=True, slots=True)
class RegistryStudy:
    """``unread`` are parts of the record that could not be read, for the staff alone."""

    record: RegistryRecord
    attribution: str
    sections: tuple[SentenceSection, ...]
    unread: tuple[str, ...]


def registry_study(
    trial: Trial, groups: Iterable[tuple[str, GroupRules]], name_of: NameOf
) -> RegistryStudy | None:
    """None for a study that is reviewed, or has no record.

    ``groups`` are those of :func:`~trials.presenters.groups.labelled_groups`.
    """
    if trial.is_reviewed:
        return None
    try:
        record = trial.registry_record
    except ObjectDoesNotExist:
        return None
    readings = [
        (_folded(leaf.origin.quote + "\n" + leaf.origin.note), _reading(label, leaf, name_of))
        for label, rules in groups
        for leaf in leaves(rules.criterion)
        if not isinstance(leaf, TextCriterion)
    ]
    sentences = sentences_of(record.criteria_text)
    return RegistryStudy(
        record=record,
        attribution=attribution(trial.nct_id or "", record.updated_on),
        sections=tuple(_sections(sentences, readings)),
        unread=tuple(_unread_words(record)),
    )


def attribution(nct_id: str, updated_on: date | None) -> str:
    """As the registry asks for: whose words these are, and of which day."""
    values = {"number": nct_id, "day": date_format(updated_on) if updated_on else ""}
    if not updated_on:
        return (
            _("From ClinicalTrials.gov (U.S. National Library of Medicine), %(number)s.") % values
        )
    return (
        _(
            "From ClinicalTrials.gov (U.S. National Library of Medicine), %(number)s, as of "
            "%(day)s."
        )
        % values
    )


_HEADINGS: tuple[tuple[Side | None, StrPromise], ...] = (
    (Side.INCLUDE, gettext_lazy("Listed as letting people in")),
    (Side.EXCLUDE, gettext_lazy("Listed as keeping people out")),
    (None, gettext_lazy("Listed without saying which")),
)


def _sections(
    sentences: Iterable[CriterionSentence], readings: list[tuple[str, str]]
) -> Iterator[SentenceSection]:
    sentences = list(sentences)
    for side, heading in _HEADINGS:
        found = [sentence for sentence in sentences if sentence.side is side]
        if found:
            words = tuple(_sentence_words(found, readings))
            yield SentenceSection(_counted(heading, len(words)), words)


def _counted(heading: StrPromise, count: int) -> str:
    return ngettext(
        "%(heading)s: %(count)d sentence", "%(heading)s: %(count)d sentences", count
    ) % {"heading": heading, "count": count}


def _sentence_words(
    sentences: Iterable[CriterionSentence], readings: list[tuple[str, str]]
) -> Iterator[SentenceWords]:
    last: tuple[str, str] = ("", "")
    for sentence in sentences:
        # The outermost heading is the one of the side, which heads the section.
        inner = sentence.headings[1 if sentence.side else 0 :]
        under = inner[-1] if inner else ""
        words = _folded(sentence.words)
        found = dict.fromkeys(reading for quote, reading in readings if words in quote)
        yield SentenceWords(sentence.words, "" if under in last else under, tuple(found))
        last = under, sentence.words.rstrip(" :：")


def _reading(label: str, leaf: Leaf, name_of: NameOf) -> str:
    return _("%(group)s – %(rule)s") % {"group": label, "rule": leaf_sentence(leaf, name_of)}


def _unread_words(record: RegistryRecord) -> Iterator[str]:
    for part in record.unread:
        why = unread_reason(part["reason"])
        yield _("%(place)s: %(why)s") % {"place": part["path"], "why": why}


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
