"""One search: what was told, what it comes to, and what is worth asking next."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.http import HttpRequest

from trials.answers import Answers, AnswersState, read_answers
from trials.disease_search import DiseaseNames, disease_names
from trials.eligibility.catalogue import Fact, Persona
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.person import DISEASE_STATUS
from trials.filters import TrialFilter
from trials.finder import FinderResult, UsefulQuestion, useful_questions
from trials.forms.fact_fields import BAR, FactQuestion, field_name
from trials.forms.facts import FactsForm, answered_facts, askable_facts
from trials.forms.listing import ListForm
from trials.models import DiseaseCatalogue
from trials.presenters.chips import Chip, answer_chips, question_chip
from trials.presenters.contradictions import Clash, clashes
from trials.presenters.matches import CardMaker
from trials.presenters.names import plain_names
from trials.presenters.questions import (
    FORM_BOXES,
    AskedInTheForm,
    asked_in_the_form,
    gain_words,
)
from trials.rulebook import disease_graph
from trials.views import clock

QUESTIONS, SKIPPED = "questions", "skipped"
"""The answer to "Shall we ask you more?", kept among the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is shown.

    ``question``  with its boxes; None when the first form asks it.
    ``in_form``   where that form asks it.
    ``gain``      what an answer gains; empty for a question that is asked again.
    """

    fact: Fact
    question: FactQuestion | None = None
    in_form: AskedInTheForm | None = None
    gain: str = ""


@dataclass(frozen=True)
class Search:
    """The valid answers of one request."""

    answers: Answers
    trial_filter: TrialFilter
    catalogue: DiseaseNames
    graph: DiseaseGraph
    today: date
    shown: ListForm = field(default_factory=lambda: ListForm({}))

    @classmethod
    def of(cls, answers: Answers, catalogue: DiseaseNames, graph: DiseaseGraph) -> "Search | None":
        """None when the answers to the first form have to be mended."""
        today = clock.today()
        trial_filter = TrialFilter(answers, today=today, catalogue=catalogue, graph=graph)
        if not trial_filter.is_valid():
            return None
        return cls(answers, trial_filter, catalogue, graph, today)

    @classmethod
    def of_request(cls, request: HttpRequest) -> "Search | None":
        """None as well when the answers were lost, which the first form explains."""
        read = read_answers(request, now=clock.now())
        was_lost = read.state in (AnswersState.EXPIRED, AnswersState.UNREADABLE)
        if was_lost or (search := cls.now(read.answers)) is None:
            return None
        return replace(search, shown=ListForm(request.GET))

    @classmethod
    def now(cls, answers: Answers) -> "Search | None":
        """With the diseases as they stand now."""
        version = DiseaseCatalogue.current_version()
        return cls.of(answers, disease_names(version), disease_graph(version))

    @classmethod
    def empty(cls) -> "Search":
        """Of somebody who told nothing."""
        search = cls.now({})
        assert search is not None  # nothing told is nothing to mend
        return search

    @cached_property
    def result(self) -> FinderResult:
        shown = self.shown
        return self.trial_filter.find(
            shown.choices,
            shown.chosen_sort,
            shown.begins_after,
            shown.as_of,
            with_closed=shown.with_closed,
        )

    @cached_property
    def answered(self) -> list[FactQuestion]:
        """The questions that were answered, errors included."""
        return self._questions(answered_facts(self.answers))

    @property
    def maker(self) -> CardMaker:
        answers = {question.fact.key: question.words for question in self._well_answered}
        names = plain_names(self.catalogue)
        return CardMaker(self.trial_filter.facts, names, self.today, answers)

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        form = self.trial_filter.form
        named = self.catalogue.named(form.disease_code or "")
        return (
            *answer_chips(form.cleaned_data, named.plain_name if named else ""),
            *map(_chip, self._well_answered),
        )

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return clashes(self.result.case.person, self.chips)

    @property
    def errors(self) -> list[FactQuestion]:
        return [question for question in self.answered if question.errors]

    @property
    def are_questions_skipped(self) -> bool:
        return self.answers.get(QUESTIONS) == SKIPPED

    @property
    def asked_now(self) -> Asked | None:
        """The one question of the page of results: one to mend, else the most useful.

        Before all others comes the status where words of it stood beside the diagnosis.
        """
        if self.errors:
            return Asked(self.errors[0].fact, self.errors[0])
        if self.are_questions_skipped:
            return None
        useful = useful_questions(self.result, self._may_ask)
        if self._filled_in:
            first = min(useful, key=lambda one: one.fact.key != DISEASE_STATUS, default=None)
        else:
            first = next(useful, None)
        return self._asked([first])[0] if first else None

    @property
    def still_useful(self) -> list[Asked]:
        """All questions that could still matter, the most useful first."""
        return self._asked(list(useful_questions(self.result, self._may_ask)))

    @property
    def _well_answered(self) -> list[FactQuestion]:
        return [question for question in self.answered if not question.errors]

    @property
    def _may_ask(self) -> set[str]:
        asked = askable_facts(Persona.FAMILY)
        return {fact.key for fact in asked if field_name(fact.key) not in self.answers}

    def _asked(self, useful: list[UsefulQuestion]) -> list[Asked]:
        questions = self._questions(tuple(question.fact for question in useful))
        facts = self.trial_filter.form.facts()
        return [
            Asked(one.fact, question, asked_in_the_form(one, facts), gain_words(one))
            for one, question in zip(useful, questions, strict=True)
        ]

    @property
    def _filled_in(self) -> Answers:
        """What a question is shown with, for somebody to look at and send.

        "Relapsed B-ALL" tells of a relapse, and does not tell that nothing else is true.
        """
        statuses, name = self.trial_filter.form.statuses, field_name(DISEASE_STATUS)
        return {name: BAR.join(statuses)} if statuses and name not in self.answers else {}

    def _questions(self, facts: tuple[Fact, ...]) -> list[FactQuestion]:
        births = self.trial_filter.form.facts().births
        answers = self._filled_in | self.answers
        form = FactsForm(answers, facts=facts, today=self.today, births=births)
        return form.questions


def _chip(question: FactQuestion) -> Chip:
    """A question that the first form asks is changed there."""
    key = question.fact.key
    in_form = FORM_BOXES.get(key)
    anchor = in_form or question.first_id
    return question_chip(question.name, key, question.words, anchor, is_question=in_form is None)
