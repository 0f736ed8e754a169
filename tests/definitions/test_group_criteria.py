"""The rules of one group as a document."""

import pytest

from trials.catalogue import CATALOGUE
from trials.definitions import (
    DefinitionFault,
    Vocabulary,
    read_group_criteria,
    write_criteria,
)

VOCABULARY = Vocabulary({"aml", "apl"}, CATALOGUE)
DOCUMENT = {
    "all": [
        {"disease": {"in": ["aml"], "not_in": ["apl"]}, "q": "AML, not APL"},
        {"any": [{"all": [{"any": [{"fact": "cd123", "is": "positive", "q": "CD123+"}]}]}]},
    ]
}


def test_what_was_read_and_written_again_is_the_same() -> None:
    assert write_criteria(read_group_criteria(DOCUMENT, VOCABULARY)) == DOCUMENT


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"all": [{"disease": {"in": ["flu"]}}]}, "criteria.all[0].disease.in[0]: “flu” is no"),
        (
            {"all": [{"any": [{"fact": "cd123", "is": "yes"}]}]},
            "criteria.all[0].any[0].is: “yes” should be one of: positive, negative",
        ),
        ({"any": []}, "criteria.any: a box should hold at least one rule"),
        ([], "criteria: a rule or a box should be an object"),
    ],
)
def test_fault_names_its_place(document: object, fault: str) -> None:
    with pytest.raises(DefinitionFault) as found:
        read_group_criteria(document, VOCABULARY)

    assert str(found.value).startswith(fault)
