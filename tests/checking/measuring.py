"""How many planted mistakes the checks find, and what they say of studies without any.

python -m tests.checking
"""

from collections import Counter
from datetime import date

from tests.checking.planting import MISTAKES, planted, wrong_leaf
from tests.checking.shipped_studies import shipped, to_check, words
from trials.checking import CheckFinding, Code, StudyToCheck, check

TODAY = date(2026, 3, 1)
OF_THE_STUDY = {Code.STATUS_NOT_CHECKED, Code.CLOSED_BUT_SHOWN, Code.NO_TEXT}
"""True of most shipped studies: they have no day, are closed, or have no text."""


def found(study: StudyToCheck) -> set[tuple[Code, str]]:
    return {(one.code, one.group) for one in _all(study) if one.code not in OF_THE_STUDY}


def _all(study: StudyToCheck) -> tuple[CheckFinding, ...]:
    return check(study, words(), today=TODAY)


def shares() -> dict[str, tuple[int, int]]:
    """For every mistake how often it was found, and how often it was planted."""
    graph = words().graph
    mistakes = MISTAKES | {
        "the disease above": (
            wrong_leaf(lambda code: graph.node(code).parents),
            frozenset({Code.BROADER_THAN_TEXT, Code.EXCEPTION_MISSING}),
        )
    }
    counted: dict[str, tuple[int, int]] = {}
    for name, (mistake, codes) in mistakes.items():
        caught = total = 0
        for definition in shipped().values():
            study = to_check(definition)
            before = found(study)
            for _, wrong in planted(study, mistake):
                total += 1
                new = {code for code, _ in found(wrong) - before}
                caught += bool(new & codes | {c for c in new if c is Code.BRANCH_UNREACHABLE})
        counted[name] = caught, total
    return counted


def report() -> list[str]:
    said = [
        (slug, *one) for slug, study in shipped().items() for one in sorted(found(to_check(study)))
    ]
    studies = len({slug for slug, *_ in said})
    per_code = Counter(code.value for _, code, _ in said)
    lines = [
        f"{len(said)} findings in {studies} of {len(shipped())} studies: "
        + ", ".join(f"{code} {count}" for code, count in per_code.most_common())
    ]
    for name, (caught, total) in shares().items():
        lines.append(f"{name:28} {caught:4} of {total:4}  {caught / max(total, 1):.0%}")
    return lines
