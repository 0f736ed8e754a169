"""What a trial comes to for one person: the verdict, what decides it, and every criterion."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.facts import Role
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict
from trials.finder import AGEING
from trials.finder.referral import Standing, may_open, standing_of
from trials.presenters.explanations import role_sentence
from trials.presenters.referral_results import Tone
from trials.presenters.referral_rows import CriterionRow, FactLink, PersonWords, criterion_rows

NEEDS_SHOWN = 4
PARTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason why a group cannot be joined now; ``when`` that may change, if it may."""

    result: str
    criterion: str
    patient: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class GroupTable:
    """All criteria of one participant group, and what they come to."""

    label: str
    standing: Standing
    words: str
    rows: tuple[CriterionRow, ...]


POINTS_IN_LINE = 10
LONGEST_POINT = 160
"""Characters of one point in a line; the table and the study's page have all of them whole."""


@dataclass(frozen=True, slots=True)
class PersonVerdict:
    """What a trial comes to for one person, by the best of its groups.

    ``reasons``  why not, all of them; empty unless it fails.
    ``needs``    what would settle it; ``more_needs`` counts those left out of the line.
    ``team``     the points that are left to the study team.
    ``until``    the last day on which the age fits, when that is soon; else empty.
    """

    who: str
    standing: Standing
    words: str
    reasons: tuple[ReasonLine, ...] = ()
    needs: tuple[FactLink, ...] = ()
    team: tuple[str, ...] = ()
    until: str = ""
    groups: tuple[GroupTable, ...] = ()

    @property
    def needs_shown(self) -> tuple[FactLink, ...]:
        return self.needs[:NEEDS_SHOWN]

    @property
    def team_words(self) -> str:
        """Empty when nothing is left to the study team."""
        count = len(self.team)
        if not count:
            return ""
        return ngettext(
            "%(count)d point is left to the study team",
            "%(count)d points are left to the study team",
            count,
        ) % {"count": count}

    @property
    def team_line(self) -> str:
        """The points in one line; of a study with a hundred sentences the first few."""
        points = [Truncator(point).chars(LONGEST_POINT) for point in self.team[:POINTS_IN_LINE]]
        line, count = "; ".join(points), len(self.team) - POINTS_IN_LINE
        if count <= 0:
            return line
        return ngettext(
            "%(points)s; and %(count)d more, on the study’s page",
            "%(points)s; and %(count)d more, on the study’s page",
            count,
        ) % {"points": line, "count": count}

    @property
    def more_needs(self) -> str:
        count = len(self.needs) - NEEDS_SHOWN
        return (
            ngettext("%(count)d more", "%(count)d more", count) % {"count": count}
            if count > 0
            else ""
        )


VerdictOn = Callable[[TrialVerdict, PersonWords, Mapping[str, str]], PersonVerdict]
"""From a verdict, the person and the labels of the groups to what is shown."""


def brief_verdict(
    verdict: TrialVerdict, who: PersonWords, labels: Mapping[str, str]
) -> PersonVerdict:
    """The verdict alone, without its reasons and criteria."""
    standing, best = standing_of(verdict), verdict.best
    words = _verdict_words(standing, best) if best else _("FAIL")
    return PersonVerdict(who.who, standing, words)


def person_verdict(
    verdict: TrialVerdict, who: PersonWords, labels: Mapping[str, str]
) -> PersonVerdict:
    standing, best = standing_of(verdict), verdict.best
    role = Role(who.person.facts.role)
    if best is None:
        reason = ReasonLine(_("No group"), role_sentence(role))
        return PersonVerdict(who.who, standing, _("FAIL"), (reason,))
    groups = tuple(_table(group, who, labels) for group in verdict.groups)
    is_open = standing in (Standing.POSSIBLE, Standing.NEEDS)
    return PersonVerdict(
        who=who.who,
        standing=standing,
        words=_verdict_words(standing, best),
        reasons=() if is_open else tuple(_reasons(groups[0].rows)),
        needs=who.links(best.needs),
        team=_left_to_team(groups[0].rows) if is_open else (),
        until=_until(best, who.person.on) if is_open else "",
        groups=groups,
    )


def _table(group: GroupVerdict, who: PersonWords, labels: Mapping[str, str]) -> GroupTable:
    standing = standing_of(TrialVerdict("", group.verdict, (group,)))
    return GroupTable(
        label=labels.get(group.rules.key, group.rules.key),
        standing=standing,
        words=_verdict_words(standing, group),
        rows=criterion_rows(group, who),
    )


def _verdict_words(standing: Standing, group: GroupVerdict) -> str:
    if standing is Standing.POSSIBLE:
        return _("No exclusion found")
    if standing is Standing.NEEDS:
        return _("Undetermined")
    if not may_open(group):
        return _("FAIL")
    if group.opens_on is None:
        return _("FAIL (recoverable)")
    return _("FAIL (recoverable): from %(day)s") % {"day": date_format(group.opens_on)}


def _left_to_team(rows: Iterable[CriterionRow]) -> tuple[str, ...]:
    """Each point once, exclusions marked as such."""
    team = (row for row in rows if row.tone is Tone.TEAM and not row.is_box)
    return tuple(dict.fromkeys(row.words for row in team))


def _until(group: GroupVerdict, on: date) -> str:
    if group.closes_on is None or group.closes_on > on + AGEING:
        return ""
    return _("Age fits until %(day)s") % {"day": date_format(group.closes_on)}


def _reasons(rows: Iterable[CriterionRow]) -> Iterator[ReasonLine]:
    """One line for each deciding criterion; a box is one line with what failed in it."""
    for row, inside in _with_inside(rows):
        if not row.decides:
            continue
        if not row.is_box:
            when = row.when if row.may_change else ""
            yield ReasonLine(row.result, row.criterion, row.patient, when)
            continue
        failed = [part.words for part in inside if part.decides and not part.is_box]
        more = len(failed) - PARTS_SHOWN
        parts = "; ".join(failed[:PARTS_SHOWN])
        if more > 0:
            parts += ngettext("; %(count)d more", "; %(count)d more", more) % {"count": more}
        yield ReasonLine(row.result, f"{row.criterion} – {parts}")


def _with_inside(
    rows: Iterable[CriterionRow],
) -> Iterator[tuple[CriterionRow, list[CriterionRow]]]:
    """Every row at the top with those below it."""
    top: CriterionRow | None = None
    inside: list[CriterionRow] = []
    for row in rows:
        if row.depth:
            inside.append(row)
            continue
        if top:
            yield top, inside
        top, inside = row, []
    if top:
        yield top, inside
