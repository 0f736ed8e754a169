"""Rules that an import read from a registry record: where they stand, in words for families.

An import notes for coordinators how it read a rule, in short codes. Families are told where
the words stand, and both quotations where the registry says two things.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import Origin
from trials.registry.groups import AGE_FIELDS, CRITERIA, DISEASE_TERMS, SEX_FIELD

PLACES: Mapping[str, StrPromise] = {
    CRITERIA: gettext_lazy("the criteria in the registry"),
    AGE_FIELDS: gettext_lazy("the age limits in the registry"),
    SEX_FIELD: gettext_lazy("the field on sex in the registry"),
    DISEASE_TERMS: gettext_lazy("the conditions and titles in the registry"),
}
_FIELD = ("Minimum Age:", "Maximum Age:")


def public_origin(origin: Origin) -> Origin:
    """Where a rule stands; a rule that no import read is left as it is."""
    place = PLACES.get(origin.source)
    if place is None:
        return origin
    notes = list(_notes(origin)) if origin.source == CRITERIA else []
    conflict = _conflict(is_told_twice=bool(notes)) if origin.conflict else ""
    return replace(origin, source=str(place), note=" ".join(notes), conflict=conflict)


def _notes(origin: Origin) -> Iterator[str]:
    """The other sentences on the same limit, and what the fields say."""
    for line in origin.note.splitlines():
        if line.startswith(_FIELD):
            yield _("The age limits in the registry say: “%(words)s”.") % {"words": line}
        elif " " in line:  # a single word is the code of a refusal
            yield _("It also says: “%(words)s”.") % {"words": line}


def _conflict(*, is_told_twice: bool) -> str:
    if is_told_twice:
        return _(
            "The registry says this in two places, and they are not the same. "
            "Ask the study team which counts."
        )
    return _("The registry leaves something open here. Ask the study team.")
