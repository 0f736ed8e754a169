"""Everything the pages of one referral check show: people, studies, questions, contact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.person import Person
from trials.eligibility.questions import Question
from trials.finder.asked_facts import AskedFacts
from trials.finder.referral import ReferralCheck, Standing
from trials.models import Contact
from trials.presenters.contacts import ContactCard, contact_card
from trials.presenters.referral import (
    ReferralCard,
    ReferralSection,
    everything,
    referral_card,
    sections_of,
)
from trials.presenters.referral_answers import AnswerLine, answer_lines, role_words
from trials.presenters.referral_follows import (
    ContradictionWords,
    ImpliedWords,
    contradictions,
    implied_facts,
    premises_by_fact,
)
from trials.presenters.referral_questions import QUESTIONS_SHOWN, QuestionLine, question_lines
from trials.presenters.referral_reach import reach_words
from trials.presenters.referral_rows import PersonWords
from trials.presenters.referral_verdicts import brief_verdict
from trials.presenters.referral_words import StaffWords


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """What was told of one person, what follows from it, and what to find out next."""

    who: str
    answers: tuple[AnswerLine, ...]
    implied: tuple[ImpliedWords, ...]
    contradictions: tuple[ContradictionWords, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def first_questions(self) -> tuple[QuestionLine, ...]:
        return self.questions[:QUESTIONS_SHOWN]

    @property
    def more_questions(self) -> tuple[QuestionLine, ...]:
        return self.questions[QUESTIONS_SHOWN:]


@dataclass(frozen=True, slots=True)
class ReferralReport:
    """``on`` is the day on which all is judged, ``contact`` the house's own office.

    ``reach`` says which studies were not judged; empty when all were.
    """

    today: date
    on: date
    people: tuple[PersonSheet, ...]
    sections: tuple[ReferralSection, ...]
    not_open: tuple[ReferralCard, ...]
    contact: ContactCard | None
    reach: str = ""

    @property
    def total(self) -> int:
        """Of the open studies."""
        return sum(section.total for section in self.sections)

    @property
    def heading(self) -> str:
        count = sum(section.total for section in self.sections if section.is_hopeful)
        if not count:
            return _("No open study without an exclusion")
        return ngettext(
            "%(count)d open study without an exclusion so far",
            "%(count)d open studies without an exclusion so far",
            count,
        ) % {"count": count}

    @property
    def counts(self) -> str:
        """``34 open studies: 2 no exclusion found, 16 undetermined, 0 not now, 16 no``."""
        parts = ", ".join(
            str(_COUNTS[section.standing]) % {"count": section.total} for section in self.sections
        )
        studies = ngettext("%(count)d open study", "%(count)d open studies", self.total)
        return _("%(studies)s: %(parts)s") % {
            "studies": studies % {"count": self.total},
            "parts": parts,
        }

    @property
    def contacts(self) -> tuple[ContactCard, ...]:
        """Of the studies that are still possible, each once; else the house's own."""
        cards = [
            card.contact or self.contact
            for section in self.sections
            if section.standing is not Standing.NO
            for card in section.cards
        ]
        found = dict.fromkeys(card for card in cards if card)
        return tuple(found) or ((self.contact,) if self.contact else ())


_COUNTS: Mapping[Standing, StrPromise] = {
    Standing.POSSIBLE: gettext_lazy("%(count)d no exclusion found"),
    Standing.NEEDS: gettext_lazy("%(count)d undetermined"),
    Standing.LATER: gettext_lazy("%(count)d not now"),
    Standing.NO: gettext_lazy("%(count)d no"),
}


@dataclass(frozen=True, slots=True)
class ReportMaker:
    """What a report is made with beside the check itself.

    ``fields``  for each person: fact → the id of its box on the form.
    """

    words: StaffWords
    asked: AskedFacts
    fields: Sequence[Mapping[str, str]]
    today: date
    house_contact: Contact | None

    def report(
        self, check: ReferralCheck, shown: Callable[[Standing], slice] = everything
    ) -> ReferralReport:
        """``shown`` says which studies of each standing are shown with their criteria."""
        sheets, people = [], []
        for person, fields, questions in zip(
            check.people, self.fields, check.questions, strict=False
        ):
            sheet, who = self._person(person, fields, questions)
            sheets.append(sheet)
            people.append(who)
        return ReferralReport(
            today=self.today,
            on=check.people[0].on,
            people=tuple(sheets),
            sections=tuple(
                sections_of(check, lambda one: referral_card(one, people, self.today), shown)
            ),
            not_open=tuple(
                referral_card(one, people, self.today, brief_verdict) for one in check.not_open
            ),
            contact=contact_card(self.house_contact) if self.house_contact else None,
            reach=reach_words(check.reach),
        )

    def _person(
        self, person: Person, fields: Mapping[str, str], questions: Sequence[Question]
    ) -> tuple[PersonSheet, PersonWords]:
        implied = implied_facts(person, self.words)
        who = PersonWords(
            role_words(person), person, self.words, premises_by_fact(implied), fields
        )
        sheet = PersonSheet(
            who=who.who,
            answers=answer_lines(person, self.words),
            implied=tuple(implied.values()),
            contradictions=contradictions(person, self.words, fields),
            questions=question_lines(questions, who, self.asked.named),
        )
        return sheet, who
