"""Kinds of treatment: the documented table, its quotes, and the database that reads the same."""

from itertools import product

import pytest
from django.db import connection

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from trials.models import SearchRow
from trials.registry.treatments import NAMED_BY, NamedTreatment, Treatment, treatments_named

WORDS = [(kind, words) for kind, each in NAMED_BY.items() for words in each]


def kinds(*texts: str) -> set[Treatment]:
    return {named.treatment for named in treatments_named(texts)}


@pytest.mark.parametrize("kind", NAMED_BY)
def test_every_word_of_the_table_names_its_kind_however_it_is_written(kind: Treatment) -> None:
    for words in NAMED_BY[kind]:
        for written in (words, words.lower(), words.upper(), words.replace(" ", "-")):
            assert kind in kinds(f"A study of {written}, in children"), written


@pytest.mark.parametrize(
    "text", ["Care at home", "scars", "Phase 1", "", "A survey of sleep", "Cartoons help"]
)
def test_other_words_name_nothing(text: str) -> None:
    assert kinds(text) == set()


def test_quote_is_word_for_word_with_what_stands_around_it() -> None:
    text = "Some long words before it and then vincristine is given together with other care later"

    (named,) = treatments_named([text])

    assert named == NamedTreatment(
        Treatment.CHEMOTHERAPY,
        "… long words before it and then vincristine is given together with other care …",
    )
    assert named.quote.strip("… ") in text


def test_first_text_that_names_a_kind_is_quoted_and_each_kind_once() -> None:
    named = treatments_named(["CD19-CAR T cells", "fludarabine", "CAR T cells again"])

    assert [(each.treatment, each.quote) for each in named] == [
        (Treatment.CAR_T, "CD19-CAR T cells"),
        (Treatment.CHEMOTHERAPY, "fludarabine"),
    ]


@pytest.mark.django_db
def test_database_finds_the_same_words_in_the_search_row() -> None:
    """One trial for each kind, with all the words of the table; and one that names none."""
    leukemia = make_leukemias()["all"]
    for kind, each in NAMED_BY.items():
        for words in each:
            list_trial(leukemia, plain_title=f"{kind} {words}", brief_title="-", goal="-")
    list_trial(leukemia, plain_title="A survey of sleep", brief_title="-", goal="-")

    rows = SearchRow.objects.select_related("trial")
    found = {row.trial.plain_title: set(row.treatments) for row in rows}

    assert found.pop("A survey of sleep") == set()
    missed = [words for kind, words in WORDS if kind.value not in found[f"{kind} {words}"]]
    assert missed == []


@pytest.mark.django_db
@pytest.mark.parametrize("sign", "/._-@<>&+(),:;'|~")
def test_database_finds_the_same_words_whatever_sign_stands_beside_them(sign: str) -> None:
    texts = [
        before + words + after
        for (_, words), (before, after) in product(WORDS, [(f"T{sign}", ""), ("", f"{sign}b")])
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said, trials_treatments(trials_words('english', said))"
            " FROM unnest(%s::text[]) AS said",
            [texts],
        )
        read = {text: set(found) for text, found in cursor.fetchall()}

    assert {text: kinds(text) for text in texts} == read
