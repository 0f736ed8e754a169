"""An imported study becomes ours: from now on its words and rules are those we stand by.

While it was the registry's alone, the study team was told to check every sentence of its
criteria that no rule quotes. Those sentences become rules of their own, so that nothing of
the criteria is lost when the rules are the stored ones only.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Max

from trials.actions.audit import note, snapshot
from trials.eligibility.criteria import Side
from trials.models import AuditEvent, ParticipantGroup, TextRule, Trial
from trials.models.rule import Rule
from trials.registry.criteria_text import CriterionSentence
from trials.registry.quoting import unquoted_sentences

SOURCE = "ClinicalTrials.gov"


def become_ours(trial: Trial, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step that makes a trial reviewed; saves nothing of it."""
    trial.is_reviewed = True
    for group in trial.groups.all():
        last = max(_last_position(kind, group) for kind in _kinds())
        for position, sentence in enumerate(sentences_without_rule(group), last + 1):
            side = sentence.side or Side.INCLUDE
            row = TextRule.objects.create(
                group=group,
                text=sentence.words,
                quote=sentence.words,
                source=SOURCE,
                side=side.value,
                position=position,
            )
            note(row, AuditEvent.Action.ADDED, before={}, after=snapshot(row), by=by, now=now)


def sentences_without_rule(group: ParticipantGroup) -> Iterator[CriterionSentence]:
    """The sentences of the registry's criteria that no rule of the group quotes, in order."""
    try:
        text = group.trial.registry_record.criteria_text
    except ObjectDoesNotExist:
        return
    quotes = [
        quote
        for kind in _kinds()
        for quote in kind._default_manager.filter(group=group).values_list("quote", flat=True)
    ]
    yield from unquoted_sentences(text, quotes)


def _kinds() -> list[type[models.Model]]:
    return list(Rule.__subclasses__())


def _last_position(kind: type[models.Model], group: ParticipantGroup) -> int:
    rows = kind._default_manager.filter(group=group)
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return -1 if last is None else last
