import pytest

from tests.admin.rooms import page_of, words
from tests.factories import make_user
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.django_db


def test_front_page_is_ordered_by_what_it_is_about(desk: PageCheckingClient) -> None:
    sections = [words(each) for each in page_of(desk.get("/admin/")).iter("caption")]

    assert sections == [
        "Trials",
        "Registry",
        "Diseases",
        "Places and contacts",
        "Texts for families",
        "This site",
        "Records",
    ]


def test_superuser_also_finds_the_accounts(client: PageCheckingClient) -> None:
    user = make_user(is_superuser=True, is_staff=True)
    client.force_login(user)

    assert "Authentication and Authorization" in client.get("/admin/").content.decode()
    assert client.get("/admin/auth/user/").status_code == 200
    page = client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    assert "Coordinators" in page
    assert "user_permissions" not in page


def test_list_of_one_app_is_left_as_it_is(desk: PageCheckingClient) -> None:
    sections = [words(each) for each in page_of(desk.get("/admin/trials/")).iter("caption")]

    assert sections == ["Trial finder"]


def test_sign_in_page_has_a_heading(client: PageCheckingClient) -> None:
    page = page_of(client.get("/admin/login/"))

    assert [words(each) for each in page.iter("h1")] == ["Log in"]


def test_wrong_password_is_told(client: PageCheckingClient) -> None:
    response = client.post("/admin/login/", {"username": "nobody", "password": "wrong"})

    assert response.status_code == 200
    assert "errornote" in response.content.decode()
