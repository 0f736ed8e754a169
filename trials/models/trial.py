"""Trials, and where what we say about them comes from."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trials.models.checked import Checked
from trials.models.site import Contact, OverallStatus

NCT_ID = RegexValidator(r"^NCT[0-9]{8}$", _("Write the registry number as NCT and eight digits."))


WORKING_COPY = "working-copy-"
"""How the short name of a working copy begins: it stands in no address."""


class TrialQuerySet(models.QuerySet["Trial"]):
    def published(self) -> "TrialQuerySet":
        return self.filter(review_state=Trial.ReviewState.PUBLISHED)

    def public(self, today: date) -> "TrialQuerySet":
        """Published, and not past the day on which it leaves the list."""
        leaves_later = Q(withdraw_on__isnull=True) | Q(withdraw_on__gt=today)
        return self.published().filter(leaves_later)

    def due(self, today: date) -> "TrialQuerySet":
        """Published still, although the day has come on which it leaves the list."""
        return self.published().filter(withdraw_on__lte=today)

    def originals(self) -> "TrialQuerySet":
        """Without the working copies."""
        return self.filter(revision_of__isnull=True)

    def recruiting(self) -> "TrialQuerySet":
        """May be taking people now; an unknown status may be."""
        return self.filter(overall_status__in=OverallStatus.open_now())


class Trial(Checked):
    """One clinical trial, as families, coordinators and referral staff see it.

    Field names follow ClinicalTrials.gov where it has one for the same thing.
    """

    class Kind(models.TextChoices):
        TREATMENT = "treatment", _("Treatment")
        SUPPORTIVE_CARE = "supportive_care", _("Supportive care")
        SURVIVORSHIP = "survivorship", _("Life after treatment")
        SCREENING = "screening", _("Testing that leads to other studies")
        OBSERVATIONAL = "observational", _("Observation")
        PREVENTION = "prevention", _("Prevention")
        APPROVED_THERAPY = "approved_therapy", _("Approved treatment, not a study")
        OTHER = "other", _("Other")

    KINDS_WITHOUT_PHASES: ClassVar = (Kind.SURVIVORSHIP, Kind.SCREENING, Kind.OBSERVATIONAL)
    """Elsewhere a trial without a phase is one whose phase is not known."""

    class Phase(models.TextChoices):
        EARLY_PHASE1 = "EARLY_PHASE1", _("Early phase 1")
        PHASE1 = "PHASE1", _("Phase 1")
        PHASE2 = "PHASE2", _("Phase 2")
        PHASE3 = "PHASE3", _("Phase 3")
        PHASE4 = "PHASE4", _("Phase 4")

    class ReviewState(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(
        _("short name in addresses"),
        max_length=80,
        unique=True,
        help_text=_("Part of the page’s address, for example “catchaml”. Does not change."),
    )
    nct_id = models.CharField(
        _("ClinicalTrials.gov number"),
        max_length=11,
        null=True,
        blank=True,
        unique=True,
        validators=[NCT_ID],
        help_text=_("NCT and eight digits; empty when the registry record is not known."),
    )
    acronym = models.CharField(_("acronym"), max_length=80, blank=True)
    brief_title = models.CharField(
        _("title in the registry"), max_length=300, help_text=_("As the source writes it.")
    )
    plain_title = models.CharField(
        _("title in plain words"), max_length=300, help_text=_("What families read first.")
    )
    goal = models.TextField(
        _("goal in plain words"), help_text=_("What the researchers want to learn.")
    )
    summary = models.TextField(
        _("what happens, in plain words"), blank=True, help_text=_("What taking part is like.")
    )
    kind = models.CharField(_("kind of study"), max_length=20, choices=Kind)
    phases = ArrayField(
        models.CharField(max_length=12, choices=Phase),
        verbose_name=_("phases"),
        default=list,
        blank=True,
    )
    sponsor = models.CharField(_("sponsor"), max_length=400, blank=True)
    overall_status = models.CharField(
        _("recruitment status"),
        max_length=26,
        choices=OverallStatus,
        default=OverallStatus.UNKNOWN,
    )
    status_checked_on = models.DateField(
        _("status checked on"),
        null=True,
        blank=True,
        help_text=_("The day the source gives for this status; empty when it gives none."),
    )
    status_source = models.CharField(_("source of the status"), max_length=300, blank=True)
    ends_note = models.CharField(
        _("note on the status"),
        max_length=300,
        blank=True,
        help_text=_("For example “completed in 2017; the hospital’s page still lists it”."),
    )
    status_seen = models.CharField(_("status as the source puts it"), max_length=300, blank=True)
    phase_text = models.CharField(
        _("phase as the source puts it"), max_length=20, blank=True, help_text=_("“1b/2”")
    )
    fidelity = models.CharField(
        _("how much of the source was read"),
        max_length=200,
        blank=True,
        help_text=_("For example “full text seen” or “page overview only”."),
    )
    age_texts = models.JSONField(
        _("age sentences by source"), default=list, blank=True, editable=False
    )
    conflicts = ArrayField(
        models.TextField(),
        verbose_name=_("where sources differ"),
        default=list,
        blank=True,
    )
    note = models.TextField(
        _("note for coordinators"),
        blank=True,
        help_text=_("For example what has to be settled before the study may be shown."),
    )
    referral_contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trials",
        verbose_name=_("referral contact"),
    )
    is_reviewed = models.BooleanField(
        _("reviewed by us"),
        default=True,
        editable=False,
        help_text=_("Not while its words and rules are the registry’s alone."),
    )
    review_state = models.CharField(
        _("state"), max_length=12, choices=ReviewState, default=ReviewState.DRAFT, editable=False
    )
    revision_of = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="working_copy",
        verbose_name=_("working copy of"),
        help_text=_("The published trial whose words and rules are being changed here."),
    )
    based_on = models.BigIntegerField(
        _("last change that the working copy knows"), null=True, blank=True, editable=False
    )
    withdraw_on = models.DateField(
        _("leaves the public list on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The first day on which families do not see it any more."),
    )
    # The database fills it in where rows come without it, from an import or a fixture.
    withdraw_reason = models.TextField(
        _("why it leaves the list"), blank=True, default="", db_default="", editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        ordering: ClassVar = ["plain_title", "pk"]
        permissions: ClassVar = [
            ("publish_trial", _("Can publish and withdraw trials")),
            ("use_referral_check", _("Can check a patient against every study")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="trial_nct_id_form", condition=Q(nct_id__regex=r"^NCT[0-9]{8}$")
            ),
            models.CheckConstraint(
                name="trial_review_state_known",
                condition=Q(review_state__in=["draft", "in_review", "published", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="trial_status_known", condition=Q(overall_status__in=OverallStatus.values)
            ),
            models.CheckConstraint(
                name="trial_published_is_a_study",
                condition=~Q(kind="approved_therapy", review_state="published"),
                violation_error_message=_(
                    "An approved treatment is not a study: it cannot be published as one."
                ),
            ),
            models.CheckConstraint(
                name="trial_words_not_empty",
                condition=~Q(plain_title="")
                & ~Q(brief_title="")
                & (~Q(goal="") | Q(is_reviewed=False))
                & ~Q(slug=""),
            ),
            # Families never see a working copy, whatever goes wrong above.
            models.CheckConstraint(
                name="trial_working_copy_is_not_public",
                condition=Q(revision_of__isnull=True)
                | Q(review_state__in=["draft", "in_review"], nct_id__isnull=True),
            ),
            models.CheckConstraint(
                name="trial_working_copy_slug",
                condition=Q(revision_of__isnull=True) & ~Q(slug__startswith=WORKING_COPY)
                | Q(revision_of__isnull=False, slug__startswith=WORKING_COPY),
                violation_error_message=_(
                    "Only working copies have a short name that begins so. Choose another."
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["review_state", "overall_status"], name="trial_state_status"),
            # The list of all studies, in alphabetical order.
            models.Index(
                fields=["plain_title", "id"],
                name="trial_published_by_title",
                condition=Q(review_state="published"),
            ),
            # Asked in every search; almost no trial is in it.
            models.Index(
                fields=["withdraw_on"],
                name="trial_withdraw_on",
                condition=Q(review_state="published", withdraw_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.plain_title

    def get_absolute_url(self) -> str:
        return reverse("trials:trial", args=[self.slug])


class TrialSource(models.Model):
    """A page or record that something about the trial was read from."""

    trial = models.ForeignKey(
        Trial, on_delete=models.CASCADE, related_name="sources", verbose_name=_("trial")
    )
    reference = models.CharField(
        _("source"), max_length=300, help_text=_("Name of the page or record.")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    quote = models.TextField(_("quotation"), blank=True)
    # Empty when a document does not say; the form asks for it all the same.
    retrieved_on = models.DateField(_("retrieved on"), null=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="trial_source_reference_not_empty", condition=~Q(reference="")
            )
        ]

    def __str__(self) -> str:
        return self.reference
