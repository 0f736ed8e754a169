"""What of the list somebody wants to see, and in which order. Nothing here tells of a person."""

from typing import Any

from django import forms

from trials.finder import Choices, Sort
from trials.models import Trial
from trials.models.site import OverallStatus
from trials.registry.treatments import Treatment

MOST_COUNTRIES = 20


class _CountriesField(forms.MultipleChoiceField):
    """Whatever the registry calls countries; a country without studies finds none.

    Signs that cannot be printed are in no name, and the database refuses NUL.
    """

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= 200 and str(value).isprintable()


class ListForm(forms.Form):
    """The part of an address that says what of the list to show.

    An address with anything unknown in it was not made by this site, or by an older one:
    what is unknown is left out and the rest counts.
    """

    use_required_attribute = False

    sort = forms.ChoiceField(choices=[(sort.value, sort.name) for sort in Sort], required=False)
    status = forms.MultipleChoiceField(choices=OverallStatus, required=False)
    phase = forms.MultipleChoiceField(choices=Trial.Phase, required=False)
    kind = forms.MultipleChoiceField(choices=Trial.Kind, required=False)
    treatment = forms.MultipleChoiceField(
        choices=[(kind.value, kind.name) for kind in Treatment], required=False
    )
    country = _CountriesField(required=False)
    after = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    closed = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def choices(self) -> Choices:
        return Choices(
            status=self._chosen("status"),
            phase=self._chosen("phase"),
            kind=self._chosen("kind"),
            treatment=self._chosen("treatment"),
            country=self._chosen("country")[:MOST_COUNTRIES],
        )

    @property
    def chosen_sort(self) -> Sort:
        return Sort(self.cleaned_data.get("sort") or Sort.FIT)

    @property
    def begins_after(self) -> int | None:
        """The trial after which a later part of the list begins, by its key."""
        return self.cleaned_data.get("after")

    @property
    def as_of(self) -> int | None:
        """The newest change of any trial when the part before was made, by its key."""
        return self.cleaned_data.get("seen")

    @property
    def with_closed(self) -> bool:
        """Whether studies that take nobody new were asked for."""
        return bool(self.cleaned_data.get("closed"))

    def _chosen(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.cleaned_data.get(name) or ()))
