"""Diseases as chips, chosen in the tree; the order in which they were chosen is kept.

Without a script the tree is a list of boxes to tick. ``disease_picker.js`` finds in it,
counts, and takes chips away.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trials.forms.disease_tree import DiseaseTree, TreeLine
from trials.models import Disease


class DiseasePicker(forms.Widget):
    use_fieldset = True
    tree: DiseaseTree

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent: list[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return sent

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        base = (attrs or {}).get("id", name)
        chosen = [key for key in keys_of(value) if key in self.tree.diseases]
        chips = format_html_join(
            "",
            '<li data-key="{}">{}</li>',
            ((key, self.tree.diseases[key].plain_name) for key in chosen),
        )
        return format_html(
            '<div class="disease-picker" data-name="{}"><ul class="chips">{}</ul>'
            '<details><summary id="{}_0">{}</summary>{}</details></div>',
            name,
            chips,
            base,
            _("Choose in the tree"),
            mark_safe("".join(self._rows(name, base, set(chosen)))),  # each is escaped
        )

    def _rows(self, name: str, base: str, chosen: Collection[int]) -> Iterator[str]:
        depth = -1
        for line in self.tree.lines:
            if line.depth > depth:
                yield '<ul class="disease-tree">'
            else:
                yield "</li>" + "</ul></li>" * (depth - line.depth)
            depth = line.depth
            yield _row(line, name, base, line.disease.pk in chosen)
        if depth >= 0:
            yield "</li></ul>" * (depth + 1)


class ChosenDiseasesField(forms.Field):
    """A list of diseases in the order in which they were chosen."""

    widget = DiseasePicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.tree: DiseaseTree

    def know(self, tree: DiseaseTree) -> None:
        """To be told before the field is shown or cleaned."""
        self.tree = self.widget.tree = tree

    def to_python(self, value: Any) -> list[Disease]:
        keys = keys_of(value)
        if any(key not in self.tree.diseases for key in keys):
            raise ValidationError(_("A disease is gone from the list. Choose anew."))
        return [self.tree.diseases[key] for key in keys]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(keys_of(initial)) != set(keys_of(data))


def keys_of(value: Any) -> list[int]:
    """Each once; what is no key is 0, which no row has."""
    keys = (getattr(each, "pk", each) for each in value or ())
    numbers = (int(key) if str(key).isdecimal() else 0 for key in keys)
    return list(dict.fromkeys(numbers))


def _row(line: TreeLine, name: str, base: str, is_chosen: bool) -> str:
    disease = line.disease
    medical = disease.preferred_name if disease.preferred_name != disease.plain_name else ""
    if line.is_again:
        again = _("%(disease)s (stands further up)") % {"disease": disease.plain_name}
        return format_html('<li data-key="{}" data-again><span>{}</span>', disease.pk, again)
    return format_html(
        '<li data-key="{}"{}><label><input type="checkbox" name="{}" value="{}" id="{}_d{}"{}> '
        "<span>{}</span> <small>{}</small></label>",
        disease.pk,
        mark_safe(' data-group=""' if disease.kind == Disease.Kind.GROUP else ""),
        name,
        disease.pk,
        base,
        disease.pk,
        mark_safe(" checked" if is_chosen else ""),
        disease.plain_name,
        medical,
    )
