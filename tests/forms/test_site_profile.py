import pytest

from trials.forms.site_profile import picture_type


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n...", "image/png", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0...", "image/jpeg", id="JPEG"),
        pytest.param(b"RIFF....WEBPVP8 ", "image/webp", id="WebP"),
        pytest.param(b"....WEBP", None, id="mark at another place"),
        pytest.param(b"XXXX....WEBP", None, id="WebP without its container"),
        pytest.param(b"<svg/>", None, id="SVG"),
        pytest.param(b"\x89PN", None, id="cut off"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_picture_is_known_by_its_first_bytes(content: bytes, kind: str | None) -> None:
    assert picture_type(content) == kind
