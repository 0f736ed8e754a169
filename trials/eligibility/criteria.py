"""What a trial asks, as a tree of rules: leaves, and the boxes they stand in.

    AllOf
    ├── AgeCriterion            "Younger than 22 years old"
    └── AnyOf
        ├── DiseaseCriterion    AML, but not APL
        └── DiseaseCriterion    B-ALL

Every leaf keeps the sentence it was read from: the sentence is the truth, the rule is
our reading of it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.conditions import Condition
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth


class Side(StrEnum):
    """Whether meeting a rule lets somebody in or keeps somebody out."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule comes from.

    ``ref``       the rule's own name within its trial, for example "donor.2".
    ``quote``     the sentence as the source has it; empty when the source has none.
    ``source``    where that sentence stands.
    ``note``      a remark for readers of the rule.
    ``conflict``  how sources disagree; empty when they do not.
    """

    quote: str = ""
    source: str = ""
    note: str = ""
    conflict: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class AgeCriterion:
    rule: AgeRule
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


@dataclass(frozen=True, slots=True)
class DiseaseCriterion:
    """One of ``include`` and none of ``exclude``; ids of the disease graph."""

    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


@dataclass(frozen=True, slots=True)
class FactCriterion:
    """One fact of the catalogue: "CD123 is positive", "two relapses or more"."""

    condition: Condition
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


@dataclass(frozen=True, slots=True)
class WashoutCriterion:
    """So many whole days since a treatment, or never had it.

    ``fact`` is the key of the treatment ("prior_hsct"); the days since the last one are
    told under the key with "_days" behind it.
    """

    fact: str
    days: int
    origin: Origin = Origin()
    side: Side = Side.INCLUDE

    @property
    def days_fact(self) -> str:
        return f"{self.fact}_days"


@dataclass(frozen=True, slots=True)
class TextCriterion:
    """A rule that only the study team can check, in plain words."""

    text: str
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


@dataclass(frozen=True, slots=True)
class PerformanceCriterion:
    """A Lansky score below the cut-off age, a Karnofsky score from it on; both 0 to 100.

    The cut-off is the trial's own: 10, 12, 16 and 18 years all occur.
    """

    cut_off: AgeLimit
    lansky: int
    karnofsky: int
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


@dataclass(frozen=True, slots=True)
class CreatinineCriterion:
    """Serum creatinine no higher than a published table has it for age and sex.

    ``table`` is a key of ``reference_tables.CREATININE_TABLES``.
    """

    table: str
    origin: Origin = Origin()
    side: Side = Side.INCLUDE


TableCriterion = PerformanceCriterion | CreatinineCriterion
Leaf = (
    AgeCriterion
    | DiseaseCriterion
    | FactCriterion
    | WashoutCriterion
    | TextCriterion
    | TableCriterion
)


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Criterion", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Criterion"


Criterion = Leaf | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Finding:
    """What one leaf came to for one person on one day.

    ``needs``                keys of facts that would settle an UNKNOWN.
    ``diseases``             for a disease: the ids that are open, studied or excepted,
                             as ``reason`` says.
    ``opens_on``             first day on which the age is high enough.
    ``closes_on``            last day on which the age still fits.
    ``born_on_or_before``,
    ``born_on_or_after``     the birth dates that would settle an open age.
    ``recoverable``          a FALSE that time or treatment may turn.
    """

    criterion: Leaf
    truth: Truth
    reason: Reason
    needs: frozenset[str] = frozenset()
    diseases: tuple[str, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None
    born_on_or_before: date | None = None
    born_on_or_after: date | None = None
    recoverable: bool = False
