"""What one request of the referral check reads, and which part of it is shown."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from trials.answers import Answers
from trials.catalogue import CATALOGUE
from trials.disease_search import DiseaseNames, disease_names
from trials.eligibility.catalogue import Persona
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.person import Person
from trials.finder.asked_facts import AskedFacts, facts_asked
from trials.finder.referral import ReferralCheck, Standing, check
from trials.finder.referral_reach import (
    ASKED_BY_IMPORTED,
    ReferralReach,
    is_small_list,
    reach_of,
    trials_that_ask,
)
from trials.finder.seeking import Seeker
from trials.forms.referral import ReferralForm
from trials.models import SiteProfile, Trial
from trials.models.trial import TrialQuerySet
from trials.presenters.referral_report import ReportMaker
from trials.presenters.referral_words import StaffWords, medical_names
from trials.rulebook import disease_graph, rules_of
from trials.views import clock

SECTION_SIZE = 25
"""Studies of each section that are shown at first; a section by itself shows more."""
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What of the sections is shown: everything, the first of each, or a page of one."""

    only: Standing | None = None
    number: str | None = None
    size: int | None = None

    @classmethod
    def asked_for(cls, request: HttpRequest) -> "Part":
        section = request.GET.get("section", "")
        only = Standing(section) if section in set(Standing) else None
        return cls(only, request.GET.get("page"), PAGE_SIZE if only else SECTION_SIZE)

    def page_of(self, found: ReferralCheck) -> Page[int] | None:
        """The page of the only section; None where all are shown."""
        if self.only is None:
            return None
        count = len(found.standing(self.only))
        return Paginator(range(count), PAGE_SIZE).get_page(self.number)

    def shown(self, standing: Standing, page: Page[int] | None) -> slice:
        if page is None:
            return slice(self.size)
        if standing is not self.only:
            return slice(0)
        return slice(max(page.start_index() - 1, 0), page.end_index())


@dataclass
class Checking:
    """What a request reads, each once. ``published`` are the trials it may show."""

    published: TrialQuerySet

    @cached_property
    def names(self) -> DiseaseNames:
        return disease_names()

    @cached_property
    def graph(self) -> DiseaseGraph:
        return disease_graph()

    @cached_property
    def is_small(self) -> bool:
        return is_small_list()

    @cached_property
    def asked(self) -> AskedFacts:
        taking = Trial.objects.public(clock.today()).recruiting()
        trials = taking if self.is_small else trials_that_ask()
        rules = rules_of(trials.only("slug"))
        asked = facts_asked(rules.values(), self.graph, CATALOGUE)
        if self.is_small:
            return asked
        return replace(asked, named=asked.named | ASKED_BY_IMPORTED)

    def form(self, answers: Answers | None) -> ReferralForm:
        return ReferralForm(answers, today=clock.today(), names=self.names, asked=self.asked)

    def check(self, form: ReferralForm) -> ReferralCheck:
        facts = form.people()
        seekers = [Seeker(person, self.graph, form.planned_on) for person in facts]
        reach = ReferralReach() if self.is_small else reach_of(seekers)
        trials = list(reach.of(self.published))
        rules = rules_of(trials)
        # Without a trial that was removed a moment ago.
        held = {trial: rules[trial.pk] for trial in trials if trial.pk in rules}
        people = [
            Person(person, self.graph, form.planned_on, CATALOGUE, Persona.STAFF)
            for person in facts
        ]
        return check(held, people, reach)

    def maker(self, form: ReferralForm, site: SiteProfile) -> ReportMaker:
        return ReportMaker(
            words=StaffWords(CATALOGUE, medical_names(self.names)),
            asked=self.asked,
            fields=form.fields,
            today=form.today,
            house_contact=site.contact,
        )
