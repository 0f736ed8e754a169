"""Random people and trials, dense around every limit, the same in every run."""

from datetime import date, timedelta
from random import Random

from trials.eligibility.ages import (
    AgeAnchor,
    AgeLimit,
    AgeRule,
    AgeRuleError,
    AgeScale,
    AgeSpan,
    AgeStatus,
    BirthInterval,
    age_key,
)
from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Not,
    Side,
    TextCriterion,
)
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role

TODAY = date(2026, 3, 15)
MONTHS = (0, 1, 2, 6, 12, 18, 24, 72, 96, 144, 215, 216, 228, 252, 264, 312, 480)
DAYS = (0, 1, 28, 29, 30, 31, 90, 180, 181, 364, 365, 366, 731)
ROLES = (Role.PATIENT,) * 5 + (Role.DONOR, Role.SURVIVOR, Role.SIBLING)


class Generator:
    """Everything is drawn from one seed."""

    def __init__(self, seed: int, graph: DiseaseGraph) -> None:
        self.chance = Random(seed)
        self.graph = graph
        self.codes = sorted(graph)
        self.leukemias = sorted(graph.descendants("leukemia"))
        self.wholes = sorted(code for code in graph if graph.node(code).parts)

    # --- Trials ---------------------------------------------------------------------------

    def roles(self) -> list[Role]:
        """None at all stands for patients."""
        return sorted(set(self.chance.choices(ROLES, k=self.chance.choice((0, 1, 1, 1, 2)))))

    def tree(self) -> AllOf:
        """What one group asks: mostly one age and one disease, and any box around them."""
        parts: list[Criterion] = []
        parts += [self.age_criterion() for _ in range(self.chance.choice((0, 1, 1, 1, 2)))]
        parts += [self.disease_criterion() for _ in range(self.chance.choice((0, 1, 1, 1, 2)))]
        if self.chance.random() < 0.3:
            parts.append(self.box())
        if self.chance.random() < 0.3:
            parts.append(TextCriterion("The team will check the heart."))
        return AllOf(tuple(parts))

    def box(self, depth: int = 0) -> Criterion:
        leaves = [self.leaf() for _ in range(self.chance.randint(1, 3))]
        if depth == 0 and self.chance.random() < 0.3:
            leaves.append(self.box(depth=1))
        kind = self.chance.choice((AllOf, AnyOf, AnyOf, Not))
        return Not(AnyOf(tuple(leaves))) if kind is Not else kind(tuple(leaves))

    def leaf(self) -> Criterion:
        draw = self.chance.choice(
            (self.age_criterion, self.disease_criterion, self.fact_criterion)
        )
        return draw()

    def age_criterion(self) -> AgeCriterion:
        return AgeCriterion(self.age_rule(), side=self.side())

    def disease_criterion(self) -> DiseaseCriterion:
        return DiseaseCriterion(
            include=tuple(
                sorted({self.code() for _ in range(self.chance.choice((0, 1, 1, 2, 4)))})
            ),
            exclude=tuple(
                sorted({self.code() for _ in range(self.chance.choice((0, 0, 0, 1, 2)))})
            ),
            side=self.side(),
        )

    def fact_criterion(self) -> FactCriterion:
        conditions = [item for code in self.codes for item in self.graph.node(code).defining]
        words = [item for item in conditions if item.operator is Operator.IS]
        return FactCriterion(self.chance.choice(words), side=self.side())

    def side(self) -> Side:
        return Side.EXCLUDE if self.chance.random() < 0.1 else Side.INCLUDE

    def age_rule(self) -> AgeRule:
        """Any limits that the domain allows, drawn until they are."""
        while True:
            try:
                rule = self._any_age_rule()
            except AgeRuleError:
                continue
            if not _may_be_empty(rule):
                return rule

    def _any_age_rule(self) -> AgeRule:
        status = self.chance.choice((AgeStatus.STATED,) * 8 + tuple(AgeStatus))
        if status is not AgeStatus.STATED:
            return AgeRule(status=status)
        minimum = self.limit(plus_day=self.chance.random() < 0.2)
        maximum = self.limit()
        if minimum is None and maximum is None:
            return AgeRule(status=AgeStatus.NO_LIMIT)
        return AgeRule(
            minimum=minimum,
            maximum=maximum,
            wide_minimum=self.limit() if self.chance.random() < 0.2 else None,
            wide_maximum=self.limit() if self.chance.random() < 0.2 else None,
            wide_minimum_open=self.chance.random() < 0.05,
            wide_maximum_open=self.chance.random() < 0.05,
            anchor=self.chance.choice((AgeAnchor.ENROLMENT,) * 6 + tuple(AgeAnchor)),
        )

    def limit(self, *, plus_day: bool = False) -> AgeLimit | None:
        kind = self.chance.random()
        if kind < 0.2:
            return None
        if kind < 0.4:
            return AgeLimit(self.chance.choice(DAYS), AgeScale.DAYS)
        return AgeLimit(self.chance.choice(MONTHS), AgeScale.MONTHS, plus_day)

    def code(self) -> str:
        return self.chance.choice(
            self.chance.choice((self.codes, self.leukemias, self.leukemias, self.wholes))
        )

    # --- People ---------------------------------------------------------------------------

    def facts(self) -> PatientFacts:
        births = self.births() if self.chance.random() < 0.85 else None
        named = self.chance.choice((0, 1, 1, 1, 1, 2))
        at_diagnosis = self.chance.random() < 0.15
        return PatientFacts(
            role=self.chance.choice(ROLES),
            births=births,
            diagnoses=frozenset(self.code() for _ in range(named)),
            age_at_diagnosis=self.ages_so_far(births) if at_diagnosis else None,
        )

    def births(self) -> BirthInterval:
        """On, just before and just after a birthday that counts, today or at the horizon."""
        birthday = self.birthday()
        age = age_key(birthday, TODAY)
        return self.chance.choice(
            (
                BirthInterval.on_date(birthday),
                BirthInterval.on_date(birthday),
                BirthInterval.in_year(birthday.year),
                BirthInterval.in_month(birthday.year, birthday.month),
                BirthInterval.of_age(TODAY, years=age.years),
                BirthInterval.of_age(TODAY, months=age.months),
            )
        )

    def birthday(self) -> date:
        limit = None
        while limit is None:
            limit = self.limit()
        day = limit.last_birth(
            TODAY + timedelta(days=self.chance.choice((0, 0, 180, 365, 366, 367)))
        )
        return min(TODAY, day + timedelta(days=self.chance.choice((-1, 0, 0, 1))))

    def ages_so_far(self, births: BirthInterval | None) -> AgeSpan:
        """Any one age up to today's oldest."""
        births = births or self.births()
        birth = births.earliest
        days = self.chance.randint(0, (TODAY - birth).days)
        age = age_key(birth, birth + timedelta(days=days))
        return AgeSpan(age, age)


def _may_be_empty(rule: AgeRule) -> bool:
    """From 30 days until 1 month: nobody at all in some months.

    The database drops it then; the first look, which judges the two ends of what is known
    of a birth date, may still say that it depends on the birthday.
    """
    lows = [limit for limit in (rule.minimum, rule.wide_minimum) if limit]
    highs = [limit for limit in (rule.maximum, rule.wide_maximum) if limit]
    return any(
        low.reached_on(birth) >= high.reached_on(birth)
        for low in lows
        for high in highs
        for birth in (date(2025, 1, 31), date(2026, 2, 1), date(2026, 2, 15), date(2026, 3, 1))
    )
