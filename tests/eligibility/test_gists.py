"""What criteria ask, without where it stands. Facts and rules are those of asked.py."""

import gc
import weakref
from dataclasses import replace

import pytest

from tests.eligibility.asked import aged, all_of, any_of, disease, is_, is_not, none_of, team
from trials.eligibility.criteria import Criterion, Origin, TextCriterion
from trials.eligibility.gists import gist_of

QUOTED = Origin(quote="CD19-positive disease", source="a registry", ref="1.2")


def test_rules_of_two_sources_that_ask_the_same_are_one() -> None:
    one, other = is_("cd19=positive"), replace(is_("cd19=positive"), origin=QUOTED)
    assert gist_of(all_of(one, aged(5))) is gist_of(all_of(other, aged(5)))
    assert list(gist_of(other).rules()) == [one]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(is_("cd19=positive"), is_("cd19=negative"), id="another value"),
        pytest.param(is_("cd19=positive"), is_not("cd19=positive"), id="another side"),
        pytest.param(all_of(aged(5)), any_of(aged(5)), id="another box"),
        pytest.param(all_of(aged(5)), aged(5), id="a box of it"),
        pytest.param(none_of(aged(5)), aged(5), id="its denial"),
        pytest.param(TextCriterion("A"), TextCriterion("B"), id="another text"),
    ],
)
def test_what_asks_for_something_else_is_another(one: Criterion, other: Criterion) -> None:
    first, second = gist_of(one), gist_of(other)
    assert first is not second


def test_one_text_of_a_box_is_enough() -> None:
    texts = TextCriterion("A"), TextCriterion("B")
    assert gist_of(all_of(texts[0], aged(5), texts[1])) is gist_of(all_of(texts[0], aged(5)))


def test_gist_names_the_facts_of_all_its_rules() -> None:
    tree = all_of(any_of(is_("cd19=positive"), disease("aml")), none_of(aged(5)), team())
    assert gist_of(tree).facts == {"cd19", "diagnosis", "birth_date"}


def test_what_nobody_holds_is_not_kept() -> None:
    held, loose = is_("shoe_size=37"), is_("shoe_size=38")
    kept, not_kept = gist_of(held), weakref.ref(gist_of(loose))
    del loose
    gc.collect()

    assert gist_of(is_("shoe_size=37")) is kept
    assert not_kept() is None
