"""The criteria of a group as rows: nested boxes, what decides, what no longer matters."""

from datetime import date

import pytest

from tests.presenters.referral_people import (
    FROM_18,
    UNDER_22,
    disease,
    fact,
    person,
    rows,
    washout,
    words_for,
)
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeStatus, BirthInterval
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    Leaf,
    Not,
    Side,
    TextCriterion,
)
from trials.eligibility.person import Person
from trials.presenters.referral_results import Tone

CD19 = fact("cd19", "positive")
B_ALL = disease("b_all")
TEENS = BirthInterval(date(2010, 1, 1), date(2015, 12, 31))


def outline(who: Person, *parts: Criterion) -> list[tuple[int, str, str, str]]:
    """Depth, way, criterion and result of every row."""
    return [(row.depth, row.way, row.criterion, row.result) for row in rows(who, *parts)]


@pytest.mark.parametrize(
    ("leaf", "who", "result", "tone", "when"),
    [
        pytest.param(CD19, person(cd19="positive"), "Met", Tone.MET, "", id="met"),
        pytest.param(
            CD19, person(cd19="negative"), "Not met", Tone.FAILED, "Not recoverable", id="not met"
        ),
        pytest.param(CD19, person(), "Not told", Tone.OPEN, "", id="not told"),
        pytest.param(
            fact("organ_function_ok", "yes"),
            person(),
            "Study team checks",
            Tone.TEAM,
            "",
            id="measured by the clinic",
        ),
        pytest.param(
            TextCriterion("Weekly visits"), person(), "Study team checks", Tone.TEAM, "", id="text"
        ),
        pytest.param(
            fact("hiv", "yes", side=Side.EXCLUDE),
            person(hiv="no"),
            "Not excluded",
            Tone.MET,
            "",
            id="exclusion that is absent",
        ),
        pytest.param(
            fact("active_infection", "yes", side=Side.EXCLUDE),
            person(active_infection="yes"),
            "Excluded",
            Tone.FAILED,
            "Recoverable: may change",
            id="exclusion that may pass",
        ),
        pytest.param(
            fact("active_infection", "yes", side=Side.EXCLUDE),
            person(),
            "Study team checks",
            Tone.TEAM,
            "",
            id="exclusion for the team",
        ),
        pytest.param(
            UNDER_22,
            person(born=date(2014, 3, 15)),
            "Met",
            Tone.MET,
            "Until March 14, 2036",
            id="age",
        ),
        pytest.param(
            FROM_18,
            person(born=date(2008, 6, 1)),
            "Too young",
            Tone.FAILED,
            "Recoverable: from June 1, 2026",
            id="too young, with a day",
        ),
        pytest.param(
            FROM_18,
            person(years=17),
            "Too young",
            Tone.FAILED,
            "Recoverable: with age",
            id="too young, roughly",
        ),
        pytest.param(
            UNDER_22, person(years=30), "Too old", Tone.FAILED, "Not recoverable", id="too old"
        ),
        pytest.param(
            AgeCriterion(AgeRule(maximum=AgeLimit.months(150))),
            person(years=12),
            "Depends on the birth date",
            Tone.OPEN,
            "Fits if born on Sept. 16, 2013 or later",
            id="birth date",
        ),
        pytest.param(
            B_ALL, person("aml"), "Another diagnosis", Tone.FAILED, "Not recoverable", id="disease"
        ),
        pytest.param(
            B_ALL,
            person("all"),
            "Depends on the type: is it B-ALL?",
            Tone.OPEN,
            "",
            id="type needed",
        ),
        pytest.param(
            disease("aml", exclude=("apl",)),
            person("aml"),
            "Depends on the type: not if it is APL",
            Tone.OPEN,
            "",
            id="exception open",
        ),
        pytest.param(
            disease("aml", exclude=("apl",)),
            person("apl"),
            "Excepted",
            Tone.FAILED,
            "Not recoverable",
            id="excepted",
        ),
        pytest.param(
            washout("prior_hsct", 84),
            person(prior_hsct_days=60),
            "Too recent",
            Tone.FAILED,
            "Recoverable: from April 8, 2026",
            id="wash-out",
        ),
        pytest.param(
            washout("prior_hsct", 84), person(prior_hsct="no"), "Met", Tone.MET, "", id="never"
        ),
    ],
)
def test_row_says_what_a_rule_came_to_and_until_when(
    leaf: Leaf, who: Person, result: str, tone: Tone, when: str
) -> None:
    (row,) = rows(who, leaf)

    assert (row.result, row.tone, row.when) == (result, tone, when)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        pytest.param(None, "Fits if born on March 15, 2013 or earlier", id="from an age"),
        pytest.param(
            14, "Fits if born from March 16, 2012 to March 15, 2013", id="between two ages"
        ),
    ],
)
def test_row_names_the_birth_dates_that_settle_an_age(until: int | None, words: str) -> None:
    maximum = AgeLimit.years(until) if until else None
    rule = AgeRule(minimum=AgeLimit.years(13), maximum=maximum)
    (row,) = rows(person(births=TEENS), AgeCriterion(rule))

    assert (row.result, row.when) == ("Depends on the birth date", words)


class TestBoxes:
    WAYS = AnyOf((AllOf((CD19, fact("cd22", "positive"))), fact("cd33", "positive")))

    def test_ways_are_numbered_and_stand_one_step_in(self) -> None:
        assert outline(person(cd19="positive"), self.WAYS) == [
            (0, "", "One of these 2 is enough", "Undetermined"),
            (1, "Way 1", "All of these 2", "Undetermined"),
            (2, "", "CD19 expression on blasts: Positive", "Met"),
            (2, "", "CD22 expression on blasts: Positive", "Not told"),
            (1, "Way 2", "CD33 expression on blasts: Positive", "Not told"),
        ]

    def test_way_that_failed_is_quiet_while_another_is_open(self) -> None:
        found = rows(person(cd19="negative", cd33="positive"), self.WAYS)

        assert [(row.result, row.tone) for row in found] == [
            ("Met", Tone.MET),
            ("Not this way", Tone.QUIET),
            ("Not this way", Tone.QUIET),
            ("Not needed", Tone.QUIET),
            ("Met", Tone.MET),
        ]

    def test_way_that_is_open_is_quiet_once_another_is_met(self) -> None:
        found = rows(person(cd33="positive"), self.WAYS, cd19="box", cd22="box")

        assert [(row.result, row.tone) for row in found] == [
            ("Met", Tone.MET),
            ("Not needed", Tone.QUIET),
            ("Not needed", Tone.QUIET),
            ("Not needed", Tone.QUIET),
            ("Met", Tone.MET),
        ]
        assert not any(row.asks for row in found)

    def test_every_way_that_failed_counts_once_none_is_left(self) -> None:
        found = rows(person(cd19="negative", cd33="negative"), self.WAYS)

        assert [row.result for row in found] == ["Not met"] * 3 + ["Not told", "Not met"]
        assert [row.decides for row in found] == [True, True, True, False, True]

    def test_box_with_one_rule_has_no_ways(self) -> None:
        (box, rule) = rows(person(), AnyOf((CD19,)))

        assert (box.criterion, rule.way) == ("This rule", "")

    @pytest.mark.parametrize(
        ("value", "box", "rule", "tone"),
        [
            pytest.param("positive", "Not met", "Applies", Tone.FAILED, id="applies"),
            pytest.param("negative", "Met", "Does not apply", Tone.MET, id="does not"),
        ],
    )
    def test_rules_of_a_none_of_these_box_apply_or_not(
        self, value: str, box: str, rule: str, tone: Tone
    ) -> None:
        found = rows(person(cd19=value), Not(CD19))

        assert [row.result for row in found] == [box, rule]
        assert found[1].tone is tone
        assert found[0].criterion == "Not this rule"

    def test_several_rules_of_which_none_may_apply_are_one_box(self) -> None:
        none_of = Not(AnyOf((CD19, fact("cd33", "positive"))))

        assert outline(person(cd19="positive", cd33="negative"), none_of) == [
            (0, "", "None of these 2", "Not met"),
            (1, "", "CD19 expression on blasts: Positive", "Applies"),
            (1, "", "CD33 expression on blasts: Positive", "Does not apply"),
        ]

    def test_what_may_not_apply_together_is_a_box_of_its_own(self) -> None:
        not_both = Not(AllOf((CD19, fact("cd33", "positive"))))

        assert outline(person(cd19="positive"), not_both) == [
            (0, "", "Not this rule", "Undetermined"),
            (1, "", "All of these 2", "Not told"),
            (2, "", "CD19 expression on blasts: Positive", "Applies"),
            (2, "", "CD33 expression on blasts: Positive", "Not told"),
        ]


class TestDeciding:
    def test_only_what_fails_decides_a_no(self) -> None:
        found = rows(person("aml", years=12, cd19="positive"), UNDER_22, B_ALL, CD19)

        assert [row.decides for row in found] == [False, True, False]

    def test_only_what_is_missing_decides_an_open_verdict(self) -> None:
        found = rows(person("b_all", years=12), UNDER_22, B_ALL, CD19, TextCriterion("x"))

        assert [row.decides for row in found] == [False, False, True, False]

    def test_nothing_decides_when_nothing_stands_in_the_way(self) -> None:
        found = rows(person("b_all", years=12), UNDER_22, B_ALL, TextCriterion("x"))

        assert not any(row.decides for row in found)

    def test_nothing_decides_when_either_answer_fits(self) -> None:
        found = rows(person(), AnyOf((CD19, fact("cd19", "negative"))))

        assert not any(row.decides for row in found)


def test_row_links_to_the_box_of_the_missing_fact() -> None:
    (row,) = rows(person(), CD19, cd19="id_fact.cd19-0")

    assert [(link.label, link.field) for link in row.asks] == [
        ("CD19 expression on blasts", "id_fact.cd19-0")
    ]


def test_facts_without_a_box_are_named_without_a_link() -> None:
    links = words_for(person()).links({"cd19", "age_at_relapse"})

    assert [(link.label, link.field) for link in links] == [
        ("CD19 expression on blasts", ""),
        ("age_at_relapse", ""),
    ]


def test_implied_value_says_what_it_follows_from() -> None:
    told = person(disease_status=frozenset({"relapsed"}))
    (row,) = rows(told, fact("previously_treated", "yes"))

    assert (row.patient, row.follows) == ("Yes", "Disease status")


def test_told_value_follows_from_nothing() -> None:
    (row,) = rows(person(previously_treated="yes"), fact("previously_treated", "yes"))

    assert row.follows == ""


def test_age_then_that_the_age_today_settles_follows_from_other_answers() -> None:
    """Somebody of twelve today was under 18 whenever it began."""
    rule = AgeRule(maximum=AgeLimit.years(18), anchor=AgeAnchor.DIAGNOSIS)
    (row,) = rows(person("all", years=12), AgeCriterion(rule))

    assert (row.patient, row.result, row.follows) == ("not told", "Met", "other answers")


def test_rule_without_a_limit_follows_from_nothing() -> None:
    no_limit = AgeCriterion(AgeRule(status=AgeStatus.NO_LIMIT))
    (row,) = rows(person(), no_limit)

    assert (row.result, row.follows) == ("Met", "")


def test_disease_is_told_as_it_is() -> None:
    """B-ALL brings its lineage, but the diagnosis itself follows from nothing."""
    (row,) = rows(person("b_all"), B_ALL)

    assert row.follows == ""


def test_exclusion_is_named_where_no_column_says_so() -> None:
    (row,) = rows(person(), fact("hiv", "yes", side=Side.EXCLUDE))

    assert row.is_exclusion
    assert row.words == "Exclusion: HIV infection"


def test_row_keeps_the_sentence_of_the_source() -> None:
    (row,) = rows(person(years=12), UNDER_22)

    assert row.origin.quote == "under 22"
