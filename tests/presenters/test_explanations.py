from datetime import date

import pytest

from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeStatus
from trials.eligibility.criteria import (
    AgeCriterion,
    DiseaseCriterion,
    Finding,
    Leaf,
    Side,
    TextCriterion,
)
from trials.eligibility.facts import Role
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.presenters.disease_findings import disease_list
from trials.presenters.explanations import (
    MISSING,
    SENTENCES,
    finding_sentence,
    missing_words,
    role_sentence,
)

NAMES = {"b_all": "B-cell ALL", "t_all": "T-cell ALL", "apl": "APL", "aml": "AML", "mds": "MDS"}
UP_TO_21 = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))
FROM_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))
UNDER_2_AT_DIAGNOSIS = AgeCriterion(AgeRule(maximum=AgeLimit.years(2), anchor=AgeAnchor.DIAGNOSIS))


def name_of(code: str) -> str:
    return NAMES[code]


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_sentence_for_a_study_that_does_not_seek_it(role: Role) -> None:
    assert role_sentence(role).startswith("This study is not looking for ")


def _age(criterion: AgeCriterion, reason: Reason, **values: date) -> Finding:
    return Finding(criterion, Truth.UNKNOWN, reason, **values)  # type: ignore[arg-type]


def _disease(reason: Reason, *diseases: str, include: tuple[str, ...] = ("b_all",)) -> Finding:
    return Finding(DiseaseCriterion(include), Truth.UNKNOWN, reason, diseases=diseases)


DAY, OTHER_DAY = date(2026, 6, 1), date(2027, 6, 1)


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        pytest.param(
            _age(UP_TO_21, Reason.AGE_FITS),
            "The age fits: younger than 22 (until the 22nd birthday).",
            id="age fits",
        ),
        pytest.param(
            _age(UP_TO_21, Reason.AGE_FITS, closes_on=DAY),
            "The age fits until June 1, 2026: younger than 22 (until the 22nd birthday).",
            id="age fits until a day",
        ),
        pytest.param(
            _age(FROM_8, Reason.AGE_TOO_YOUNG, opens_on=DAY),
            "Old enough on June 1, 2026. This study takes: 8 or older.",
            id="too young until a day",
        ),
        pytest.param(
            _age(FROM_8, Reason.AGE_TOO_YOUNG),
            "This study is for people who are older: 8 or older.",
            id="too young, birthday unknown",
        ),
        pytest.param(
            _age(UP_TO_21, Reason.AGE_TOO_OLD),
            "This study is for people who are younger: younger than 22 (until the 22nd birthday).",
            id="too old",
        ),
        pytest.param(
            _age(UNDER_2_AT_DIAGNOSIS, Reason.AGE_TOO_OLD),
            "This study is for people who were younger then: younger than 2 "
            "(until the 2nd birthday), counted at the first diagnosis.",
            id="too old at diagnosis",
        ),
        pytest.param(
            _age(UNDER_2_AT_DIAGNOSIS, Reason.AGE_NOT_TOLD),
            "It depends on an age in the past that we did not ask for: younger than 2 "
            "(until the 2nd birthday), counted at the first diagnosis.",
            id="age at diagnosis not told",
        ),
        pytest.param(
            _age(UP_TO_21, Reason.AGE_NOT_TOLD),
            "You did not give an age. This study takes: younger than 22 "
            "(until the 22nd birthday).",
            id="age not told",
        ),
        pytest.param(
            _age(FROM_8, Reason.AGE_DEPENDS_ON_BIRTHDAY, born_on_or_before=DAY),
            "It depends on the birth date: it fits if born on June 1, 2026 or earlier. "
            "(8 or older)",
            id="born early enough",
        ),
        pytest.param(
            _age(FROM_8, Reason.AGE_DEPENDS_ON_BIRTHDAY, born_on_or_after=DAY),
            "It depends on the birth date: it fits if born on June 1, 2026 or later. (8 or older)",
            id="born late enough",
        ),
        pytest.param(
            _age(
                FROM_8,
                Reason.AGE_DEPENDS_ON_BIRTHDAY,
                born_on_or_after=DAY,
                born_on_or_before=OTHER_DAY,
            ),
            "It depends on the birth date: it fits if born from June 1, 2026 to June 1, 2027. "
            "(8 or older)",
            id="born between two days",
        ),
        pytest.param(
            _age(FROM_8, Reason.AGE_DEPENDS_ON_BIRTHDAY),
            "It depends on the exact age: 8 or older.",
            id="no day known",
        ),
        pytest.param(
            _disease(Reason.DISEASE_STUDIED, "b_all"),
            "This study is for: B-cell ALL.",
            id="disease studied",
        ),
        pytest.param(
            _disease(Reason.DISEASE_STUDIED),
            "The diagnosis is not one of those that this study leaves out.",
            id="only exceptions asked",
        ),
        pytest.param(
            _disease(Reason.DISEASE_TYPE_NEEDED, "b_all", "t_all"),
            "It depends on the exact type. Is it B-cell ALL or T-cell ALL?",
            id="type needed",
        ),
        pytest.param(
            _disease(Reason.DISEASE_EXCEPTION_OPEN, "apl"),
            "It depends on the exact type. This study does not take: APL.",
            id="exception open",
        ),
        pytest.param(
            _disease(Reason.DISEASE_EXCEPTED, "apl"),
            "People with this diagnosis cannot join this study: APL.",
            id="excepted",
        ),
        pytest.param(
            _disease(Reason.DISEASE_NOT_STUDIED, "b_all"),
            "This study is for other diagnoses: B-cell ALL.",
            id="not studied",
        ),
        pytest.param(
            _disease(Reason.DISEASE_NOT_TOLD),
            "You did not give a diagnosis. This study is for: B-cell ALL.",
            id="diagnosis not told",
        ),
        pytest.param(
            _disease(Reason.DISEASE_NOT_TOLD, include=()),
            "You did not give a diagnosis. This study leaves some diagnoses out.",
            id="diagnosis not told, only exceptions asked",
        ),
    ],
)
def test_finding_becomes_a_sentence(finding: Finding, sentence: str) -> None:
    assert finding_sentence(finding, name_of) == sentence


NOT_APL = DiseaseCriterion(include=("apl",), side=Side.EXCLUDE)
NOT_MINORS = AgeCriterion(AgeRule(maximum=AgeLimit.years(18)), side=Side.EXCLUDE)


@pytest.mark.parametrize(
    ("criterion", "reason", "sentence"),
    [
        pytest.param(
            NOT_APL,
            Reason.DISEASE_STUDIED,
            "People with this diagnosis cannot join this study: APL.",
            id="has the disease",
        ),
        pytest.param(
            NOT_APL,
            Reason.DISEASE_NOT_STUDIED,
            "The diagnosis is not one of those that this study leaves out.",
            id="has another disease",
        ),
        pytest.param(
            NOT_APL,
            Reason.DISEASE_TYPE_NEEDED,
            "It depends on the exact type. This study does not take: APL.",
            id="may have the disease",
        ),
        pytest.param(
            NOT_MINORS,
            Reason.AGE_FITS,
            "This study does not take: younger than 18 (until the 18th birthday).",
            id="has the age",
        ),
        pytest.param(
            NOT_MINORS,
            Reason.AGE_TOO_OLD,
            "The age is not one of those that this study leaves out: younger than 18 "
            "(until the 18th birthday).",
            id="has another age",
        ),
        pytest.param(
            NOT_MINORS,
            Reason.AGE_NOT_TOLD,
            "It depends on the age. This study does not take: younger than 18 "
            "(until the 18th birthday).",
            id="age not told",
        ),
    ],
)
def test_rule_that_keeps_out_is_said_the_other_way_round(
    criterion: Leaf, reason: Reason, sentence: str
) -> None:
    finding = Finding(criterion, Truth.FALSE, reason, diseases=("apl",))

    assert finding_sentence(finding, name_of) == sentence


def test_an_age_that_could_not_be_read_is_not_called_unstated() -> None:
    finding = _age(AgeCriterion(AgeRule(status=AgeStatus.NOT_READ)), Reason.AGE_LIMIT_UNCLEAR)

    assert finding_sentence(finding, name_of) == (
        "The source speaks of age, but we could not read the limits: ask the study team."
    )


def test_rule_for_the_study_team_is_quoted_in_its_plain_words() -> None:
    finding = Finding(TextCriterion("organ function"), Truth.ASK, Reason.TEAM_CHECKS)

    assert finding_sentence(finding, name_of) == "The study team will check: organ function"


def test_everything_that_can_be_left_open_has_a_name() -> None:
    named = {reason for reason, _counts_today in MISSING}
    open_reasons = {reason for reason in Reason if reason.endswith(_OPEN)}

    assert open_reasons <= named


_OPEN = ("not_told", "depends_on_birthday", "type_needed", "exception_open")


def test_long_list_of_diseases_names_four_and_counts_the_rest() -> None:
    assert disease_list(NAMES, name_of) == "AML, APL, B-cell ALL, MDS and 1 more"


def test_missing_things_are_named_once() -> None:
    findings = [
        _disease(Reason.DISEASE_TYPE_NEEDED, "b_all"),
        _disease(Reason.DISEASE_EXCEPTION_OPEN, "apl"),
        _age(UP_TO_21, Reason.AGE_NOT_TOLD),
        _age(UNDER_2_AT_DIAGNOSIS, Reason.AGE_NOT_TOLD),
    ]

    assert missing_words(findings) == [
        "the exact type of the disease",
        "the age",
        "the age when the illness was found",
    ]


def test_what_only_the_study_team_knows_is_not_missing() -> None:
    assert missing_words([_age(UP_TO_21, Reason.AGE_LIMIT_UNCLEAR)]) == []
