"""The site's own name, mark and notice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.forms.coordinator import CoordinatorForm
from trials.models import SiteProfile

LARGEST_LOGO = 200_000
"""Bytes. It is sent with every page of a new visitor."""

_BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n", 0),
    "image/jpeg": (b"\xff\xd8\xff", 0),
    "image/webp": (b"WEBP", 8),
}


def picture_type(content: bytes) -> str | None:
    """The kind of picture by its first bytes; None for everything but PNG, JPEG and WebP.

    The name and the type that the browser sends prove nothing, and an SVG may hold a script.
    """
    for kind, (mark, at) in _BEGINNINGS.items():
        if content[at : at + len(mark)] == mark and (at == 0 or content[:4] == b"RIFF"):
            return kind
    return None


class SiteProfileForm(CoordinatorForm):
    new_logo = forms.FileField(
        label=gettext_lazy("New logo"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(_BEGINNINGS)}),
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 200 kilobytes."),
    )
    remove_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    class Meta:
        model = SiteProfile
        fields = ("site_name", "hospital", "contact", "notice")

    def clean_new_logo(self) -> bytes | None:
        upload: UploadedFile | None = self.cleaned_data["new_logo"]
        if not upload:
            return None
        if (upload.size or 0) > LARGEST_LOGO:
            raise ValidationError(_("Choose a picture of at most 200 kilobytes."), code="size")
        upload.seek(0)
        content: bytes = upload.read()
        if picture_type(content) is None:
            raise ValidationError(_("Choose a PNG, JPEG or WebP picture."), code="type")
        return content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new_logo") and cleaned.get("remove_logo"):
            self.add_error("remove_logo", _("Choose a new logo or remove the logo, not both."))
        if self.errors:
            return cleaned
        self.instance.pk = 1
        if cleaned.get("new_logo"):
            self.instance.logo = cleaned["new_logo"]
            self.instance.logo_type = picture_type(cleaned["new_logo"])
        elif cleaned.get("remove_logo"):
            self.instance.logo, self.instance.logo_type = None, ""
        return cleaned
