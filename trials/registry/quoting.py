"""Which sentences of a record no rule speaks of yet."""

import re
from collections.abc import Iterable, Iterator

from trials.registry.criteria_text import CriterionSentence, sentences_of


def unquoted_sentences(criteria: str, quotes: Iterable[str]) -> Iterator[CriterionSentence]:
    """The sentences of the criteria that none of the quotes holds whole, in order.

    Blanks do not count. A quote may be longer than the sentence; of a sentence that is
    quoted in part, the rest still has to be checked.
    """
    folded = [_folded(quote) for quote in quotes]
    for sentence in sentences_of(criteria):
        words = _folded(sentence.words)
        if not any(words in quote for quote in folded):
            yield sentence


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
