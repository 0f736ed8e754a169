"""What is wrong with a document, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefinitionFault(Exception):
    """One fault.

    ``path``    where, for example ``trials[3].groups[0].criteria.all[2].age.min.u``.
    ``what``    what stands there and what should.
    """

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path or 'the document'}: {self.what}"


class UnreadableDefinitionsError(ValueError):
    """The document as a whole is no list of trial definitions."""


class CaseFaultError(ValueError):
    """One case cannot be read; the text says what stands there and what to write."""


class UnreadableCasesError(ValueError):
    """The document as a whole is no list of cases."""
