"""Which row of the list a row of a sheet means, and the form that judges it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.forms import ModelForm, modelform_factory
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from trials.eligibility.ages import AgeRule as AgeRuleRead
from trials.eligibility.ages import AgeRuleError
from trials.forms.age_limit import number_and_unit
from trials.forms.age_rule import AgeRuleForm
from trials.forms.coordinator import CoordinatorForm, ParticipantGroupForm, TrialForm
from trials.forms.sheets.columns import STATUS
from trials.forms.sheets.entries import Entries, RowFault
from trials.forms.sheets.held import Held, held_limit, site_key
from trials.models import AgeRule, ParticipantGroup, Site, Trial, TrialSite
from trials.models.age_rule import LIMITS
from trials.models.trial import NCT_ID, WORKING_COPY

_SITE_COLUMNS = ("site", "city", "state", "country")
_NEW_SITE = {"site": "name", "city": "city", "state": "state", "country": "country"}
_PLACED = ("latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Meant:
    """``row`` of the list, held or new. ``keys`` tell it from every other row of a file.

    ``trial``   that it belongs to, or the row itself.
    ``needs``   new rows that it cannot be stored without.
    ``before``  those of them that no row of a sheet stands for.
    """

    row: Model
    trial: Trial
    name: str
    keys: tuple[tuple[str, ...], ...]
    needs: tuple[Model, ...] = ()
    before: tuple[Model, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.row._state.adding


class SheetAgeRuleForm(AgeRuleForm):
    """In a sheet, a box to tick is a column."""

    def _ask_to_keep(self, rule: AgeRuleRead, read: AgeRuleRead) -> None:
        self.add_error(
            "quote",
            _(
                "The sentence reads as “%(read)s”, the limits as “%(typed)s”. Empty the limits to "
                "take those of the sentence, or write yes under keep_limits."
            )
            % {"read": self.in_words(read), "typed": self.in_words(rule)},
        )


class Reader(ABC):
    """Of one sheet."""

    def __init__(self, held: Held) -> None:
        self.held = held

    @abstractmethod
    def meant(self, entries: Entries) -> Meant:
        """The row that is meant; a new one is remembered. Raises RowFault."""

    @abstractmethod
    def judged(self, meant: Meant, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Fill the row with what was typed; the fields that are wrong, and why."""

    @abstractmethod
    def refused(self, meant: Meant, changed: Collection[str]) -> Iterator[tuple[str, str]]:
        """Columns that a sheet must not change as the trial stands, and what to do instead."""

    def _trial_of(self, entries: Entries) -> Trial:
        key = _trial_key(entries)
        trial = self.held.trials.get(key) or self.held.trials.get(key.upper())
        if trial is None:
            raise RowFault("trial", _("No trial is called “%(name)s”.") % {"name": key})
        return trial

    def _group_of(self, entries: Entries) -> ParticipantGroup:
        trial, key = self._trial_of(entries), entries.text("group")
        group = self.held.groups.get((trial.slug, key))
        if group is None:
            raise RowFault(
                "group",
                _("“%(trial)s” has no group called “%(key)s”.")
                % {"trial": trial.slug, "key": key},
            )
        return group


class TrialReader(Reader):
    def refused(self, meant: Meant, changed: Collection[str]) -> Iterator[tuple[str, str]]:
        for column in changed:
            if meant.trial.revision_of_id and column in STATUS:
                yield column, _of_the_original(meant.trial)
            elif _is_public(meant.trial) and column not in STATUS:
                yield column, _in_a_copy(meant.trial)

    def meant(self, entries: Entries) -> Meant:
        key = _trial_key(entries)
        trial = self.held.trials.get(key) or self.held.trials.get(key.upper())
        number = entries.text("nct_id").upper()
        if trial is None:
            if key.startswith(WORKING_COPY):
                raise RowFault(
                    "trial", _("There is no such working copy any more. Choose another name.")
                )
            is_number = NCT_ID.regex.fullmatch(key)  # type: ignore[union-attr]
            trial = Trial(slug=key.lower(), nct_id=key) if is_number else Trial(slug=key)
            self.held.add_trial(trial)
            if number:
                self.held.trials.setdefault(number, trial)
        keys = [("trial", trial.slug)] + ([("nct_id", number)] if number else [])
        return Meant(trial, trial, trial.slug, tuple(keys))

    def judged(self, meant: Meant, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        new = {"slug": meant.trial.slug} if meant.is_new else {}
        return _judged(TrialForm, meant.row, {**typed, **new}, _WRITTEN_OF_TRIAL)


class GroupReader(Reader):
    def meant(self, entries: Entries) -> Meant:
        trial, key = self._trial_of(entries), entries.text("group")
        if not key:
            raise RowFault("group", _("Write the short name of the group, for example main."))
        group = self.held.groups.get((trial.slug, key))
        if group is None:
            group = ParticipantGroup(trial=trial, key=key)
            self.held.groups[trial.slug, key] = group
        name = f"{trial.slug}, {key}"
        return Meant(group, trial, name, (("group", trial.slug, key),), (trial,))

    def refused(self, meant: Meant, changed: Collection[str]) -> Iterator[tuple[str, str]]:
        if _is_public(meant.trial):
            yield "trial", _in_a_copy(meant.trial)

    def judged(self, meant: Meant, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        assert isinstance(meant.row, ParticipantGroup)
        new = {"key": meant.row.key} if meant.is_new else {}
        return _judged(ParticipantGroupForm, meant.row, {**typed, **new}, ("label", "roles"))


class AgeReader(Reader):
    """``form`` speaks: its words come from above."""

    def __init__(self, held: Held, form: type[SheetAgeRuleForm]) -> None:
        super().__init__(held)
        self.form = form

    def meant(self, entries: Entries) -> Meant:
        group, number = self._group_of(entries), entries.text("age_rule")
        rule = self.held.age_rules.get(int(number)) if _is_key(number) else None
        if number and (rule is None or rule.group is not group):
            raise RowFault(
                "age_rule",
                _(
                    "“%(group)s” has no age limit of this number any more. Export the sheet "
                    "again, or leave the cell empty to add a limit."
                )
                % {"group": group.key},
            )
        if rule is None:
            rule = AgeRule(group=group)
        name = ", ".join(filter(None, (group.trial.slug, group.key, number)))
        keys = (("age_rule", number),) if number else ()
        return Meant(rule, group.trial, name, keys, (group.trial, group))

    def refused(self, meant: Meant, changed: Collection[str]) -> Iterator[tuple[str, str]]:
        if _is_public(meant.trial):
            yield "trial", _in_a_copy(meant.trial)

    def judged(self, meant: Meant, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        rule = meant.row
        assert isinstance(rule, AgeRule)
        try:
            form = self.form(
                {**_age_as_typed(rule), **typed}, instance=rule, roles=tuple(rule.group.roles)
            )
        except AgeRuleError:
            yield "", _("The limits held contradict each other. Mend them on the group’s page.")
            return
        yield from _errors(form)


class PlaceReader(Reader):
    def meant(self, entries: Entries) -> Meant:
        trial = self._trial_of(entries)
        site = self._site(trial, entries)
        key = site_key(site)
        place = self.held.places.get((trial.slug, key))
        if place is None:
            place = TrialSite(trial=trial, site=site)
            self.held.places[trial.slug, key] = place
        before = (site,) if site._state.adding else ()
        name = f"{trial.slug}, {site}"
        return Meant(place, trial, name, (("place", trial.slug, *key),), (trial,), before)

    def refused(self, meant: Meant, changed: Collection[str]) -> Iterator[tuple[str, str]]:
        if meant.trial.revision_of_id:
            yield "trial", _of_the_original(meant.trial)

    def judged(self, meant: Meant, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        place = meant.row
        assert isinstance(place, TrialSite)
        if meant.before:
            site = place.site
            named = {field: getattr(site, field) for field in _NEW_SITE.values()}
            told = {name: typed[name] for name in _PLACED if name in typed}
            yield from _judged(_SiteForm, site, {**named, **told}, (*_NEW_SITE.values(), *_PLACED))
        else:
            yield from _moved(place.site, typed)
        fields = ("status", "status_checked_on", "contact")
        yield from _judged(CoordinatorForm, place, typed, fields)

    def _site(self, trial: Trial, entries: Entries) -> Site:
        """By all columns that the sheet has; a new one when it has them all."""
        told = {name: entries.text(name) for name in _SITE_COLUMNS if name in entries.columns}
        if not told.get("site"):
            raise RowFault("site", _("Write the name of the site."))
        has_all = len(told) == len(_SITE_COLUMNS)
        here = [] if has_all else self.held.sites_of(trial)
        for sites in (here, self.held.sites.values()):
            found = [site for site in sites if _is_called(site, told)]
            if len(found) > 1:
                raise RowFault(
                    "site",
                    _("Several sites are called so. Add the columns city, state and country."),
                )
            if found:
                return found[0]
        if not has_all:
            raise RowFault(
                "site",
                _("No site is called so. To add one, add the columns city, state and country."),
            )
        site = Site(**{field: told[name] for name, field in _NEW_SITE.items()})
        self.held.sites[site_key(site)] = site
        return site


class _SiteForm(CoordinatorForm):
    class Meta:
        model = Site
        fields = (*_NEW_SITE.values(), *_PLACED)


_WRITTEN_OF_TRIAL = (
    *("nct_id", "acronym", "plain_title", "brief_title", "goal", "summary", "kind", "phases"),
    *("phase_text", "sponsor", "overall_status", "status_checked_on", "status_source"),
    *("status_seen", "ends_note", "fidelity", "referral_contact"),
)


def _judged(
    form: type[CoordinatorForm], row: Model, typed: Mapping[str, Any], every: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """A new row needs ``every`` field, a held one only those that the sheet has."""
    if row._state.adding:
        initial = model_to_dict(row, fields=every)
        typed = {**{name: initial.get(name) for name in every}, **typed}
        fields = tuple(name for name in typed if name in {*every, "slug", "key"})
    else:
        fields = tuple(name for name in every if name in typed)
    made = _form_with(form, type(row), fields)
    return _errors(made(dict(typed), instance=row))


@cache
def _form_with(
    form: type[CoordinatorForm], model: type[Model], fields: tuple[str, ...]
) -> type[ModelForm]:
    return modelform_factory(model, form=form, fields=fields)


def _errors(form: ModelForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        for error in errors:
            yield "" if name == "__all__" else name, str(error)


def _trial_key(entries: Entries) -> str:
    key = entries.text("trial") or entries.text("nct_id").upper()
    if not key:
        raise RowFault("trial", _("Write the short name of the trial, or its NCT number."))
    return key.upper() if NCT_ID.regex.fullmatch(key.upper()) else key  # type: ignore[union-attr]


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _is_called(site: Site, told: Mapping[str, str]) -> bool:
    parts = zip(_SITE_COLUMNS, site_key(site), strict=True)
    return all(told.get(name, part) == part for name, part in parts)


def _moved(site: Site, typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _PLACED:
        if name in typed and typed[name] != getattr(site, name):
            yield name, _("Where “%(site)s” lies is changed on its own page.") % {"site": site}


def _is_public(trial: Trial) -> bool:
    return trial.review_state == Trial.ReviewState.PUBLISHED


def _in_a_copy(trial: Trial) -> str:
    return _(
        "“%(trial)s” is on the public list: a sheet changes its status and places only. Change "
        "its words and rules in a working copy, made on the trial’s page: exported again, the "
        "sheet has rows of its own for that."
    ) % {"trial": trial}


def _of_the_original(trial: Trial) -> str:
    return _(
        "Status and places belong to the trial itself: change them in the row of %(slug)s."
    ) % {"slug": trial.revision_of.slug if trial.revision_of else trial.slug}


def _age_as_typed(rule: AgeRule) -> dict[str, str]:
    """What stands in the boxes of the form now."""
    typed = {
        name: getattr(rule, name)
        for name in ("quote", "status", "anchor", "source", "note", "conflict")
    }
    for name in LIMITS:
        limit = held_limit(rule, name)
        number, unit = number_and_unit(limit) if limit else ("", "years")
        typed |= {f"{name}_number": str(number), f"{name}_unit": unit}
    for name in ("minimum_plus_day", "wide_minimum_open", "wide_maximum_open"):
        typed[name] = "on" if getattr(rule, name) else ""
    return typed
