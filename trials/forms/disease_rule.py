"""Rules about diseases: those somebody must have, but for some of them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.forms.disease_picker import ChosenDiseasesField, keys_of
from trials.forms.disease_tree import disease_tree
from trials.forms.placed_rule import PlacedRuleForm
from trials.forms.reading import ReadingField
from trials.models import DiseaseRule

LINKS = ("includes", "excepts")


class DiseaseRuleForm(PlacedRuleForm):
    includes = ChosenDiseasesField(label=gettext_lazy("Includes"))
    excepts = ChosenDiseasesField(label=gettext_lazy("Except"))
    reading = ReadingField(
        label=gettext_lazy("This covers"), button=gettext_lazy("Count them"), is_live=True
    )

    class Meta:
        model = DiseaseRule
        fields = (
            *("includes", "excepts", "quote", "place", "position"),
            *("side", "source", "note", "conflict", "ref"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = disease_tree()
        for name in LINKS:
            field = self.fields[name]
            assert isinstance(field, ChosenDiseasesField)
            field.know(self.tree)
            self.initial[name] = self._held(name)
        self.initial["reading"] = self._covers()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        includes, excepts = (keys_of(cleaned.get(name)) for name in LINKS)
        if self.errors:
            return cleaned
        if not includes and not excepts:
            self.add_error("includes", _("Choose the diseases, or remove this rule."))
        elif includes and not set(includes) - self.tree.below(excepts):
            self.add_error(
                "excepts", _("The exceptions leave none of the diseases. Take one of them away.")
            )
        return cleaned

    def _held(self, name: str) -> list[int]:
        """In the order in which they were chosen, which the ids of the links keep."""
        if self.instance.pk is None:
            return []
        if name in getattr(self.instance, "_prefetched_objects_cache", {}):
            return [disease.pk for disease in getattr(self.instance, name).all()]
        links = getattr(DiseaseRule, name).through.objects.filter(diseaserule=self.instance)
        return list(links.order_by("pk").values_list("disease_id", flat=True))

    def _covers(self) -> str:
        includes, excepts = (keys_of(self[name].value()) for name in LINKS)
        if not includes and not excepts:
            return ""
        count = len(self.tree.covered(includes, excepts))
        return ngettext(
            "This covers %(count)d diagnosis.", "This covers %(count)d diagnoses.", count
        ) % {"count": count}
