"""Published trials whose source has sentences that no rule says and nobody has looked at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Model, Q, QuerySet

from trials.checking import Mark, MarkKind, cover
from trials.models import SentenceMark, Trial
from trials.models.rule import Rule

MOST_LOOKED_AT = 300
"""Reading the sentences of more would keep the first page waiting."""


@dataclass(frozen=True, slots=True)
class OpenSentences:
    """``trials`` by their keys. Not ``is_whole``: there are more that were not looked at."""

    trials: tuple[int, ...]
    is_whole: bool

    def held(self) -> QuerySet[Trial]:
        return Trial.objects.filter(pk__in=self.trials)


def open_sentences() -> OpenSentences:
    """Of what is ours: a trial in the registry's words leaves the rest to the study team.

    A fixed number of queries. What was read once is remembered while its words stay.
    """
    has_text = Q(registry_record__criteria_text__gt="") | Q(criteria_text__isnull=False)
    trials = Trial.objects.published().filter(has_text, is_reviewed=True).order_by("pk")
    texts = {
        pk: recorded if recorded and recorded.strip() else pasted or ""
        for pk, recorded, pasted in trials.values_list(
            "pk", "registry_record__criteria_text", "criteria_text__text"
        )[: MOST_LOOKED_AT + 1]
    }
    looked_at = list(texts)[:MOST_LOOKED_AT]
    quotes, marks = _quotes_of(looked_at), _marks_of(looked_at)
    found = (pk for pk in looked_at if _has_open(texts[pk], tuple(quotes[pk]), tuple(marks[pk])))
    return OpenSentences(tuple(found), len(texts) <= MOST_LOOKED_AT)


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


@lru_cache(maxsize=2 * MOST_LOOKED_AT)
def _has_open(text: str, quotes: tuple[str, ...], marks: tuple[Mark, ...]) -> bool:
    return any(not one.coverage.is_covered for one in cover(text, quotes, marks))
