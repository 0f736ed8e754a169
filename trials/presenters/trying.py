"""Verdicts on test patients in words for coordinators."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.verdicts import Verdict
from trials.presenters.fact_names import fact_title

VERDICT_WORDS: Mapping[Verdict | None, StrPromise] = {
    Verdict.MAY_MATCH: gettext_lazy("may be able to join"),
    Verdict.NEEDS: gettext_lazy("more has to be known"),
    Verdict.NO_MATCH: gettext_lazy("does not fit"),
    None: gettext_lazy("cannot be tried"),
}


def verdict_name(verdict: Verdict | None) -> str:
    return str(VERDICT_WORDS[verdict])


def facts_in_short(facts: Mapping[str, Any]) -> str:
    """Everything beyond what the made-up name says, in one line."""
    told = (f"{fact_title(key)}: {_answer(value)}" for key, value in facts.items())
    return "; ".join(told)


def _answer(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def change_counts(pairs: Iterable[tuple[Verdict | None, Verdict | None]]) -> Iterator[str]:
    """Those who change, as in "2 people: does not fit → may be able to join"."""
    counted = Counter((before, after) for before, after in pairs if before is not after)
    for (before, after), count in counted.most_common():
        line = ngettext(
            "%(count)d person: %(before)s → %(after)s",
            "%(count)d people: %(before)s → %(after)s",
            count,
        )
        yield line % {
            "count": count,
            "before": verdict_name(before),
            "after": verdict_name(after),
        }


def verdict_counts(verdicts: Iterable[Verdict | None]) -> Iterator[str]:
    """As in "4: may be able to join", in the order of verdicts."""
    counted = Counter(verdicts)
    for verdict in VERDICT_WORDS:
        if counted[verdict]:
            yield _("%(count)d: %(verdict)s") % {
                "count": counted[verdict],
                "verdict": verdict_name(verdict),
            }
