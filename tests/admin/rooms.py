"""Walking through the rooms as a browser does: open a page, fill its form in, press a button."""

from typing import Any
from xml.etree.ElementTree import Element

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.page_checks import parsed


def page_of(response: HttpResponse) -> Element:
    return parsed(response).root


def words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def texts(response: HttpResponse, *, tag: str, css: str) -> list[str]:
    """The words of all elements of a tag with a class."""
    found = page_of(response).iter(tag)
    return [words(each) for each in found if css in (each.get("class") or "").split()]


def errors(response: HttpResponse) -> list[str]:
    """What the error summary says, line by line; empty without one."""
    for box in page_of(response).iter("div"):
        if "error-summary" in (box.get("class") or ""):
            return [words(line) for line in box.iter("li")]
    return []


def notices(response: HttpResponse) -> list[str]:
    lists = [each for each in page_of(response).iter("ul") if each.get("class") == "messagelist"]
    return [words(line) for each in lists for line in each.iter("li")]


def entries(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send for the page's form without a button."""
    form = next(
        form
        for form in page_of(response).iter("form")
        if form.get("method") == "post" and form.get("id") != "logout-form"
    )
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or "__prefix__" in name or field.get("disabled") is not None:
            continue
        values = _values(field)
        if values:
            sent[name] = [*sent.get(name, []), *values]
    return sent


def _values(field: Element) -> list[str]:
    if field.tag == "textarea":
        return ["".join(field.itertext()).removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [each.get("value", words(each)) for each in chosen]
    if field.tag != "input" or field.get("type") in ("submit", "button", "file"):
        return []
    if field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
        return []
    return [field.get("value") or ("on" if field.get("type") == "checkbox" else "")]


class Room:
    """One page with a form, as somebody sees it."""

    def __init__(self, client: Client, name: str, *args: object) -> None:
        self.client = client
        self.address = reverse(f"admin:{name}", args=args)
        self.page = client.get(self.address)
        assert self.page.status_code == 200, self.page.status_code
        self.entries = entries(self.page)

    def press(self, button: str = "_continue", **changes: Any) -> HttpResponse:
        """Send the form with some entries changed; None leaves an entry out."""
        sent = {**self.entries, **changes, button: "1"}
        filled = {name: value for name, value in sent.items() if value is not None}
        return self.client.post(self.address, filled, follow=True)
