"""Rules read once and kept in memory until they change.

Reading the criteria of a trial takes ten times as long as judging them, and a search looks
at hundreds of trials. What a process keeps is checked against the database's own number
(:class:`~trials.models.RulesVersion`) in every search, so that a change counts at once, in
every process, whoever made it and how.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from trials.eligibility.evaluation import TrialRules
from trials.models import RulesDocument, RulesVersion, Trial
from trials.rulebook.documents import read_rules
from trials.rulebook.trials import rules_for, with_rules

AT_ONCE = 1_000
"""Rows take ten times the memory of the rules they become: 44 KB a trial, against 5."""
MOST_KEPT = 10_000
"""Those looked at last stay: 50 MB, or twice that where criteria are long."""

_kept: OrderedDict[int, tuple[int, TrialRules]] = OrderedDict()
"""By the key of the trial, with the number its rules had; at most one for every trial."""


def rules_of(trials: Iterable[Trial]) -> dict[int, TrialRules]:
    """The rules of trials, by their keys; none for a trial that was removed meanwhile.

    One query while nothing changed, and those of :func:`rules_numbered`.
    """
    slugs = {trial.pk: trial.slug for trial in trials}
    rows = RulesVersion.objects.filter(trial__in=slugs).values_list("trial_id", "version")
    return rules_numbered(slugs, dict(rows))


def rules_numbered(
    slugs: Mapping[int, str], versions: Mapping[int, int | None]
) -> dict[int, TrialRules]:
    """The same where slugs and numbers (:class:`~trials.models.RulesVersion`) were read.

    No query while nothing changed, one for those that were written down since they changed,
    and as many more as :func:`with_rules` takes for every thousand of the others. Numbers
    are read before the rules, which then are at least as new as their number says.
    """
    found = {
        pk: _kept[pk][1] for pk, slug in slugs.items() if _is_kept(pk, versions.get(pk), slug)
    }
    found |= _written_down({pk: slugs[pk] for pk in slugs.keys() - found.keys()}, versions)
    missing = sorted(slugs.keys() - found.keys())
    for start in range(0, len(missing), AT_ONCE):
        some = Trial.objects.filter(pk__in=missing[start : start + AT_ONCE])
        found |= {trial.pk: rules_for(trial) for trial in with_rules(some)}
    _keep(found, versions)
    return found


def _is_kept(pk: int, version: int | None, slug: str) -> bool:
    """Whether the rules kept are those of now; a trial without a number never had any."""
    if pk not in _kept or version is None:
        return False
    kept_version, rules = _kept[pk]
    return kept_version == version and rules.key == slug


def _written_down(
    slugs: Mapping[int, str], versions: Mapping[int, int | None]
) -> dict[int, TrialRules]:
    if not slugs:
        return {}
    rows = RulesDocument.objects.filter(trial__in=slugs).values_list(
        "trial_id", "version", "document"
    )
    return {
        pk: read_rules(slugs[pk], document)
        for pk, version, document in rows
        if version == versions.get(pk)
    }


def _keep(found: Mapping[int, TrialRules], versions: Mapping[int, int | None]) -> None:
    for pk, rules in found.items():
        version = versions.get(pk)
        if version is not None:
            _kept[pk] = version, rules
            _kept.move_to_end(pk)
    while len(_kept) > max(MOST_KEPT, len(found)):
        _kept.popitem(last=False)
