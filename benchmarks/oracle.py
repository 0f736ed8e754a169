"""The answers by brute force: every drawn trial is looked at, in plain Python.

Nothing of it comes from the database, and no index or grid narrows anything. Only what the
form makes of the answers (ages, diseases in play, place) is taken over.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from benchmarks.drawing import OPEN, DrawnTrial
from trials.eligibility.ages import AgeLimit, AgeRule, AgeStatus
from trials.eligibility.criteria import AgeCriterion, AllOf, DiseaseCriterion, Origin
from trials.eligibility.distance import kilometres_between
from trials.eligibility.evaluation import Fit, GroupRules, TrialRules, first_look
from trials.eligibility.facts import Role
from trials.finder import Sort, Wish
from trials.finder.candidates import Candidates
from trials.registry.treatments import treatments_named

ANY = "*"
_KINDS = {
    "TREATMENT": "treatment",
    "SUPPORTIVE_CARE": "supportive_care",
    "PREVENTION": "prevention",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a patient's search asks of one trial; ages in completed months, half-open.

    ``where`` are the coordinates of places that count; ``is_anywhere`` when one of them is
    not on the map, or there is none.
    """

    number: int
    named: frozenset[str]
    minimum: int | None
    maximum: int | None
    topic: str
    status: str
    kind: str
    phases: tuple[str, ...]
    treatments: frozenset[str]
    countries: frozenset[str]
    updated_on: date
    where: tuple[tuple[float, float], ...]
    is_anywhere: bool


def known(trial: DrawnTrial) -> Known:
    counted = [
        hospital for hospital, status in trial.places if not trial.is_open or status in OPEN
    ]
    minimum, maximum = trial.minimum_age, trial.maximum_age
    return Known(
        number=trial.number,
        named=frozenset(trial.diseases or {ANY}),
        minimum=None if minimum is None else 12 * minimum,
        maximum=None if maximum is None else 12 * (maximum + 1),
        topic=trial.topic,
        status=trial.status,
        kind=_KINDS.get(trial.purpose, "other"),
        phases=trial.phases,
        treatments=_treatments(trial.topic) | _treatments(trial.named),
        countries=frozenset(hospital.city.country for hospital in counted),
        updated_on=trial.updated_on,
        where=tuple(
            (hospital.latitude, hospital.longitude)
            for hospital in counted
            if hospital.latitude is not None and hospital.longitude is not None
        ),
        is_anywhere=not counted or any(hospital.latitude is None for hospital in counted),
    )


@cache
def _treatments(words: str) -> frozenset[str]:
    """A disease can be called by one: a lymphoproliferative disorder after a transplant."""
    return frozenset(named.treatment.value for named in treatments_named([words]))


def expected(wish: Wish, trials: Iterable[Known], limit: int) -> Candidates:
    """What the search has to answer about these trials."""
    named = list(_named(wish, trials))
    or_older = [trial for trial in named if _is_young_enough(wish, trial)]
    in_age = [trial for trial in or_older if _is_old_enough(wish, trial)]
    worded = [trial for trial in in_age if wish.words in ("", trial.topic)]
    found = [trial for trial in worded if _is_in_place(wish, trial)]
    first = sorted(found, key=lambda trial: _place_in_order(wish, trial))[:limit]
    return Candidates(
        trials=tuple(trial.number for trial in first),
        named=len(named),
        or_older=len(or_older),
        in_age=len(in_age),
        worded=len(worded),
        found=len(found),
        kept=len(found),
        sure=sum(_is_sure(wish, trial) for trial in found),
        facets=_facets(found),
    )


def _named(wish: Wish, trials: Iterable[Known]) -> Iterator[Known]:
    """Where no disease was told, words are asked for first."""
    if wish.diseases is None:
        return (trial for trial in trials if wish.words in ("", trial.topic))
    in_play = wish.diseases | {ANY}
    return (trial for trial in trials if not trial.named.isdisjoint(in_play))


def _is_young_enough(wish: Wish, trial: Known) -> bool:
    return wish.ages is None or trial.maximum is None or trial.maximum > wish.ages.youngest.months


def _is_old_enough(wish: Wish, trial: Known) -> bool:
    return wish.ages is None or trial.minimum is None or trial.minimum <= wish.ages.oldest.months


def _is_in_place(wish: Wish, trial: Known) -> bool:
    if wish.place is None or wish.radius_km is None or trial.is_anywhere:
        return True
    return _nearest(wish, trial) <= wish.radius_km


def _nearest(wish: Wish, trial: Known) -> float:
    """Kilometres; beyond everything without a place on the map."""
    assert wish.place is not None
    here = wish.place.latitude, wish.place.longitude
    return min((kilometres_between(*here, *there) for there in trial.where), default=99_999.0)


def _is_sure(wish: Wish, trial: Known) -> bool:
    return wish.diseases is None or not trial.named.isdisjoint(wish.sure_diseases | {ANY})


def _place_in_order(wish: Wish, trial: Known) -> tuple[float, ...]:
    newest = (-trial.updated_on.toordinal(), trial.number)
    if wish.order is Sort.NEAREST:
        return (round(_nearest(wish, trial)), *newest)
    if wish.order is Sort.NEWEST:
        return newest
    return (_rank(wish, trial), trial.status == "UNKNOWN", *newest)


def _rank(wish: Wish, trial: Known) -> int:
    """Last what names no disease."""
    if wish.diseases is None or not trial.named.isdisjoint(wish.sure_diseases):
        return 0
    return 2 if trial.named == {ANY} else 1


def _facets(found: list[Known]) -> dict[str, dict[str, int]]:
    return {
        "status": dict(Counter(trial.status for trial in found)),
        "kind": dict(Counter(trial.kind for trial in found)),
        "phase": dict(Counter(phase for trial in found for phase in trial.phases)),
        "treatment": dict(Counter(kind for trial in found for kind in trial.treatments)),
        "country": dict(Counter(country for trial in found for country in trial.countries)),
    }


def expected_fits(
    wish: Wish, trials: Iterable[Known], looked_at: Collection[int]
) -> dict[Fit, set[int]]:
    """What the first look comes to, by rules made here, of the trials with these numbers."""
    wanted, fits = frozenset(looked_at), {fit: set[int]() for fit in Fit}
    for trial in trials:
        if trial.number in wanted:
            fits[first_look(_rules(trial), wish.seeker.person).fit].add(trial.number)
    return fits


def _rules(trial: Known) -> TrialRules:
    is_stated = trial.minimum is not None or trial.maximum is not None
    ages = AgeRule(
        minimum=None if trial.minimum is None else AgeLimit.months(trial.minimum),
        maximum=None if trial.maximum is None else AgeLimit.months(trial.maximum),
        status=AgeStatus.STATED if is_stated else AgeStatus.NOT_STATED,
    )
    named = DiseaseCriterion(include=tuple(sorted(trial.named)), exclude=(), origin=Origin())
    both = AllOf((AgeCriterion(ages, Origin()), named))
    return TrialRules(str(trial.number), (GroupRules("", frozenset({Role.PATIENT}), both),))
