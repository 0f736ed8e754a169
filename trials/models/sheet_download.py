"""A workbook that was made for a coordinator, until they have fetched it."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetDownload(models.Model):
    """Only whom it was made for can fetch it, for a day; ``drop_old_files`` removes it then."""

    LONGEST_NAME: Final = 100

    name = models.CharField(max_length=LONGEST_NAME)
    content = models.BinaryField()
    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("workbook")
        verbose_name_plural = _("workbooks")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.name
