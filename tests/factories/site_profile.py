from trials.models import SiteProfile


def make_site_profile(**fields: object) -> SiteProfile:
    profile, _ = SiteProfile.objects.update_or_create(
        pk=1, defaults={"site_name": "Trial Finder", **fields}
    )
    return profile
