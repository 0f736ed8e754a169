"""Verdicts on test patients in words for coordinators."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.verdicts import Verdict
from trials.models.invented_patient import VERDICT_NAMES
from trials.presenters.fact_names import fact_title


def verdict_name(verdict: Verdict | None) -> str:
    """None: the facts or the rules contradict themselves."""
    return str(VERDICT_NAMES[verdict]) if verdict else _("cannot be tried")


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
    for verdict in (*Verdict, None):
        if counted[verdict]:
            yield _("%(count)d: %(verdict)s") % {
                "count": counted[verdict],
                "verdict": verdict_name(verdict),
            }
