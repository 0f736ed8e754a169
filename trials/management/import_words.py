"""What an import has to say in a terminal: what became of the studies, and what to do."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from django.db import OperationalError

from trials.actions.importing import ImportRunningError, ImportSummary, Outcome
from trials.actions.importing.summary import OTHER_TERMS
from trials.registry import faults
from trials.registry.faults import RegistryError

SHOWN = 20

_OUTCOMES = {
    Outcome.ADDED: "new",
    Outcome.CHANGED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.PROPOSED: "reviewed here: changes wait for a coordinator",
    Outcome.KEPT: "reviewed here: nothing to decide",
    Outcome.OLDER: "older or second copies, passed over",
    Outcome.UNREADABLE: "not imported",
}


def summary_lines(summary: ImportSummary, *, is_dry_run: bool) -> Iterator[str]:
    if is_dry_run:
        yield "Nothing was stored. This would happen:"
    for outcome, words in _OUTCOMES.items():
        if summary.outcomes[outcome] or outcome in (Outcome.ADDED, Outcome.CHANGED):
            yield f"{summary.outcomes[outcome]:>9,}  {words}"
    if not summary.outcomes.total():
        yield "There was no study in the answer."
    if summary.age_conflicts:
        yield f"{summary.age_conflicts:>9,}  with ages to settle: fields and sentences differ"
    yield from _counted("Parts that could not be read:", summary.unread)
    yield from _counted("Terms of no disease we know:", summary.unmapped_terms)
    yield from _faults(summary)


def _counted(heading: str, counts: Counter[str]) -> Iterator[str]:
    if not counts:
        return
    yield heading
    named = Counter({name: count for name, count in counts.items() if name != OTHER_TERMS})
    for name, count in named.most_common(SHOWN):
        yield f"{count:>9,}  {name}"
    rest = counts.total() - sum(count for _, count in named.most_common(SHOWN))
    if rest:
        yield f"{rest:>9,}  others"


def _faults(summary: ImportSummary) -> Iterator[str]:
    if not summary.faults:
        return
    yield "Not imported:"
    for fault in summary.faults:
        yield f"  {fault.place}: {fault.reason}"
    more = summary.outcomes[Outcome.UNREADABLE] - len(summary.faults)
    if more > 0:
        yield f"  and {more:,} more"


Failure: TypeAlias = RegistryError | ImportRunningError | OperationalError


def failure_words(failure: Failure) -> str:
    """What happened, and what to do about it."""
    return f"{_what(failure)} {_advice(failure)}"


_AGAIN = "What came before is stored. Start the command again later: it goes on from there."
STOPPED = f"Stopped. {_AGAIN}"
_ANEW = (
    "What came is stored. The next import begins again at the first page. If it ends like"
    " this too, please report it: the registry may have changed."
)
_ADDRESS = (
    "Set TRIALFINDER_REGISTRY to the address of a mirror, by HTTPS; leave it empty for"
    " ClinicalTrials.gov itself."
)
_REPORT = "What came before is stored. Please report this: the registry may have changed."


def _what(failure: Failure) -> str:  # noqa: C901 - one line a fault
    match failure:
        case ImportRunningError():
            return "Another import is running in this database."
        case OperationalError():
            return f"The database failed: {str(failure).partition(chr(10))[0]}."
        case faults.UnreachableError(address=address, reason=reason):
            return f"No answer from {address}: {reason}."
        case faults.ServerFailedError(status=status):
            return f"The registry failed, with status {status}."
        case faults.TooManyRequestsError(retry_after=None):
            return "The registry wants fewer requests."
        case faults.TooManyRequestsError(retry_after=seconds):
            return f"The registry wants to be asked again in {seconds:.0f} seconds."
        case faults.RefusedQueryError(status=404, address=address):
            return f"There is no registry at {address}: it answers with status 404."
        case faults.RefusedQueryError(status=status, reason=reason):
            return f"The registry refuses this search, with status {status}: {reason}"
        case faults.BadAnswerError(wrong=wrong):
            return f"The answer is not what the registry should send: {wrong}."
        case faults.AnswerTooLargeError(place=place, limit=limit):
            return f"{place}: larger than {limit:,} bytes."
        case faults.RepeatedTokenError() | faults.EndlessPagesError():
            return "The pages of the answer have no end."
        case faults.HostNotAllowedError(address=address):
            return f"{address} may not be asked."
    return str(failure)


def _advice(failure: Failure) -> str:
    match failure:
        case ImportRunningError():
            return "Wait until it has ended, or stop it."
        case faults.RefusedQueryError(status=404) | faults.HostNotAllowedError():
            return _ADDRESS
        case faults.RefusedQueryError(has_words=True):
            return "Correct the words of --query."
        case faults.RepeatedTokenError() | faults.EndlessPagesError():
            return _ANEW
        case (
            faults.UnreachableError()
            | faults.ServerFailedError()
            | faults.TooManyRequestsError()
            | faults.BrokenAnswerError()
            | OperationalError()
        ):
            return _AGAIN
    return _REPORT
