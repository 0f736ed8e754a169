import pytest
from django.http import QueryDict

from trials.finder import Choices, Sort
from trials.forms.listing import MOST_COUNTRIES, ListForm


def form(address: str = "") -> ListForm:
    return ListForm(QueryDict(address))


def test_address_without_choices_shows_everything_in_the_usual_order() -> None:
    assert form().choices == Choices()
    assert form().chosen_sort is Sort.FIT
    assert form().begins_after is None


def test_choices_are_read_each_once() -> None:
    found = form(
        "kind=treatment&kind=treatment&phase=PHASE2&status=RECRUITING&country=Peru&treatment=car_t"
    )

    assert found.choices == Choices(
        kind=("treatment",),
        phase=("PHASE2",),
        status=("RECRUITING",),
        country=("Peru",),
        treatment=("car_t",),
    )


@pytest.mark.parametrize(
    ("address", "sort", "after"),
    [
        ("sort=nearest&after=17", Sort.NEAREST, 17),
        ("sort=newest", Sort.NEWEST, None),
        ("sort=best", Sort.FIT, None),
        ("after=-1", Sort.FIT, None),
        ("after=x", Sort.FIT, None),
        (f"after={10**30}", Sort.FIT, None),
    ],
)
def test_what_is_unknown_in_an_address_is_left_out(
    address: str, sort: Sort, after: int | None
) -> None:
    assert (form(address).chosen_sort, form(address).begins_after) == (sort, after)


@pytest.mark.parametrize(
    "address", ["kind=magic", "phase=PHASE9", "status=OPEN", "treatment=magic"]
)
def test_unknown_choice_is_no_choice(address: str) -> None:
    assert form(address).choices == Choices()


def test_no_more_countries_than_an_index_is_asked_for() -> None:
    address = "&".join(f"country=C{number}" for number in range(50))

    assert len(form(address).choices.country) == MOST_COUNTRIES


def test_country_of_impossible_length_is_no_country() -> None:
    assert form(f"country={'x' * 201}").choices.country == ()
