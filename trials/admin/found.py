"""What the checks found in a trial, with the page on which each finding is put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from trials.actions.checks import checks_of_fetched, fetched
from trials.actions.completeness import Gap, gaps
from trials.admin.refusals import gap_sentence
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
class MissingLine:
    """Something that a trial lacks, and the key of the group that lacks it, if one does."""

    words: str
    group: str
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by how much it weighs; ``missing`` weighs as much as an error."""

    errors: tuple[FoundLine, ...] = ()
    warnings: tuple[FoundLine, ...] = ()
    missing: tuple[MissingLine, ...] = ()

    @property
    def count_to_mend(self) -> int:
        return len(self.errors) + len(self.missing)

    def of_group(self, key: str) -> "Found":
        return Found(
            tuple(line for line in self.errors if line.words.group == key),
            tuple(line for line in self.warnings if line.words.group == key),
            tuple(line for line in self.missing if line.group == key),
        )


def found_in(trial: Trial, today: date) -> Found:
    """Also of a published trial, which stays published with what it lacks."""
    return found_in_fetched(fetched(trial), today)


def found_in_fetched(trial: Trial, today: date) -> Found:
    """As :func:`found_in`, of a trial with everything fetched that is checked."""
    return _told(trial, checks_of_fetched(trial, today=today), gaps(trial))


def _told(trial: Trial, findings: Iterable[CheckFinding], lacking: Iterable[Gap]) -> Found:
    name_of = plain_names(disease_names())
    groups = {group.key: group for group in trial.groups.all()}
    lines: dict[Level, list[FoundLine]] = {level: [] for level in Level}
    for finding in findings:
        words = check_words(finding, name_of)
        group = groups.get(finding.group)
        where = group.label if group else ""
        page = _page(trial, finding.code)
        address = _group_page(group.pk) if group and finding.code not in _PAGES else page
        lines[words.level].append(FoundLine(words, where, address))
    missing = tuple(_missing(trial, gap) for gap in lacking)
    return Found(tuple(lines[Level.ERROR]), tuple(lines[Level.WARNING]), missing)


def _missing(trial: Trial, gap: Gap) -> MissingLine:
    page = reverse("admin:trials_trial_change", args=[trial.pk])
    address = _group_page(gap.group.pk) if gap.group else page
    return MissingLine(gap_sentence(gap), gap.group.key if gap.group else "", address)


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
    Code.NEVER_FAILED: "trials_trial_patients",
}


def _page(trial: Trial, code: Code) -> str:
    if code in _PAGES:
        return reverse(f"admin:{_PAGES[code]}", args=[trial.pk])
    address = reverse("admin:trials_trial_change", args=[trial.pk])
    return f"{address}#{_FIELDS[code]}" if code in _FIELDS else address


def _group_page(pk: int) -> str:
    return reverse("admin:trials_participantgroup_change", args=[pk])
