from datetime import UTC, datetime

from tests.factories.accounts import make_user
from trials.models import ReviewEvent, Trial


def put_in_state(trial: Trial, state: str) -> None:
    """By a step, as the database wants it; the trial given says it too."""
    held = Trial.objects.get(pk=trial.pk).review_state
    if held != state:
        make_review_event(trial, from_state=held, to_state=state, system="a test")
    trial.review_state = state


def make_review_event(trial: Trial, **fields: object) -> ReviewEvent:
    """A step; a trial that is somewhere else is brought to where the step starts first."""
    told = {
        "trial": trial,
        "from_state": "draft",
        "to_state": "in_review",
        "at": datetime(2026, 3, 1, 12, tzinfo=UTC),
        **fields,
    }
    if not fields.get("system"):
        told["actor"] = fields.get("actor") or make_user()
    held = Trial.objects.get(pk=trial.pk).review_state
    if "revision" not in told and held not in (told["from_state"], "") and told["from_state"]:
        back = {"from_state": held, "to_state": told["from_state"], "system": "a test"}
        ReviewEvent.objects.create(trial=trial, at=told["at"], **back)
    return ReviewEvent.objects.create(**told)
