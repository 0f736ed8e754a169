"""A made-up registry: the same trials in every run, shaped like real ones.

Diseases follow how often trials name them (leukemia and other common cancers much more
than the rest, and a tenth for "any cancer"); ages follow the limits that paediatric
records state; a tenth has a second group, and a third is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection, models

from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import Side
from trials.eligibility.facts import Role
from trials.models import (
    AgeRule,
    Disease,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    Site,
    TextRule,
    Trial,
    TrialSite,
)

SEED = 20260315
BATCH = 2_000
CHECKED_LAST = date(2026, 3, 1)

STATUSES = {
    "RECRUITING": 28,
    "UNKNOWN": 5,
    "NOT_YET_RECRUITING": 4,
    "ACTIVE_NOT_RECRUITING": 18,
    "COMPLETED": 45,
}
KINDS = {"treatment": 70, "supportive_care": 12, "observational": 12, "survivorship": 6}
AGES: dict[tuple[int | None, int | None], int] = {
    (None, 264): 20,  # younger than 22 years
    (12, 264): 12,
    (None, 216): 14,
    (12, 372): 10,
    (24, 228): 6,
    (1, 72): 4,
    (96, 228): 4,
    (144, None): 6,
    (216, None): 14,
    (None, 36): 4,
    (None, None): 6,
}
COMMON = {
    "cancer": 40,
    "leukemia": 40,
    "all": 80,
    "b_all": 70,
    "t_all": 25,
    "aml": 60,
    "lymphoma": 30,
    "hl": 20,
    "nhl": 25,
    "neuroblastoma": 40,
    "cns_tumor": 25,
    "medulloblastoma": 25,
    "solid_tumor": 40,
    "osteosarcoma": 15,
    "wilms": 15,
    "scd": 20,
}
TOPICS = (
    "CAR T cells",
    "blinatumomab",
    "chemotherapy before a transplant",
    "radiation",
    "pain and symptoms",
    "a vaccine",
    "targeted medicine",
    "iron after transfusions",
    "school and memory",
)


@dataclass
class Registry:
    """Draws ``size`` trials and writes them in batches."""

    size: int
    chance: Random = field(default_factory=lambda: Random(SEED))

    def write(self) -> None:
        """Into an empty database that holds the diseases."""
        diseases = {row.code: row.pk for row in Disease.objects.only("code")}
        rare = {code: 3 for code in diseases if code not in COMMON}
        self._codes = {code: diseases[code] for code in (*COMMON, *rare)}
        self._frequencies = [*COMMON.values(), *rare.values()]
        sites = _write(Site, self._sites())
        trials = _write(Trial, self._trials())
        _write(TrialSite, self._places(trials, sites))
        groups = _write(ParticipantGroup, self._groups(trials))
        _write(AgeRule, self._ages(groups))
        rules = _write(DiseaseRule, self._disease_rules(groups))
        _write(DiseaseRule.includes.through, self._links(rules, (1, 1, 1, 2, 3)))
        _write(DiseaseRule.excepts.through, self._links(rules, (0, 0, 0, 0, 1)))
        _write(FactRule, self._fact_rules(groups))
        _write(TextRule, self._text_rules(groups))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _one_of(self, frequencies: dict[Any, int]) -> Any:
        (drawn,) = self.chance.choices(list(frequencies), list(frequencies.values()))
        return drawn

    def _sites(self) -> Iterator[Site]:
        for number in range(300):
            yield Site(
                name=f"Hospital {number}",
                city=f"City {number}",
                state="Tennessee",
                country="United States",
                latitude=self.chance.uniform(26, 48),
                longitude=self.chance.uniform(-122, -71),
            )

    def _trials(self) -> Iterator[Trial]:
        for number in range(self.size):
            topic = self.chance.choice(TOPICS)
            yield Trial(
                slug=f"trial-{number}",
                nct_id=f"NCT{number:08}",
                acronym=f"STUDY{number}",
                brief_title=f"A Study of {topic}, Number {number}",
                plain_title=f"{topic.capitalize()} for children and young people ({number})",
                goal=f"Researchers want to learn how well {topic} works and whether it is safe. "
                * 2,
                summary="Children are seen in the clinic every month. " * 6,
                kind=self._one_of(KINDS),
                overall_status=self._one_of(STATUSES),
                status_checked_on=CHECKED_LAST - timedelta(days=self.chance.randrange(400)),
                review_state=Trial.ReviewState.PUBLISHED,
            )

    def _places(self, trials: list[Trial], sites: list[Site]) -> Iterator[TrialSite]:
        for trial in trials:
            for site in self.chance.sample(sites, k=self.chance.choice((1, 1, 2, 3, 8))):
                yield TrialSite(trial=trial, site=site, status=trial.overall_status)

    def _groups(self, trials: list[Trial]) -> Iterator[ParticipantGroup]:
        for trial in trials:
            yield ParticipantGroup(trial=trial, key="main", label="Patients", roles=[Role.PATIENT])
            if self.chance.random() < 0.1:
                role = self.chance.choice((Role.PATIENT, Role.DONOR, Role.SURVIVOR))
                yield ParticipantGroup(trial=trial, key="second", label="Others", roles=[role])

    def _ages(self, groups: list[ParticipantGroup]) -> Iterator[AgeRule]:
        for group in groups:
            minimum, maximum = self._one_of(AGES)
            is_stated = minimum is not None or maximum is not None
            yield AgeRule(
                group=group,
                status="stated" if is_stated else "not_stated",
                minimum_months=minimum,
                maximum_months=maximum,
                wide_maximum_months=maximum + 12 if maximum and self._is_rare() else None,
                quote="The age as the page states it" if is_stated else "",
                source="A page",
            )

    def _is_rare(self) -> bool:
        return self.chance.random() < 0.1

    def _disease_rules(self, groups: list[ParticipantGroup]) -> Iterator[DiseaseRule]:
        for group in groups:
            if Role.DONOR not in group.roles:
                yield DiseaseRule(group=group, quote="The disease", source="A page", position=1)

    def _links(self, rules: list[DiseaseRule], counts: tuple[int, ...]) -> Iterator[models.Model]:
        link = DiseaseRule.includes.through if counts[0] else DiseaseRule.excepts.through
        for rule in rules:
            codes = self.chance.choices(
                list(self._codes), self._frequencies, k=self.chance.choice(counts)
            )
            for code in dict.fromkeys(codes):
                yield link(diseaserule_id=rule.pk, disease_id=self._codes[code])

    def _fact_rules(self, groups: list[ParticipantGroup]) -> Iterator[FactRule]:
        for group in groups:
            for position in range(3):
                yield FactRule(
                    group=group,
                    fact=self.chance.choice(("cd19", "cd22", "previously_treated")),
                    operator=Operator.IS,
                    values=[self.chance.choice(("positive", "yes"))],
                    side=Side.INCLUDE,
                    quote="A sentence about a marker or a treatment",
                    source="A page",
                    position=2 + position,
                )

    def _text_rules(self, groups: list[ParticipantGroup]) -> Iterator[TextRule]:
        for group in groups:
            for position in range(4):
                yield TextRule(
                    group=group,
                    text="The team will check how heart, liver and kidneys work.",
                    quote="Adequate organ function",
                    source="A page",
                    position=5 + position,
                )


def _write(model: type[models.Model], rows: Iterator[models.Model]) -> list[Any]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)
