"""The source of a trial's rules beside them: every sentence, and what was made of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.actions import marking
from trials.actions.checks import SourceText, original_of, source_text
from trials.admin.base import staff
from trials.admin.trial_view import TrialView
from trials.checking import CoveredSentence, Mark
from trials.forms.source_text import PastedTextForm, SentenceForm
from trials.models import CriteriaText, SentenceMark, Trial
from trials.presenters.source_text import COVERAGE_WORDS, TextPiece, text_pieces

PASTE, REST, TAKE_BACK = "_paste", "_rest", "_take_back"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A sentence that somebody still has to speak of, or that somebody spoke of."""

    number: int
    words: str
    headings: str
    state_words: str
    form: SentenceForm | None = None
    mark: SentenceMark | None = None


@dataclass(frozen=True, slots=True)
class SourceBeside:
    """What stands beside the rules; ``left`` counts the sentences nobody spoke of."""

    source: SourceText
    pieces: tuple[TextPiece, ...]
    left: int
    address: str


def beside(trial: Trial) -> SourceBeside:
    source = source_text(original_of(trial))
    sentences = marking.covered(trial)
    left = sum(not one.coverage.is_covered for one in sentences)
    return SourceBeside(
        source, tuple(text_pieces(source.text, sentences)), left, source_page(trial)
    )


def source_page(trial: Trial) -> str:
    return reverse("admin:trials_trial_source", args=[trial.pk])


class SourceView(TrialView):
    """Looking is for whoever sees trials, speaking of sentences for whoever changes them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._paste_form(), self._sentence_forms(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        if PASTE in request.POST:
            return self._paste(request)
        if REST in request.POST:
            return self._leave_the_rest()
        if TAKE_BACK in request.POST:
            return self._take_back(request.POST[TAKE_BACK])
        return self._speak(request)

    # ------------------------------------------------------------------------- steps

    def _paste(self, request: HttpRequest) -> HttpResponse:
        form = self._paste_form(request)
        if not form.is_valid():
            return self._page(form, self._sentence_forms(None))
        marking.keep_text(self.trial, **form.cleaned_data, **self._who())
        messages.success(request, _("The text is kept. Look at its sentences below."))
        return self._again()

    def _leave_the_rest(self) -> HttpResponse:
        if not self._may_add_rules():
            raise PermissionDenied
        count = marking.leave_the_rest(self.trial, **self._who())
        self._tell(count)
        return self._again()

    def _take_back(self, digest: str) -> HttpResponse:
        held = SentenceMark.objects.filter(trial=original_of(self.trial), digest=digest).first()
        if held is not None:
            marking.take_back(self.trial, held.words, **self._who())
            messages.success(self.request, _("The sentence is asked about again."))
        return self._again()

    def _speak(self, request: HttpRequest) -> HttpResponse:
        forms = self._sentence_forms(request)
        if not all(form.is_valid() for form, _one in forms.values()):
            return self._page(self._paste_form(), forms)
        said = [
            Mark(one.sentence.words, form.kind, form.quote)
            for form, one in forms.values()
            if form.kind
        ]
        self._tell(marking.mark(self.trial, said, **self._who()))
        return self._again()

    # -------------------------------------------------------------------------- forms

    def _paste_form(self, request: HttpRequest | None = None) -> PastedTextForm:
        try:
            held = original_of(self.trial).criteria_text
        except ObjectDoesNotExist:
            held = CriteriaText(trial=original_of(self.trial))
        today = timezone.localdate()
        return PastedTextForm(
            request.POST if request else None,
            instance=held,
            today=today,
            initial={} if held.pk else {"read_on": today},
        )

    def _sentence_forms(
        self, request: HttpRequest | None
    ) -> dict[int, tuple[SentenceForm, CoveredSentence]]:
        """By the number of the sentence; named by its words, should the text change meanwhile."""
        quotes = {marking.digest_of(quote): quote for quote in marking.quotes_of(self.trial)}
        self.sentences = marking.covered(self.trial)
        return {
            number: (
                SentenceForm(
                    request.POST if request else None,
                    prefix=marking.digest_of(one.sentence.words),
                    quotes=quotes,
                    may_add_rules=self._may_add_rules(),
                ),
                one,
            )
            for number, one in enumerate(self.sentences, 1)
            if not one.coverage.is_covered
        }

    def _may_add_rules(self) -> bool:
        """What families see now is changed in a working copy alone."""
        is_public = self.trial.review_state == Trial.ReviewState.PUBLISHED
        return not (is_public and self.trial.is_reviewed)

    # --------------------------------------------------------------------------- pages

    def _page(
        self,
        paste: PastedTextForm,
        forms: dict[int, tuple[SentenceForm, CoveredSentence]],
    ) -> HttpResponse:
        assert self.room is not None
        source = source_text(original_of(self.trial))
        marks = {mark.digest: mark for mark in original_of(self.trial).sentence_marks.all()}
        context: dict[str, Any] = {
            **self.room.admin_site.each_context(self.request),
            "opts": Trial._meta,
            "title": _("The source, sentence by sentence"),
            "subtitle": str(self.trial),
            "trial": self.trial,
            "source": source,
            "pieces": tuple(text_pieces(source.text, self.sentences)),
            "left": [self._line(n, one, form) for n, (form, one) in forms.items()],
            "spoken": [
                self._line(n, one, None, mark)
                for n, one in enumerate(self.sentences, 1)
                if (mark := marks.get(marking.digest_of(one.sentence.words))) is not None
            ],
            "paste": None if source.text and not source.is_pasted else paste,
            "has_errors": paste.errors or any(form.errors for form, _one in forms.values()),
            "may_speak": self.may_change,
            "may_add_rules": self._may_add_rules(),
        }
        return TemplateResponse(self.request, "admin/trials/checks/source.html", context)

    def _line(
        self,
        number: int,
        one: CoveredSentence,
        form: SentenceForm | None,
        mark: SentenceMark | None = None,
    ) -> SourceLine:
        words = str(COVERAGE_WORDS[one.coverage])
        headings = " › ".join(one.sentence.headings)
        return SourceLine(number, one.sentence.words, headings, words, form, mark)

    def _who(self) -> dict[str, Any]:
        return {"by": staff(self.request), "now": timezone.now()}

    def _tell(self, count: int) -> None:
        said = ngettext(
            "%(count)d sentence is settled.", "%(count)d sentences are settled.", count
        )
        messages.success(self.request, said % {"count": count})

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(source_page(self.trial))
