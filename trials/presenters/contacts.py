"""How to reach a referral office: labelled lines, each with the address that a tap opens."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trials.models import Contact

US_NUMBER_DIGITS = 10


@dataclass(frozen=True, slots=True)
class ContactLine:
    """``href`` is empty for what cannot be opened (a fax number)."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class ContactCard:
    """``referral_rule`` says who has to make the referral; empty when nothing is known."""

    name: str
    referral_rule: str
    lines: tuple[ContactLine, ...]
    source: str


def contact_card(contact: Contact) -> ContactCard:
    lines = (
        ContactLine(_("Phone"), contact.phone, phone_href(contact.phone)),
        ContactLine(_("Local phone"), contact.local_phone, phone_href(contact.local_phone)),
        ContactLine(_("24-hour pager"), contact.pager, phone_href(contact.pager)),
        ContactLine(_("Fax"), contact.fax),
        ContactLine(_("E-mail"), contact.email, f"mailto:{contact.email}"),
        ContactLine(_("Web page"), contact.url, contact.url),
    )
    return ContactCard(
        name=contact.name,
        referral_rule=contact.referral_rule,
        lines=tuple(line for line in lines if line.text),
        source=contact.source,
    )


def phone_href(number: str) -> str:
    """``tel:`` with the country code; numbers of ten digits are taken to be in the US."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+") or len(digits) > US_NUMBER_DIGITS:
        return f"tel:+{digits}"
    return f"tel:+1{digits}" if len(digits) == US_NUMBER_DIGITS else f"tel:{digits}"
