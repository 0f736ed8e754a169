"""Words of the catalogue: translated at the moment they are shown, typed as plain text.

The catalogue's shapes stand on a floor without Django and hold ``str``. Django's lazy
texts behave like one, but are none to a type checker: these two functions are the only
place that says otherwise. Import ``lazy`` as ``_``, so that its texts are found for
translation.
"""

from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy


def lazy(text: str) -> str:
    return cast(str, gettext_lazy(text))


def filled(sentence: str, **parts: str) -> str:
    """``sentence`` with its ``{names}`` replaced, both in the reader's language."""
    return cast(str, format_lazy(sentence, **parts))
