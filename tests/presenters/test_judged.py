"""Studies in the light of every answer, in words that neither promise nor blame."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.agreement.real_world import real_graph
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, BirthInterval
from trials.eligibility.case import Case
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Origin,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules, TrialRules, first_look
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.verdicts import judge_in
from trials.finder import Match
from trials.models import Trial
from trials.presenters.judged import Judge, JudgedWords
from trials.presenters.verdicts import Verdict

TODAY = date(2026, 3, 15)
ALL = PatientFacts(births=BirthInterval.of_age(TODAY, years=7), diagnoses=frozenset({"all"}))
WORDS = {
    "disease_status": "Just diagnosed, no treatment yet",
    "relapse_count": "1 time",
    "down_syndrome": "Yes",
}
NEW: FactValue = frozenset({"newly_diagnosed"})
RELAPSED: FactValue = frozenset({"relapsed"})


def fact(key: str, *values: str, side: Side = Side.INCLUDE) -> FactCriterion:
    return FactCriterion(
        Condition(key, Operator.IN, values), Origin(f"The {key}.", "A page"), side
    )


AGE = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))
NO_DOWN = fact("down_syndrome", "yes", side=Side.EXCLUDE)
CAME_BACK = fact("disease_status", "relapsed", "refractory")
ORGANS = fact("organ_function_ok", "yes")


def match(facts: PatientFacts, *criteria: Criterion) -> Match:
    rules = TrialRules("study", (GroupRules("main", frozenset(), AllOf(criteria)),))
    person = Person(facts, real_graph(), TODAY, CATALOGUE)
    judged = judge_in(rules, Case(person))
    evaluation = first_look(rules, person)
    return Match(
        Trial(slug="study"), rules, evaluation, evaluation.best, None, judged, judged.best
    )


def judge(facts: PatientFacts, answers: Mapping[str, str] | None = None) -> Judge:
    answered = {key: words for key, words in WORDS.items() if key in facts.told}
    return Judge(facts, lambda code: code.upper(), TODAY, answers or answered)


def words(verdict: Verdict, *criteria: Criterion, **told: FactValue) -> JudgedWords:
    facts = replace(ALL, told=told)
    return judge(facts).words(verdict, match(facts, *criteria))


class TestVerdicts:
    def test_nothing_in_the_way_may_be_able_to_join_and_says_what_the_team_checks(self) -> None:
        said = words(Verdict.FITS, AGE, ORGANS, TextCriterion("Able to swallow"))

        assert said.words == "May be able to join"
        assert said.team.line == "how well the organs work and Able to swallow"
        assert said.reasons == ()

    def test_what_needs_to_be_known_is_named(self) -> None:
        said = words(Verdict.POSSIBLE, AGE, CAME_BACK, NO_DOWN, fact("mrd", "positive"))

        assert said.words == (
            "Might be able to join – we need to know: where things are now, Down syndrome "
            "and 1 more"
        )
        assert said.needs.others == ("the last bone marrow test (MRD)",)

    def test_answer_that_speaks_against_it_is_the_reason(self) -> None:
        said = words(Verdict.LEFT_OUT, AGE, CAME_BACK, disease_status=NEW)

        assert said.words == "Probably not a fit"
        (reason,) = said.reasons
        assert reason == (
            "Where are things now? Needed: It came back (relapse) or It did not go away with "
            "treatment (refractory). You answered: Just diagnosed, no treatment yet."
        )

    def test_what_follows_from_an_answer_is_said_to(self) -> None:
        said = words(Verdict.LEFT_OUT, fact("prior_hsct", "yes"), disease_status=NEW)

        assert said.reasons[0].endswith("Your other answers say something else.")

    def test_waiting_time_is_said_with_its_day(self) -> None:
        washout = WashoutCriterion("prior_hsct", 84)
        said = words(Verdict.SOON, AGE, washout, prior_hsct="yes", prior_hsct_days=36)

        assert said.words == "Not right now – not before May 2, 2026"
        assert said.reasons == (
            "Not before May 2, 2026: 84 days after a transplant from a donor.",
        )

    def test_birthday_is_said_with_its_day(self) -> None:
        facts = replace(
            ALL, births=BirthInterval.on_date(date(2019, 6, 1)), told={"disease_status": RELAPSED}
        )
        from_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))

        said = judge(facts).words(Verdict.SOON, match(facts, from_8, CAME_BACK))

        assert said.words == "Not right now – old enough on June 1, 2027"

    def test_day_further_away_than_two_years_is_not_named(self) -> None:
        facts = replace(ALL, births=BirthInterval.on_date(date(2019, 6, 1)))
        adults = AgeCriterion(AgeRule(minimum=AgeLimit.years(18)))

        assert judge(facts).words(Verdict.LEFT_OUT, match(facts, adults)).words == (
            "Probably not a fit"
        )
        assert judge(facts).words(Verdict.SOON, match(facts, adults)).words == "Not right now"

    def test_rough_age_may_come_in_time(self) -> None:
        from_8 = AgeCriterion(AgeRule(minimum=AgeLimit.years(8)))

        assert words(Verdict.SOON, from_8).words == (
            "Not right now – perhaps old enough within a year"
        )

    @pytest.mark.parametrize(
        ("criterion", "said"),
        [
            pytest.param(
                ORGANS,
                "Not taking new patients now. Nothing you entered speaks against it",
                id="otherwise possible",
            ),
            pytest.param(
                NO_DOWN,
                "Not taking new patients now. We would need to know more",
                id="more to know",
            ),
        ],
    )
    def test_closed_study_says_so_first(self, criterion: Criterion, said: str) -> None:
        assert words(Verdict.NOT_OPEN, AGE, criterion).words == said


class TestRules:
    def groups(self, *criteria: Criterion, **told: FactValue) -> dict[str, list[str]]:
        facts = replace(ALL, told=told)
        found = match(facts, *criteria)
        assert found.judged is not None
        (group,) = judge(facts).groups(found.judged, {"main": "Patients"})
        assert group.label == "Patients"
        return {
            section.heading: [rule.sentence for rule in section.rules]
            for section in group.sections
        }

    def test_every_rule_stands_under_what_it_came_to(self) -> None:
        found = self.groups(AGE, CAME_BACK, NO_DOWN, ORGANS, disease_status=NEW)

        assert list(found) == [
            "Does not fit: 1 rule",
            "We would need to know: 1 rule",
            "The study team will check: 1 rule",
            "Fits: 1 rule",
        ]
        assert found["We would need to know: 1 rule"] == [
            "Does the patient have Down syndrome? Not possible: Yes."
        ]

    def test_way_in_that_is_not_needed_stands_apart(self) -> None:
        ways = AnyOf((DiseaseCriterion(("aml",)), DiseaseCriterion(("all",))))

        found = self.groups(AGE, ways)

        assert found["Fits: 2 rules"] == [
            "The age fits: younger than 22 (until the 22nd birthday).",
            "This study is for: ALL.",
        ]
        assert found["Other ways in, which do not matter here: 1 rule"] == [
            "This study is for other diagnoses: AML."
        ]

    def test_rule_keeps_its_quotation(self) -> None:
        facts = replace(ALL, told={"disease_status": NEW})
        group = match(facts, AGE, CAME_BACK, NO_DOWN).judged_group
        assert group is not None

        (rule,) = judge(facts).deciding(group)

        assert (rule.quote, rule.source) == ("The disease_status.", "A page")
        assert "You answered: Just diagnosed" in rule.sentence

    def test_rule_that_other_answers_meet_says_so(self) -> None:
        never = fact("prior_hsct", "yes", side=Side.EXCLUDE)

        (sentence,) = self.groups(never, disease_status=NEW)["Fits: 1 rule"]

        assert sentence.endswith("Not possible: Yes. Your other answers say so.")

    def test_age_that_only_the_team_can_find_out_is_said_as_a_rule(self) -> None:
        at_relapse = AgeRule(maximum=AgeLimit.years(3), anchor=AgeAnchor.RELAPSE)

        found = self.groups(AgeCriterion(at_relapse))

        ((sentence,),) = found.values()
        assert sentence.startswith("Age: younger than 3")

    def test_answer_that_fits_is_repeated(self) -> None:
        (sentence,) = self.groups(fact("down_syndrome", "yes"), down_syndrome="yes")[
            "Fits: 1 rule"
        ]

        assert sentence == ("Does the patient have Down syndrome? Needed: Yes. You answered: Yes.")
