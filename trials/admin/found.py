"""What the checks found in a trial, with the page on which each finding is put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from trials.actions.checks import checks_of
from trials.checking import CheckFinding, Code, Level
from trials.disease_search import disease_names
from trials.models import Trial
from trials.presenters.checks import CheckWords, check_words
from trials.presenters.names import plain_names


@dataclass(frozen=True, slots=True)
class FoundLine:
    """``where`` is empty when the finding is not about one place."""

    words: CheckWords
    where: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by how much it weighs."""

    errors: tuple[FoundLine, ...] = ()
    warnings: tuple[FoundLine, ...] = ()

    def __len__(self) -> int:
        return len(self.errors) + len(self.warnings)


def found_in(trial: Trial, today: date) -> Found:
    return told(trial, checks_of(trial, today=today))


def told(trial: Trial, findings: Iterable[CheckFinding]) -> Found:
    """Two queries, for the names of diseases and the groups of the trial."""
    name_of = plain_names(disease_names())
    groups = {group.key: group for group in trial.groups.all()}
    lines: dict[Level, list[FoundLine]] = {level: [] for level in Level}
    for finding in findings:
        words = check_words(finding, name_of)
        group = groups.get(finding.group)
        where = group.label if group else ""
        address = _group_page(group.pk) if group else _page(trial, finding.code)
        lines[words.level].append(FoundLine(words, where, address))
    return Found(tuple(lines[Level.ERROR]), tuple(lines[Level.WARNING]))


_FIELDS = {
    Code.STATUS_NOT_CHECKED: "id_status_checked_on",
    Code.CLOSED_BUT_SHOWN: "id_overall_status",
    Code.STATUS_DIFFERS: "id_brief_title",
    Code.ROLE_WITHOUT_GROUP: "groups-group",
}


_PAGES = {
    Code.NO_TEXT: "trials_trial_source",
    Code.SENTENCE_NOT_COVERED: "trials_trial_source",
    Code.EXPECTATION_FLIPPED: "trials_trial_patients",
}


def _page(trial: Trial, code: Code) -> str:
    if code in _PAGES:
        return reverse(f"admin:{_PAGES[code]}", args=[trial.pk])
    address = reverse("admin:trials_trial_change", args=[trial.pk])
    return f"{address}#{_FIELDS[code]}" if code in _FIELDS else address


def _group_page(pk: int) -> str:
    return reverse("admin:trials_participantgroup_change", args=[pk])
