"""What a study is, whom to call, and what this site keeps."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trials.answers import IDLE_LIMIT, AnswersCookie, cookie_name
from trials.presenters.contacts import contact_card
from trials.templatetags.site import site_profile
from trials.views.kept import COOKIE as LIST_COOKIE
from trials.views.kept import KEPT_FOR
from trials.views.waiting import COOKIES as COOKIES_OF_OTHERS


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    site = site_profile()
    contact = contact_card(site.contact) if site.contact else None
    return render(request, "help/help.html", {"site": site, "contact": contact})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    minutes = int(IDLE_LIMIT.total_seconds() // 60)
    shown = {"families": _family_cookies(), "staff": _staff_cookies(), "minutes": minutes}
    return render(request, "help/privacy.html", shown)


@dataclass(frozen=True, slots=True)
class CookieWords:
    """One cookie: its name as it is really set, what it holds, and until when."""

    name: str
    holds: str
    until: str


def _family_cookies() -> tuple[CookieWords, ...]:
    idle = _("%(minutes)s minutes without a new page, or when you close the browser.") % {
        "minutes": int(IDLE_LIMIT.total_seconds() // 60)
    }
    return (
        CookieWords(
            cookie_name(),
            _("What you told the finder, in a code that only this site can read."),
            idle,
        ),
        *(
            CookieWords(cookie.name, _("The same for another person you look for."), idle)
            for cookie in COOKIES_OF_OTHERS.values()
        ),
        CookieWords(
            LIST_COOKIE.name,
            _("The short names of the studies on your list. It is only there once you keep one."),
            _("%(days)s days, or when you empty the list.") % {"days": KEPT_FOR.days},
        ),
        CookieWords(
            settings.CSRF_COOKIE_NAME,
            _("A random number. It shows that a form was sent from this site’s own page."),
            _("One year."),
        ),
        CookieWords(
            settings.LANGUAGE_COOKIE_NAME,
            _("The language you chose. It is only there once you choose one."),
            _("One year."),
        ),
    )


def _staff_cookies() -> tuple[CookieWords, ...]:
    return (
        CookieWords(
            settings.SESSION_COOKIE_NAME,
            _("Shows that a member of the staff has signed in."),
            _("Eight hours, or when the browser is closed."),
        ),
        CookieWords(
            AnswersCookie(kind="referral", path="/referral/").name,
            _("What staff entered in the referral check, in a code."),
            _("30 minutes without a new page, or when the browser is closed."),
        ),
        CookieWords(
            "messages",
            _("A line such as “Saved”, until it has been shown."),
            _("The next page."),
        ),
    )
