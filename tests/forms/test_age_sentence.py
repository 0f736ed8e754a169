import pytest

from trials.eligibility.age_phrases import Refusal
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeStatus
from trials.forms.age_sentence import adds_doubt, contradicts, read_sentence

BOTH = "Donor: At least 19 years old; Recipient: 21 years or younger"
FROM_19 = AgeRule(minimum=AgeLimit.years(19))
BELOW_22 = AgeRule(maximum=AgeLimit.years(22))
AFTER_18 = AgeRule(
    minimum=AgeLimit(216, AgeLimit.years(1).scale, plus_day=True), wide_minimum=AgeLimit.years(18)
)


@pytest.mark.parametrize(
    ("text", "roles", "rule"),
    [
        pytest.param("Younger than 22", ["patient"], BELOW_22, id="nobody in particular"),
        pytest.param("Younger than 22", [], BELOW_22, id="no role chosen"),
        pytest.param(BOTH, ["patient"], BELOW_22, id="recipient is the patient"),
        pytest.param(BOTH, [], BELOW_22, id="no role chosen means patients"),
        pytest.param(BOTH, ["donor"], FROM_19, id="donor"),
        pytest.param(BOTH, ["donor", "sibling"], FROM_19, id="donor among other roles"),
        pytest.param(BOTH, ["survivor"], None, id="about others"),
        pytest.param(BOTH, ["patient", "donor"], None, id="different for two roles of a group"),
    ],
)
def test_sentence_is_read_for_the_roles_of_the_group(
    text: str, roles: list[str], rule: AgeRule | None
) -> None:
    sentence = read_sentence(text, roles)

    assert sentence.rule == rule
    assert sentence.others is (rule is None)
    assert sentence.refusal is None


def test_refused_sentence_tells_why() -> None:
    sentence = read_sentence("teenagers", ["patient"])

    assert (sentence.rule, sentence.refusal) == (None, Refusal.NO_NUMBER)


@pytest.mark.parametrize(
    ("typed", "read", "expected"),
    [
        pytest.param(BELOW_22, BELOW_22, False, id="the same"),
        pytest.param(AgeRule(maximum=AgeLimit.years(21)), BELOW_22, True, id="another limit"),
        pytest.param(
            AgeRule(maximum=AgeLimit.years(22), anchor=AgeAnchor.DIAGNOSIS),
            BELOW_22,
            True,
            id="another day",
        ),
        pytest.param(AgeRule(status=AgeStatus.NOT_STATED), BELOW_22, True, id="not stated"),
        pytest.param(
            AgeRule(maximum=AgeLimit.years(22), wide_maximum=AgeLimit.years(26)),
            BELOW_22,
            False,
            id="something possible beside it",
        ),
        pytest.param(AgeRule(AFTER_18.minimum), AFTER_18, True, id="doubt dropped"),
    ],
)
def test_typed_limits_contradict_the_sentence(
    typed: AgeRule, read: AgeRule, expected: bool
) -> None:
    assert contradicts(typed, read) is expected


@pytest.mark.parametrize(
    ("typed", "read", "expected"),
    [
        pytest.param(AFTER_18, AFTER_18, False, id="the sentence's own doubt"),
        pytest.param(AFTER_18, None, True, id="beside a sentence that was not read"),
        pytest.param(BELOW_22, None, False, id="no doubt"),
        pytest.param(
            AgeRule(maximum=AgeLimit.years(22), wide_maximum_open=True), BELOW_22, True, id="open"
        ),
    ],
)
def test_typed_limits_add_a_doubt(typed: AgeRule, read: AgeRule | None, expected: bool) -> None:
    assert adds_doubt(typed, read) is expected
