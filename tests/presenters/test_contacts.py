import pytest

from trials.models import Contact
from trials.presenters.contacts import ContactLine, contact_card, phone_href


@pytest.mark.parametrize(
    ("number", "href"),
    [
        pytest.param("1-888-226-4343", "tel:+18882264343", id="toll-free with 1"),
        pytest.param("901-595-4055", "tel:+19015954055", id="ten digits"),
        pytest.param("+49 30 1234567", "tel:+49301234567", id="abroad"),
        pytest.param("595-4055", "tel:5954055", id="too short for a country code"),
    ],
)
def test_phone_number_opens_with_its_country_code(number: str, href: str) -> None:
    assert phone_href(number) == href


def test_contact_lists_only_what_is_known() -> None:
    contact = Contact(name="Referral office", phone="901-595-4055", fax="901-595-4011")

    assert contact_card(contact).lines == (
        ContactLine("Phone", "901-595-4055", "tel:+19015954055"),
        ContactLine("Fax", "901-595-4011"),
    )


def test_email_and_web_page_can_be_opened() -> None:
    contact = Contact(name="Office", email="office@example.org", url="https://example.org/")

    assert [line.href for line in contact_card(contact).lines] == [
        "mailto:office@example.org",
        "https://example.org/",
    ]
