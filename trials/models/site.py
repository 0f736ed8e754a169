"""Where a trial takes place and whom to call there. Institutions only, never persons."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import FloatField, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from trials.eligibility.distance import Place
from trials.models.checked import Checked


class OverallStatus(models.TextChoices):
    """Recruitment status in the words of ClinicalTrials.gov."""

    RECRUITING = "RECRUITING", _("Taking new patients")
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION", _("By invitation only")
    NOT_YET_RECRUITING = "NOT_YET_RECRUITING", _("Not open yet")
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING", _("Under way, not taking new patients")
    SUSPENDED = "SUSPENDED", _("Paused")
    TERMINATED = "TERMINATED", _("Stopped early")
    COMPLETED = "COMPLETED", _("Finished")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn before it began")
    AVAILABLE = "AVAILABLE", _("Available outside a study")
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE", _("Not available for now")
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE", _("No longer available")
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING", _("Approved, no longer a study")
    UNKNOWN = "UNKNOWN", _("Status not known")

    @classmethod
    def open_now(cls) -> tuple[Self, ...]:
        """Statuses under which somebody may join today; an unknown one may be open."""
        return (cls.RECRUITING, cls.ENROLLING_BY_INVITATION, cls.AVAILABLE, cls.UNKNOWN)

    @property
    def is_open_now(self) -> bool:
        return self in OverallStatus.open_now()


class Contact(models.Model):
    """A referral office or study line of an institution, and its rule for referrals."""

    name = models.CharField(_("name"), max_length=200, help_text=_("An office, never a person."))
    referral_rule = models.TextField(
        _("how patients are referred"),
        blank=True,
        help_text=_("For example who has to make the referral."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    local_phone = models.CharField(_("local phone"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    pager = models.CharField(_("24-hour pager"), max_length=40, blank=True)
    url = models.URLField(_("web page"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_can_be_reached",
                condition=~Q(phone="") | ~Q(email="") | ~Q(url=""),
                violation_error_message=_("Give a phone number, an e-mail or a web page."),
            ),
            models.CheckConstraint(name="contact_name_not_empty", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Site(Checked):
    """A hospital or clinic."""

    name = models.CharField(_("name"), max_length=400)
    city = models.CharField(_("city"), max_length=200)
    state = models.CharField(_("state or province"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=200)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("contact"),
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering: ClassVar = ["name", "city"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "city", "state", "country"],
                name="site_once",
                violation_error_message=_("This site is already listed."),
            ),
            models.CheckConstraint(
                name="site_place_whole_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_(
                    "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"


class TrialSiteQuerySet(models.QuerySet["TrialSite"]):
    def may_take_people(self) -> "TrialSiteQuerySet":
        """The place may be taking people, or nobody knows whether it does."""
        return self.filter(status__in=OverallStatus.open_now())

    def within(self, place: Place, km: float) -> "TrialSiteQuerySet":
        """No further away; a place that is not on the map is left out."""
        away = Func(
            Value(place.latitude, FloatField()),
            Value(place.longitude, FloatField()),
            "site__latitude",
            "site__longitude",
            function="trials_km",
            output_field=FloatField(),
        )
        return self.alias(km=away).filter(km__lte=km)


class TrialSite(Checked):
    """One trial at one site, with the site's own recruitment status."""

    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="trial_sites")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="trial_sites", verbose_name=_("site")
    )
    status = models.CharField(
        _("status here"), max_length=26, choices=OverallStatus, default=OverallStatus.UNKNOWN
    )
    status_checked_on = models.DateField(_("status checked on"), null=True, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trial_sites",
        verbose_name=_("contact"),
    )

    objects = TrialSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar = ["site__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["trial", "site"],
                name="trial_site_once",
                violation_error_message=_("This site is listed twice."),
            ),
            models.CheckConstraint(
                name="trial_site_status_known", condition=Q(status__in=OverallStatus.values)
            ),
        ]

    def __str__(self) -> str:
        return str(self.site)
