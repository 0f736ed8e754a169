"""A button among the fields that shows the page again, with what came of the entries."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

READ_BUTTON = "reading"
"""The name of the button that reads entries, after the prefix of its form."""
MORE_BUTTON = "more"
"""The name of the button for one more empty form, after the prefix of its formset."""

READ_THE_SENTENCE = _("Read the sentence")


class ReadingWidget(forms.Widget):
    """The button with what came of it.

    ``is_live``  a script does what the button does: it is shown where there is none.
    """

    use_fieldset = True  # a label would take the place of the button's own words

    def __init__(self, button: StrOrPromise, *, is_live: bool = False) -> None:
        super().__init__()
        self.button = button
        self.is_live = is_live

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        css = "live-reading" if self.is_live else "reading"
        shown = format_html('<p class="{}">{}</p>', css, value or "")
        button = format_html(
            '<button type="submit" name="{}" value="1"{}>{}</button>',
            name,
            mark_safe(flatatt(self.build_attrs(attrs or {}))),
            self.button,
        )
        if self.is_live:
            button = format_html("<noscript>{}</noscript>", button)
            return format_html('<span class="reading-box">{}{}</span>', button, shown)
        return format_html('<span class="reading-box">{}{}</span>', button, shown if value else "")


class ReadingField(forms.Field):
    """Only shown: it takes nothing in and never changes."""

    def __init__(
        self,
        *,
        label: StrOrPromise,
        button: StrOrPromise = READ_THE_SENTENCE,
        is_live: bool = False,
    ) -> None:
        widget = ReadingWidget(button, is_live=is_live)
        super().__init__(label=label, required=False, widget=widget)

    def clean(self, value: Any) -> None:
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial
