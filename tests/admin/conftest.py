import pytest
from django.contrib.auth.models import Permission, User

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
    make_trial_source,
    make_user,
)
from tests.page_checks import PageCheckingClient
from trials.models import Disease, ParticipantGroup, Trial


@pytest.fixture
def coordinator(db: None) -> User:
    return make_user("Coordinators", username="coordinator")


@pytest.fixture
def reviewer(db: None) -> User:
    return make_user("Reviewers", username="reviewer")


@pytest.fixture
def nurse(db: None) -> User:
    """Checks patients, and never gets to the list."""
    return make_user("Referral staff", username="nurse")


@pytest.fixture
def reader(db: None) -> User:
    """Looks at trials, and changes nothing."""
    reader = make_user(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_trial"))
    return reader


@pytest.fixture
def desk(client: PageCheckingClient, coordinator: User) -> PageCheckingClient:
    """The browser of a coordinator who has signed in."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def review_desk(reviewer: User) -> PageCheckingClient:
    """The browser of a reviewer who has signed in."""
    client = PageCheckingClient()
    client.force_login(reviewer)
    return client


@pytest.fixture
def leukemias(db: None) -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def group(leukemias: dict[str, Disease]) -> ParticipantGroup:
    """Patients younger than 22 with AML, of a draft that lacks nothing."""
    trial = make_trial(acronym="STUDY", review_state="draft")
    make_trial_source(trial)
    group = make_group(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[leukemias["aml"]])
    return group


@pytest.fixture
def trial(group: ParticipantGroup) -> Trial:
    return group.trial
