"""Published trials whose source has sentences that no rule says and nobody has looked at.

Reading the sentences of a trial takes milliseconds, so what came of it is kept, with the
number that the database gave to its rules and its source then, and those of the code that
read them.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Model, Q, QuerySet

from trials.checking import Mark, MarkKind, cover, coverage
from trials.models import RulesVersion, SentenceMark, SentencesRead, Trial
from trials.models.rule import Rule
from trials.registry import studies

AT_ONCE = 100


def with_open_sentences() -> QuerySet[Trial]:
    """Of those that were read; those that changed since are left out until they are."""
    return _ours().filter(_is_current(), sentences_read__has_open=True)


def read_sentences(*, at_most: int | None = None) -> int:
    """Read those of trials that changed since, or never were; how many trials are left."""
    unread = list(_unread().order_by("pk").values_list("pk", flat=True))
    wanted = unread[:at_most]
    for start in range(0, len(wanted), AT_ONCE):
        _read(wanted[start : start + AT_ONCE])
    return len(unread) - len(wanted)


def count_unread() -> int:
    """How many trials changed since they were read, or never were."""
    return _unread().count()


def _reader() -> str:
    """Of the code that cuts a source into sentences, and holds them against the rules."""
    return f"{studies.READING}.{coverage.COVERING}"


def _is_current() -> Q:
    return Q(sentences_read__version=F("rules_version__version"), sentences_read__reader=_reader())


def _ours() -> QuerySet[Trial]:
    """A trial in the registry's words leaves the rest to the study team."""
    return Trial.objects.published().filter(is_reviewed=True)


def _unread() -> QuerySet[Trial]:
    """A trial without a number never had rules or a source."""
    return _ours().filter(rules_version__isnull=False).exclude(_is_current())


def _read(trials: list[int]) -> None:
    # Before the rules and the text, which then are at least as new as this number says.
    versions = RulesVersion.objects.in_bulk(trials)
    texts = {
        pk: recorded if recorded and recorded.strip() else pasted or ""
        for pk, recorded, pasted in Trial.objects.filter(pk__in=trials).values_list(
            "pk", "registry_record__criteria_text", "criteria_text__text"
        )
    }
    quotes, marks = _quotes_of(trials), _marks_of(trials)
    rows = [
        SentencesRead(
            trial_id=pk,
            version=versions[pk].version,
            reader=_reader(),
            has_open=any(
                not one.coverage.is_covered for one in cover(text, quotes[pk], marks[pk])
            ),
        )
        for pk, text in texts.items()
        if pk in versions
    ]
    SentencesRead.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["trial"],
        update_fields=["version", "reader", "has_open"],
    )


def _quotes_of(trials: Iterable[int]) -> dict[int, list[str]]:
    quotes: dict[int, list[str]] = defaultdict(list)
    kinds: list[type[Model]] = list(Rule.__subclasses__())
    for kind in kinds:
        rows = kind._default_manager.filter(group__trial__in=trials).exclude(quote="")
        for trial, quote in rows.order_by("pk").values_list("group__trial", "quote"):
            quotes[trial].append(quote)
    return quotes


def _marks_of(trials: Iterable[int]) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for mark in SentenceMark.objects.filter(trial__in=trials):
        marks[mark.trial_id].append(Mark(mark.words, MarkKind(mark.kind), mark.quote))
    return marks
