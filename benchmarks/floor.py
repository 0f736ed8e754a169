"""The least the database could do: one hand-written statement for the same trials.

It is given what the page works out first (ages, and the diseases somebody may have), and
returns id and title of every trial that the page's own narrowing keeps, by raw psycopg.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from trials.eligibility.diseases import DiseaseGraph
from trials.finder import ages_in_play, diseases_in_play
from trials.forms.finder import FinderForm
from trials.models import Disease

_GROUP = """
    SELECT FROM trials_participantgroup AS party
    WHERE party.trial_id = trial.id AND party.roles @> %(roles)s::varchar[]
"""
_DISEASE = """
    AND NOT EXISTS (
        SELECT FROM trials_diseaserule AS rule
        WHERE rule.group_id = party.id AND rule.box_id IS NULL AND rule.side = 'include'
          AND EXISTS (SELECT FROM trials_diseaserule_includes WHERE diseaserule_id = rule.id)
          AND NOT EXISTS (
              SELECT FROM trials_diseaserule_includes
              WHERE diseaserule_id = rule.id AND disease_id = ANY(%(diseases)s)
          )
    )
"""
_AGE = """
    AND NOT EXISTS (
        SELECT FROM trials_agerule AS rule
        WHERE rule.group_id = party.id AND rule.box_id IS NULL AND rule.side = 'include'
          AND rule.anchor NOT IN ('diagnosis', 'relapse')
          AND (rule.outer_minimum_months > %(oldest_months)s
               OR rule.outer_minimum_days > %(oldest_days)s
               OR rule.outer_maximum_months <= %(youngest_months)s
               OR rule.outer_maximum_days <= %(youngest_days)s)
    )
"""
_WORDS = """
    AND to_tsvector('english', coalesce(plain_title, '') || ' ' || coalesce(brief_title, '')
        || ' ' || coalesce(acronym, '') || ' ' || coalesce(nct_id, '') || ' '
        || coalesce(goal, '')) @@ to_tsquery('english', %(words)s)
"""


@dataclass(frozen=True)
class Floor:
    """One statement with its values."""

    statement: str
    values: dict[str, object]

    @classmethod
    def of(cls, form: FinderForm, graph: DiseaseGraph, today: date) -> "Floor":
        facts = form.facts()
        values: dict[str, object] = {"roles": [facts.role.value]}
        statement = "SELECT trial.id, trial.plain_title FROM trials_trial AS trial"
        statement += " WHERE trial.review_state = 'published'"
        codes = diseases_in_play(facts, graph, today)
        if codes is not None:
            rows = Disease.objects.filter(code__in=codes)
            values["diseases"] = list(rows.values_list("pk", flat=True))
            statement += f" AND EXISTS ({_GROUP} {_DISEASE})"
        ages = ages_in_play(facts, today)
        if ages is not None:
            for name, key in (("youngest", ages.youngest), ("oldest", ages.oldest)):
                values |= {f"{name}_months": key.months, f"{name}_days": key.days}
            statement += f" AND EXISTS ({_GROUP} {_AGE})"
        if form.words_told:
            values["words"] = " & ".join(f"{word}:*" for word in form.words_told.split())
            statement += _WORDS
        return cls(statement, values)

    def ask(self) -> set[int]:
        with connection.connection.cursor() as cursor:
            rows = cursor.execute(self.statement, self.values, prepare=True).fetchall()
        return {key for key, _title in rows}
