"""Who can join a trial: one group per role or cohort, each with rules of its own."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from trials.eligibility.ages import AgeAnchor, AgeSpan, AgeStatus
from trials.eligibility.facts import Role
from trials.models.disease import Disease

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ROLE_NAMES = {
    Role.PATIENT: _("Patient"),
    Role.DONOR: _("Donor"),
    Role.SURVIVOR: _("Survivor"),
    Role.SIBLING: _("Brother or sister"),
    Role.PARENT_CAREGIVER: _("Parent or caregiver"),
    Role.HEALTHY_VOLUNTEER: _("Healthy volunteer"),
    Role.RELATIVE_OR_FRIEND: _("Relative or friend"),
}
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
}


class ParticipantGroupQuerySet(models.QuerySet["ParticipantGroup"]):
    """Narrowing keeps too much rather than too little: what is not known stays."""

    def seeking(self, role: Role) -> "ParticipantGroupQuerySet":
        sought = Q(roles__contains=[role])
        if role is Role.PATIENT:
            sought |= Q(roles=[])
        return self.filter(sought)

    def open_to_age(self, span: AgeSpan) -> "ParticipantGroupQuerySet":
        """No age rule of today is failed by every age in ``span``. Wide limits count."""
        fails = (
            Q(outer_minimum_months__gt=span.oldest.months)
            | Q(outer_minimum_days__gt=span.oldest.days)
            | Q(outer_maximum_months__lte=span.youngest.months)
            | Q(outer_maximum_days__lte=span.youngest.days)
        )
        today = [anchor for anchor in AgeAnchor if anchor.is_now]
        rules = AgeRule.objects.filter(group=OuterRef("pk"), anchor__in=today)
        return self.filter(~Exists(rules.filter(fails)))

    def studying(self, disease_codes: Collection[str]) -> "ParticipantGroupQuerySet":
        """Every disease rule that includes anything includes one of these codes."""
        includes = DiseaseRule.includes.through.objects.filter(diseaserule=OuterRef("pk"))
        elsewhere = DiseaseRule.objects.filter(
            Exists(includes),
            ~Exists(includes.filter(disease__code__in=disease_codes)),
            group=OuterRef("pk"),
        )
        return self.filter(~Exists(elsewhere))


class ParticipantGroup(models.Model):
    """People who may join a trial in one role, or one cohort, under the same rules."""

    trial = models.ForeignKey(
        "trials.Trial", on_delete=models.CASCADE, related_name="groups", verbose_name=_("trial")
    )
    key = models.SlugField(
        _("short name"), max_length=40, help_text=_("For example “main” or “donor”.")
    )
    label = models.CharField(
        _("who they are"), max_length=120, help_text=_("For example “Donor (family member)”.")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role]),
        verbose_name=_("roles"),
        default=list,
        blank=True,
        help_text=_("As whom somebody joins; none chosen means patients."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ParticipantGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant group")
        verbose_name_plural = _("participant groups")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["trial", "key"],
                name="participant_group_key_once",
                violation_error_message=_("Another group of this trial has this short name."),
            ),
            models.CheckConstraint(
                name="participant_group_words_not_empty", condition=~Q(key="") & ~Q(label="")
            ),
            models.CheckConstraint(
                name="participant_group_roles_known",
                condition=Q(roles__contained_by=[role.value for role in Role]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial}: {self.label}"


def groups_of_trial(role: Role) -> ParticipantGroupQuerySet:
    """For subqueries: the groups of the outer trial that this role may join."""
    return ParticipantGroup.objects.filter(trial=OuterRef("pk")).seeking(role)


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


class AgeRule(models.Model):
    """One age limit of a group, half-open: the maximum is the first age not accepted.

    Every limit is so many completed months *or* so many days since birth, never both;
    empty means no limit on that side. "Younger than 22 years" is ``maximum_months=264``.
    The wide limits hold what is possible where sources differ; empty means the same as
    the certain limit, ``wide_..._open`` that the wide reading knows no limit at all.
    ``minimum_plus_day`` starts on the day after ("older than 18 years").
    """

    group = models.ForeignKey(
        ParticipantGroup,
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
    quote = models.TextField(_("sentence in the source"), blank=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    conflict = models.TextField(_("how sources differ"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    outer_minimum_months = _outer_field("minimum", "months")
    outer_minimum_days = _outer_field("minimum", "days")
    outer_maximum_months = _outer_field("maximum", "months")
    outer_maximum_days = _outer_field("maximum", "days")

    class Meta:
        verbose_name = _("age limit")
        verbose_name_plural = _("age limits")
        ordering: ClassVar = ["position", "pk"]
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
            models.CheckConstraint(
                name="age_rule_has_source",
                condition=~Q(source=""),
                violation_error_message=_("Say where this age limit stands."),
            ),
        ]

    def __str__(self) -> str:
        return self.quote or self.get_status_display()


class DiseaseRule(models.Model):
    """Diseases of which a patient must have one, and diseases that rule a patient out."""

    group = models.ForeignKey(
        ParticipantGroup,
        on_delete=models.CASCADE,
        related_name="disease_rules",
        verbose_name=_("participant group"),
    )
    includes = models.ManyToManyField(
        Disease, related_name="including_rules", verbose_name=_("includes"), blank=True
    )
    excepts = models.ManyToManyField(
        Disease, related_name="excepting_rules", verbose_name=_("except"), blank=True
    )
    quote = models.TextField(_("sentence in the source"))
    source = models.CharField(_("source"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    conflict = models.TextField(_("how sources differ"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("disease rule")
        verbose_name_plural = _("disease rules")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disease_rule_has_quote_and_source",
                condition=~Q(quote="") & ~Q(source=""),
                violation_error_message=_("Give the sentence and say where it stands."),
            )
        ]

    def __str__(self) -> str:
        return self.quote
