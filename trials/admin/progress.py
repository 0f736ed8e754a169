"""A page that says how far it is while it works, without any script.

The page is sent up to the place of the result; then a line for every little while; then the
result and the rest. Of the lines only the last is shown: the style sheet hides the others.
"""

import time
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

RESULT = "<!-- result -->"
EVERY = 0.4
"""Seconds between two lines."""


def page_with_progress(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    work: Iterator[int | str],
    *,
    first: str,
    if_cut: str,
) -> StreamingHttpResponse:
    """``work`` yields how many rows are done, and at last the result as HTML.

    ``first`` is said until then, and ``if_cut`` what a page means that ends before its result.
    """
    get_token(request)  # in time for its cookie, should the result hold a form
    before, after = render_to_string(template, context, request).split(RESULT)
    language = translation.get_language()

    def parts() -> Iterator[str]:
        with translation.override(language):
            yield before
            yield from _with_lines(work, first, if_cut)
            yield after

    response = StreamingHttpResponse(parts())
    # A proxy that waits for the whole page (nginx) would take the lines away.
    response["X-Accel-Buffering"] = "no"
    response["Cache-Control"] = "no-store"
    return response


def _with_lines(work: Iterator[int | str], first: str, if_cut: str) -> Iterator[str]:
    told_at = time.monotonic()
    yield '<div class="progress" role="status">'
    # All the while, not a paragraph: of those only the last is shown. gunicorn ends a page that
    # takes longer than its timeout.
    yield format_html("<div>{}</div>", if_cut)
    yield format_html("<p>{}</p>", first)
    for step in work:
        if isinstance(step, str):
            yield f"</div>{step}"
            return
        if time.monotonic() - told_at >= EVERY:
            told_at = time.monotonic()
            yield _line(step)


def _line(done: int) -> SafeString:
    return format_html("<p>{}</p>", _("%(count)d rows so far…") % {"count": done})
