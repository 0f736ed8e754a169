"""Whether a long list still goes on where an earlier part of it ended.

A part begins after the trial that the one before ended with. Where that trial has changed
since, it may stand further down now, and all between would be passed over unseen.
"""

from trials.finder.statements import one_row


def newest_change() -> int:
    """The key of the last change of any trial, 0 before the first; one query."""
    return int(one_row(_NEWEST, {})["newest"])


def has_changed(trial: int, since: int) -> bool:
    """Whether a trial changed after the change with the key ``since``; one query."""
    return bool(one_row(_CHANGED, {"trial": trial, "since": since})["has_changed"])


_NEWEST = "SELECT coalesce(max(id), 0) AS newest FROM trials_trialchange"
_CHANGED = """
SELECT EXISTS (
    SELECT FROM trials_trialchange WHERE trial_id = %(trial)s AND id > %(since)s
) AS has_changed
"""
