"""Trials as JSON documents, for people and programs to exchange. See docs/definitions.md.

Reading and writing are pure: they know neither the database nor the clock. What was read
and written again is the same document.
"""

from trials.definitions.checking import Vocabulary
from trials.definitions.faults import DefinitionFault, UnreadableDefinitionsError
from trials.definitions.group_criteria import read_group_criteria
from trials.definitions.reading import ReadDefinitions, read_definitions
from trials.definitions.shapes import (
    GroupDefinition,
    SiteDefinition,
    SourceDefinition,
    TrialDefinition,
)
from trials.definitions.writing import write_criteria, write_definitions

__all__ = [
    "DefinitionFault",
    "GroupDefinition",
    "ReadDefinitions",
    "SiteDefinition",
    "SourceDefinition",
    "TrialDefinition",
    "UnreadableDefinitionsError",
    "Vocabulary",
    "read_definitions",
    "read_group_criteria",
    "write_criteria",
    "write_definitions",
]
