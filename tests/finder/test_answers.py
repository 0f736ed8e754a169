"""The search once somebody has answered more than role, age and disease."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_leukemias
from tests.finder.searching import TODAY, search, told, trials
from tests.finder.studies import fact, list_study, status
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeSpan, BirthInterval
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import (
    AgeCriterion,
    AnyOf,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.verdicts import Verdict
from trials.finder import (
    FinderResult,
    LeftOutReason,
    Match,
    Relaxation,
    Section,
    Seeker,
    left_out_matches,
    standing,
    useful_questions,
    with_everything,
)
from trials.models import Trial
from trials.rulebook import disease_graph

pytestmark = pytest.mark.django_db

RELAPSED = frozenset({"relapsed"})
NEW = frozenset({"newly_diagnosed"})


@pytest.fixture(autouse=True)
def leukemias() -> None:
    make_leukemias()


def answering(
    *, not_known: Sequence[str] = (), age_at_diagnosis: AgeSpan | None = None, **facts: FactValue
) -> PatientFacts:
    """A child of seven with B-ALL who answered questions."""
    return replace(
        told(years=7, diagnosis="b_all"),
        told=facts,
        not_known=frozenset(not_known),
        age_at_diagnosis=age_at_diagnosis,
    )


def left_out(result: FinderResult) -> list[tuple[Match, LeftOutReason]]:
    return left_out_matches(result, slice(0, 10))


def counts(result: FinderResult) -> dict[LeftOutReason, int]:
    return {reason: count for reason, count in result.left_out.counts.items() if count}


class TestSections:
    def test_study_is_looked_at_by_age_and_disease_while_nothing_else_is_told(self) -> None:
        trial = list_study(status("relapsed"), TextCriterion("Good organs"))

        result = search(answering())

        assert trials(result.fits) == [trial]
        assert not result.is_judged
        assert result.fits[0].judged is None
        assert result.fits[0].more_to_check == 2

    def test_not_knowing_an_answer_changes_nothing(self) -> None:
        trial = list_study(status("relapsed"))

        assert trials(search(answering(not_known=["disease_status"])).fits) == [trial]

    def test_study_whose_rest_is_for_the_team_may_be_joined(self) -> None:
        trial = list_study(status("relapsed"), TextCriterion("Good organs"))

        result = search(answering(disease_status=RELAPSED))

        assert result.is_judged
        assert trials(result.fits) == [trial]
        (match,) = result.fits
        assert match.judged is not None
        assert match.judged.verdict is Verdict.MAY_MATCH

    def test_study_that_needs_another_answer_is_possible(self) -> None:
        trial = list_study(status("relapsed"), fact("down_syndrome", "yes", Side.EXCLUDE))

        result = search(answering(disease_status=RELAPSED))

        assert trials(result.possible) == [trial]
        assert result.possible[0].unsettled == 1

    def test_study_that_needs_what_the_family_does_not_know_may_be_joined(self) -> None:
        trial = list_study(status("relapsed"), fact("down_syndrome", "yes", Side.EXCLUDE))

        result = search(answering(disease_status=RELAPSED, not_known=["down_syndrome"]))

        assert trials(result.fits) == [trial]

    def test_study_that_an_answer_speaks_against_is_left_out_with_that_reason(self) -> None:
        trial = list_study(status("relapsed"))
        facts = answering(disease_status=NEW)

        result = search(facts)

        assert result.shown == []
        assert counts(result) == {LeftOutReason.ANSWER: 1}
        ((match, reason),) = left_out(result)
        assert (match.trial, reason) == (trial, LeftOutReason.ANSWER)

    def test_study_that_is_closed_stands_apart(self) -> None:
        trial = list_study(status("relapsed"), overall_status="COMPLETED")

        result = search(answering(disease_status=RELAPSED))

        assert trials(result.not_open) == [trial]

    def test_age_at_diagnosis_is_an_answer(self) -> None:
        infants = AgeRule(maximum=AgeLimit.years(1), anchor=AgeAnchor.DIAGNOSIS)
        list_study(AgeCriterion(infants))
        five = BirthInterval.of_age(TODAY, years=5).span(TODAY)

        assert len(search(answering()).possible) == 1
        assert counts(search(answering(age_at_diagnosis=five))) == {LeftOutReason.ANSWER: 1}

    def test_words_count_before_an_answer(self) -> None:
        list_study(status("relapsed"))
        facts = answering(disease_status=NEW)

        result = search(facts, words="kidney")

        assert counts(result) == {LeftOutReason.WORDS: 1}
        assert [reason for _, reason in left_out(result)] == [LeftOutReason.WORDS]

    def test_other_disease_counts_before_an_answer(self) -> None:
        list_study(status("relapsed"))
        facts = replace(answering(disease_status=NEW), diagnoses=frozenset({"aml"}))

        result = search(facts)

        assert counts(result) == {LeftOutReason.DISEASE: 1}
        assert [reason for _, reason in left_out(result)] == [LeftOutReason.DISEASE]

    def test_answer_about_the_type_leaves_out_as_an_answer(self) -> None:
        list_study()
        facts = replace(answering(lineage="t"), diagnoses=frozenset({"all"}))

        assert counts(search(facts)) == {LeftOutReason.ANSWER: 1}

    def test_every_study_is_shown_or_counted(self) -> None:
        list_study(status("relapsed"))
        list_study(status("newly_diagnosed"))
        list_study(fact("down_syndrome", "yes"))
        list_study(overall_status="COMPLETED")
        list_study(WashoutCriterion("prior_hsct", 84))
        facts = answering(disease_status=RELAPSED, prior_hsct="yes", prior_hsct_days=60)

        result = search(facts)

        assert [len(result.fits), len(result.possible), len(result.soon)] == [1, 1, 1]
        assert len(result.shown) + result.left_out.total == result.total_published == 5


class TestNotNow:
    def test_study_whose_waiting_time_runs_is_not_now_with_its_day(self) -> None:
        trial = list_study(WashoutCriterion("prior_hsct", 84))

        (match,) = search(answering(prior_hsct="yes", prior_hsct_days=36)).soon

        assert match.trial == trial
        assert match.opens_on == date(2026, 5, 2)

    def test_study_that_opens_by_age_keeps_its_day(self) -> None:
        from_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))
        list_study(from_8, status("relapsed"))
        facts = replace(
            answering(disease_status=RELAPSED), births=BirthInterval.on_date(date(2018, 5, 1))
        )

        (match,) = search(facts).soon

        assert match.opens_on == date(2026, 5, 1)

    def test_study_that_may_open_by_a_rough_age_is_not_now_without_a_day(self) -> None:
        from_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))
        list_study(from_8, status("relapsed"))

        (match,) = search(answering(disease_status=RELAPSED)).soon

        assert match.opens_on is None
        assert match.judged_group is not None

    def test_answer_that_waiting_does_not_change_leaves_out_a_child_too_young_as_well(
        self,
    ) -> None:
        from_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))
        list_study(from_8, status("relapsed"))

        result = search(answering(disease_status=NEW))

        assert result.soon == []
        assert counts(result) == {LeftOutReason.TOO_YOUNG: 1}

    def test_other_way_in_that_opens_first_is_the_one_shown(self) -> None:
        list_study(
            AnyOf((WashoutCriterion("prior_hsct", 200), WashoutCriterion("prior_car_t", 60)))
        )

        (match,) = search(
            answering(prior_hsct="yes", prior_hsct_days=50, prior_car_t="yes", prior_car_t_days=50)
        ).soon

        assert match.opens_on == date(2026, 3, 25)

    def test_closed_study_is_left_out(self) -> None:
        list_study(WashoutCriterion("prior_hsct", 84), overall_status="SUSPENDED")

        result = search(answering(prior_hsct="yes", prior_hsct_days=36))

        assert counts(result) == {LeftOutReason.ANSWER: 1}


class TestRelaxations:
    def test_each_answer_is_offered_with_what_it_keeps_away(self) -> None:
        list_study(status("relapsed"))
        list_study(status("relapsed"))
        list_study(fact("down_syndrome", "yes"))

        result = search(answering(disease_status=NEW, down_syndrome="no"))

        assert result.relaxations == (
            Relaxation("fact.disease_status", 2),
            Relaxation("fact.down_syndrome", 1),
        )

    def test_answers_of_the_finder_are_taken_back_with_the_others_kept(self) -> None:
        list_study(status("relapsed"))

        facts = replace(answering(disease_status=RELAPSED), diagnoses=frozenset({"aml"}))

        assert search(facts).relaxations == (Relaxation("diagnosis", 1),)

    def test_age_at_diagnosis_is_offered(self) -> None:
        infants = AgeRule(maximum=AgeLimit.years(1), anchor=AgeAnchor.DIAGNOSIS)
        list_study(AgeCriterion(infants))
        five = BirthInterval.of_age(TODAY, years=5).span(TODAY)

        result = search(answering(age_at_diagnosis=five))

        assert result.relaxations == (Relaxation("fact.age_at_diagnosis", 1),)


class TestQuestions:
    def asked(self, facts: PatientFacts, *may_ask: str) -> list[tuple[str, int, int]]:
        found = useful_questions(search(facts), may_ask)
        return [(question.fact.key, question.matters, question.open) for question in found]

    def test_most_decisive_question_comes_first_with_its_gain(self) -> None:
        list_study(status("relapsed"))
        list_study(status("relapsed"))
        list_study(status("newly_diagnosed"), fact("down_syndrome", "yes", Side.EXCLUDE))

        asked = self.asked(answering(), "disease_status", "down_syndrome")

        assert asked == [("disease_status", 3, 3), ("down_syndrome", 1, 3)]

    def test_only_what_may_be_asked_is_asked(self) -> None:
        list_study(status("relapsed"), fact("down_syndrome", "yes", Side.EXCLUDE))

        assert self.asked(answering(), "down_syndrome") == [("down_syndrome", 1, 1)]

    def test_disease_and_age_come_before_everything_else(self) -> None:
        list_study(status("relapsed"))

        asked = self.asked(PatientFacts(), "disease_status", "birth_date", "diagnosis")

        assert asked[:2] == [("diagnosis", 1, 1), ("birth_date", 1, 1)]
        assert len({key for key, _, _ in asked}) == len(asked)

    def test_what_is_not_known_is_not_asked_again(self) -> None:
        list_study(status("relapsed"))

        asked = self.asked(answering(not_known=["disease_status"]), "disease_status")

        assert asked == []

    def test_nothing_is_asked_about_studies_that_take_nobody(self) -> None:
        list_study(status("relapsed"), overall_status="COMPLETED")

        assert self.asked(PatientFacts(), "disease_status", "diagnosis") == []

    def test_nothing_is_asked_once_everything_is_settled(self) -> None:
        list_study(status("relapsed"), TextCriterion("Good organs"))

        asked = self.asked(answering(disease_status=RELAPSED), "down_syndrome", "mrd")

        assert asked == []


def test_one_study_stands_where_the_list_has_it() -> None:
    trial = list_study(status("relapsed"), WashoutCriterion("prior_hsct", 84))
    (found,) = with_everything(Trial.objects.filter(pk=trial.pk))

    def stands(facts: PatientFacts) -> Section | LeftOutReason:
        return standing(found, Seeker(facts, disease_graph(), TODAY))[0]

    ago = {"prior_hsct": "yes", "prior_hsct_days": 60}
    assert stands(answering()) is Section.FITS
    assert stands(answering(disease_status=RELAPSED)) is Section.POSSIBLE
    assert stands(answering(disease_status=RELAPSED, prior_hsct="no")) is Section.FITS
    assert stands(answering(disease_status=RELAPSED, **ago)) is Section.SOON
    assert stands(answering(disease_status=NEW)) is LeftOutReason.ANSWER
    donor = replace(answering(disease_status=NEW), role=Role.DONOR)
    assert stands(donor) is LeftOutReason.ROLE


@pytest.mark.parametrize("facts", [{"disease_status": RELAPSED}, {"disease_status": NEW}], ids=str)
def test_judging_takes_no_queries_of_its_own(facts: dict[str, FactValue]) -> None:
    def queries(answers: PatientFacts) -> int:
        with CaptureQueriesContext(connection) as caught:
            result = search(answers)
            list(useful_questions(result, ["disease_status", "prior_hsct"]))
        return len(caught) if result.open else -1

    list_study(status("relapsed"), WashoutCriterion("prior_hsct", 84))
    list_study(status("newly_diagnosed"), WashoutCriterion("prior_hsct", 84))
    search(answering())  # rules and hierarchy are in memory from now on

    assert queries(answering(**facts)) == queries(answering()) > 0
