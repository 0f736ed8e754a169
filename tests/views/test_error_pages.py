"""Error pages need no database: pytest refuses these tests one."""

import pytest
from django.template.loader import render_to_string

from tests.page_checks import PageCheckingClient, html_faults

PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html")


@pytest.mark.parametrize("template", PAGES)
def test_error_page_is_whole_without_a_request(template: str) -> None:
    page = render_to_string(template)

    assert html_faults(page) == []
    assert 'href="tel:+18004226237"' in page


def test_address_that_does_not_exist_gets_the_error_page(client: PageCheckingClient) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_request_under_a_foreign_name_is_refused(client: PageCheckingClient) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()
