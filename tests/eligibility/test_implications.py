"""What follows from what was told. The implications are written with the facts of a toy.

rain ──> wet ──> slow          rain and wind ──> storm
dry ───> not wet               speed ≥ 100 ───> fast
"""

from collections.abc import Mapping

import pytest

from tests.eligibility.asked import at_least
from tests.eligibility.universe import fact
from trials.eligibility.catalogue import AGE, FactCatalogue, Implication
from trials.eligibility.conditions import Condition, FactValue
from trials.eligibility.implications import Contradiction, Known, draw_all, draw_more
from trials.eligibility.truth import Truth


def follows(then: str, *when: Condition) -> Implication:
    return Implication(tuple((word, "yes") for word in then.split()), when)


WET = follows("wet", fact("rain=yes"))
SLOW = follows("slow", fact("wet=yes"))
STORM = follows("storm", fact("rain=yes"), fact("wind=yes"))
FAST = follows("fast", at_least("speed", 100))
DRY = Implication((("wet", "no"),), (fact("dry=yes"),))
CATALOGUE = FactCatalogue((), (SLOW, STORM, WET, FAST, DRY))


def holds(implication: Implication, known: Mapping[str, FactValue]) -> bool:
    return all(
        condition.holds(known.get(condition.fact)) is Truth.TRUE for condition in implication.when
    )


def drawn(told: Mapping[str, FactValue], catalogue: FactCatalogue = CATALOGUE) -> Known:
    return draw_all(told, catalogue, holds)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        pytest.param({}, {}, id="nothing told"),
        pytest.param({"rain": "no"}, {"rain": "no"}, id="no premise holds"),
        pytest.param(
            {"rain": "yes"}, {"rain": "yes", "wet": "yes", "slow": "yes"}, id="near and far"
        ),
        pytest.param({"wind": "yes"}, {"wind": "yes"}, id="one of two premises"),
        pytest.param(
            {"wind": "yes", "rain": "yes"},
            {"wind": "yes", "rain": "yes", "wet": "yes", "slow": "yes", "storm": "yes"},
            id="both premises",
        ),
        pytest.param({"speed": 99}, {"speed": 99}, id="below the limit"),
        pytest.param({"speed": 100}, {"speed": 100, "fast": "yes"}, id="at the limit"),
    ],
)
def test_all_that_follows_is_known(
    told: dict[str, FactValue], known: dict[str, FactValue]
) -> None:
    assert drawn(told) == Known(known, ())
    assert drawn(known) == Known(known, ())


def test_one_more_fact_brings_what_follows_from_it_and_from_both() -> None:
    known = draw_more(drawn({"rain": "yes"}), "wind", "yes", CATALOGUE, holds)
    assert known == drawn({"wind": "yes", "rain": "yes"})


def test_what_was_said_is_kept_and_the_contradiction_shown() -> None:
    known = drawn({"rain": "yes", "wet": "no"})
    assert known.values == {"rain": "yes", "wet": "no"}
    assert known.contradictions == (Contradiction("wet", "no", "yes", WET),)


def test_contradiction_is_shown_once_however_many_answers_lead_to_it() -> None:
    known = drawn({"rain": "yes", "wind": "yes", "storm": "no"})
    assert known.contradictions == (Contradiction("storm", "no", "yes", STORM),)


def test_contradiction_between_two_answers_keeps_what_followed_first() -> None:
    known = draw_more(drawn({"rain": "yes"}), "dry", "yes", CATALOGUE, holds)
    assert known.values["wet"] == "yes"
    assert known.contradictions == (Contradiction("wet", "yes", "no", DRY),)


def test_contradictions_known_before_are_not_forgotten() -> None:
    known = draw_more(drawn({"rain": "yes", "wet": "no"}), "wind", "yes", CATALOGUE, holds)
    assert [item.fact for item in known.contradictions] == ["wet"]


def test_ring_of_implications_comes_to_an_end() -> None:
    ring = FactCatalogue(
        (), (follows("b", fact("a=yes")), follows("c", fact("b=yes")), follows("a", fact("c=yes")))
    )
    assert drawn({"b": "yes"}, ring).values == {"a": "yes", "b": "yes", "c": "yes"}


def test_implication_without_conditions_is_drawn_at_once() -> None:
    catalogue = FactCatalogue((), (follows("rain"), WET))
    assert drawn({}, catalogue).values == {"rain": "yes", "wet": "yes"}


def test_implication_from_the_age_is_drawn_at_once() -> None:
    """The age is no fact that is told: whoever asks knows whether the premise holds."""
    catalogue = FactCatalogue((), (follows("small", Condition(AGE, fact("a=yes").operator, ())),))
    assert draw_all({}, catalogue, lambda rule, known: True).values == {"small": "yes"}
    assert draw_all({}, catalogue, lambda rule, known: False).values == {}


# --- Facts of several values ----------------------------------------------------------------

SURVIVOR = frozenset({"survivor"})
IN_REMISSION = frozenset({"in_remission"})
WELL = Implication((("status", SURVIVOR | IN_REMISSION),), (fact("status=survivor"),))
CAME_BACK = Implication((("status", frozenset({"relapsed"})),), (at_least("relapses", 1),))
STATUS = FactCatalogue((), (WELL, CAME_BACK, follows("calm", fact("status=in_remission"))))


def test_several_values_grow_to_a_set_that_holds_all_that_was_said() -> None:
    known = drawn({"status": SURVIVOR}, STATUS)
    assert known == Known({"status": SURVIVOR | IN_REMISSION, "calm": "yes"}, ())


def test_other_values_than_were_said_neither_overwrite_nor_contradict() -> None:
    """In remission after a relapse: both may be true, and the answer is left as it was."""
    known = drawn({"status": IN_REMISSION, "relapses": 1}, STATUS)
    assert known.values["status"] == IN_REMISSION
    assert known.contradictions == ()


@pytest.mark.parametrize(
    ("implied", "contradicts"),
    [
        pytest.param("in_remission", False, id="one of those said"),
        pytest.param("relapsed", True, id="none of those said"),
    ],
)
def test_single_value_agrees_with_several_when_it_is_one_of_them(
    implied: str, contradicts: bool
) -> None:
    rule = Implication((("status", implied),), (fact("rain=yes"),))
    known = drawn({"status": IN_REMISSION, "rain": "yes"}, FactCatalogue((), (rule,)))
    assert known.values["status"] == IN_REMISSION
    assert bool(known.contradictions) is contradicts
