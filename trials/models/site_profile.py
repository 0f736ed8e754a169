"""Whose site this is: everything that differs from one hospital to the next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trials.models.site import Contact


class SiteProfile(models.Model):
    """The one row with the name, mark, hospital and notice of this installation."""

    site_name = models.CharField(_("name of the site"), max_length=80)
    hospital = models.CharField(_("hospital or organisation"), max_length=200, blank=True)
    logo = models.BinaryField(_("logo"), null=True, blank=True, editable=True)
    logo_type = models.CharField(_("kind of picture"), max_length=20, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("referral contact"),
        help_text=_("Shown with every trial that has no contact of its own."),
    )
    notice = models.TextField(
        _("notice"),
        blank=True,
        help_text=_("Where the list of trials comes from, and who is not behind it."),
    )

    class Meta:
        verbose_name = _("site profile")
        verbose_name_plural = _("site profile")
        constraints: ClassVar = [
            models.CheckConstraint(name="site_profile_single_row", condition=Q(id=1)),
            models.CheckConstraint(name="site_profile_named", condition=~Q(site_name="")),
        ]

    def __str__(self) -> str:
        return self.site_name
