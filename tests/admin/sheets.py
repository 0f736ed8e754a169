"""Sending a file through the pages of the sheets, as a coordinator's browser does."""

import csv
import io
import re
from dataclasses import dataclass
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.page_checks import html_faults
from trials.models import SheetUpload


@dataclass
class Shown:
    """A page that was sent piece by piece, whole and checked."""

    html: str
    words: str

    def has(self, text: str) -> bool:
        return text in self.words


def shown(response: HttpResponse) -> Shown:
    assert response.status_code == 200, response.status_code
    html = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert html_faults(html) == []
    body = re.sub(r"<script.*?</script>|<head>.*?</head>", " ", html, flags=re.DOTALL)
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
    return Shown(html, words)


def send(client: Client, content: bytes | str, name: str = "list.csv") -> Shown:
    """The page that says what the file would change."""
    raw = content.encode() if isinstance(content, str) else content
    response = client.post(
        reverse("admin:trials_sheetupload_changelist"), {"file": SimpleUploadedFile(name, raw)}
    )
    assert response.status_code == 302, response.content.decode()
    return shown(client.get(response["Location"]))


def store(client: Client, page: Shown, **told: str) -> Shown:
    """What comes of pressing "Store" on that page."""
    found = re.search(r'action="([^"]+/store/)"', page.html)
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.html)
    assert found and seen, page.words
    return shown(client.post(found[1], {"seen": seen[1], **told}))


def download(client: Client, sheet: str, suffix: str = "csv") -> bytes:
    response = client.get(reverse("admin:trials_sheetupload_download", args=[sheet, suffix]))
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def report(client: Client) -> list[dict[str, str]]:
    """Of the file that was sent last."""
    upload = SheetUpload.objects.first()
    assert upload is not None
    response = client.get(reverse("admin:trials_sheetupload_report", args=[upload.pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def faults(client: Client) -> list[tuple[str, str, str]]:
    """Line, column and remedy of everything to mend in the file that was sent last."""
    return [
        (row["line"], row["column"], row["remedy"])
        for row in report(client)
        if row["state"] == "to mend"
    ]
