"""Every error of a page in one list, each with a link to its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms import ModelForm
from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class ShownError:
    """``anchor`` is the id to jump to; empty for an error of the page as a whole."""

    anchor: str
    where: str
    text: str


def error_summary(form: AdminForm, inlines: Iterable[InlineAdminFormSet]) -> list[ShownError]:
    """The errors in the order of the page."""
    shown = list(_of_form(form.form, ""))
    for inline in inlines:
        kind = capfirst(str(inline.opts.verbose_name))
        group = f"{inline.formset.prefix}-group"
        shown.extend(ShownError(group, kind, text) for text in inline.formset.non_form_errors())
        for part in inline.formset.forms:
            label = str(part.instance) if part.instance.pk else ""
            shown.extend(_of_form(part, f"{kind} {label}".strip()))
    return shown


def _of_form(form: ModelForm, where: str) -> Iterator[ShownError]:
    for name, errors in form.errors.items():
        is_field = name in form.fields
        anchor = _anchor(form, name) if is_field else ""
        label = capfirst(str(form[name].label)) if is_field else ""
        place = ": ".join(part for part in (where, label) if part)
        for text in errors:
            yield ShownError(anchor, place, str(text))


def _anchor(form: ModelForm, name: str) -> str:
    """Of the first box, where a field has several."""
    bound = form[name]
    return bound.id_for_label or f"{bound.auto_id}_0"
