"""Whether a definition fits what the database holds; every fault says what to do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model

from trials.actions.stored_definitions import FIELDS, Named
from trials.definitions import DefinitionFault, TrialDefinition
from trials.eligibility.probes import leaves
from trials.models import Contact, ParticipantGroup, Site, TextRule, Trial, TrialSource

T = TypeVar("T")

KEYS = {"goal": "goal_plain", "slug": "id"}
"""Keys of the document that are not called as the field of the definition."""

_check_web_address = URLValidator(schemes=["http", "https"])


class Checks:
    """What one document is held against; knows the definitions checked before."""

    def __init__(self) -> None:
        self.contacts: dict[str, list[Contact]] = defaultdict(list)
        for contact in Contact.objects.all():
            self.contacts[contact.name].append(contact)
        self.sites: dict[tuple[str, str], list[Site]] = defaultdict(list)
        for site in Site.objects.all():
            self.sites[site.name, site.city].append(site)
        numbered = Trial.objects.exclude(nct_id=None).values_list("nct_id", "slug")
        self.slugs_by_number: dict[str | None, str] = dict(numbered)

    def check(self, place: str, definition: TrialDefinition) -> Named:
        """The contact and sites that it names. Raises DefinitionFault."""
        for path, text, longest in _texts(definition):
            if longest and len(text) > longest:
                raise DefinitionFault(
                    f"{place}.{path}", f"{len(text)} characters are too many; {longest} fit"
                )
        _check_addresses(place, definition)
        self._check_number(place, definition)
        if definition.review == Trial.ReviewState.PUBLISHED:
            _check_public(place, definition)
        return Named(self._contact(place, definition), self._sites(place, definition))

    def _check_number(self, place: str, definition: TrialDefinition) -> None:
        if not definition.nct_id:
            return
        other = self.slugs_by_number.setdefault(definition.nct_id, definition.slug)
        if other != definition.slug:
            raise DefinitionFault(
                f"{place}.nct",
                f"the study “{other}” has the number {definition.nct_id} already; "
                f"correct it, or give this study the id “{other}”",
            )

    def _contact(self, place: str, definition: TrialDefinition) -> Contact | None:
        if not definition.contact:
            return None
        found = self.contacts.get(definition.contact, [])
        return _only(found, f"{place}.contact", f"contact “{definition.contact}”")

    def _sites(self, place: str, definition: TrialDefinition) -> dict[tuple[str, str], Site]:
        sites: dict[tuple[str, str], Site] = {}
        for number, wanted in enumerate(definition.sites):
            path, key = f"{place}.sites[{number}]", (wanted.name, wanted.city)
            if key in sites:
                raise DefinitionFault(path, f"“{wanted.name}” stands here twice")
            found = self.sites.get(key, [])
            sites[key] = _only(found, path, f"site “{wanted.name}” in “{wanted.city}”")
        return sites


def _only(found: list[T], path: str, what: str) -> T:
    if not found:
        raise DefinitionFault(path, f"no {what} is held; add it first, or leave the key out")
    if len(found) > 1:
        raise DefinitionFault(path, f"more than one {what} is held; rename one of them first")
    return found[0]


def _check_public(place: str, definition: TrialDefinition) -> None:
    if definition.kind == Trial.Kind.APPROVED_THERAPY:
        raise DefinitionFault(
            f"{place}.review",
            "an approved treatment is no study and cannot be published; write “draft”",
        )
    if not definition.sources:
        raise DefinitionFault(
            f"{place}.sources", "a published study should name its sources; or write “draft”"
        )


def _check_addresses(place: str, definition: TrialDefinition) -> None:
    for number, source in enumerate(definition.sources):
        try:
            if source.url:
                _check_web_address(source.url)
        except ValidationError:
            raise DefinitionFault(
                f"{place}.sources[{number}].url",
                f"“{source.url}” should be an address that begins with https:// or http://",
            ) from None


def _texts(definition: TrialDefinition) -> Iterator[tuple[str, str, int | None]]:
    """Path, text and greatest length of everything that is stored in a column."""
    for name, column in FIELDS.items():
        text = getattr(definition, name)
        if isinstance(text, str):
            yield KEYS.get(name, name), text, _longest(Trial, column)
    for number, source in enumerate(definition.sources):
        path = f"sources[{number}]"
        yield f"{path}.ref", source.ref, _longest(TrialSource, "reference")
        yield f"{path}.url", source.url, _longest(TrialSource, "url")
    for number, group in enumerate(definition.groups):
        path = f"groups[{number}]"
        yield f"{path}.key", group.key, _longest(ParticipantGroup, "key")
        yield f"{path}.label", group.label, _longest(ParticipantGroup, "label")
        for leaf in leaves(group.criteria):
            origin = leaf.origin
            within = f"{path}.criteria, rule “{origin.ref or origin.quote}”"
            yield f"{within}, id", origin.ref, _longest(TextRule, "ref")
            yield f"{within}, source", origin.source, _longest(TextRule, "source")


def _longest(model: type[Model], column: str) -> int | None:
    longest: int | None = getattr(model._meta.get_field(column), "max_length", None)
    return longest
