"""For the scripts of a group's page: the answers of every fact, and words to put together."""

from typing import Any

from django.utils.translation import gettext as _

from trials.catalogue import CATALOGUE


def fact_answers() -> dict[str, dict[str, Any]]:
    """By key: the unit, and pairs of value and words; no pairs for a number."""
    return {
        fact.key: {
            "unit": str(fact.unit),
            "choices": [(choice.value, str(choice.staff_label)) for choice in fact.choices],
        }
        for fact in CATALOGUE
    }


def script_words() -> dict[str, str]:
    """Patterns whose marks the scripts fill in."""
    return {
        "number": _("Number"),
        "box": _("Box %(number)d: %(means)s"),
        "inside": _("%(box)s, inside box %(number)d"),
        "going": _("%(box)s (is removed)"),
        "gone": _("A box"),
        "find": _("Find in the tree"),
        "takeAway": _("Take away: %s"),
        "coversOne": _("This covers 1 diagnosis."),
        "coversMany": _("This covers %s diagnoses."),
    }
