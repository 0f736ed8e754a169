"""The hospital's picture in the header, from its site profile."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trials.models import SiteProfile

# No SVG: a drawing can carry scripts.
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


@require_safe
@cache_control(public=True, max_age=3600)
def logo(request: HttpRequest) -> HttpResponse:
    profile = SiteProfile.objects.exclude(logo=None).first()
    if profile is None or not profile.logo or profile.logo_type not in PICTURES:
        raise Http404
    return HttpResponse(bytes(profile.logo), content_type=profile.logo_type)
