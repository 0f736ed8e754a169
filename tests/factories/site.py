from itertools import count

from trials.models import Contact, Site, Trial, TrialSite

_numbers = count(1)


def make_contact(**fields: object) -> Contact:
    return Contact.objects.create(
        **{"name": "Referral office", "phone": "1-555-010-0000", **fields}
    )


def make_site(**fields: object) -> Site:
    return Site.objects.create(
        **{
            "name": f"Hospital {next(_numbers)}",
            "city": "Memphis",
            "state": "Tennessee",
            "country": "United States",
            **fields,
        }
    )


def make_trial_site(trial: Trial, site: Site | None = None, **fields: object) -> TrialSite:
    return TrialSite.objects.create(
        **{"trial": trial, "site": site or make_site(), "status": "RECRUITING", **fields}
    )
