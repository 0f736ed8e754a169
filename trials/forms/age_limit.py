"""An age limit as a number and a unit, without losing what was written.

264 months   22 years          18 months   18 months
 29 days     29 days           "6 weeks"   42 days
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trials.eligibility.ages import AgeLimit, AgeScale

MONTHS_PER_YEAR = 12

UNITS = {
    "years": _("years"),
    "months": _("months"),
    "weeks": _("weeks"),
    "days": _("days"),
}
_LIMIT_OF_UNIT = {
    "years": AgeLimit.years,
    "months": AgeLimit.months,
    "weeks": AgeLimit.weeks,
    "days": AgeLimit.days,
}
_LONGEST_NUMBER = 5


def number_and_unit(limit: AgeLimit) -> tuple[int, str]:
    """Whole years as years; every other limit on the scale it is held in."""
    if limit.scale is AgeScale.DAYS:
        return limit.count, "days"
    if limit.count and limit.count % MONTHS_PER_YEAR == 0:
        return limit.count // MONTHS_PER_YEAR, "years"
    return limit.count, "months"


class AgeLimitWidget(forms.MultiWidget):
    """Two boxes that read as one: "Younger than [22] [years]"."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "aria-label": _("number")}
        )
        unit = forms.Select({"aria-label": _("unit")}, choices=list(UNITS.items()))
        super().__init__({"number": number, "unit": unit}, attrs)

    def decompress(self, value: AgeLimit | None) -> list[str]:
        if value is None:
            return ["", "years"]
        number, unit = number_and_unit(value)
        return [str(number), unit]


class AgeLimitField(forms.MultiValueField):
    """An :class:`~trials.eligibility.ages.AgeLimit`; None when no number was given."""

    widget = AgeLimitWidget

    def __init__(self, **kwargs: Any) -> None:
        number = forms.CharField(max_length=_LONGEST_NUMBER, error_messages=_NOT_WHOLE)
        unit = forms.ChoiceField(choices=list(UNITS.items()))
        super().__init__(fields=(number, unit), required=False, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> AgeLimit | None:
        if isinstance(value, AgeLimit):  # kept as it is held
            return value
        number, unit = [*(value or ()), "", ""][:2]
        number = str(number or "").strip()
        if not number:
            return None
        if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
            raise ValidationError(_NOT_WHOLE["max_length"], code="number")
        if unit not in _LIMIT_OF_UNIT:
            raise ValidationError(_("Choose years, months, weeks or days."), code="unit")
        try:
            return _LIMIT_OF_UNIT[unit](int(number))
        except ValueError as too_old:
            raise ValidationError(_("Write an age below 200 years."), code="age") from too_old

    def has_changed(self, initial: AgeLimit | None, data: Any) -> bool:
        """The same limit in another unit is no change."""
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


_NOT_WHOLE = {
    "max_length": _("Write a whole number. One and a half years are 18 months."),
}
