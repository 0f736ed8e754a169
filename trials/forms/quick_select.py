"""A list to choose from, in groups, for pages that show it dozens of times."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Option = tuple[str, str]


class QuickSelect(forms.Select):
    """Written in one go: Django renders every option with a template of its own."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        parts: list[str] = []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                parts.append(format_html('<optgroup label="{}">', key))
                parts += (_option(each, chosen) for each in label)
                parts.append("</optgroup>")
            else:
                parts.append(_option((str(key), str(label)), chosen))
        options = mark_safe("".join(parts))  # every part is escaped
        return format_html("<select{}>{}</select>", mark_safe(flatatt(attributes)), options)


def _option(option: Iterable[Any], chosen: str) -> str:
    value, label = map(conditional_escape, option)
    selected = " selected" if str(value) == chosen else ""
    return f'<option value="{value}"{selected}>{label}</option>'
