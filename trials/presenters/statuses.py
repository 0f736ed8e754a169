"""Whether a study takes people now, and how sure we are of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus

GROWS_OLD_AFTER = timedelta(days=90)
"""A status checked longer ago than this is shown with a reminder to ask."""

FINAL = (OverallStatus.COMPLETED, OverallStatus.TERMINATED, OverallStatus.WITHDRAWN)
"""Nothing to ask again: a study that has ended does not open once more."""


@dataclass(frozen=True, slots=True)
class StatusWords:
    """``line`` says whether it is open and when that was checked.

    ``note`` is what else the coordinators wrote, ``source`` where the status stands, and
    ``leaves`` when the study leaves this list; each may be empty.
    """

    line: str
    note: str = ""
    source: str = ""
    leaves: str = ""


def status_words(row: Trial | TrialSite, today: date) -> StatusWords:
    """The status of a study, or of a study at one place."""
    if isinstance(row, TrialSite):
        return StatusWords(status_line(OverallStatus(row.status), row.status_checked_on, today))
    return StatusWords(
        line=status_line(OverallStatus(row.overall_status), row.status_checked_on, today),
        note=row.ends_note,
        source=row.status_source,
        leaves=_leaves_words(row),
    )


def _leaves_words(trial: Trial) -> str:
    if trial.withdraw_on is None:
        return ""
    return _("From %(day)s on, this study is no longer on this list.") % {
        "day": date_format(trial.withdraw_on)
    }


def status_line(status: OverallStatus, checked_on: date | None, today: date) -> str:
    if status is OverallStatus.UNKNOWN:
        return _("We could not confirm whether this study is open. Ask the study team.")
    values = {"status": str(status.label)}
    if checked_on is None:
        return _("%(status)s, but we could not confirm since when. Ask the study team.") % values
    values["day"] = date_format(checked_on)
    if status in FINAL or today - checked_on <= GROWS_OLD_AFTER:
        return _("%(status)s (checked on %(day)s).") % values
    return (
        _("%(status)s when last checked, on %(day)s. That is a while ago: ask if it still holds.")
        % values
    )
