"""What to find out next, in numbers of studies."""

from tests.presenters.referral_people import disease, fact, person, words_for
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.case import Case
from trials.eligibility.criteria import AgeCriterion, AllOf, Criterion
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.person import Person
from trials.eligibility.questions import next_questions
from trials.presenters.referral_questions import QuestionLine, question_lines

UNDER_22 = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))


def study(number: int, *parts: Criterion) -> TrialRules:
    return TrialRules(f"study-{number}", (GroupRules("main", frozenset(), AllOf(parts)),))


def lines(who: Person, *studies: TrialRules, named: set[str]) -> list[QuestionLine]:
    questions = next_questions(studies, Case(who))
    return list(question_lines(questions, words_for(who, cd19="box"), named))


def test_line_says_how_many_studies_an_answer_settles_and_may_rule_out() -> None:
    studies = [
        study(1, fact("cd19", "positive")),
        study(2, fact("cd19", "positive"), fact("cd22", "positive")),
    ]

    first, second = lines(person(), *studies, named={"cd19", "cd22"})

    assert (first.fact.label, first.fact.field) == ("CD19 expression on blasts", "box")
    assert (first.settles, first.decides, first.needed, first.open) == ("1.5", 2, None, 2)
    assert (second.settles, second.decides) == ("0.5", 1)


def test_fact_that_no_study_asks_for_itself_is_left_out() -> None:
    """Every treatment that was given tells that something was."""
    untreated = study(1, fact("previously_treated", "no"))

    found = lines(person(), untreated, named={"previously_treated"})

    assert [line.fact.label for line in found] == ["Any prior systemic anticancer treatment"]


def test_answers_that_cannot_be_tried_are_counted_by_the_studies_that_ask() -> None:
    found = lines(
        person(), study(1, UNDER_22, disease("b_all")), named={"birth_date", "diagnosis"}
    )

    assert {line.fact.label: line.needed for line in found} == {
        "Date of birth": 1,
        "Diagnosis": 1,
    }


def test_general_diagnosis_can_be_tried_by_its_parts() -> None:
    (line,) = lines(person("leukemia"), study(1, disease("aml")), named={"diagnosis"})

    assert line.needed is None
    assert line.decides == 1
