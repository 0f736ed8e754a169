"""News without an account: one Atom feed for each diagnosis. Nothing of a person is in it.

The address holds a diagnosis and a language. Cookies are not looked at, so that everybody
gets the same feed and any cache may keep it.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from trials.disease_search import Candidate, disease_names
from trials.finder.news import News, news_about
from trials.models import TrialNews
from trials.models.site import OverallStatus
from trials.rulebook import disease_graph
from trials.templatetags.guides import news_address
from trials.views import clock

FRESH_FOR = 60 * 60
_BEFORE_ANY_NEWS = datetime(2026, 1, 1, tzinfo=UTC)


class _Atom(Atom1Feed):
    """A feed without news is the same whenever it is asked for."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _BEFORE_ANY_NEWS


class _News(Feed):
    feed_type = _Atom

    def get_object(self, request: HttpRequest, code: str) -> Candidate:
        named = disease_names().named(code)
        if named is None:
            raise Http404
        return named

    def title(self, diagnosis: Candidate) -> str:
        return _("News about studies: %(diagnosis)s") % {"diagnosis": diagnosis.plain_name}

    def subtitle(self, _diagnosis: Candidate) -> str:
        return _(
            "Studies that are newly listed, have another status or are no longer listed. Only "
            "studies that name this diagnosis, one of its kinds or a wider one are here; studies "
            "open to any diagnosis are in the finder. Only a study team can say who can join."
        )

    def link(self, _diagnosis: Candidate) -> str:
        return reverse("trials:finder")

    def feed_url(self, diagnosis: Candidate) -> str:
        return news_address(diagnosis.code)

    def feed_guid(self, diagnosis: Candidate) -> str:
        return f"urn:trial-finder:news:{diagnosis.code}"

    def items(self, diagnosis: Candidate) -> list[News]:
        graph = disease_graph()
        if diagnosis.code not in graph:
            return []
        code = diagnosis.code
        return news_about(graph.ancestors(code) | graph.descendants(code), clock.today())

    def item_title(self, news: News) -> str:
        return _("%(what)s: %(study)s") % {
            "what": news.item.get_kind_display(),
            "study": _name(news),
        }

    def item_description(self, news: News) -> str:
        item = news.item
        if item.kind == TrialNews.Kind.STATUS:
            return _("Before: %(before)s. Now: %(after)s. Ask the study team.") % {
                "before": OverallStatus(item.before).label,
                "after": OverallStatus(item.after).label,
            }
        if item.kind == TrialNews.Kind.LISTED:
            return _("It is on this site from now on.")
        return _("This site does not show it any more. Ask the care team if it mattered to you.")

    def item_link(self, news: News) -> str:
        trial = news.item.trial
        return trial.get_absolute_url() if news.is_listed else reverse("trials:finder")

    def item_guid(self, news: News) -> str:
        item = news.item
        return f"urn:trial-finder:news:{item.trial.slug}:{item.at:%Y%m%dT%H%M%S}:{item.pk}"

    def item_pubdate(self, news: News) -> datetime:
        return news.item.at

    def item_updateddate(self, news: News) -> datetime:
        return news.item.at


_feed = _News()


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
@conditional_page
def news(request: HttpRequest, code: str) -> HttpResponse:
    """In the language that the address names, else in the site's own."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        response = _feed(request, code=code)
        response["Content-Language"] = language
    return response


def _name(news: News) -> str:
    """What is not on the public list may have other words by now: it is named by its number."""
    trial = news.item.trial
    return trial.plain_title if news.is_listed else trial.nct_id or trial.acronym or trial.slug
