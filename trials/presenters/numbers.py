"""Numbers as people read them."""

from django.utils.formats import number_format


def grouped(number: int) -> str:
    """With the separators of thousands of the page's language: "6,557"."""
    return number_format(number, force_grouping=True)
