"""The button "Read the sentence", as a field among the others."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

READ_BUTTON = "reading"
"""The name of the button that reads a sentence, after the prefix of its form."""


class ReadingWidget(forms.Widget):
    """The button "Read the sentence" with what came of it."""

    use_fieldset = True  # a label would take the place of the button's own words

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        shown = format_html('<p class="reading">{}</p>', value) if value else ""
        return format_html(
            '<span class="reading-box"><button type="submit" name="{}" value="1"{}>{}</button>'
            "{}</span>",
            name,
            mark_safe(flatatt(self.build_attrs(attrs or {}))),
            _("Read the sentence"),
            shown,
        )


class ReadingField(forms.Field):
    """Only shown: it takes nothing in and never changes."""

    widget = ReadingWidget

    def clean(self, value: Any) -> None:
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial
