"""Check one patient against every criterion of every open study, for referral staff.

Nothing is kept on the server and nobody's looking is recorded: the answers travel in a
cookie of their own that only the session which gave them can read.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trials.answers import (
    AnswersCookie,
    AnswersState,
    ReadAnswers,
    clear_answers,
    is_too_long,
    read_answers,
    write_answers,
)
from trials.finder.asked_facts import AskedFacts
from trials.finder.referral import with_what_is_shown
from trials.forms.referral import ErrorLink, ReferralForm
from trials.forms.referral_sections import form_sections
from trials.models import Trial
from trials.presenters.referral_text import referral_text
from trials.templatetags.site import site_profile
from trials.views import clock
from trials.views.answers import see_other
from trials.views.referral_checking import Checking, Part

View = Callable[[HttpRequest], HttpResponse]


def for_staff(view: View) -> View:
    """The login page for visitors, "forbidden" for accounts without the right."""
    allowed = permission_required("trials.use_referral_check", raise_exception=True)(view)
    return never_cache(login_required(allowed))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def referral(request: HttpRequest) -> HttpResponse:
    checking = Checking(Trial.objects.public(clock.today()))
    if request.method == "POST":
        return _take(request, checking)
    read = _read(request)
    form = checking.form(read.answers or None)
    context = _form_context(form, checking.asked, read.state)
    response = render(request, "referral/form.html", context)
    return _kept(response, request, read)


@require_safe
@for_staff
def results(request: HttpRequest) -> HttpResponse:
    """The first studies of every section, or one page of one section."""
    return _show(request, "referral/results.html", Part.asked_for(request))


@require_safe
@for_staff
def text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, to be copied into a record or an e-mail."""
    return _show(request, "referral/text.html", Part())


@require_safe
@for_staff
def sheet(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    return _show(request, "referral/sheet.html", Part())


@require_POST
@for_staff
def clear(request: HttpRequest) -> HttpResponse:
    response = see_other("trials:referral")
    clear_answers(response, _cookie(request))
    return response


@require_POST
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and with it the only way to read the answers."""
    response = see_other("trials:finder")
    clear_answers(response, _cookie(request))
    logout(request)
    return response


def _take(request: HttpRequest, checking: Checking) -> HttpResponse:
    """To the results if the answers read well, else back to the form, which says what to mend."""
    now, cookie = clock.now(), _cookie(request)
    answers = ReferralForm.answers_in(request.POST, checking.asked, clock.today())
    form = checking.form(answers)
    if is_too_long(answers, now=now, cookie=cookie):
        context = _form_context(form, checking.asked, AnswersState.OK, [_too_long()])
        return render(request, "referral/form.html", context, status=413)
    response = see_other("trials:referral_results" if form.is_valid() else "trials:referral")
    write_answers(response, answers, now=now, cookie=cookie)
    return response


def _too_long() -> ErrorLink:
    return ErrorLink(
        "main-content",
        _("These are more answers than a browser keeps. Empty some boxes and check again."),
    )


def _show(request: HttpRequest, template: str, part: Part) -> HttpResponse:
    read = _read(request)
    checking = Checking(with_what_is_shown(Trial.objects.public(clock.today())))
    form = checking.form(read.answers)
    if read.state is not AnswersState.OK or not form.is_valid():
        return see_other("trials:referral")  # which says what became of the answers
    site, found = site_profile(), checking.check(form)
    page = part.page_of(found)
    report = checking.maker(form, site).report(found, lambda one: part.shown(one, page))
    context = {
        "report": report,
        "site": site,
        "only": part.only,
        "page": page,
        "page_numbers": page and page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "text": lambda: referral_text(report, site.site_name),
    }
    return _kept(render(request, template, context), request, read)


def _form_context(
    form: ReferralForm,
    asked: AskedFacts,
    state: AnswersState,
    errors: Sequence[ErrorLink] = (),
) -> dict[str, Any]:
    return {
        "form": form,
        "page": form_sections(form.facts, asked),
        "error_links": [*errors, *form.error_links],
        "state": state,
    }


def _cookie(request: HttpRequest) -> AnswersCookie:
    """Readable by this session alone: whoever signs in next on this machine cannot."""
    return AnswersCookie(
        kind="referral",
        path=reverse("trials:referral"),
        holder=request.session.session_key or "",
    )


def _read(request: HttpRequest) -> ReadAnswers:
    return read_answers(request, now=clock.now(), cookie=_cookie(request))


def _kept(response: HttpResponse, request: HttpRequest, read: ReadAnswers) -> HttpResponse:
    """The half hour begins anew with every page; what cannot be read is forgotten."""
    if read.state is AnswersState.OK:
        write_answers(response, read.answers, now=clock.now(), cookie=_cookie(request))
    elif read.state is not AnswersState.NONE:
        clear_answers(response, _cookie(request))
    return response
