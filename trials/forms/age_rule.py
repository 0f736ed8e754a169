"""The age limits of a group: a sentence is pasted, read, and compared with the limits."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials import rulebook
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRuleError, AgeRuleFault, AgeStatus
from trials.eligibility.ages import AgeRule as AgeRuleRead
from trials.forms.age_limit import AgeLimitField, number_and_unit
from trials.forms.age_sentence import AgeSentence, adds_doubt, contradicts, read_sentence
from trials.forms.placed_rule import PlacedRuleForm
from trials.forms.reading import READ_BUTTON, ReadingField
from trials.models import AgeRule
from trials.models.age_rule import LIMITS


class AgeRuleForm(PlacedRuleForm):
    """One age limit.

    Limits left empty are taken from the sentence; typed ones must agree with it, unless
    somebody says that they are to be kept. The words for rules and sentences come from
    the subclass, since forms know no presenters.
    """

    reading = ReadingField(label=gettext_lazy("Its meaning"))
    keep_limits = forms.BooleanField(
        label=gettext_lazy("Keep the limits below, although the sentence reads differently"),
        required=False,
        widget=forms.HiddenInput,
    )
    minimum = AgeLimitField(label=gettext_lazy("From age"))
    maximum = AgeLimitField(
        label=gettext_lazy("Younger than"),
        help_text=gettext_lazy("The first age that is too old: “up to 21” is younger than 22."),
    )
    wide_minimum = AgeLimitField(label=gettext_lazy("Possibly from age"))
    wide_maximum = AgeLimitField(label=gettext_lazy("Possibly younger than"))

    field_order = ("quote", "reading", "keep_limits", "status", "anchor", "minimum", "maximum")

    class Meta:
        model = AgeRule
        fields = (
            "quote",
            "status",
            "anchor",
            "minimum_plus_day",
            "wide_minimum_open",
            "wide_maximum_open",
            "conflict",
            "source",
            "note",
        )
        labels = {
            "minimum_plus_day": gettext_lazy("only from the day after (“older than”)"),
        }

    def in_words(self, rule: AgeRuleRead) -> str:
        raise NotImplementedError

    def why_unread(self, sentence: AgeSentence) -> str:
        """Why no rule was found in it, and what to do."""
        raise NotImplementedError

    def about(self, sentence: AgeSentence) -> str:
        """What to know about a sentence that was read; empty when there is nothing."""
        raise NotImplementedError

    def __init__(self, *args: Any, roles: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        self.read_back = ""
        for name in LIMITS:
            self.initial[name] = _held(self.instance, name)
        self.fields["quote"].help_text = _(
            "Paste what the source says about age, word for word. "
            "Limits left empty are taken from it."
        )
        if self.instance.pk is not None:
            words = self.in_words(rulebook.age_rule(self.instance))
            self.initial["reading"] = _("We hold: %(words)s.") % {"words": words}
        if self.is_bound and self.add_prefix(READ_BUTTON) in self.data:
            self._fill_from_sentence()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        sentence = read_sentence(cleaned["quote"], self.roles)
        rule = self._taken_from(sentence) if self._says_no_limits() else self._typed()
        if rule is not None:
            self._compare(rule, sentence)
        if rule is not None and not self.errors:
            self._store(rule)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The columns behind the boxes are validated too, once they are filled."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        if self.errors:
            return excluded
        return excluded - {f"{name}_{scale}" for name in LIMITS for scale in ("months", "days")}

    def _fill_from_sentence(self) -> None:
        """Put what the sentence says into the boxes, as if it had been typed."""
        sentence = read_sentence(self.data.get(self.add_prefix("quote"), ""), self.roles)
        if sentence.rule is None:
            self.initial["reading"] = self.why_unread(sentence)
            return
        filled = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, value in _as_typed(sentence.rule).items():
            filled[self.add_prefix(name)] = value
        for name in ("minimum_plus_day", "wide_minimum_open", "wide_maximum_open"):
            if not filled[self.add_prefix(name)]:
                del filled[self.add_prefix(name)]
        self.data = filled
        reads = _("Reads as: %(words)s. Nothing is saved yet.") % {
            "words": self.in_words(sentence.rule)
        }
        self.initial["reading"] = f"{reads} {self.about(sentence)}".strip()

    def _says_no_limits(self) -> bool:
        said = (*LIMITS, "minimum_plus_day", "wide_minimum_open", "wide_maximum_open")
        is_stated = self.cleaned_data["status"] == AgeStatus.STATED
        return is_stated and not any(self.cleaned_data.get(name) for name in said)

    def _taken_from(self, sentence: AgeSentence) -> AgeRuleRead | None:
        if sentence.rule is None:
            self.add_error("quote", self.why_unread(sentence))
            return None
        if "anchor" in self.changed_data:
            return replace(sentence.rule, anchor=self._typed_anchor())
        return sentence.rule

    def _typed_anchor(self) -> AgeAnchor:
        return AgeAnchor(self.cleaned_data["anchor"])

    def _typed(self) -> AgeRuleRead | None:
        given = self.cleaned_data
        minimum: AgeLimit | None = given["minimum"]
        if given["minimum_plus_day"] and minimum is None:
            self.add_error("minimum", _("Give the age after which somebody can join."))
            return None
        if given["minimum_plus_day"] and minimum is not None:
            minimum = replace(minimum, plus_day=True)
        is_stated = given["status"] == AgeStatus.STATED
        if is_stated and minimum is None and given["maximum"] is None:
            self.add_error("minimum", _("Give a certain limit beside the possible one."))
            return None
        try:
            return AgeRuleRead(
                minimum,
                given["maximum"],
                given["wide_minimum"],
                given["wide_maximum"],
                given["wide_minimum_open"],
                given["wide_maximum_open"],
                self._typed_anchor(),
                AgeStatus(given["status"]),
            )
        except AgeRuleError as error:
            self._add_fault(error.fault)
            return None

    def _add_fault(self, fault: AgeRuleFault) -> None:
        is_about_minimum = bool(self.cleaned_data["wide_minimum"])
        wide = "wide_minimum" if is_about_minimum else "wide_maximum"
        field, text = {
            AgeRuleFault.EMPTY_RANGE: (
                "maximum",
                _("Nobody is both this old and this young. Make this limit higher than “From”."),
            ),
            AgeRuleFault.WIDE_INSIDE_CERTAIN: (
                wide,
                _("Give a possible limit that lies outside the certain one, or none."),
            ),
            AgeRuleFault.WIDE_BOTH_OPEN_AND_LIMITED: (
                wide,
                _("Give a possible limit or tick that there may be none, not both."),
            ),
            AgeRuleFault.LIMITS_WITHOUT_STATEMENT: (
                "status",
                _("Empty the limits, or choose that limits are stated."),
            ),
        }[fault]
        self.add_error(field, text)

    def _compare(self, rule: AgeRuleRead, sentence: AgeSentence) -> None:
        said = {*LIMITS, "quote", "status", "anchor", "minimum_plus_day", "conflict"}
        said |= {"wide_minimum_open", "wide_maximum_open"}
        if said.isdisjoint(self.changed_data):
            return
        self.read_back = self.in_words(rule)
        if sentence.rule is not None and contradicts(rule, sentence.rule):
            if not self.cleaned_data["keep_limits"]:
                self._ask_to_keep(rule, sentence.rule)
        elif adds_doubt(rule, sentence.rule) and not self.cleaned_data["conflict"].strip():
            self.add_error("conflict", _("Say which source gives the other limit."))

    def _ask_to_keep(self, rule: AgeRuleRead, read: AgeRuleRead) -> None:
        self.fields["keep_limits"].widget = forms.CheckboxInput()
        self.add_error(
            "quote",
            _(
                "The sentence reads as “%(read)s”, the limits below as “%(typed)s”. "
                "Choose “Read the sentence” to take its limits, or tick that yours are kept."
            )
            % {"read": self.in_words(read), "typed": self.in_words(rule)},
        )

    def _store(self, rule: AgeRuleRead) -> None:
        rulebook.store_age_rule(self.instance, rule)
        # Afterwards the cleaned values are written over the row.
        for name in ("minimum_plus_day", "wide_minimum_open", "wide_maximum_open"):
            self.cleaned_data[name] = getattr(self.instance, name)
        self.cleaned_data["anchor"] = rule.anchor.value
        self.cleaned_data["status"] = rule.status.value


def _held(row: AgeRule, name: str) -> AgeLimit | None:
    months, days = getattr(row, f"{name}_months"), getattr(row, f"{name}_days")
    if months is not None:
        return AgeLimit.months(months)
    return None if days is None else AgeLimit.days(days)


def _as_typed(rule: AgeRuleRead) -> dict[str, str]:
    typed = {"anchor": rule.anchor.value, "status": rule.status.value}
    for name in LIMITS:
        limit: AgeLimit | None = getattr(rule, name)
        number, unit = number_and_unit(limit) if limit else ("", "years")
        typed |= {f"{name}_number": str(number), f"{name}_unit": unit}
    is_after = rule.minimum is not None and rule.minimum.plus_day
    typed["minimum_plus_day"] = "on" if is_after else ""
    typed["wide_minimum_open"] = "on" if rule.wide_minimum_open else ""
    typed["wide_maximum_open"] = "on" if rule.wide_maximum_open else ""
    return typed
