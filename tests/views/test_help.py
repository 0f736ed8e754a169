import re

import pytest
from django.contrib.messages.storage.cookie import CookieStorage

from tests.factories import make_contact, make_site_profile, make_trial, make_user
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


def test_help_names_whom_to_call_and_says_to_call_the_doctor_first(
    client: PageCheckingClient,
) -> None:
    make_site_profile(contact=make_contact(name="Our referral office", phone="1-555-010-9999"))

    words = ReadPage(client.get("/help/")).words

    assert words.index("Call your child’s doctor") < words.index("1-800-4-CANCER")
    assert "Our referral office" in words
    assert "1-555-010-9999" in words


@pytest.mark.parametrize("address", ["/", "/help/", "/privacy/"])
def test_every_page_leads_to_guides_words_help_and_privacy(
    client: PageCheckingClient, address: str
) -> None:
    targets = {link.get("href") for link in ReadPage(client.get(address)).all("a")}

    assert {"/guides/", "/glossary/", "/help/", "/privacy/"} <= targets


def test_privacy_names_every_cookie_that_is_really_set_and_no_other(
    client: PageCheckingClient,
) -> None:
    html = client.get("/privacy/").content.decode()
    named = set(re.findall(r"<code>(.*?)</code>", html))
    was_set = cookies_of_a_visit(client)

    # A message is kept in the session of the browser only while it waits to be shown.
    assert named == was_set | {CookieStorage.cookie_name}


def cookies_of_a_visit(client: PageCheckingClient) -> set[str]:
    """What a family, then a member of the staff, gets in every way there is."""
    trial, was_set = make_trial(slug="study"), set()
    client.post("/", {"age_years": "7"})
    for _more in range(3):
        client.post("/people/change/", {"add": "1"})
        client.post("/", {"age_years": "9"})
    was_set |= set(client.cookies)
    client.post("/people/change/", {"look_at": "1"})
    client.post("/kept/change/", {"keep": trial.slug})
    client.post("/i18n/setlang/", {"language": "es", "next": "/"})
    was_set |= set(client.cookies)
    client.force_login(make_user("Referral staff", is_staff=True))
    for address in ("/", "/results/", "/kept/", "/help/", "/guides/", "/admin/", "/referral/"):
        client.get(address)
    client.post("/referral/", {"age_years": "7"})
    return was_set | set(client.cookies)


def test_privacy_says_how_long_answers_last(client: PageCheckingClient) -> None:
    assert "They end after 30 minutes" in ReadPage(client.get("/privacy/")).words
