"""Rules written down beside their trials, so that a search reads them at once."""

from collections.abc import Iterator

from django.db.models import F, Q

from trials.models import RulesDocument, RulesVersion, SearchRow, Trial
from trials.rulebook import rules_for, with_rules
from trials.rulebook.documents import write_rules

AT_ONCE = 100


def write_rules_documents() -> int:
    """Write down the rules of open published trials that changed since, or never were.

    Returns how many. To be called after many trials changed at once; a trial that changes
    afterwards is read from its rows until the next time.
    """
    return sum(_write(trials) for trials in _batches(_outdated()))


def _outdated() -> list[int]:
    taking = SearchRow.objects.taking().values("trial")
    versions = RulesVersion.objects.filter(trial__in=taking)
    current = Q(trial__rules_document__version=F("version"))
    return list(versions.exclude(current).values_list("trial_id", flat=True))


def _batches(trials: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(trials), AT_ONCE):
        yield trials[start : start + AT_ONCE]


def _write(trials: list[int]) -> int:
    # Read before the rules, which then are at least as new as their number says.
    versions = dict(
        RulesVersion.objects.filter(trial__in=trials).values_list("trial_id", "version")
    )
    documents = [
        RulesDocument(
            trial_id=trial.pk,
            version=versions[trial.pk],
            document=write_rules(rules_for(trial)),
        )
        for trial in with_rules(Trial.objects.filter(pk__in=versions))
    ]
    RulesDocument.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["trial"],
        update_fields=["version", "document"],
    )
    return len(documents)
