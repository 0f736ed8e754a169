"""What a search asks of a trial, in one row that one index serves."""

import re
from collections.abc import Collection
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import Exact

from trials.eligibility.ages import AgeSpan
from trials.eligibility.facts import Role
from trials.models.site import OverallStatus
from trials.models.translation import SEARCH_CONFIGS, Translation, page_language
from trials.models.trial import Trial

ANY_DISEASE = "*"
"""The key of a group that names no disease."""
ANYWHERE = 0
"""The cell of a trial that may take people at a place that is not on the map, or none yet."""


class SearchRowQuerySet(models.QuerySet["SearchRow"]):
    """Narrowing keeps too much rather than too little: what is not known stays."""

    def taking(self) -> "SearchRowQuerySet":
        """May be taking people now; an unknown status may be."""
        return self.filter(is_open=True)

    def not_taking(self) -> "SearchRowQuerySet":
        return self.filter(is_open=False)

    def seeking(self, role: Role) -> "SearchRowQuerySet":
        """Has a group that this role may join; one row for each trial."""
        return self.filter(role=role.value)

    def studying(self, disease_codes: Collection[str]) -> "SearchRowQuerySet":
        return self.filter(names(disease_codes))

    def open_to_age(self, span: AgeSpan) -> "SearchRowQuerySet":
        return self.filter(within_ages(span))

    def mentioning(self, words: str) -> "SearchRowQuerySet":
        return self.filter(mentions(words))


def names(disease_codes: Collection[str]) -> Q:
    """Some group names one of these diseases, or names none and takes anybody.

    For narrowing, ``disease_codes`` are all diseases the patient may turn out to have.
    Exceptions are left to the evaluation.
    """
    return Q(keys__overlap=[ANY_DISEASE, *sorted(disease_codes)])


def within_ages(span: AgeSpan) -> Q:
    """Some age in ``span`` is within the limits of all groups together.

    Wide limits count, ages on another date than today are left to the evaluation.
    """
    conditions = Q()
    for unit, oldest, youngest in (
        ("months", span.oldest.months, span.youngest.months),
        ("days", span.oldest.days, span.youngest.days),
    ):
        minimum, maximum = f"minimum_{unit}", f"maximum_{unit}"
        conditions &= Q(**{f"{minimum}__isnull": True}) | Q(**{f"{minimum}__lte": oldest})
        conditions &= Q(**{f"{maximum}__isnull": True}) | Q(**{f"{maximum}__gt": youngest})
    return conditions


def mentions(words: str) -> Q:
    """Has each of these words, or one that begins so, in what is said of the trial.

    English endings do not count ("transplants" finds "transplantation"), nor do words
    that say nothing ("the"); when no other word is left, every trial is kept. On a page in
    another language, the translations of a trial's words are searched as well.
    """
    terms = word_terms(words)
    if not terms:
        return Q()
    query = SearchQuery(terms, config="english", search_type="raw")
    says_nothing = Exact(Func(query, function="numnode", output_field=IntegerField()), 0)
    return Q(words=query) | Q(says_nothing) | _translated(terms)


def _translated(terms: str) -> Q:
    """Has the words in its title, goal or summary in the language of the page."""
    language = page_language()
    if language not in SEARCH_CONFIGS:
        return Q()
    found = Translation.objects.mentioning(terms, language).values("english")
    either = Q(plain_title__in=found) | Q(goal__in=found) | Q(summary__in=found)
    return Q(trial_id__in=Trial.objects.filter(either).values("pk"))


def word_terms(words: str) -> str:
    """The words as PostgreSQL's to_tsquery reads them; empty when there are none."""
    return " & ".join(f"'{word}':*" for word in re.findall(r"[^\W_]+", words))


class SearchRow(models.Model):
    """One published trial in one role, as a search sees it.

    Written by the database alone, whenever the trial, its groups, rules, places or registry
    record change, whoever changes them and how; a trial that is not published has no row.
    Several groups of a role fold into one row that keeps whatever one of them keeps. Open
    and closed trials are never searched together: the table has a partition for each.

    ``role``      of Role; empty for a trial without any group, which is for nobody yet.
    ``keys``      codes of the diseases that its groups name; ``ANY_DISEASE`` for a group
                  that names none.
    ``minimum_…`` the lowest limit of the role's groups, ``maximum_…`` the highest, in
                  completed months or days as in AgeRule; None when there is none.
    ``cells``     where its open places are on the grid of ``trials.models.cells``.
    ``words``     the stems of its titles, goal, conditions, keywords and treatments.
    ``treatments``  the kinds of treatment that these words name, as in
                  ``trials.registry.treatments``; none when they name none we know.
    ``is_first``  one row of every trial is: trials are counted by it.
    """

    # Without a foreign key, so that removing a trial's rules and then the trial never
    # fails on a row that the database has made again in between; it removes it with the trial.
    trial = models.ForeignKey(
        Trial, on_delete=models.DO_NOTHING, db_constraint=False, related_name="search_rows"
    )
    role = models.CharField(max_length=20, blank=True)
    is_first = models.BooleanField()
    is_open = models.BooleanField()
    status = models.CharField(max_length=26, choices=OverallStatus)
    kind = models.CharField(max_length=20, choices=Trial.Kind)
    phases = ArrayField(models.CharField(max_length=12, choices=Trial.Phase))
    countries = ArrayField(models.CharField(max_length=200))
    updated_on = models.DateField(null=True)
    minimum_months = models.IntegerField(null=True)
    minimum_days = models.IntegerField(null=True)
    maximum_months = models.IntegerField(null=True)
    maximum_days = models.IntegerField(null=True)
    keys = ArrayField(models.CharField(max_length=64))
    cells = ArrayField(models.IntegerField())
    words = SearchVectorField()
    treatments = models.GeneratedField(
        expression=models.Func(models.F("words"), function="trials_treatments"),
        output_field=ArrayField(models.CharField(max_length=12)),
        db_persist=True,
    )

    objects = SearchRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "role", "is_open"], name="search_row_once")
        ]
        indexes: ClassVar = [
            # Roles are never searched together. Changes go straight into the index: a list
            # of pending ones would make searches slow after an import.
            GinIndex(
                "keys",
                "cells",
                "words",
                name="search_row_patients",
                fastupdate=False,
                condition=Q(role="patient"),
            ),
            GinIndex(
                "keys",
                "cells",
                "words",
                name="search_row_others",
                fastupdate=False,
                condition=~Q(role="patient"),
            ),
            models.Index(
                models.F("updated_on").desc(nulls_last=True),
                "trial_id",
                name="search_row_newest",
                condition=Q(is_open=True),
                include=[
                    "role",
                    "minimum_months",
                    "minimum_days",
                    "maximum_months",
                    "maximum_days",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial_id} ({self.role})"


class SearchCount(models.Model):
    """How many search rows there are, as changes to be added up; written by the database.

    A sum of changes, not a number that is rewritten: two people who publish at the same
    time never wait for each other.
    """

    role = models.CharField(max_length=20, blank=True)
    is_open = models.BooleanField()
    is_first = models.BooleanField()
    change = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.role}: {self.change:+d}"
