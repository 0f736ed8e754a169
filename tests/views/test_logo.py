import pytest

from tests.factories import make_site_profile
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db

PICTURE = b"\x89PNG\r\n\x1a\n and the rest"


def test_picture_of_the_profile_is_served(client: PageCheckingClient) -> None:
    make_site_profile(logo=PICTURE, logo_type="image/png", hospital="A hospital")

    response = client.get("/logo/")

    assert (response.content, response["Content-Type"]) == (PICTURE, "image/png")
    assert ReadPage(client.get("/")).all("img", src="/logo/", alt="A hospital")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="no picture"),
        pytest.param({"logo": b"<svg/>", "logo_type": "image/svg+xml"}, id="a drawing"),
        pytest.param({"logo": b"<script>", "logo_type": "text/html"}, id="a page"),
    ],
)
def test_anything_but_a_picture_is_not_served(
    client: PageCheckingClient, fields: dict[str, object]
) -> None:
    make_site_profile(**fields)

    assert client.get("/logo/").status_code == 404


def test_site_without_a_profile_has_a_name_and_no_picture(client: PageCheckingClient) -> None:
    assert client.get("/logo/").status_code == 404
    assert not ReadPage(client.get("/")).all("img")
    assert ReadPage(client.get("/")).title.endswith("– Trial finder")


def test_name_and_notice_of_the_profile_stand_on_every_page(client: PageCheckingClient) -> None:
    make_site_profile(site_name="Our trials", notice="Not affiliated with anybody.")
    page = ReadPage(client.get("/"))

    assert page.title.endswith("– Our trials")
    assert "Not affiliated with anybody." in page.words
