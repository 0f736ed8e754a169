"""What is held of the trials that a file names, and every row of it as cells."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from django.db.models import Model, Q, QuerySet

from trials.eligibility.ages import AgeLimit
from trials.forms.age_limit import number_and_unit
from trials.forms.sheets.columns import SheetName
from trials.models import AgeRule, Contact, ParticipantGroup, Site, Trial, TrialSite
from trials.models.age_rule import LIMITS
from trials.sheets import held_text

Value: TypeAlias = str | date | float | None
SiteKey: TypeAlias = tuple[str, str, str, str]
M = TypeVar("M", bound=Model)

YES = "yes"
AT_ONCE = 5_000
"""Keys in one statement."""


class Held:
    """The rows that a file may mean, by their keys; ``is_locked``: nobody else changes them.

    A fixed number of statements for every few thousand rows, and of the parts of a trial only
    those that some sheet is about. New rows are added by whoever plans them, so that later
    rows of the file find them.
    """

    def __init__(
        self,
        trials: Iterable[str],
        sites: Iterable[str],
        sheets: Collection[SheetName],
        *,
        is_locked: bool = False,
    ) -> None:
        """``trials`` are short names and registry numbers, ``sites`` names of sites."""
        self._is_locked = is_locked
        self._sheets = frozenset(sheets)
        self.trials: dict[str, Trial] = {}
        self.groups: dict[tuple[str, str], ParticipantGroup] = {}
        self.age_rules: dict[int, AgeRule] = {}
        self.places: dict[tuple[str, SiteKey], TrialSite] = {}
        self.sites: dict[SiteKey, Site] = {}
        self.contacts: dict[str, list[Contact]] = defaultdict(list)
        for key in _parts(trials):
            named = Q(slug__in=key) | Q(nct_id__in=[each.upper() for each in key])
            self._load(Trial.objects.filter(named).select_related(*_OF_TRIAL))
        for name in _parts(sites):
            for site in self._locked(Site.objects.filter(name__in=name)):
                self.sites[site_key(site)] = site
        for contact in Contact.objects.all():
            self.contacts[held_text(contact.name)].append(contact)

    def _load(self, trials: QuerySet[Trial]) -> None:
        found = {trial.pk: trial for trial in self._locked(trials)}
        for trial in found.values():
            self.add_trial(trial)
        if self._sheets & {SheetName.GROUPS, SheetName.AGES}:
            self._load_groups(found)
        if SheetName.SITES in self._sheets:
            self._load_places(found)

    def _load_groups(self, found: Mapping[int, Trial]) -> None:
        groups = ParticipantGroup.objects.filter(trial__in=list(found))
        by_key = {group.pk: group for group in self._locked(groups)}
        for group in by_key.values():
            group.trial = found[group.trial_id]
            self.groups[group.trial.slug, group.key] = group
        if SheetName.AGES in self._sheets:
            for rule in self._locked(AgeRule.objects.filter(group__in=list(by_key))):
                rule.group = by_key[rule.group_id]
                self.age_rules[rule.pk] = rule

    def _load_places(self, found: Mapping[int, Trial]) -> None:
        places = TrialSite.objects.filter(trial__in=list(found)).select_related("site", "contact")
        for place in self._locked(places):
            place.trial = found[place.trial_id]
            self.places[place.trial.slug, site_key(place.site)] = place

    def add_trial(self, trial: Trial) -> None:
        """By its short name and its registry number; new ones too."""
        self.trials[trial.slug] = trial
        if trial.nct_id:
            self.trials[trial.nct_id] = trial

    def sites_of(self, trial: Trial) -> list[Site]:
        return [place.site for (slug, _key), place in self.places.items() if slug == trial.slug]

    def _locked(self, rows: QuerySet[M]) -> QuerySet[M]:
        ordered = rows.order_by("pk")
        return ordered.select_for_update(of=("self",)) if self._is_locked else ordered


def site_key(site: Site) -> SiteKey:
    name, city, state, country = (
        held_text(text) for text in (site.name, site.city, site.state, site.country)
    )
    return name, city, state, country


# ------------------------------------------------------------ rows as cells


def trial_cells(trial: Trial) -> dict[str, Value]:
    return {
        "trial": trial.slug,
        "nct_id": trial.nct_id or "",
        "state": trial.review_state,
        "revision_of": trial.revision_of.slug if trial.revision_of else "",
        **{name: getattr(trial, name) for name in _TRIAL_TEXTS},
        "phases": ", ".join(trial.phases),
        "status_checked_on": trial.status_checked_on,
        "referral_contact": _contact(trial.referral_contact),
    }


def group_cells(group: ParticipantGroup) -> dict[str, Value]:
    return {
        **_key_of(group.trial),
        "group": group.key,
        "label": group.label,
        "roles": ", ".join(group.roles),
    }


def age_cells(rule: AgeRule) -> dict[str, Value]:
    limits = {name: age_text(held_limit(rule, name)) for name in LIMITS}
    return {
        **_key_of(rule.group.trial),
        "group": rule.group.key,
        "age_rule": str(rule.pk or ""),
        "quote": rule.quote,
        "says": rule.status,
        "from_age": limits["minimum"],
        "from_next_day": _flag(rule.minimum_plus_day),
        "younger_than": limits["maximum"],
        "age_on": rule.anchor,
        "possibly_from_age": limits["wide_minimum"],
        "possibly_no_lower_limit": _flag(rule.wide_minimum_open),
        "possibly_younger_than": limits["wide_maximum"],
        "possibly_no_upper_limit": _flag(rule.wide_maximum_open),
        "source": rule.source,
        "note": rule.note,
        "conflict": rule.conflict,
        "keep_limits": "",
    }


def place_cells(place: TrialSite) -> dict[str, Value]:
    site = place.site
    return {
        **_key_of(place.trial),
        "site": site.name,
        "city": site.city,
        "state": site.state,
        "country": site.country,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "status": place.status,
        "status_checked_on": place.status_checked_on,
        "contact": _contact(place.contact),
    }


def held_limit(rule: AgeRule, name: str) -> AgeLimit | None:
    months, days = getattr(rule, f"{name}_months"), getattr(rule, f"{name}_days")
    if months is not None:
        return AgeLimit.months(months)
    return None if days is None else AgeLimit.days(days)


def age_text(limit: AgeLimit | None) -> str:
    """``22 years``, ``18 months``, ``28 days``: in every language the same."""
    return "" if limit is None else "{} {}".format(*number_and_unit(limit))


CELLS_OF: Mapping[SheetName, Callable[[Any], dict[str, Value]]] = {
    SheetName.TRIALS: trial_cells,
    SheetName.GROUPS: group_cells,
    SheetName.AGES: age_cells,
    SheetName.SITES: place_cells,
}
_OF_TRIAL = ("referral_contact", "revision_of")
_TRIAL_TEXTS = (
    *("acronym", "plain_title", "brief_title", "goal", "summary", "kind", "phase_text"),
    *("sponsor", "overall_status", "status_source", "status_seen", "ends_note", "fidelity"),
)


def rows_to_write(sheet: SheetName) -> QuerySet[Any]:
    """All rows of a sheet, each trial's together, with what their cells need."""
    rows: Mapping[SheetName, QuerySet[Any]] = {
        SheetName.TRIALS: Trial.objects.select_related(*_OF_TRIAL).order_by("slug"),
        SheetName.GROUPS: ParticipantGroup.objects.select_related("trial").order_by(
            "trial__slug", "position", "pk"
        ),
        SheetName.AGES: AgeRule.objects.select_related("group__trial").order_by(
            "group__trial__slug", "group__position", "group", "position", "pk"
        ),
        # Those of a working copy are the ones of its trial.
        SheetName.SITES: TrialSite.objects.filter(trial__revision_of__isnull=True)
        .select_related("trial", "site", "contact")
        .order_by("trial__slug", "site__name", "site__city", "pk"),
    }
    return rows[sheet]


def _key_of(trial: Trial) -> dict[str, Value]:
    return {"trial": trial.slug, "nct_id": trial.nct_id or ""}


def _contact(contact: Contact | None) -> str:
    return contact.name if contact else ""


def _flag(is_so: bool) -> str:
    return YES if is_so else ""


def _parts(keys: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
