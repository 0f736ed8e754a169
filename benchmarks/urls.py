"""The site's addresses, and two to compare its pages with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.textbook import textbook


def ping(request: HttpRequest) -> HttpResponse:
    """The least that any page costs: middleware and a word."""
    return HttpResponse("ok")


urlpatterns = [
    path("ping", ping, name="ping"),
    path("textbook", textbook, name="textbook"),
    path("", include("config.urls")),
]
