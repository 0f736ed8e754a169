"""The answers that a rule about a fact accepts: boxes to tick, or a number with its unit."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trials.eligibility.catalogue import Fact, FactKind
from trials.eligibility.conditions import Operator

WORDS = (FactKind.CHOICE, FactKind.CHOICES)
NUMBERS = (FactKind.NUMBER, FactKind.COUNT)
IN_WORDS = (Operator.IS, Operator.IN)
LARGEST = 1_000_000_000


class FactValuesWidget(forms.Widget):
    """For the answers of ``fact``; None while none is chosen."""

    use_fieldset = True
    fact: Fact | None = None

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found: Iterable[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return [value for value in found or () if value.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no box ticked is an answer too

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        base = (attrs or {}).get("id", name)
        held = [str(each) for each in value or ()]
        inside = self._inside(name, base, held)
        return format_html('<div class="fact-values" data-name="{}">{}</div>', name, inside)

    def _inside(self, name: str, base: str, held: list[str]) -> SafeString:
        if self.fact is None:
            return format_html("<p>{}</p>", _("Choose the fact first."))
        if self.fact.kind in NUMBERS:
            return format_html(
                '<label><span class="visually-hidden">{}</span>'
                '<input type="text" inputmode="decimal" name="{}" value="{}" id="{}_0" '
                'class="fact-number"> {}</label>',
                _("Number"),
                name,
                held[0] if held else "",
                base,
                self.fact.unit,
            )
        labels = {choice.value: choice.staff_label for choice in self.fact.choices}
        rows = {**labels, **{value: value for value in held if value not in labels}}
        return format_html_join(
            "",
            '<label><input type="checkbox" name="{}" value="{}" id="{}_{}"{}> {}</label>',
            (
                (name, value, base, place, " checked" if value in held else "", label)
                for place, (value, label) in enumerate(rows.items())
            ),
        )


class FactValuesField(forms.Field):
    """The values as they were typed; :func:`read_values` makes of them what is stored."""

    widget = FactValuesWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(map(str, initial or ())) != sorted(map(str, data or ()))


def read_values(fact: Fact, operator: Operator, typed: list[str]) -> list[str | int | float]:
    """Raises ValidationError that says what to do."""
    if fact.kind in NUMBERS:
        return [_number(fact, typed)]
    if not set(typed) <= set(fact.values):
        raise ValidationError(_("These are the answers of another fact. Choose anew."))
    if not typed:
        raise ValidationError(_("Tick the answer that counts."))
    if operator is Operator.IS and len(typed) > 1:
        raise ValidationError(_("Tick one answer only, or choose “is one of”."))
    return list(typed)


def wrong_operator(fact: Fact, operator: Operator) -> str:
    """What to choose instead; empty when the operator compares such a fact."""
    if fact.kind in NUMBERS and operator in IN_WORDS:
        return _("This is a number: choose “is at least”, “is less than” or the like.")
    if fact.kind in WORDS and operator not in IN_WORDS:
        return _("This has no number: choose “is” or “is one of”.")
    return ""


def _number(fact: Fact, typed: list[str]) -> int | float:
    if not typed:
        raise ValidationError(_("Write the number."))
    text = typed[0].strip()
    try:
        number = int(text) if text.isascii() and text.isdigit() else float(text)
    except ValueError:
        raise ValidationError(_("Write a number, such as 2 or 0.5.")) from None
    if not 0 <= number <= LARGEST:
        raise ValidationError(_("Write a number from 0 on."))
    if fact.kind is FactKind.COUNT and not isinstance(number, int):
        raise ValidationError(_("Write a whole number."))
    return number
