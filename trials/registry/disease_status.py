"""Which status of the disease a study asks for, from its title and its conditions.

Read only where nothing else can be meant: when every condition carries the status, or the
title says it and offers no other way in. "Relapsed or high-risk neuroblastoma" asks for
none. Somebody who relapsed is often called refractory as well and the other way round, and
who was newly diagnosed is soon in first treatment: both stand for both. A remission may be
the first or follow a relapse.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from trials.registry.disease_words import word_set

_BACK = frozenset({"relapsed", "refractory"})
_NEW = frozenset({"newly_diagnosed", "on_first_treatment"})
_GONE = frozenset({"in_remission", "on_first_treatment", "off_therapy_survivor", "relapsed"})

_BACK_WORDS = r"relaps(?:ed|ing)|recurr(?:ent|ing)|refractory|r/r|relapse"
_NEW_WORDS = r"newly[ -]diagnosed|(?:previously )?untreated|treatment[ -]na[iï]ve"
_GONE_WORDS = r"in (?:first |second |complete |continuous )*remission"
_KINDS = (
    (re.compile(rf"(?<!\w)(?:{_BACK_WORDS})(?!\w)", re.IGNORECASE), _BACK),
    (re.compile(rf"(?<!\w)(?:{_NEW_WORDS})(?!\w)", re.IGNORECASE), _NEW),
    (re.compile(rf"(?<!\w)(?:{_GONE_WORDS})(?!\w)", re.IGNORECASE), _GONE),
)
_PARTS = word_set("relaps recur refractory r/r newly untreated naive naïve remission")
_ANY_STATUS = re.compile(
    rf"(?<!\w)(?:{_BACK_WORDS}|{_NEW_WORDS}|progressive|progressing|persistent|resistant)(?!\w)",
    re.IGNORECASE,
)
_OTHER_WAY_IN = re.compile(
    r"\*(?:\s*,|\s*/|\s+and/or|\s+and|\s+or)+\s+(?!\*)"
    r"|[^*\s(]\)?\s+(?:and/or|and|or)\s+\*"
    r"|\b(?:high|poor|intermediate|standard|low|very high)[ -](?:risk|prognosis)"
    r"|\b(?:advanced|metastatic|unresectable|de novo|maintenance|inoperable|secondary)\b",
    re.IGNORECASE,
)
"""Where an asterisk stands for every status: "* or metastatic", "stage IV or *"."""
_NO_STATUS = re.compile(
    r"prevent\w*|risk of|reduc\w+|predict\w*|time to|refractory (?:an[ae]?emia|cytopenia)"
    r"|detect\w*|surveillance|recurrent (?:pain|infection|laryngeal|respiratory)|relapse rate",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadStatus:
    """Values of the fact ``disease_status``, and the texts that say so.

    No values: the study asks for no status, or says it in a way that is not read.
    """

    values: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()


def read_status(
    titles: Iterable[str], conditions: Iterable[str], keywords: Iterable[str] = ()
) -> ReadStatus:
    """Read the status of the titles; of the conditions where the titles say nothing of it.

    What other texts say is added, so that "untreated" in a keyword opens a study of
    relapses again; a text that offers another way in opens it to everybody.
    """
    spoken = {text: _status_of(text) for text in titles if _speaks(text)}
    terms = {text: _status_of(text) for text in conditions if _speaks(text)}
    if not any(spoken.values()) and terms.keys() == set(conditions):
        spoken |= terms
    others = [_status_of(text) for text in keywords if _speaks(text)]
    found = [*spoken.values(), *terms.values(), *others]
    if not any(spoken.values()) or None in found:
        return ReadStatus()
    values: frozenset[str] = frozenset().union(*(value for value in found if value))
    return ReadStatus(values, tuple(text for text, value in spoken.items() if value))


def _speaks(text: str) -> bool:
    lower = text.lower()
    return any(part in lower for part in _PARTS)  # Most texts say nothing of it.


@lru_cache(maxsize=50_000)
def _status_of(text: str) -> frozenset[str] | None:
    """None where it offers another way in, or only speaks of what may come back."""
    marked = _ANY_STATUS.sub("*", text.replace("*", ""))
    if _NO_STATUS.search(text) or _OTHER_WAY_IN.search(marked):
        return None
    return frozenset().union(*(values for words, values in _KINDS if words.search(text)))
