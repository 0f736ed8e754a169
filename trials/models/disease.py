"""Diseases, their names and their hierarchy.

The hierarchy is a graph without cycles. ``DiseasePath`` holds every pair of a disease
and something above it; the database keeps it right whenever a disease or a parent link
changes, whoever changes it, and refuses a link that would close a circle.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DEFINING_FACT = RegexValidator(
    r"^[a-z0-9_]+(=[A-Za-z0-9_+]+|<[0-9]+(mo|y|d))$",
    _("Write a defining fact as “fact=value” or, for an age, as “age_at_diagnosis<12mo”."),
)


class DiseaseQuerySet(models.QuerySet["Disease"]):
    def get_by_natural_key(self, code: str) -> "Disease":
        return self.get(code=code)

    def below(self, disease: "Disease") -> "DiseaseQuerySet":
        """The disease itself and everything more specific."""
        return self.filter(paths_up__ancestor=disease)

    def above(self, disease: "Disease") -> "DiseaseQuerySet":
        """The disease itself and everything more general."""
        return self.filter(paths_down__descendant=disease)

    def diagnoses(self) -> "DiseaseQuerySet":
        """Without the groups that only order the list."""
        return self.filter(kind=Disease.Kind.DIAGNOSIS)


class Disease(models.Model):
    """A diagnosis, or a group of diagnoses, that somebody may name."""

    class Kind(models.TextChoices):
        GROUP = "group", _("Group of diagnoses")
        DIAGNOSIS = "diagnosis", _("Diagnosis")

    code = models.SlugField(
        _("code"),
        max_length=64,
        unique=True,
        help_text=_("Short name used in files and rules, for example “b_all”. Never changes."),
    )
    preferred_name = models.CharField(_("medical name"), max_length=200)
    plain_name = models.CharField(
        _("plain name"), max_length=200, help_text=_("What families read first.")
    )
    spanish_name = models.CharField(_("medical name in Spanish"), max_length=200, blank=True)
    spanish_plain_name = models.CharField(
        _("plain name in Spanish"),
        max_length=200,
        blank=True,
        help_text=_("Without one, Spanish pages show the English name."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    parents: models.ManyToManyField["Disease", "DiseaseParent"] = models.ManyToManyField(
        "self",
        through="DiseaseParent",
        through_fields=("child", "parent"),
        symmetrical=False,
        related_name="children",
    )
    defining_facts = ArrayField(
        models.CharField(max_length=80, validators=[DEFINING_FACT]),
        verbose_name=_("defining facts"),
        default=list,
        blank=True,
        help_text=_(
            "What, together with a parent, is the same as this disease, "
            "for example “bcr_abl1=positive”. Separate several by commas."
        ),
    )
    exclusive_groups = ArrayField(
        models.SlugField(max_length=40),
        verbose_name=_("exclusive groups"),
        default=list,
        blank=True,
        help_text=_("A patient has at most one disease of each group named here."),
    )
    is_family_choice = models.BooleanField(
        _("offered to families"), default=False, help_text=_("Shown in the list of diagnoses.")
    )
    ncit_code = models.CharField(_("NCI Thesaurus code"), max_length=16, blank=True)
    oncotree_code = models.CharField(_("OncoTree code"), max_length=40, blank=True)
    icd10cm_code = models.CharField(_("ICD-10-CM code"), max_length=40, blank=True)
    icdo3_code = models.CharField(_("ICD-O-3 code"), max_length=40, blank=True)
    doid_code = models.CharField(_("Disease Ontology code"), max_length=40, blank=True)
    source = models.TextField(_("source of the codes"), blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = DiseaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("disease")
        verbose_name_plural = _("diseases")
        ordering: ClassVar = ["preferred_name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disease_code_not_empty", condition=~Q(code=""), violation_error_code="blank"
            ),
            models.CheckConstraint(
                name="disease_kind_known", condition=Q(kind__in=["group", "diagnosis"])
            ),
        ]

    def __str__(self) -> str:
        return self.preferred_name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def names_in(self, language: str) -> tuple[str, str]:
        """The medical and the plain name in a language; in English where it has none."""
        if language == DiseaseName.Language.SPANISH and self.spanish_plain_name:
            return self.spanish_name or self.spanish_plain_name, self.spanish_plain_name
        return self.preferred_name, self.plain_name


class DiseaseParentQuerySet(models.QuerySet["DiseaseParent"]):
    def get_by_natural_key(self, child: str, parent: str) -> "DiseaseParent":
        return self.get(child__code=child, parent__code=parent)


class DiseaseParent(models.Model):
    """``child`` is a kind of ``parent``."""

    child = models.ForeignKey(
        Disease, on_delete=models.CASCADE, related_name="parent_links", verbose_name=_("disease")
    )
    parent = models.ForeignKey(
        Disease,
        on_delete=models.PROTECT,
        related_name="child_links",
        verbose_name=_("more general disease"),
    )
    is_part = models.BooleanField(
        _("one of the parts that make up the whole"),
        default=False,
        help_text=_(
            "Mark B-ALL and T-ALL under ALL: a trial that takes all parts takes the whole."
        ),
    )

    objects = DiseaseParentQuerySet.as_manager()

    class Meta:
        verbose_name = _("more general disease")
        verbose_name_plural = _("more general diseases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child", "parent"],
                name="disease_parent_once",
                violation_error_message=_("This more general disease is listed twice."),
            ),
            models.CheckConstraint(
                name="disease_not_its_own_parent",
                condition=~Q(child=models.F("parent")),
                violation_error_message=_("A disease cannot be more general than itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} → {self.parent}"

    def natural_key(self) -> tuple[str, str]:
        return (self.child.code, self.parent.code)

    natural_key.dependencies = ["trials.disease"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a parent that already stands below the child."""
        if not (self.child_id and self.parent_id):
            return
        if DiseasePath.objects.filter(
            ancestor_id=self.child_id, descendant_id=self.parent_id
        ).exists():
            raise ValidationError(
                {
                    "parent": ValidationError(
                        _(
                            "“%(parent)s” is already a kind of “%(child)s”. "
                            "Choose another more general disease."
                        ),
                        code="cycle",
                        params={"parent": self.parent, "child": self.child},
                    )
                }
            )


class DiseaseNameQuerySet(models.QuerySet["DiseaseName"]):
    def get_by_natural_key(self, code: str, language: str, name: str) -> "DiseaseName":
        return self.get(disease__code=code, language=language, name=name)


class DiseaseName(models.Model):
    """Another name under which a disease is found."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    disease = models.ForeignKey(
        Disease, on_delete=models.CASCADE, related_name="names", verbose_name=_("disease")
    )
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH
    )

    objects = DiseaseNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["disease", "language", "name"],
                name="disease_name_once",
                violation_error_message=_("This name is listed twice."),
            ),
            models.CheckConstraint(name="disease_name_not_empty", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str]:
        return (self.disease.code, self.language, self.name)

    natural_key.dependencies = ["trials.disease"]  # type: ignore[attr-defined]


class DiseasePath(models.Model):
    """``ancestor`` is ``descendant`` or stands above it. Written by the database alone."""

    ancestor = models.ForeignKey(Disease, on_delete=models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Disease, on_delete=models.CASCADE, related_name="paths_up")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="disease_path_once")
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} ≥ {self.descendant_id}"


class DiseaseCatalogue(models.Model):
    """One row whose number the database raises with every change of the diseases.

    Readers that keep the hierarchy in memory compare the number before they use it.
    """

    version = models.BigIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="disease_catalogue_single_row", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def current_version(cls) -> int:
        """A number that was never used before the last change; 0 when there is no disease."""
        held = _VERSION.get()
        if held is None:
            return cls._version_now()
        if not held:
            held.append(cls._version_now())
        return held[0]

    @classmethod
    def _version_now(cls) -> int:
        # Asked by every page: Django takes longer to write this than PostgreSQL to answer it.
        with connections[cls.objects.db].cursor() as cursor:
            cursor.execute("SELECT version FROM trials_diseasecatalogue")
            row = cursor.fetchone()
        return row[0] if row else 0


_VERSION: ContextVar[list[int] | None] = ContextVar("version of the diseases", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, the version of the diseases is asked for once: for pages that change none."""
    token = _VERSION.set([])
    try:
        yield
    finally:
        _VERSION.reset(token)
