from trials.finder import LeftOut, LeftOutReason
from trials.finder.referral_reach import ReferralReach
from trials.presenters.referral_reach import reach_words


def test_nothing_is_said_when_every_study_was_judged() -> None:
    assert reach_words(ReferralReach()) == ""


def test_studies_that_were_not_judged_are_counted_with_the_reason() -> None:
    left_out = LeftOut({LeftOutReason.DISEASE: 5_000, LeftOutReason.TOO_OLD: 1})

    words = reach_words(ReferralReach(frozenset({1}), 3, 1_257, left_out))

    assert words == (
        "Not listed, by role, disease and age alone: 5,000 are for other diagnoses and 1 is for "
        "people who are younger. 3 more open studies may fit and were not judged: a narrower "
        "diagnosis lists them. 1,257 more studies take nobody at the moment and were not judged."
    )
