"""Every fault is named by its place in the document."""

import copy
from datetime import date

import pytest

from trials.definitions import UnreadableDefinitionsError, Vocabulary, read_definitions
from trials.eligibility.catalogue import (
    Choice,
    Fact,
    FactCatalogue,
    FactGroup,
    FactKind,
    Persona,
    Tier,
)


def fact(key: str, kind: FactKind, *values: str) -> Fact:
    return Fact(
        key=key,
        kind=kind,
        group=FactGroup.BIOMARKER,
        tier=Tier.RECORD,
        who=frozenset(Persona),
        label=key,
        choices=tuple(Choice(value, value, value) for value in values),
    )


VOCABULARY = Vocabulary(
    diseases={"aml", "apl"},
    catalogue=FactCatalogue(
        [
            fact("cd123", FactKind.CHOICE, "positive", "negative"),
            fact("disease_status", FactKind.CHOICES, "relapsed", "refractory"),
            fact("relapse_count", FactKind.COUNT),
            fact("prior_hsct", FactKind.CHOICE, "yes", "no"),
            fact("prior_hsct_days", FactKind.COUNT),
            fact("prior_lines", FactKind.COUNT),
        ]
    ),
)
TRIAL = {
    "id": "catchaml",
    "nct": "NCT04318678",
    "title": "A study",
    "goal_plain": "Researchers want to learn.",
    "kind": "treatment",
    "status": "recruiting",
    "groups": [
        {
            "key": "main",
            "label": "Patients",
            "roles": ["patient"],
            "criteria": {
                "all": [
                    {"age": {"at": "enrolment", "max": {"n": 22, "u": "years"}}, "q": "≤21"},
                    {"any": [{"disease": {"in": ["aml"], "not_in": ["apl"]}, "q": "AML"}]},
                    {"fact": "relapse_count", ">=": 2, "q": "second relapse"},
                    {"washout": "prior_hsct", "days": 84, "q": "84 days"},
                    {"text": "Organ function", "ask": "team", "q": "organs"},
                ]
            },
        }
    ],
}
LEAF = ("groups", 0, "criteria", "all")


def changed(path: tuple[str | int, ...], value: object) -> dict[str, object]:
    """The trial with something else at ``path``; a value of ``...`` removes the key."""
    trial = copy.deepcopy(TRIAL)
    place: object = trial
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return trial


def faults(trial: object) -> list[str]:
    return [str(fault) for fault in read_definitions({"trials": [trial]}, VOCABULARY).faults]


def test_a_right_document_has_no_faults() -> None:
    read = read_definitions({"trials": [TRIAL]}, VOCABULARY)

    assert not read.faults
    (trial,) = read.trials
    assert (trial.slug, trial.plain_title, trial.review) == ("catchaml", "A study", "draft")


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("id",), ..., "trials[0]: “id” is missing"),
        (("id",), "Catch AML", "trials[0].id: “Catch AML” should be made of small letters"),
        (("nct",), "04318678", "trials[0].nct: “04318678” should be made of NCT and eight"),
        (("title",), " ", "trials[0].title: this text must not be empty"),
        (("title",), 7, "trials[0].title: 7 should be a text"),
        (("title",), "a\0b", "trials[0].title: 'a\\x00b' should be a text"),
        (("kind",), "cure", "trials[0].kind: 'cure' should be one of: treatment"),
        (("status",), "open", "trials[0].status: 'open' should be one of: recruiting"),
        (("status_checked_on",), "soon", "trials[0].status_checked_on: 'soon' should be a day"),
        (("colour",), "red", "trials[0]: 'colour' is no key here"),
        (("sources",), {}, "trials[0].sources: {} should be a list"),
        (("sources",), [{"quote": "x"}], "trials[0].sources[0]: “ref” is missing"),
        (("groups",), [], "trials[0].groups: a trial should have at least one group"),
        (("groups", 0, "roles"), ["friend"], "trials[0].groups[0].roles[0]: 'friend' should be"),
        (("groups", 0, "criteria"), [], "trials[0].groups[0].criteria: a rule or a box should"),
        (("groups", 0, "criteria"), {"any": [{"text": "x"}]}, "the outermost box should be “all”"),
        ((*LEAF, 1, "any"), [], "criteria.all[1].any: a box should hold at least one rule"),
        ((*LEAF, 0, "age", "max", "u"), "fortnights", "all[0].age.max.u: 'fortnights' should be"),
        ((*LEAF, 0, "age", "max", "n"), -1, "all[0].age.max.n: -1 should be a whole number"),
        ((*LEAF, 0, "age", "max", "n"), 21.5, "all[0].age.max.n: 21.5 should be a whole number"),
        ((*LEAF, 0, "age", "max", "n"), 5000, "all[0].age.max: nobody reaches this age"),
        ((*LEAF, 0, "age", "max"), ..., "all[0].age: give min or max, or not_stated"),
        (
            (*LEAF, 0, "age", "min"),
            {"n": 30, "u": "years"},
            "all[0].age: these limits cannot be meant",
        ),
        ((*LEAF, 0, "age", "at"), "birth", "all[0].age.at: 'birth' should be one of: enrolment"),
        ((*LEAF, 1, "any", 0, "disease"), {}, "any[0].disease: name diseases under “in”"),
        (
            (*LEAF, 1, "any", 0, "disease", "not_in", 0),
            "apll",
            "all[1].any[0].disease.not_in[0]: “apll” is no disease that we hold",
        ),
        ((*LEAF, 2, "fact"), "relapses", "all[2].fact: “relapses” is no fact of the catalogue"),
        ((*LEAF, 2, ">="), "two", "all[2].>=: 'two' should be a number"),
        ((*LEAF, 2, "<"), 5, "all[2]: give one comparison out of: is, in"),
        ((*LEAF, 2), {"fact": "relapse_count", "is": "two"}, "all[2].is: “relapse_count” is a"),
        ((*LEAF, 2), {"fact": "cd123", ">=": 2}, "all[2].>=: “cd123” is a choice"),
        (
            (*LEAF, 2),
            {"fact": "cd123", "is": "yes"},
            "all[2].is: “yes” should be one of: positive",
        ),
        (
            (*LEAF, 2),
            {"fact": "disease_status", "in": ["relapsed", "cured"]},
            "all[2].in[1]: “cured” should be one of: relapsed, refractory",
        ),
        ((*LEAF, 2), {"fact": "cd123", "in": []}, "all[2].in: give at least one value"),
        ((*LEAF, 3, "days"), 0, "all[3].days: a waiting time should be at least 1 day"),
        ((*LEAF, 3, "washout"), "prior_lines", "all[3].washout: “prior_lines_days” is no fact"),
        ((*LEAF, 4, "ask"), "nurse", "all[4].ask: 'nurse' should be one of: team"),
        ((*LEAF, 4), {"creatinine": "adult"}, "all[4].creatinine: 'adult' should be one of: cog"),
        (
            (*LEAF, 4),
            {"performance": {"cut_off": {"n": 16, "u": "years"}, "lansky": 500, "karnofsky": 50}},
            "all[4].performance.lansky: 500 should be a score from 0 to 100",
        ),
        (
            (*LEAF, 4),
            {"performance": {"cut_off": {"n": 16, "u": "days"}, "lansky": 50, "karnofsky": 50}},
            "all[4].performance: give the cut-off age in years or months",
        ),
        ((*LEAF, 4), {"q": "x"}, "all[4]: this is neither a box nor a rule"),
        ((*LEAF, 4), {"text": "x", "side": "left"}, "all[4].side: 'left' should be one of"),
        ((*LEAF, 4), {"not": {"text": ""}}, "all[4].not.text: this text must not be empty"),
    ],
)
def test_fault_names_its_place(path: tuple[str | int, ...], value: object, fault: str) -> None:
    (found,) = faults(changed(path, value))

    assert fault in found


def test_two_groups_with_one_key_are_a_fault() -> None:
    (found,) = faults(changed(("groups",), TRIAL["groups"] * 2))

    assert found == "trials[0].groups: two groups have one key: main, main"


def test_boxes_without_end_are_a_fault() -> None:
    endless: object = {"text": "x"}
    for _ in range(30):
        endless = {"not": endless}
    (found,) = faults(changed((*LEAF, 4), endless))

    assert found.endswith("boxes stand more than 12 deep")


def test_a_trial_that_stands_there_twice_is_a_fault_of_the_second() -> None:
    read = read_definitions({"trials": [TRIAL, TRIAL]}, VOCABULARY)

    assert len(read.trials) == 1
    assert [str(fault) for fault in read.faults] == ["trials[1].id: “catchaml” stands here twice"]


def test_one_wrong_trial_leaves_the_others_readable() -> None:
    read = read_definitions({"trials": [{"id": "x"}, TRIAL, 7]}, VOCABULARY)

    assert [trial.slug for trial in read.trials] == ["catchaml"]
    assert [fault.path for fault in read.faults] == ["trials[0]", "trials[2]"]


@pytest.mark.parametrize("document", [[], {}, {"trials": {}}, None, "x"])
def test_a_document_that_holds_no_list_of_trials_cannot_be_read(document: object) -> None:
    with pytest.raises(UnreadableDefinitionsError, match="list “trials”"):
        read_definitions(document)


def test_days_and_sources_are_read() -> None:
    trial = changed(("sources",), [{"ref": "A page", "retrieved_on": "2026-11-20"}])
    (read,) = read_definitions({"trials": [trial]}).trials

    assert read.sources[0].retrieved_on == date(2026, 11, 20)
