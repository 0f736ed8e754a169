from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import make_user


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def coordinator(db: None) -> User:
    return make_user("Coordinators", username="coordinator")


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user("Reviewers", username="reviewer")


@pytest.fixture
def nurse(db: None) -> User:
    """Checks patients, and changes nothing."""
    return make_user("Referral staff", username="nurse")
