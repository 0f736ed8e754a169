from datetime import UTC, datetime

from tests.factories.accounts import make_user
from trials.models import ReviewEvent, Trial


def make_review_event(trial: Trial, **fields: object) -> ReviewEvent:
    return ReviewEvent.objects.create(
        **{
            "trial": trial,
            "from_state": "draft",
            "to_state": "in_review",
            "actor": fields.get("actor") or make_user(),
            "at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            **fields,
        }
    )
