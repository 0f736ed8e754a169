from trials.eligibility.criteria import Origin
from trials.presenters.registry_rules import public_origin
from trials.registry.groups import AGE_FIELDS, CRITERIA, DISEASE_TERMS

FIELDS = "Minimum Age: 1 Year; Maximum Age: 21 Years"


def test_what_no_import_read_is_left_as_it_is() -> None:
    origin = Origin("A sentence", "A page", "A note", "They differ", "a.1")

    assert public_origin(origin) is origin


def test_both_quotations_are_told_where_the_registry_says_two_things() -> None:
    origin = Origin(
        "Younger than 18", CRITERIA, f"At least 1 year\n{FIELDS}", "maximum: registry 21 y"
    )

    told = public_origin(origin)

    assert told.quote == "Younger than 18"
    assert told.source == "the criteria in the registry"
    assert told.note == (
        f"It also says: “At least 1 year”. The age limits in the registry say: “{FIELDS}”."
    )
    assert told.conflict == (
        "The registry says this in two places, and they are not the same. "
        "Ask the study team which counts."
    )


def test_codes_of_how_it_was_read_are_left_out() -> None:
    refused = public_origin(Origin("A sentence", CRITERIA, "differs_by_group"))
    disease = public_origin(Origin("AML", DISEASE_TERMS, "AML: aml (sure, name)"))

    assert (refused.note, disease.note) == ("", "")
    assert disease.source == "the conditions and titles in the registry"


def test_fields_alone_that_leave_something_open_say_so() -> None:
    told = public_origin(Origin(FIELDS, AGE_FIELDS, "", "registry fields not read (hours)"))

    assert told.conflict == "The registry leaves something open here. Ask the study team."
