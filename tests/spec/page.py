"""All cases as docs/eligibility.md."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.spec import age_limits, ages_long_past, diseases, roles
from tests.spec.cases import Case, Chapter, Patient
from trials.eligibility.criteria import Finding
from trials.eligibility.evaluation import Fit, TrialEvaluation
from trials.eligibility.reasons import Reason

PAGE = Path(__file__).resolve().parents[2] / "docs" / "eligibility.md"
CHAPTERS: tuple[Chapter, ...] = (
    age_limits.CHAPTER,
    ages_long_past.CHAPTER,
    diseases.CHAPTER,
    roles.CHAPTER,
)
ANSWERS = {Fit.FITS: "**Fits**", Fit.POSSIBLE: "Might fit", Fit.NO: "Probably not a fit"}
WHY = {
    Reason.AGE_FITS: "age fits",
    Reason.AGE_NO_LIMIT: "no age limit",
    Reason.AGE_NOT_STATED: "no age stated: ask",
    Reason.AGE_NOT_TOLD: "we need the age",
    Reason.AGE_TOO_YOUNG: "too young",
    Reason.AGE_TOO_OLD: "over the age limit",
    Reason.AGE_DEPENDS_ON_BIRTHDAY: "depends on the birthday",
    Reason.AGE_LIMIT_UNCLEAR: "the limit is unclear: ask",
    Reason.DISEASE_STUDIED: "disease studied",
    Reason.DISEASE_NOT_TOLD: "we need the diagnosis",
    Reason.DISEASE_NOT_STUDIED: "another disease is studied",
    Reason.DISEASE_EXCEPTED: "this kind is excepted",
    Reason.DISEASE_TYPE_NEEDED: "we need the type",
    Reason.DISEASE_EXCEPTION_OPEN: "we need to know whether it is the excepted kind",
}
OPENING = """\
<!-- Written by `python -m tests.spec` from the cases in tests/spec. Change those. -->

# How the finder reads a study's rules

Every line below is checked by a test: the site cannot answer otherwise. The answers come
from role, age and disease alone. Studies ask for much more, and only the study team can
say who takes part.

- **Fits** – nothing that was told speaks against it. Never a promise.
- Might fit – something is not known yet, or the sources do not agree. What is not known
  never counts as “no”.
- Probably not a fit – at least one rule is not met. The page says which, and from which day
  it would be met if waiting is enough.

Where no day is given, the search takes place on 15 March 2026.
"""


def page() -> str:
    return "\n".join([OPENING, *(line for chapter in CHAPTERS for line in _chapter(chapter))])


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from (f"## {chapter.title}", "", chapter.opening, "")
    for case in chapter.cases:
        yield from _case(case)


def _case(case: Case) -> Iterator[str]:
    yield from (f"### {case.title}", "")
    yield from (f"> “{quote}”  " for quote in case.quotes)
    yield from (f"> — {case.source}", "", case.reading, "")
    days = {patient.on for patient in case.patients}
    head = ("Who", *(["Day"] if len(days) > 1 else []), "Answer", "Why")
    yield _row(head)
    yield _row(["---"] * len(head))
    for patient in case.patients:
        day = [_day(patient.on)] if len(days) > 1 else []
        yield _row((patient.who, *day, ANSWERS[patient.answer], _why(case, patient)))
    yield ""


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _why(case: Case, patient: Patient) -> str:
    evaluation = case.evaluate(patient)
    if evaluation.best is None:
        return "no group for this role"
    told = [_sentence(finding) for finding in _telling(evaluation)]
    if not told:
        return "fits whichever type it is"
    return "; ".join(dict.fromkeys(told))


def _telling(evaluation: TrialEvaluation) -> list[Finding]:
    """What decides: the reasons against, else what is open, else all."""
    group = evaluation.best
    assert group is not None
    if group.fit is Fit.POSSIBLE:
        return list(group.unknowns)
    return [item for item in group.findings if item.truth.is_certain and _agrees(item, group.fit)]


def _agrees(finding: Finding, fit: Fit) -> bool:
    return bool(finding.truth) is (fit is Fit.FITS)


def _sentence(finding: Finding) -> str:
    words = WHY[finding.reason]
    if finding.reason is Reason.AGE_FITS and finding.closes_on:
        return f"{words}, until {_day(finding.closes_on)}"
    if finding.reason is Reason.AGE_TOO_YOUNG and finding.recoverable and finding.opens_on:
        return f"{words}, old enough on {_day(finding.opens_on)}"
    if finding.born_on_or_before:
        return f"{words}: born on or before {_day(finding.born_on_or_before)}?"
    if finding.born_on_or_after:
        return f"{words}: born on or after {_day(finding.born_on_or_after)}?"
    return words


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
