"""What the commands that read cases have in common."""

from trials.catalogue import CATALOGUE
from trials.definitions.told_facts import KnownWords
from trials.disease_search import disease_names
from trials.rulebook import disease_graph


def known_words() -> KnownWords:
    """What a case may name today."""
    return KnownWords(CATALOGUE, disease_graph(), disease_names())
