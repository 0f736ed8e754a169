"""What people say of sentences of a source: a rule says it, the team checks it, or neither.

A sentence left to the study team becomes a rule of every group it may be about, so that
families are told that the team checks it. Of a study that is still the registry's that
happens of itself: every sentence that nobody spoke of is one for the team.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import md5

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Max

from trials import rulebook
from trials.actions import editing
from trials.actions.checks import SourceText, marks_of, original_of, source_text
from trials.checking import Coverage, CoveredSentence, Mark, MarkKind, cover, folded
from trials.models import CriteriaText, ParticipantGroup, SentenceMark, TextRule, Trial
from trials.models.rule import Rule

_KINDS: list[type[models.Model]] = list(Rule.__subclasses__())


def covered(trial: Trial) -> tuple[CoveredSentence, ...]:
    """Every sentence of the source, with what the rules of ``trial`` say of it."""
    original = original_of(trial)
    return cover(
        source_text(original).text,
        quotes_of(trial),
        marks_of(original),
        team_reads_the_rest=not trial.is_reviewed,
    )


def quotes_of(trial: Trial) -> tuple[str, ...]:
    """The quotations of all its rules; one query."""
    first, *others = (
        kind._default_manager.filter(group__trial=trial).order_by().values_list("quote")
        for kind in _KINDS
    )
    quotes = first.union(*others, all=True)
    return tuple(dict.fromkeys(quote for (quote,) in quotes if quote.strip()))


@transaction.atomic
def keep_text(
    trial: Trial, text: str, reference: str, read_on: date, *, by: User, now: datetime
) -> None:
    """Keep what a coordinator pasted, in place of what was pasted before."""
    original = original_of(trial)
    row = CriteriaText.objects.select_for_update().filter(trial=original).first()
    row = row or CriteriaText(trial=original)
    row.text, row.reference, row.read_on = text, reference, read_on
    editing.save(row, by=by, now=now)


@transaction.atomic
def mark(trial: Trial, said: Iterable[Mark], *, by: User, now: datetime) -> int:
    """Store what was said of sentences that stand in the source; how many of them do."""
    original = original_of(trial)
    Trial.objects.select_for_update().get(pk=original.pk)
    known = {folded(one.sentence.words) for one in covered(trial)}
    counted = [one for one in said if folded(one.words) in known]
    for one in counted:
        _store(original, one, by, now)
    if trial.is_reviewed:
        team = [one.words for one in counted if one.kind is MarkKind.TEAM]
        _leave_to_team(trial, source_text(original), team, by, now)
    return len(counted)


def leave_the_rest(trial: Trial, *, by: User, now: datetime) -> int:
    """Leave every sentence that nobody spoke of to the study team; how many there were."""
    left = [one for one in covered(trial) if not one.coverage.is_covered]
    said = [Mark(one.sentence.words, MarkKind.TEAM) for one in left]
    return mark(trial, said, by=by, now=now)


@transaction.atomic
def take_back(trial: Trial, words: str, *, by: User, now: datetime) -> None:
    """Remove what was said of a sentence; a rule that it became stays."""
    marks = SentenceMark.objects.filter(trial=original_of(trial), digest=digest_of(words))
    editing.remove(list(marks), by=by, now=now)


def digest_of(words: str) -> str:
    """Of the words without blanks, capitals and ways to write signs; no secret."""
    return md5(folded(words).encode(), usedforsecurity=False).hexdigest()


def settled_words(trial: Trial) -> frozenset[str]:
    """Folded words of the sentences that need no rule for the team: somebody said so."""
    said = (Coverage.LINKED, Coverage.NOT_ABOUT)
    return frozenset(folded(one.sentence.words) for one in covered(trial) if one.coverage in said)


def _store(original: Trial, said: Mark, by: User, now: datetime) -> None:
    digest = digest_of(said.words)
    row = SentenceMark.objects.filter(trial=original, digest=digest).first()
    row = row or SentenceMark(trial=original, digest=digest)
    if (row.kind, row.quote) == (said.kind.value, said.quote):
        return
    row.words, row.kind, row.quote = said.words, said.kind.value, said.quote
    row.marked_by, row.marked_at = by, now
    editing.save(row, by=by, now=now)


def _leave_to_team(
    trial: Trial, source: SourceText, words: Iterable[str], by: User, now: datetime
) -> None:
    """A rule for every group whose rules do not quote the sentence already."""
    wanted = {folded(one) for one in words}
    if not wanted:
        return
    for group in trial.groups.all():
        rules = [one for one in _rules_for(group, source) if folded(one.quote) in wanted]
        for rule in rules:
            editing.save(rule, by=by, now=now)


def _rules_for(group: ParticipantGroup, source: SourceText) -> Iterator[TextRule]:
    quotes = [
        quote
        for kind in _KINDS
        for quote in kind._default_manager.filter(group=group).values_list("quote", flat=True)
    ]
    left = rulebook.sentences_left_in(source.text, group, quotes)
    position = _last_position(group)
    for sentence in left:
        position += 1
        yield TextRule(
            group=group,
            text=sentence.text,
            quote=sentence.origin.quote,
            source=source.reference,
            side=sentence.side.value,
            position=position,
        )


def _last_position(group: ParticipantGroup) -> int:
    lasts = (
        kind._default_manager.filter(group=group).aggregate(last=Max("position"))["last"]
        for kind in _KINDS
    )
    return max((last for last in lasts if last is not None), default=-1)
