"""The verdict on one case, with the findings that decide it, ready to be written as JSON."""

from collections.abc import Iterator

from trials.definitions.cases import PatientCase
from trials.eligibility.branches import Branch
from trials.eligibility.catalogue import FactCatalogue
from trials.eligibility.criteria import Finding
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.eligibility.verdicts import TrialVerdict, Verdict, judge

Answer = dict[str, object]


def answer(
    case: PatientCase, rules: TrialRules, graph: DiseaseGraph, catalogue: FactCatalogue
) -> Answer:
    """``reasons`` are failures for a "no", what is open for "needs", else what the team checks."""
    person = Person(case.facts, graph, case.on, catalogue, case.persona)
    verdict = judge(rules, person)
    return {
        "id": case.id,
        "verdict": verdict.verdict.value,
        "needs": sorted(verdict.needs),
        "reasons": list(_reasons(verdict)),
    }


def _reasons(verdict: TrialVerdict) -> Iterator[Answer]:
    if not verdict.groups:
        yield _reason("", Truth.FALSE, Reason.ROLE_NOT_SOUGHT, "")
    for finding in _deciding(verdict):
        origin = finding.criterion.origin
        yield _reason(origin.ref, finding.truth, finding.reason, origin.quote)


def _deciding(verdict: TrialVerdict) -> Iterator[Finding]:
    """Of the best group; what is open, of every group that could still be the one."""
    if verdict.verdict is Verdict.NEEDS:
        for group in verdict.groups:
            yield from (one for one in _open(group.branch) if one.needs & group.needs)
    elif verdict.best:
        is_no = verdict.verdict is Verdict.NO_MATCH
        branch = verdict.best.branch
        yield from branch.failures() if is_no else branch.left_to_team()


def _open(branch: Branch) -> Iterator[Finding]:
    """The findings that keep a branch from being certain."""
    if branch.truth is Truth.UNKNOWN:
        if branch.finding:
            yield branch.finding
        for part in branch.parts:
            yield from _open(part)


def _reason(ref: str, truth: Truth, reason: Reason, quote: str) -> Answer:
    return {"ref": ref, "truth": truth.name.lower(), "reason": reason.value, "quote": quote}
