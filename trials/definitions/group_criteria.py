"""The criteria of one participant group as a document of their own."""

from trials.definitions.checking import Vocabulary, check_criteria
from trials.definitions.reading_criteria import read_criteria
from trials.definitions.values import Value
from trials.eligibility.criteria import AllOf

ROOT = "criteria"
"""How the paths of faults begin, as they do within the document of a trial."""


def read_group_criteria(document: object, vocabulary: Vocabulary) -> AllOf:
    """``document`` is what ``json.loads`` made of it.

    Raises DefinitionFault for the first thing that is wrong.
    """
    value = Value(ROOT, document)
    tree = read_criteria(value)
    check_criteria(value, vocabulary)
    return tree
