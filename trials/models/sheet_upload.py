"""A file of a coordinator, between being looked at and being stored."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetUpload(models.Model):
    """Only whoever sent it sees it, for a day; ``drop_old_files`` removes it then. Nothing of
    it is in the trail until it is stored, and then every row that it changed is."""

    LONGEST_NAME: Final = 200

    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    content = models.BinaryField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(db_index=True)
    stored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering: ClassVar = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
