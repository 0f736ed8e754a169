import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.admin.rooms import Room, errors
from tests.factories import make_site_profile
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, SiteProfile

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 50
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"0" * 50


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


@pytest.fixture
def room(desk: PageCheckingClient) -> Room:
    make_site_profile()
    return Room(desk, "trials_siteprofile_change", 1)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(PNG, "image/png", id="PNG"),
        pytest.param(JPEG, "image/jpeg", id="JPEG"),
        pytest.param(WEBP, "image/webp", id="WebP"),
    ],
)
def test_logo_is_kept_with_the_kind_its_first_bytes_tell(
    content: bytes, kind: str, room: Room
) -> None:
    response = room.press(new_logo=upload(content))

    assert errors(response) == []
    profile = SiteProfile.objects.get()
    assert (bytes(profile.logo or b""), profile.logo_type) == (content, kind)
    assert "SHA-256" in AuditEvent.objects.get().after["logo"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(b"GIF89a" + b"0" * 50, id="GIF"),
        pytest.param(b"RIFF\x24\x00\x00\x00WAVE" + b"0" * 50, id="sound"),
        pytest.param(b"12345678WEBP" + b"0" * 50, id="WebP mark alone"),
        pytest.param(b"<script>alert(1)</script>", id="script called logo.png"),
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(content: bytes, room: Room) -> None:
    response = room.press(new_logo=upload(content))

    assert "Choose a PNG, JPEG or WebP picture." in errors(response)[0]
    assert SiteProfile.objects.get().logo is None


def test_large_picture_is_refused(room: Room) -> None:
    response = room.press(new_logo=upload(PNG + b"0" * 200_000))

    assert "at most 200 kilobytes" in errors(response)[0]


def test_logo_can_be_removed(room: Room) -> None:
    room.press(new_logo=upload(PNG))

    room.press(remove_logo="on", _seen=None)

    profile = SiteProfile.objects.get()
    assert (profile.logo, profile.logo_type) == (None, "")


def test_new_logo_and_removal_at_once_are_refused(room: Room) -> None:
    response = room.press(new_logo=upload(PNG), remove_logo="on")

    assert "not both" in errors(response)[0]


def test_logo_stays_when_only_words_change(room: Room) -> None:
    room.press(new_logo=upload(PNG))

    room.press(site_name="Our trials", _seen=None)

    profile = SiteProfile.objects.get()
    assert (profile.site_name, bytes(profile.logo or b"")) == ("Our trials", PNG)


def test_list_leads_straight_to_the_one_profile(desk: PageCheckingClient) -> None:
    make_site_profile()

    response = desk.get("/admin/trials/siteprofile/")

    assert response.headers["Location"] == "/admin/trials/siteprofile/1/change/"
    assert desk.get("/admin/trials/siteprofile/add/").status_code == 403


def test_first_profile_is_made_here(desk: PageCheckingClient) -> None:
    response = Room(desk, "trials_siteprofile_add").press(site_name="Our trials")

    assert errors(response) == []
    assert SiteProfile.objects.get().pk == 1
