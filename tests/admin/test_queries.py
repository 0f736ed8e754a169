"""Pages of the room take a fixed number of queries, however much a trial says."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_invented_patient,
    make_trial_site,
    make_trial_source,
)
from tests.page_checks import PageCheckingClient
from trials.models import Disease, DiseaseCatalogue, FactRule, ParticipantGroup, Trial
from trials.models.disease import asked_once

pytestmark = pytest.mark.django_db


def add_to(group: ParticipantGroup, leukemias: dict[str, Disease]) -> None:
    """One more row of every kind."""
    trial = group.trial
    number = trial.groups.count()
    make_trial_source(trial, reference=f"Page {number}")
    make_trial_site(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[leukemias["aml"]], excepts=[leukemias["apl"]])
    FactRule.objects.create(group=group, fact="cd19", operator="is", values=["positive"])
    make_invented_patient(trial, name=f"Person {number}")
    other = make_group(trial, key=f"other-{number}", label=f"Others {number}")
    make_disease_rule(other, includes=[leukemias["all"]])


def queries(client: Client, address: str) -> int:
    client.get(address)  # diseases and their names are read once in a process
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("kind", "most"), [("trial", 52), ("participantgroup", 62)])
def test_page_takes_as_many_queries_for_much_as_for_little(
    kind: str,
    most: int,
    desk: PageCheckingClient,
    group: ParticipantGroup,
    leukemias: dict[str, Disease],
) -> None:
    row: Trial | ParticipantGroup = group.trial if kind == "trial" else group
    address = reverse(f"admin:trials_{kind}_change", args=[row.pk])
    add_to(group, leukemias)
    few = queries(desk, address)

    for _ in range(3):
        add_to(group, leukemias)

    assert queries(desk, address) == few <= most


def test_version_of_the_diseases_is_asked_for_once_in_a_page(
    leukemias: dict[str, Disease],
) -> None:
    with CaptureQueriesContext(connection) as captured, asked_once():
        first, second = DiseaseCatalogue.current_version(), DiseaseCatalogue.current_version()
    assert (first, len(captured)) == (second, 1)

    leukemias["aml"].plain_name = "Another name"
    leukemias["aml"].save()
    assert DiseaseCatalogue.current_version() > first
