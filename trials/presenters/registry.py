"""What the registry changed in a study, in words, for whoever decides about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials import rulebook
from trials.models import AgeRule, ProposedChange, Trial
from trials.models.site import OverallStatus
from trials.presenters.ages import age_words
from trials.presenters.differences import (
    Piece,
    Stretch,
    list_difference,
    text_difference,
    words_difference,
)
from trials.presenters.phases import PHASES

FIELDS: Mapping[str, StrPromise] = {
    "overall_status": gettext_lazy("Recruitment status"),
    "brief_title": gettext_lazy("Title in the registry"),
    "official_title": gettext_lazy("Official title"),
    "phases": gettext_lazy("Phases"),
    "sponsor": gettext_lazy("Sponsor"),
    "minimum_age": gettext_lazy("Lower age limit"),
    "maximum_age": gettext_lazy("Upper age limit"),
    "sex": gettext_lazy("Sex"),
    "healthy_volunteers": gettext_lazy("Healthy volunteers"),
    "conditions": gettext_lazy("Conditions"),
    "criteria_text": gettext_lazy("Criteria"),
    "sites_added": gettext_lazy("New places"),
    "sites_gone": gettext_lazy("Places that are gone"),
    "sites_status": gettext_lazy("Status of places"),
}
"""Every field of an item, in the order in which items are listed."""

_SEX: Mapping[str, StrPromise] = {
    "ALL": gettext_lazy("everybody"),
    "FEMALE": gettext_lazy("female"),
    "MALE": gettext_lazy("male"),
}
_NOT_STATED = gettext_lazy("not stated")
SITES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SiteLine:
    """``status`` of a place that stays is "before → after"."""

    name: str
    where: str
    status: str


@dataclass(frozen=True, slots=True)
class ItemWords:
    """One difference. Exactly one of ``before`` and ``after``, ``text`` and ``sites`` is used.

    ``before``, ``after``  lines of a short value.
    ``pieces``             a title or name, word by word.
    ``text``               criteria sentence by sentence, or conditions one by one.
    ``sites``              the first places, ``more_sites`` the others, which are folded.
    ``now``                what the study says by now, where that is neither of both.
    ``ours``               what our own rules say, for ages.
    """

    field: str
    label: str
    applies: bool
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    text: tuple[Stretch, ...] = ()
    sites: tuple[SiteLine, ...] = ()
    more_sites: tuple[SiteLine, ...] = ()
    now: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


def item_words(change: ProposedChange, trial: Trial) -> tuple[ItemWords, ...]:
    """``trial`` as it stands now."""
    return tuple(_item_words(item, trial) for item in change.items)


def field_names(change: ProposedChange) -> tuple[str, ...]:
    """What a change is about, in short."""
    return tuple(_label(item) for item in change.items)


def _label(item: Mapping[str, Any]) -> str:
    """The name of a field, with the number of places."""
    field = item["field"]
    name = str(FIELDS.get(field, field))
    if not field.startswith("sites_"):
        return name
    return _("%(what)s: %(count)d") % {"what": name, "count": len(item["after"] or item["before"])}


def _item_words(item: Mapping[str, Any], trial: Trial) -> ItemWords:
    field, before, after = item["field"], item["before"], item["after"]
    label, applies = _label(item), item["applies"]
    if field.startswith("sites_"):
        sites = tuple(_site_lines(before, after))
        return ItemWords(
            field, label, applies, sites=sites[:SITES_SHOWN], more_sites=sites[SITES_SHOWN:]
        )
    if field == "criteria_text":
        return ItemWords(field, label, applies, text=text_difference(before or "", after))
    if field == "conditions":
        return ItemWords(field, label, applies, text=list_difference(before or [], after))
    if field in ("brief_title", "official_title") and before:
        return ItemWords(
            field,
            label,
            applies,
            before=(before,),
            after=(after,),
            pieces=words_difference(before, after),
            now=_now(item, trial),
        )
    return ItemWords(
        field,
        label,
        applies,
        before=_value_lines(field, before),
        after=_value_lines(field, after),
        now=_now(item, trial),
        ours=tuple(_our_ages(trial)) if field in ("minimum_age", "maximum_age") else (),
    )


def _now(item: Mapping[str, Any], trial: Trial) -> tuple[str, ...]:
    """Somebody changed the study after the proposal; empty when it is as it was."""
    field = item["field"]
    if not item["applies"]:
        return ()
    held = getattr(trial, field)
    lines = _value_lines(field, held)
    return () if held == item["before"] else lines


def _value_lines(field: str, value: Any) -> tuple[str, ...]:
    if value is None or value in ("", []):
        return (str(_NOT_STATED),)
    if isinstance(value, bool):
        return (_("yes") if value else _("no"),)
    if isinstance(value, list):
        return tuple(str(PHASES.get(each, each)) for each in value)
    if field == "overall_status":
        return (status_label(value),)
    return (str(_SEX.get(value, value)) if field == "sex" else str(value),)


def status_label(word: str) -> str:
    """Our words for a status, with the registry's own; a word we do not know as it is."""
    if word not in OverallStatus.values:
        return _("“%(word)s”, which we do not know") % {"word": word}
    return _("%(status)s (%(word)s)") % {"status": OverallStatus(word).label, "word": word}


def _our_ages(trial: Trial) -> Iterator[str]:
    rows = AgeRule.objects.filter(group__trial=trial).select_related("group")
    for row in rows:
        words = age_words(rulebook.age_rule(row))
        yield _("%(group)s: %(ages)s") % {"group": row.group.label, "ages": words}


def _site_lines(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[SiteLine]:
    pairs: Iterable[tuple[Any, Any]]
    if before and after:
        pairs = zip(before, after, strict=True)
    else:
        pairs = ((None, site) for site in (*before, *after))
    for was, site in pairs:
        status = _site_status(site["status"])
        if was is not None:
            status = f"{_site_status(was['status'])} → {status}"
        where = (site["city"], site["state"], site["country"])
        yield SiteLine(site["name"], ", ".join(part for part in where if part), status)


def _site_status(word: str) -> str:
    if word in OverallStatus.values:
        return str(OverallStatus(word).label)
    return word or str(OverallStatus.UNKNOWN.label)


# ------------------------------------------------------------ how a record was read

_UNREAD: Mapping[str, StrPromise] = {
    "wrong_shape": gettext_lazy("it does not have the form we know"),
    "unknown_value": gettext_lazy("we do not know this word"),
    "bad_date": gettext_lazy("it is no date"),
    "nameless": gettext_lazy("nothing says where it is"),
    "in_the_future": gettext_lazy("this day has not come yet"),
    "skipped": gettext_lazy("it was left out"),
}
_FIELD_OF_TERM: Mapping[str, StrPromise] = {
    "condition": gettext_lazy("condition"),
    "keyword": gettext_lazy("keyword"),
    "mesh": gettext_lazy("MeSH heading"),
    "mesh_ancestor": gettext_lazy("heading above in MeSH"),
    "title": gettext_lazy("title"),
}


def unread_reason(code: str) -> str:
    """Why a part of a record could not be read; a code we do not know as it is."""
    return str(_UNREAD.get(code, code))


def term_meaning(term: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A term with its disease, and why; as the import noted it. ``names`` of diseases by code."""
    field, code = str(term.get("field", "")), term.get("code") or ""
    values = {
        "term": term.get("term", ""),
        "field": _FIELD_OF_TERM.get(field, field),
        "disease": names.get(code, code),
        "why": f"{term.get('confidence', '')}, {term.get('reason', '')}".replace("_", " "),
    }
    if not code:
        return _("“%(term)s” (%(field)s): no disease of ours (%(why)s)") % values
    return _("“%(term)s” (%(field)s): %(disease)s (%(why)s)") % values
