"""Whose site a page belongs to, for the header and footer of every page."""

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from trials.models import SiteProfile

register = template.Library()


def site_profile() -> SiteProfile:
    """The profile with its contact, without the picture; one query. A plain one if unset."""
    profile = SiteProfile.objects.select_related("contact").defer("logo").first()
    return profile or SiteProfile(site_name=_("Trial finder"))


@register.simple_tag(takes_context=True, name="site_profile")
def site_profile_tag(context: Context) -> SiteProfile:
    """What the view fetched already, else the profile."""
    profile: SiteProfile | None = context.get("site")
    return profile or site_profile()
