"""An imported study becomes ours: from now on its words and rules are those we stand by.

While it was the registry's alone, the study team was told to check every sentence of its
criteria that no rule quotes. Those sentences become rules of their own, so that nothing of
the criteria is lost when the rules are the stored ones only.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Max

from trials.actions.audit import note_all, snapshot
from trials.actions.marking import settled_words
from trials.checking import folded
from trials.eligibility.criteria import TextCriterion
from trials.models import AuditEvent, ParticipantGroup, TextRule, Trial
from trials.models.rule import Rule
from trials.rulebook.sentences import sentences_to_check


def become_ours(trial: Trial, *, by: User, now: datetime) -> None:
    """Called in the transaction of the step that makes a trial reviewed; saves nothing of it."""
    settled = settled_words(trial)
    trial.is_reviewed = True
    for group in trial.groups.all():
        last = max(_last_position(kind, group) for kind in _kinds())
        rows = TextRule.objects.bulk_create(
            TextRule(
                group=group,
                text=sentence.text,
                quote=sentence.origin.quote,
                source=sentence.origin.source,
                side=sentence.side.value,
                position=position,
            )
            for position, sentence in enumerate(_for_the_team(group, settled), last + 1)
        )
        added = AuditEvent.Action.ADDED
        note_all(added, ((row, {}, snapshot(row)) for row in rows), by, now)


def sentences_left(group: ParticipantGroup) -> tuple[TextCriterion, ...]:
    """The sentences of the registry's criteria that no stored rule of the group quotes."""
    quotes = [
        quote
        for kind in _kinds()
        for quote in kind._default_manager.filter(group=group).values_list("quote", flat=True)
    ]
    return sentences_to_check(group.trial, group, quotes)


def _for_the_team(group: ParticipantGroup, settled: Collection[str]) -> Iterator[TextCriterion]:
    """Without what somebody said is not about joining, or is said by a rule."""
    return (one for one in sentences_left(group) if folded(one.text) not in settled)


def _kinds() -> list[type[models.Model]]:
    return list(Rule.__subclasses__())


def _last_position(kind: type[models.Model], group: ParticipantGroup) -> int:
    rows = kind._default_manager.filter(group=group)
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return -1 if last is None else last
