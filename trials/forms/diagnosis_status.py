"""A diagnosis and the status of the disease in one breath: "relapsed B-ALL".

The status is to be asked about: "relapsed or refractory" may be either, a child who relapsed
may be in remission by now, and "relapse?" is a question.

"relapsed B-ALL"                 B-ALL, relapsed
"B-ALL, recién diagnosticada"    B-ALL, newly_diagnosed
"refractory anemia"              is a name itself: whoever asks looks that up first
"""

import re
from dataclasses import dataclass

_KINDS = {
    "newly_diagnosed": r"newly[ -]diagnosed|recién diagnosticad[ao]",
    "relapsed": r"relapsed?|relapsing|in relapse|recurrent|en recaída|recaída|recidivante"
    r"|recurrente|r/r",
    "refractory": r"refractory|refractari[ao]|r/r",
}
"""Value of the fact ``disease_status``, in the order of its choices → how people say it."""

_STATUS = {
    value: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for value, words in _KINDS.items()
}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(_KINDS.values())})(?!\w)", re.IGNORECASE)
_JOINING = re.compile(
    r"^[\s,/&()-]*(?:(?:and|or|y|o)\b)?[\s,/&()-]+|[\s,/&(-]+(?:(?:and|or|y|o)\b)?[\s,/&()-]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidTogether:
    """``diagnosis`` without the words of status; ``statuses`` in the order of the catalogue."""

    diagnosis: str
    statuses: tuple[str, ...]


def said_together(text: str) -> SaidTogether:
    """Part a text. No statuses when it says none: then ``diagnosis`` is the text.

    Whether what is left names a disease is for the caller to find: "not relapsed ALL" leaves
    "not ALL", which names none.
    """
    statuses = tuple(value for value, words in _STATUS.items() if words.search(text))
    if not statuses:
        return SaidTogether(text, ())
    left = _ANY.sub(" ", text)
    while (shorter := _JOINING.sub("", left)) != left:
        left = shorter
    return SaidTogether(" ".join(left.split()), statuses)
