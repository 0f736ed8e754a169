"""Who can join a trial: one group per role or cohort, each with rules of its own."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.eligibility.facts import Role
from trials.models.checked import Checked

ROLE_NAMES = {
    Role.PATIENT: _("Patient"),
    Role.DONOR: _("Donor"),
    Role.SURVIVOR: _("Survivor"),
    Role.SIBLING: _("Brother or sister"),
    Role.PARENT_CAREGIVER: _("Parent or caregiver"),
    Role.HEALTHY_VOLUNTEER: _("Healthy volunteer"),
    Role.RELATIVE_OR_FRIEND: _("Relative or friend"),
}


class ParticipantGroup(Checked):
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
