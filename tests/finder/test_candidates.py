"""The database's answer against plain Python over the same rows, and the parts of a long list."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import make_leukemias, make_site, make_trial_site
from tests.finder.searching import TODAY, list_trial, search, told, trials
from trials.eligibility.distance import Place, kilometres_between
from trials.eligibility.facts import PatientFacts
from trials.finder import Choices, LeftOutReason, Seeker, Sort, Wish
from trials.finder import search as searching
from trials.finder.candidates import Candidates, candidates
from trials.models import SearchRow, Trial
from trials.rulebook import disease_graph

pytestmark = pytest.mark.django_db

MEMPHIS = Place("Memphis", 35.15, -90.05)
PLACES = ((35.15, -90.05), (36.16, -86.78), (40.71, -74.0), (51.5, -0.1), (None, None))
WORDS = ("pain", "cells", "sleep")
AFTER = ("after a transplant", "with CAR T cells and vincristine", "soon", "at home")
KINDS = ("treatment", "supportive_care", "observational")
STATUSES = ("RECRUITING", "UNKNOWN", "COMPLETED")


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        _draw_world(Random(11))
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


def _draw_world(chance: Random) -> None:
    diseases = make_leukemias()
    sites = [
        make_site(
            name=f"Hospital {number}",
            latitude=latitude,
            longitude=longitude,
            country=("United States", "United States", "")[number]
            if number < 3
            else "United Kingdom",
        )
        for number, (latitude, longitude) in enumerate(PLACES)
    ]
    for _ in range(60):
        trial = list_trial(
            *chance.sample(
                sorted(diseases.values(), key=lambda row: row.pk), chance.choice((0, 1, 2))
            ),
            ages={"maximum_months": chance.choice((36, 120, 264, 480))},
            goal=f"Whether {chance.choice(WORDS)} can be better {chance.choice(AFTER)}.",
            kind=chance.choice(KINDS),
            phases=chance.choice(([], ["PHASE1"], ["PHASE1", "PHASE2"])),
            overall_status=chance.choice(STATUSES),
            status_checked_on=chance.choice(
                (None, *(date(2026, 1, 1) + timedelta(days=day) for day in range(5)))
            ),
        )
        for site in chance.sample(sites, chance.choice((0, 1, 2))):
            make_trial_site(trial, site, status=chance.choice(STATUSES))


def drawn_wish(chance: Random) -> Wish:
    facts: PatientFacts = told(
        years=chance.choice((None, 2, 7, 15, 30)),
        diagnosis=chance.choice((None, "leukemia", "b_all", "aml", "apl")),
    )
    return Wish(
        Seeker(facts, disease_graph(), TODAY),
        words=chance.choice(("", "", "pain", "cells better")),
        place=MEMPHIS,
        radius_km=chance.choice((None, None, 80.0, 400.0, 1600.0)),
        choices=chance.choice(
            (
                Choices(),
                Choices(kind=("treatment",)),
                Choices(phase=("PHASE2",), status=("RECRUITING",)),
                Choices(country=("United Kingdom",)),
                Choices(treatment=("transplant", "car_t")),
            )
        ),
        sort=chance.choice(list(Sort)),
    )


def by_hand(wish: Wish, is_open: bool) -> dict[str, object]:
    """Every condition on every row, in Python."""
    rows = [
        row
        for row in SearchRow.objects.filter(role="patient", is_open=is_open)
        if wish.diseases is None or {"*", *wish.diseases} & set(row.keys)
    ]
    if wish.diseases is None:
        rows = [row for row in rows if says(row, wish) and is_near(row, wish)]
    in_age = [row for row in rows if fits_age(row, wish)]
    worded = [row for row in in_age if says(row, wish)]
    found = [row for row in worded if is_near(row, wish)]
    kept = [row for row in found if is_chosen(row, wish.choices)]
    return {
        "named": len(rows),
        "in_age": len(in_age),
        "worded": len(worded),
        "found": len(found),
        "kept": len(kept),
        "trials": tuple(row.trial_id for row in sorted(kept, key=lambda row: order(row, wish))),
        "kinds": dict(Counter(row.kind for row in found)),
        "phases": dict(Counter(phase for row in found for phase in row.phases)),
        "treatments": dict(Counter(kind for row in found for kind in row.treatments)),
        "countries": dict(
            Counter(country for row in found for country in row.countries if country)
        ),
    }


def fits_age(row: SearchRow, wish: Wish) -> bool:
    limit, ages = row.maximum_months, wish.ages
    return ages is None or limit is None or limit > ages.youngest.months


def says(row: SearchRow, wish: Wish) -> bool:
    return all(word in row.trial.goal for word in wish.words.split())


def is_near(row: SearchRow, wish: Wish) -> bool:
    return wish.radius_km is None or 0 in row.cells or km_of(row) <= wish.radius_km


def km_of(row: SearchRow) -> float:
    found = [
        kilometres_between(
            MEMPHIS.latitude, MEMPHIS.longitude, place.site.latitude, place.site.longitude
        )
        for place in row.trial.trial_sites.all()
        if place.site.latitude is not None
        and (not row.is_open or place.status in ("RECRUITING", "UNKNOWN"))
    ]
    return min(found, default=float("inf"))


def is_in_phase(row: SearchRow, phases: Sequence[str]) -> bool:
    """No phase belongs to what is only watched; of any other trial it may not be known."""
    return bool(set(phases) & set(row.phases)) if row.phases else row.kind != "observational"


def overlap(choices: Choices, row: SearchRow) -> bool:
    return bool(set(choices.treatment) & set(row.treatments))


def is_chosen(row: SearchRow, choices: Choices) -> bool:
    return (
        (not choices.kind or row.kind in choices.kind)
        and (not choices.status or row.status in (*choices.status, "UNKNOWN"))
        and (not choices.phase or is_in_phase(row, choices.phase))
        and (
            not choices.country
            or not all(row.countries)
            or not row.countries
            or bool(set(choices.country) & set(row.countries))
        )
        and (not choices.treatment or not row.treatments or overlap(choices, row))
    )


def order(row: SearchRow, wish: Wish) -> tuple[object, ...]:
    since = date.max.toordinal() - row.updated_on.toordinal() if row.updated_on else 9_999_999
    if wish.order is Sort.NEWEST:
        return since, row.trial_id
    if wish.order is Sort.NEAREST:
        km = km_of(row)
        return (99_999 if km == float("inf") else round(km)), since, row.trial_id
    return rank(row, wish), row.status == "UNKNOWN", since, row.trial_id


def rank(row: SearchRow, wish: Wish) -> int:
    if wish.diseases is None or wish.sure_diseases & set(row.keys):
        return 0
    return 2 if row.keys == ["*"] else 1


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_one_statement_answers_what_a_look_at_every_row_does(is_open: bool) -> None:
    chance, met = Random(5), Counter[str]()
    for _ in range(150):
        wish = drawn_wish(chance)

        found: Candidates = candidates(wish, is_open=is_open, limit=1_000)
        expected = by_hand(wish, is_open)

        assert found.trials == expected["trials"], wish
        # Where no disease was told, cells of the map narrow before anything is counted.
        is_counted = wish.diseases is not None or wish.radius_km is None
        for name in ("named", "in_age", "worded", "found", "kept")[0 if is_counted else 3 :]:
            assert getattr(found, name) == expected[name], (name, wish)
        if is_open:  # nobody chooses among the others
            assert found.facets["kind"] == expected["kinds"]
            assert found.facets["phase"] == expected["phases"]
            assert found.facets["treatment"] == expected["treatments"]
            assert found.facets["country"] == expected["countries"]
        met.update(kept=bool(found.kept), dropped=found.kept < found.named)
    assert min(met.values()) >= 30, met


def test_long_list_is_read_part_by_part_and_each_trial_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = search(told(diagnosis="leukemia"))
    monkeypatch.setattr(searching, "LOOKED_AT", 7)

    parts, after = [], None
    while True:
        part = search(told(diagnosis="leukemia"), after=after)
        assert part.reach.looked_at <= 7
        assert part.reach.kept == whole.reach.kept
        parts += [*part.fits, *part.possible]
        after = part.reach.go_on_after
        if after is None:
            break

    assert len(parts) > 14
    assert Counter(map(id_of, parts)) == Counter(map(id_of, [*whole.fits, *whole.possible]))


def id_of(match: object) -> int:
    return match.trial.pk  # type: ignore[attr-defined]


def test_part_after_a_trial_that_is_gone_begins_at_the_start() -> None:
    assert trials(search(after=987_654_321).possible) == trials(search().possible)


def test_nothing_is_passed_over_when_the_trial_a_part_ended_with_moves_down(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT", 7)
    first = search(told())
    last = first.reach.go_on_after
    assert last is not None
    Trial.objects.filter(pk=last).update(overall_status="UNKNOWN", status_checked_on=None)

    again = search(told(), after=last, as_of=first.reach.as_of)

    assert again.reach.is_first
    assert not search(told(), after=last, as_of=again.reach.as_of).reach.is_first


def test_every_trial_is_shown_left_out_or_named_as_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT_CLOSED", 3)
    result = search(told(years=7, diagnosis="leukemia"), radius_km=800, place=MEMPHIS)

    assert result.not_looked_at > 0
    total = len(result.shown) + result.left_out.total + result.not_looked_at
    assert total == Trial.objects.count() == result.total_published


def test_closed_trials_of_a_large_list_stay_out_of_its_numbers_until_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = search(told(years=7, diagnosis="leukemia"))
    monkeypatch.setattr(searching, "MOST_CLOSED_UNASKED", 5)

    result = search(told(years=7, diagnosis="leukemia"))
    asked = search(told(years=7, diagnosis="leukemia"), with_closed=True)

    closed = Trial.objects.exclude(overall_status__in=("RECRUITING", "UNKNOWN")).count()
    assert (result.closed_unasked, result.not_open) == (closed, [])
    total = len(result.shown) + result.left_out.total + result.closed_unasked
    assert total == Trial.objects.count() == result.total_published
    assert trials(result.open) == trials(everything.open)
    assert (asked.left_out, asked.closed_unasked) == (everything.left_out, 0)
    assert trials(asked.not_open) == trials(everything.not_open) != []


def test_radius_and_choices_are_reasons_of_their_own() -> None:
    near = search(told(diagnosis="leukemia"), place=MEMPHIS, radius_km=80)
    chosen = search(told(diagnosis="leukemia"), choices=Choices(kind=("observational",)))

    assert near.left_out.counts[LeftOutReason.PLACE] > 0
    assert chosen.left_out.counts[LeftOutReason.CHOICE] > 0
    assert {match.trial.kind for match in chosen.shown} == {"observational"}


def test_nearest_first_needs_a_place() -> None:
    assert Wish(Seeker(told(), disease_graph(), TODAY), sort=Sort.NEAREST).order is Sort.FIT
