"""Rules about one fact, about the time since a treatment, and for the study team."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.eligibility.conditions import Operator
from trials.models.rule import Rule

OPERATOR_NAMES = {
    Operator.IS: _("is"),
    Operator.IN: _("is one of"),
    Operator.AT_LEAST: _("is at least"),
    Operator.ABOVE: _("is more than"),
    Operator.AT_MOST: _("is at most"),
    Operator.BELOW: _("is less than"),
    Operator.EQUALS: _("is exactly"),
}


class FactRule(Rule):
    """``fact operator values``: "cd123 is positive", "relapse_count is at least 2".

    ``fact`` is a key of the facts catalogue; ``values`` a list of words, or of numbers in
    the unit of that fact, with a single member unless the operator is "is one of".
    """

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="fact_rules",
        verbose_name=_("participant group"),
    )
    fact = models.CharField(_("fact"), max_length=60)
    operator = models.CharField(
        _("compares"),
        max_length=2,
        choices=[(operator.value, OPERATOR_NAMES[operator]) for operator in Operator],
        default=Operator.IS.value,
    )
    values = models.JSONField(_("values"))

    class Meta(Rule.Meta):
        verbose_name = _("fact rule")
        verbose_name_plural = _("fact rules")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="fact_rule_operator_known",
                condition=Q(operator__in=[operator.value for operator in Operator]),
            ),
            models.CheckConstraint(
                name="fact_rule_has_fact_and_values", condition=~Q(fact="") & ~Q(values=[])
            ),
        ]


class WashoutRule(Rule):
    """So many whole days since a treatment, or never had it."""

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="washout_rules",
        verbose_name=_("participant group"),
    )
    fact = models.CharField(_("treatment"), max_length=60)
    days = models.PositiveIntegerField(_("days since the last time"))

    class Meta(Rule.Meta):
        verbose_name = _("waiting time after a treatment")
        verbose_name_plural = _("waiting times after treatments")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="washout_rule_fact_and_days",
                condition=~Q(fact="") & Q(days__gt=0),
                violation_error_message=_("Name the treatment and give at least one day."),
            )
        ]


class TextRule(Rule):
    """A rule that only the study team can check, in plain words."""

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="text_rules",
        verbose_name=_("participant group"),
    )
    text = models.TextField(_("in plain words"))

    class Meta(Rule.Meta):
        verbose_name = _("rule for the study team")
        verbose_name_plural = _("rules for the study team")
        constraints: ClassVar = [
            models.CheckConstraint(name="text_rule_has_text", condition=~Q(text=""))
        ]
