"""A family searches, and a coordinator lists trials, in one line each."""

from collections.abc import Sequence
from datetime import date

from tests.factories import make_age_rule, make_disease_rule, make_group, make_trial
from trials.eligibility.ages import BirthInterval
from trials.eligibility.distance import Place
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import Choices, FinderResult, Match, Seeker, Sort, Wish, find
from trials.models import Disease, Trial
from trials.rulebook import disease_graph

TODAY = date(2026, 3, 15)
NOTHING_CHOSEN = Choices()


def told(
    *,
    years: int | None = None,
    born: date | None = None,
    diagnosis: str | None = None,
    role: Role = Role.PATIENT,
) -> PatientFacts:
    births = None
    if years is not None:
        births = BirthInterval.of_age(TODAY, years=years)
    elif born is not None:
        births = BirthInterval.on_date(born)
    return PatientFacts(role, births, frozenset({diagnosis} if diagnosis else ()))


def search(
    facts: PatientFacts | None = None,
    *,
    words: str = "",
    place: Place | None = None,
    radius_km: float | None = None,
    choices: Choices = NOTHING_CHOSEN,
    sort: Sort = Sort.FIT,
    after: int | None = None,
    as_of: int | None = None,
    with_closed: bool = False,
    **who: object,
) -> FinderResult:
    facts = facts or told(**who)
    seeker = Seeker(facts, disease_graph(), TODAY)
    return find(Wish(seeker, words, place, radius_km, choices, sort, with_closed), after, as_of)


def list_trial(
    *diseases: Disease,
    excepts: Sequence[Disease] = (),
    roles: Sequence[Role] = (Role.PATIENT,),
    ages: dict[str, object] | None = None,
    **fields: object,
) -> Trial:
    """A trial for people under 22 with one of the diseases, or with any when none is named."""
    trial = make_trial(**fields)
    group = make_group(trial, roles=list(roles))
    make_age_rule(group, **ages or {})
    if diseases or excepts:
        make_disease_rule(group, includes=diseases, excepts=excepts)
    return trial


def trials(matches: Sequence[Match]) -> list[Trial]:
    return [match.trial for match in matches]
