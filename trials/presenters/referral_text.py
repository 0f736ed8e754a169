"""The referral check as plain text, for an electronic record or an e-mail."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.finder.referral import Standing
from trials.presenters.contacts import ContactCard
from trials.presenters.referral import ReferralCard, ReferralSection
from trials.presenters.referral_report import PersonSheet, ReferralReport
from trials.presenters.referral_verdicts import PersonVerdict, ReasonLine

QUESTIONS_LISTED = 12


def referral_text(report: ReferralReport, site: str) -> str:
    """Lines without any markup; ends with a line break."""
    return "\n".join(_lines(report, site)) + "\n"


def _lines(report: ReferralReport, site: str) -> Iterator[str]:
    yield _("REFERRAL CHECK – %(site)s") % {"site": site}
    yield _("Made on %(today)s, judged on %(on)s.") % {
        "today": date_format(report.today),
        "on": date_format(report.on),
    }
    yield _("A list to work with. Only the study team can decide who takes part.")
    for person in report.people:
        yield from _person(person)
    yield from ("", report.counts)
    if report.reach:
        yield report.reach
    for section in report.sections:
        yield from _section(section)
    for contact in report.contacts:
        yield from _contact(contact)


def _person(person: PersonSheet) -> Iterator[str]:
    yield from ("", person.who.upper())
    yield from (f"{line.label}: {line.value}" for line in person.answers)
    for contradiction in person.contradictions:
        yield _("Check: %(sentence)s") % {"sentence": contradiction.sentence}
    if person.questions:
        labels = [line.fact.label for line in person.questions[:QUESTIONS_LISTED]]
        yield _("Find out next: %(facts)s") % {"facts": "; ".join(labels)}


def _section(section: ReferralSection) -> Iterator[str]:
    if section.cards:
        yield from ("", f"{section.heading.upper()} ({section.total})")
    for card in section.cards:
        yield f"- {card.name}"
        yield from (f"  {line}" for line in _card(card))


def _card(card: ReferralCard) -> Iterator[str]:
    for verdict in card.verdicts:
        lines = list(_verdict(verdict))
        if len(card.verdicts) > 1:
            lines = [f"{verdict.who}: {line}" for line in lines]
        yield from lines
    if card.standing is not Standing.NO:
        yield card.status.line


def _verdict(verdict: PersonVerdict) -> Iterator[str]:
    """The verdict with what decides it, on one line each."""
    if verdict.needs:
        needs = "; ".join(need.label for need in verdict.needs)
        yield f"{verdict.words}: {needs}"
    elif verdict.reasons:
        reasons = "; ".join(_reason(verdict.reasons))
        yield f"{verdict.words}: {reasons}"
    else:
        yield verdict.words
    if verdict.until:
        yield verdict.until
    if verdict.team:
        yield _("Study team checks: %(points)s") % {"points": verdict.team_line}


def _reason(reasons: Iterable[ReasonLine]) -> Iterator[str]:
    for reason in reasons:
        when = f" ({reason.when})" if reason.when else ""
        yield f"{reason.result} – {reason.criterion}{when}"


def _contact(contact: ContactCard) -> Iterator[str]:
    yield from ("", contact.name.upper())
    if contact.referral_rule:
        yield contact.referral_rule
    yield from (f"{line.label}: {line.text}" for line in contact.lines)
