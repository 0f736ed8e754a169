"""Who can join a trial: one group per role or cohort, each with rules of its own."""

from collections.abc import Collection
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.eligibility.ages import AgeAnchor, AgeSpan
from trials.eligibility.criteria import Side
from trials.eligibility.facts import Role
from trials.models.age_rule import AgeRule
from trials.models.disease_rule import DiseaseRule

ROLE_NAMES = {
    Role.PATIENT: _("Patient"),
    Role.DONOR: _("Donor"),
    Role.SURVIVOR: _("Survivor"),
    Role.SIBLING: _("Brother or sister"),
    Role.PARENT_CAREGIVER: _("Parent or caregiver"),
    Role.HEALTHY_VOLUNTEER: _("Healthy volunteer"),
    Role.RELATIVE_OR_FRIEND: _("Relative or friend"),
}
# Only these narrow: a rule inside a box may be one of several ways in, and one that keeps
# somebody out says nothing of those it does not keep out.
_BINDING = {"box__isnull": True, "side": Side.INCLUDE.value}


class ParticipantGroupQuerySet(models.QuerySet["ParticipantGroup"]):
    """Narrowing keeps too much rather than too little: what is not known stays.

    The sets to leave out are each made once and looked up, not asked for anew per group:
    that stays quick whatever the planner knows, or does not know, of the tables.
    """

    def seeking(self, role: Role) -> "ParticipantGroupQuerySet":
        sought = Q(roles__contains=[role])
        if role is Role.PATIENT:
            sought |= Q(roles=[])
        return self.filter(sought)

    def open_to_age(self, span: AgeSpan) -> "ParticipantGroupQuerySet":
        """No binding age rule of today is failed by every age in ``span``. Wide limits count."""
        fails = (
            Q(outer_minimum_months__gt=span.oldest.months)
            | Q(outer_minimum_days__gt=span.oldest.days)
            | Q(outer_maximum_months__lte=span.youngest.months)
            | Q(outer_maximum_days__lte=span.youngest.days)
        )
        today = [anchor for anchor in AgeAnchor if anchor.is_now]
        failing = AgeRule.objects.filter(fails, anchor__in=today, **_BINDING)
        return self.exclude(pk__in=failing.values("group"))

    def studying(self, disease_codes: Collection[str]) -> "ParticipantGroupQuerySet":
        """Every binding disease rule that includes anything includes one of these codes."""
        includes = DiseaseRule.includes.through.objects
        elsewhere = DiseaseRule.objects.filter(
            pk__in=includes.values("diseaserule"), **_BINDING
        ).exclude(pk__in=includes.filter(disease__code__in=disease_codes).values("diseaserule"))
        return self.exclude(pk__in=elsewhere.values("group"))


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
