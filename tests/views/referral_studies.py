"""Studies with few criteria, and a member of the referral staff who checks against them."""

from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AllOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Origin,
    Side,
)
from trials.eligibility.facts import Role
from trials.models import Trial
from trials.rulebook import store_criteria

SHOWN = ("/referral/", "/referral/results/", "/referral/text/", "/referral/sheet/")
B_ALL = DiseaseCriterion(("b_all",))


def fact(key: str, value: str, *, side: Side = Side.INCLUDE, quote: str = "") -> FactCriterion:
    return FactCriterion(Condition(key, Operator.IS, (value,)), Origin(quote=quote), side)


def study(*parts: Criterion, roles: tuple[Role, ...] = (Role.PATIENT,), **fields: object) -> Trial:
    """A trial with these criteria and no others."""
    trial = list_trial(roles=roles, **fields)
    store_criteria(trial.groups.get(), AllOf(parts))
    return trial


def results(
    nurse: PageCheckingClient, address: str = "/referral/results/", **answers: str
) -> ReadPage:
    sent = nurse.post("/referral/", {"role": "patient", **answers})
    assert (sent.status_code, sent["Location"]) == (303, "/referral/results/")
    return ReadPage(nurse.get(address))
