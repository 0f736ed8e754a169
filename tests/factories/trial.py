from datetime import date
from itertools import count

from trials.models import Trial, TrialSource

_numbers = count(1)


def make_trial(**fields: object) -> Trial:
    """A published trial that takes new patients."""
    number = next(_numbers)
    return Trial.objects.create(
        **{
            "slug": f"trial-{number}",
            "brief_title": f"A study, number {number}",
            "plain_title": f"Study number {number}",
            "goal": "Researchers want to learn whether a treatment is safe.",
            "kind": Trial.Kind.TREATMENT,
            "overall_status": "RECRUITING",
            "status_checked_on": date(2026, 3, 1),
            "review_state": Trial.ReviewState.PUBLISHED,
            **fields,
        }
    )


def make_trial_source(trial: Trial, **fields: object) -> TrialSource:
    return TrialSource.objects.create(
        **{
            "trial": trial,
            "reference": "A page",
            "retrieved_on": date(2026, 3, 1),
            **fields,
        }
    )
