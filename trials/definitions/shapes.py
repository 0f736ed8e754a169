"""A trial as a document describes it; texts are empty, and days None, where it says nothing."""

from dataclasses import dataclass
from datetime import date

from trials.eligibility.criteria import AllOf
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role


@dataclass(frozen=True, slots=True)
class SourceDefinition:
    ref: str
    quote: str = ""
    url: str = ""
    retrieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class SiteDefinition:
    """A site the database already holds, by its name and city."""

    name: str
    city: str
    status: str
    status_checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class GroupDefinition:
    key: str
    label: str
    roles: tuple[Role, ...]
    criteria: AllOf


@dataclass(frozen=True, slots=True)
class TrialDefinition:
    """``status`` and ``kind`` in the words of the stored trial, not of the document."""

    slug: str
    title: str
    goal: str
    kind: str
    status: str
    groups: tuple[GroupDefinition, ...]
    sources: tuple[SourceDefinition, ...]
    nct_id: str = ""
    acronym: str = ""
    plain_title: str = ""
    summary: str = ""
    phase: str = ""
    sponsor: str = ""
    status_seen: str = ""
    status_checked_on: date | None = None
    status_source: str = ""
    status_note: str = ""
    review: str = "draft"
    note: str = ""
    fidelity: str = ""
    age_texts: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[str, ...] = ()
    contact: str = ""
    sites: tuple[SiteDefinition, ...] = ()

    def rules(self) -> TrialRules:
        """What is evaluated, without the way through the database."""
        return TrialRules(
            self.slug,
            tuple(
                GroupRules(group.key, frozenset(group.roles), group.criteria)
                for group in self.groups
            ),
        )
