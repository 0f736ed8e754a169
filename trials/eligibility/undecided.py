"""What of a criterion is not certain yet, and which facts keep it open."""

from trials.eligibility.assessing import Assessor
from trials.eligibility.criteria import Not
from trials.eligibility.gists import Gist, boxed
from trials.eligibility.truth import Truth


def undecided(gist: Gist, assessor: Assessor) -> Gist:
    """The tree without what is certain, which no further answer changes.

    Of a tree that is not certain it has the same value, whatever else is told. What is asked
    twice in one box is there once.
    """
    if gist.box is None:
        return gist
    open_parts = (part for part in gist.parts if not assessor.truth(part).is_certain)
    left = tuple(dict.fromkeys(undecided(part, assessor) for part in open_parts))
    return left[0] if len(left) == 1 and gist.box is not Not else boxed(gist.box, left)


def needs(gist: Gist, assessor: Assessor) -> frozenset[str]:
    """The facts on the path that decides: those of every part that keeps it open."""
    if assessor.truth(gist) is not Truth.UNKNOWN:
        return frozenset()
    if gist.rule:
        return assessor.find(gist.rule).needs
    return frozenset[str]().union(*(needs(part, assessor) for part in gist.parts))


def what_is_open(gist: Gist, assessor: Assessor) -> object:
    """What is not certain yet, equal where two people leave the same to be asked."""
    if gist.rule:
        finding = assessor.find(gist.rule)
        return gist, finding.needs, finding.diseases
    open_parts = (part for part in gist.parts if not assessor.truth(part).is_certain)
    parts = {what_is_open(part, assessor) for part in open_parts}
    return parts.pop() if len(parts) == 1 else (gist.box, frozenset(parts))
