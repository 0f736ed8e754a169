"""Age limits of a participant group."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from trials.eligibility.ages import AgeAnchor, AgeStatus
from trials.models.checked import Checked
from trials.models.rule import Rule

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANCHOR_NAMES = {
    AgeAnchor.ENROLMENT: _("at enrolment"),
    AgeAnchor.CONSENT: _("when consent is given"),
    AgeAnchor.SCREENING: _("at screening"),
    AgeAnchor.TREATMENT: _("at the start of the study treatment"),
    AgeAnchor.DIAGNOSIS: _("at the first diagnosis"),
    AgeAnchor.RELAPSE: _("at relapse"),
}
AGE_STATUS_NAMES = {
    AgeStatus.STATED: _("limits are stated"),
    AgeStatus.NO_LIMIT: _("the source says there is no limit"),
    AgeStatus.NOT_STATED: _("the source states no age"),
    AgeStatus.NOT_READ: _("the source speaks of age, but nobody has read the limits yet"),
}


def _outer(limit: str, scale: str) -> Case:
    """The limit beyond which nobody is taken: the wide one if there is one."""
    is_wide = Q(**{f"wide_{limit}_months__isnull": False}) | Q(
        **{f"wide_{limit}_days__isnull": False}
    )
    return Case(
        When(Q(**{f"wide_{limit}_open": True}), then=Value(None)),
        When(is_wide, then=F(f"wide_{limit}_{scale}")),
        default=F(f"{limit}_{scale}"),
    )


def _outer_field(limit: str, scale: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=_outer(limit, scale),
        output_field=models.PositiveIntegerField(null=True),
        db_persist=True,
        editable=False,
    )


def _limit_field(label: "StrPromise") -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


LIMITS = ("minimum", "maximum", "wide_minimum", "wide_maximum")


class AgeRule(Checked, Rule):
    """One age limit of a group, half-open: the maximum is the first age not accepted.

    Every limit is so many completed months *or* so many days since birth, never both;
    empty means no limit on that side. "Younger than 22 years" is ``maximum_months=264``.
    The wide limits hold what is possible where sources differ; empty means the same as
    the certain limit, ``wide_..._open`` that the wide reading knows no limit at all.
    ``minimum_plus_day`` starts on the day after ("older than 18 years").
    """

    group = models.ForeignKey(
        "trials.ParticipantGroup",
        on_delete=models.CASCADE,
        related_name="age_rules",
        verbose_name=_("participant group"),
    )
    status = models.CharField(
        _("what the source says"),
        max_length=12,
        choices=[(status.value, AGE_STATUS_NAMES[status]) for status in AgeStatus],
        default=AgeStatus.STATED.value,
    )
    anchor = models.CharField(
        _("age on which day"),
        max_length=12,
        choices=[(anchor.value, ANCHOR_NAMES[anchor]) for anchor in AgeAnchor],
        default=AgeAnchor.ENROLMENT.value,
    )
    minimum_months = _limit_field(_("from (months)"))
    minimum_days = _limit_field(_("from (days)"))
    minimum_plus_day = models.BooleanField(_("from the day after"), default=False)
    maximum_months = _limit_field(_("until before (months)"))
    maximum_days = _limit_field(_("until before (days)"))
    wide_minimum_months = _limit_field(_("possibly from (months)"))
    wide_minimum_days = _limit_field(_("possibly from (days)"))
    wide_minimum_open = models.BooleanField(_("possibly no lower limit"), default=False)
    wide_maximum_months = _limit_field(_("possibly until before (months)"))
    wide_maximum_days = _limit_field(_("possibly until before (days)"))
    wide_maximum_open = models.BooleanField(_("possibly no upper limit"), default=False)
    outer_minimum_months = _outer_field("minimum", "months")
    outer_minimum_days = _outer_field("minimum", "days")
    outer_maximum_months = _outer_field("maximum", "months")
    outer_maximum_days = _outer_field("maximum", "days")

    class Meta(Rule.Meta):
        verbose_name = _("age limit")
        verbose_name_plural = _("age limits")
        constraints: ClassVar = [
            *(
                models.CheckConstraint(
                    name=f"age_rule_{limit}_one_unit",
                    condition=Q(**{f"{limit}_months__isnull": True})
                    | Q(**{f"{limit}_days__isnull": True}),
                    violation_error_message=_("Give a limit in months or in days, not both."),
                )
                for limit in LIMITS
            ),
            models.CheckConstraint(
                name="age_rule_months_in_order",
                condition=Q(minimum_months__isnull=True)
                | Q(maximum_months__isnull=True)
                | Q(minimum_months__lt=F("maximum_months")),
                violation_error_message=_("The lower limit must be below the upper limit."),
            ),
            models.CheckConstraint(
                name="age_rule_days_in_order",
                condition=Q(minimum_days__isnull=True)
                | Q(maximum_days__isnull=True)
                | Q(minimum_days__lt=F("maximum_days")),
                violation_error_message=_("The lower limit must be below the upper limit."),
            ),
            models.CheckConstraint(
                name="age_rule_stated_has_limit",
                condition=~Q(status="stated")
                | Q(minimum_months__isnull=False)
                | Q(minimum_days__isnull=False)
                | Q(maximum_months__isnull=False)
                | Q(maximum_days__isnull=False),
                violation_error_message=_("Give a limit, or choose that the source states none."),
            ),
            models.CheckConstraint(
                name="age_rule_unstated_has_no_limit",
                condition=Q(status="stated")
                | Q(
                    **{f"{limit}_months__isnull": True for limit in LIMITS},
                    **{f"{limit}_days__isnull": True for limit in LIMITS},
                    wide_minimum_open=False,
                    wide_maximum_open=False,
                    minimum_plus_day=False,
                ),
                violation_error_message=_(
                    "Empty the limits, or choose that the source states them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.quote or self.get_status_display()
