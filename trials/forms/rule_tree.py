"""All rules and boxes of one page, judged together: what no single form can see."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from django.utils.translation import gettext as _

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeStatus
from trials.eligibility.clashes import clashing
from trials.eligibility.criteria import Side
from trials.forms.criterion_box import BoxForm, BoxFormSet
from trials.forms.fact_rule import FactRuleForm
from trials.forms.placed_rule import AT_THE_TOP, PlacedRuleForm, RuleFormSet
from trials.models.rule import CriterionBox


class RuleTree:
    """``holding_more`` are the keys of boxes that hold boxes no form of the page shows."""

    def __init__(
        self, boxes: BoxFormSet, rules: Sequence[RuleFormSet], holding_more: Iterable[int] = ()
    ) -> None:
        self.boxes = boxes
        self.rules = rules
        self.holding_more = frozenset(holding_more)
        self._is_valid: bool | None = None

    def is_valid(self) -> bool:
        """Errors are added to the forms they are about, once."""
        if self._is_valid is None:
            # Every form says first what it can say itself.
            is_each_valid = all([formset.is_valid() for formset in self.rules])
            self._is_valid = is_each_valid and not any(form.errors for form in self._box_forms())
            if self._is_valid:
                self._judge()
        return self._is_valid

    def _add_error(self, form: PlacedRuleForm | BoxForm, field: str, text: str) -> None:
        form.add_error(field, text)
        self._is_valid = False

    def _forms(self) -> Iterator[PlacedRuleForm | BoxForm]:
        yield from self._rule_forms()
        yield from self._box_forms()

    def _rule_forms(self) -> Iterator[PlacedRuleForm]:
        for formset in self.rules:
            for form in formset.forms:
                if cast(PlacedRuleForm, form).is_kept:
                    yield cast(PlacedRuleForm, form)

    def _box_forms(self) -> Iterator[BoxForm]:
        forms = (cast(BoxForm, form) for form in self.boxes.forms)
        return (form for form in forms if form.is_kept)

    def _judge(self) -> None:
        self._judge_boxes()
        self._judge_quotes()
        if self._is_valid:  # what is wrong already has no place or answer any more
            self._judge_facts()

    def _judge_boxes(self) -> None:
        kept = {form.number: form for form in self._box_forms()}
        inside = {form.box_number for form in self._forms()} - {AT_THE_TOP}
        for number, form in kept.items():
            parent = kept.get(form.box_number)
            if parent is not None and (parent is form or parent.box_number):
                self._add_error(
                    form, "place", _("Boxes stand two deep at most. Choose another place.")
                )
            elif parent is not None and self._holds_boxes(form):
                self._add_error(
                    form,
                    "place",
                    _("This box holds boxes itself, so that it cannot stand in one."),
                )
            elif number not in inside and form.instance.pk not in self.holding_more:
                self._add_error(
                    form,
                    "operator",
                    _("No rule stands in this box. Put rules into it, or remove it."),
                )
        for form in (cast(BoxForm, each) for each in self.boxes.initial_forms):
            if form.cleaned_data.get("DELETE") and form.instance.pk in self.holding_more:
                self._add_error(
                    form,
                    "operator",
                    _("This box holds boxes of its own. Change them in the document first."),
                )

    def _holds_boxes(self, form: BoxForm) -> bool:
        """Boxes of the page; what stands deeper in it may stay where it is."""
        return any(other.box_number == form.number for other in self._box_forms())

    def _judge_quotes(self) -> None:
        quoted = {self._outer_box(form) for form in self._rule_forms() if form.quoted} - {
            AT_THE_TOP
        }
        for form in self._rule_forms():
            says_no_age = form.cleaned_data.get("status") == AgeStatus.NOT_STATED
            if form.quoted or says_no_age or not form.needs_quote:
                continue
            if self._outer_box(form) not in quoted:
                self._add_error(
                    form,
                    "quote",
                    _("Paste the sentence of the source that this rule was read from."),
                )

    def _outer_box(self, form: PlacedRuleForm) -> str:
        """Rules of one box may share a sentence, which then stands at one of them."""
        place = form.box_number
        parents = {each.number: each.box_number for each in self._box_forms()}
        return parents.get(place) or place

    def _judge_facts(self) -> None:
        """Wherever all rules have to be met: at the top, and in every box of that kind."""
        places = [AT_THE_TOP] + [
            form.number
            for form in self._box_forms()
            if form.cleaned_data["operator"] == CriterionBox.Operator.ALL
        ]
        facts = [form for form in self._rule_forms() if isinstance(form, FactRuleForm)]
        for place in places:
            together = [form for form in facts if form.box_number == place]
            asked = [(form.condition(), Side(form.instance.side)) for form in together]
            for found in clashing(asked, CATALOGUE):
                self._refuse(together[found])

    def _refuse(self, form: FactRuleForm) -> None:
        text = _(
            "Nobody can meet this together with the other rules about the same fact. "
            "Correct one of them, or put both into a box “one of these”."
        )
        self._add_error(form, "values", text)
