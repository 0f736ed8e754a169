"""Stored rules and boxes of a group as one tree of criteria, and back."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypedDict

from trials.eligibility.ages import AgeLimit
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Not,
    Origin,
    PerformanceCriterion,
    Side,
    TableCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.models import (
    AgeRule,
    CreatinineRule,
    CriterionBox,
    Disease,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    PerformanceRule,
    TextRule,
    WashoutRule,
)
from trials.models.rule import Rule
from trials.rulebook.ages import age_rule, store_age_rule

_Placed = tuple[int, Criterion]
_Shelves = dict[int | None, list[_Placed]]


class UnknownDiseaseCodeError(LookupError):
    """A rule names diseases that the database does not hold."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


def criteria_of(group: ParticipantGroup) -> AllOf:
    """The tree of a group that came through :func:`groups_with_rules`, in its order."""
    shelves: _Shelves = defaultdict(list)
    for row in _rows(group):
        shelves[row.box_id].append((row.position, leaf_of(row)))
    inside: dict[int | None, list[CriterionBox]] = defaultdict(list)
    for box in group.boxes.all():
        inside[box.box_id].append(box)
    return AllOf(_fill(None, shelves, inside))


def store_criteria(group: ParticipantGroup, tree: AllOf) -> None:
    """Replace all rules and boxes of a group by ``tree``; the caller holds a transaction.

    Raises UnknownDiseaseCodeError.
    """
    for rows in (
        group.age_rules,
        group.disease_rules,
        group.fact_rules,
        group.washout_rules,
        group.text_rules,
        group.performance_rules,
        group.creatinine_rules,
        group.boxes,
    ):
        rows.all().delete()
    _store_parts(group, None, tree.parts)


def leaf_of(row: Rule) -> Leaf:
    """One stored rule. Raises AgeRuleError for age limits nobody can meet."""
    origin, side = _origin(row), Side(row.side)
    if isinstance(row, AgeRule):
        return AgeCriterion(age_rule(row), origin, side)
    if isinstance(row, DiseaseRule):
        include = tuple(disease.code for disease in row.includes.all())
        exclude = tuple(disease.code for disease in row.excepts.all())
        return DiseaseCriterion(include, exclude, origin, side)
    if isinstance(row, FactRule):
        condition = Condition(row.fact, Operator(row.operator), tuple(row.values))
        return FactCriterion(condition, origin, side)
    if isinstance(row, WashoutRule):
        return WashoutCriterion(row.fact, row.days, origin, side)
    if isinstance(row, TextRule):
        return TextCriterion(row.text, origin, side)
    return _table_leaf(row, origin, side)


def _table_leaf(row: Rule, origin: Origin, side: Side) -> TableCriterion:
    if isinstance(row, CreatinineRule):
        return CreatinineCriterion(row.table, origin, side)
    assert isinstance(row, PerformanceRule)  # the last kind there is
    cut_off = AgeLimit.months(row.cut_off_months)
    return PerformanceCriterion(cut_off, row.lansky, row.karnofsky, origin, side)


def _rows(group: ParticipantGroup) -> Iterator[Rule]:
    yield from group.age_rules.all()
    yield from group.disease_rules.all()
    yield from group.fact_rules.all()
    yield from group.washout_rules.all()
    yield from group.text_rules.all()
    yield from group.performance_rules.all()
    yield from group.creatinine_rules.all()


def _fill(
    place: int | None, shelves: _Shelves, inside: dict[int | None, list[CriterionBox]]
) -> tuple[Criterion, ...]:
    """An empty box says nothing, and is left out: it must keep nobody out."""
    placed = list(shelves[place])
    for box in inside[place]:
        if parts := _fill(box.pk, shelves, inside):
            placed.append((box.position, _boxed(box, parts)))
    placed.sort(key=lambda item: item[0])
    return tuple(criterion for _, criterion in placed)


def _boxed(box: CriterionBox, parts: tuple[Criterion, ...]) -> Criterion:
    """A "none of these" box holds one part; several stand for "not any of them"."""
    if box.operator == CriterionBox.Operator.ALL:
        return AllOf(parts)
    if box.operator == CriterionBox.Operator.ANY:
        return AnyOf(parts)
    return Not(parts[0] if len(parts) == 1 else AnyOf(parts))


def _origin(row: Rule) -> Origin:
    return Origin(row.quote, row.source, row.note, row.conflict, row.ref)


class _Common(TypedDict):
    group: ParticipantGroup
    box: CriterionBox | None
    position: int
    side: str
    ref: str
    quote: str
    source: str
    note: str
    conflict: str


def _store_parts(
    group: ParticipantGroup, box: CriterionBox | None, parts: tuple[Criterion, ...]
) -> None:
    for position, part in enumerate(parts):
        if isinstance(part, AllOf | AnyOf | Not):
            _store_box(group, box, position, part)
        else:
            _store_leaf(part, _common(group, box, position, part.origin, part.side))


def _store_box(
    group: ParticipantGroup, box: CriterionBox | None, position: int, part: AllOf | AnyOf | Not
) -> None:
    operators = {
        AllOf: CriterionBox.Operator.ALL,
        AnyOf: CriterionBox.Operator.ANY,
        Not: CriterionBox.Operator.NOT,
    }
    stored = CriterionBox.objects.create(
        group=group, box=box, position=position, operator=operators[type(part)]
    )
    _store_parts(group, stored, (part.part,) if isinstance(part, Not) else part.parts)


def _common(
    group: ParticipantGroup, box: CriterionBox | None, position: int, origin: Origin, side: Side
) -> _Common:
    return {
        "group": group,
        "box": box,
        "position": position,
        "side": side.value,
        "ref": origin.ref,
        "quote": origin.quote,
        "source": origin.source,
        "note": origin.note,
        "conflict": origin.conflict,
    }


def _store_leaf(
    leaf: Leaf,
    common: _Common,
) -> None:
    if isinstance(leaf, AgeCriterion):
        row = AgeRule(**common)
        store_age_rule(row, leaf.rule)
        row.save()
    elif isinstance(leaf, DiseaseCriterion):
        _store_diseases(DiseaseRule.objects.create(**common), leaf)
    elif isinstance(leaf, FactCriterion):
        FactRule.objects.create(
            fact=leaf.condition.fact,
            operator=leaf.condition.operator.value,
            values=list(leaf.condition.values),
            **common,
        )
    elif isinstance(leaf, WashoutCriterion):
        WashoutRule.objects.create(fact=leaf.fact, days=leaf.days, **common)
    elif isinstance(leaf, TextCriterion):
        TextRule.objects.create(text=leaf.text, **common)
    else:
        _store_table(leaf, common)


def _store_table(leaf: TableCriterion, common: _Common) -> None:
    if isinstance(leaf, CreatinineCriterion):
        CreatinineRule.objects.create(table=leaf.table, **common)
    else:
        PerformanceRule.objects.create(
            cut_off_months=leaf.cut_off.count,
            lansky=leaf.lansky,
            karnofsky=leaf.karnofsky,
            **common,
        )


def _store_diseases(row: DiseaseRule, leaf: DiseaseCriterion) -> None:
    """One by one, since the order in which a source names diseases is kept by their ids."""
    named = (*leaf.include, *leaf.exclude)
    held = {disease.code: disease for disease in Disease.objects.filter(code__in=named)}
    if missing := tuple(code for code in named if code not in held):
        raise UnknownDiseaseCodeError(missing)
    for code in leaf.include:
        row.includes.add(held[code])
    for code in leaf.exclude:
        row.excepts.add(held[code])
