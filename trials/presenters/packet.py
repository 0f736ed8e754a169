"""What a family takes to the doctor: on one print view, and as plain text for a message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.eligibility.case import Case
from trials.eligibility.verdicts import judge_in
from trials.finder import Match
from trials.models import Contact, SiteProfile, Trial
from trials.presenters.asking import QuestionToAsk, questions_about
from trials.presenters.contacts import ContactCard, contact_card
from trials.presenters.matches import MatchCard
from trials.presenters.needs import needed
from trials.presenters.trial_pages import registry_url
from trials.presenters.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class PacketStudy:
    """One study on paper. ``link`` is empty when its number in the registry is not known.

    ``unknown`` is what somebody could still tell, by all the rules of the study; it may be
    empty. ``contact`` names the office to call; empty when not known.
    """

    card: MatchCard
    link: str
    contact: str
    unknown: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        about = self.card.about
        return " · ".join(part for part in (about.number, about.acronym) if part)

    @property
    def ages(self) -> str:
        groups = self.card.about.groups
        if len(groups) == 1:
            return "; ".join(groups[0].ages)
        return "; ".join(f"{group.label}: {', '.join(group.ages)}" for group in groups)

    @property
    def places(self) -> str:
        return "; ".join(f"{place.name}, {place.where}" for place in self.card.places)


@dataclass(frozen=True, slots=True)
class Packet:
    """``person`` and ``answers`` are what was told; both may be empty.

    ``is_own_list`` when the studies are those somebody chose, not the first of the results.
    """

    site: str
    today: date
    person: str
    answers: tuple[str, ...]
    studies: tuple[PacketStudy, ...]
    questions: tuple[QuestionToAsk, ...]
    contacts: tuple[ContactCard, ...]
    is_own_list: bool


def packet_of(
    found: Sequence[tuple[Match, MatchCard]],
    *,
    case: Case,
    site: SiteProfile,
    today: date,
    person: str,
    answers: Iterable[str],
    is_own_list: bool,
) -> Packet:
    """``found`` are the studies in their order, with trials that came through ``with_everything``.

    ``case`` is the person with every answer.
    """
    offices = {match.trial.pk: _contact(match.trial, site) for match, _card in found}
    asked_about = [match for match, card in found if card.verdict is not Verdict.LEFT_OUT]
    return Packet(
        site=site.site_name,
        today=today,
        person=person,
        answers=tuple(answers),
        studies=tuple(
            PacketStudy(
                card,
                registry_url(match.trial.nct_id),
                office.name if (office := offices[match.trial.pk]) else "",
                _unknown(match, card, case),
            )
            for match, card in found
        ),
        questions=questions_about(asked_about),
        contacts=tuple(
            contact_card(office)
            for office in dict.fromkeys((*offices.values(), site.contact))
            if office
        ),
        is_own_list=is_own_list,
    )


def _contact(trial: Trial, site: SiteProfile) -> Contact | None:
    """The house's own office speaks for no study that nobody here has reviewed."""
    return trial.referral_contact or (site.contact if trial.is_reviewed else None)


def _unknown(match: Match, card: MatchCard, case: Case) -> tuple[str, ...]:
    """Nothing more needs to be found out for a study that is for others."""
    best = (match.judged or judge_in(match.rules, case)).best
    if best is None or card.verdict is Verdict.LEFT_OUT:
        return ()
    each = needed(best.needs, case.person.facts)
    return (*each.shown, *each.others)


def packet_text(packet: Packet) -> str:
    """Lines without any markup; ends with a line break."""
    return "\n".join(_lines(packet)) + "\n"


def _lines(packet: Packet) -> Iterator[str]:
    yield _("STUDIES TO ASK ABOUT – %(site)s") % {"site": packet.site}
    yield _("Made on %(day)s.") % {"day": date_format(packet.today)}
    yield _("This prepares a conversation. Only a study team can say who can join.")
    yield from ("", packet.person or _("What was told"))
    yield from (f"- {answer}" for answer in packet.answers or (_("Nothing yet."),))
    for place, study in enumerate(packet.studies, start=1):
        yield ""
        yield f"{place}. {study.card.about.title}"
        yield from (f"   {line}" for line in _study_lines(study))
    if packet.questions:
        yield from ("", _("Questions"))
        yield from (f"- {question.line}" for question in packet.questions)
    for contact in packet.contacts:
        yield from ("", _("How to be referred: %(name)s") % {"name": contact.name})
        if contact.referral_rule:
            yield contact.referral_rule
        yield from (f"{line.label}: {line.text}" for line in contact.lines)


def _study_lines(study: PacketStudy) -> Iterator[str]:
    card = study.card
    yield study.number or _("number in the registry not known")
    if study.link:
        yield study.link
    yield card.words
    yield from card.reasons
    yield card.about.status.line
    yield _("Ages: %(ages)s") % {"ages": study.ages}
    if study.places:
        yield _("Where: %(places)s") % {"places": study.places}
    if study.unknown:
        yield _("Still to find out: %(facts)s") % {"facts": "; ".join(study.unknown)}
    if card.team.shown:
        yield _("The team will check: %(points)s") % {"points": card.team.line}
    if study.contact:
        yield _("Whom to call: %(office)s") % {"office": study.contact}
