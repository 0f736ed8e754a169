"""What follows from what was told.

Rules for everything below:

* What follows must be certain. Where only "usually" can be said, the fact stays unknown
  and is asked: a wrong "no" costs a patient a study.
* What was told is never overwritten. ``disease_status`` can hold several values at once;
  it grows only to a set that holds all that was told.
* That a number was told at all is written as "at least 0".

Three things follow elsewhere. Every disease brings its own defining facts, because the
hierarchy of diseases says so. Ages at diagnosis are bounded by today's age, because the
engine works them out. And nobody but the engine knows which group's rules hold for a donor.
"""

from collections.abc import Collection, Iterator, Mapping

from trials.catalogue.treatment import PRIOR_TREATMENTS
from trials.catalogue.words import lazy as _
from trials.eligibility.ages import AgeLimit
from trials.eligibility.catalogue import Implication
from trials.eligibility.conditions import Condition, FactValue, Operator

AGE = "age"
"""Not a fact of the catalogue: the age on the day, which the engine knows from the births."""

B_ALL_CLASSES_WITHOUT_BCR_ABL1 = frozenset(
    {
        "b_all_ph_like",
        "b_all_kmt2a",
        "b_all_etv6_runx1",
        "b_all_hyperdiploid",
        "b_all_hypodiploid",
        "b_all_iamp21",
        "b_all_tcf3_pbx1",
        "b_all_tcf3_hlf",
    }
)

NOT_AGAINST_CANCER = frozenset({"prior_solid_organ_transplant"})
"""A child with a new kidney may well have an untreated leukemia, and the other way round."""


def _is(fact: str, value: str) -> Condition:
    return Condition(fact, Operator.IS, (value,))


def _at_least(fact: str, number: float) -> Condition:
    return Condition(fact, Operator.AT_LEAST, (number,))


def _follows(
    then: Mapping[str, FactValue],
    *when: Condition,
    source: str,
    diseases: Collection[str] = (),
    roles: Collection[str] = (),
) -> Implication:
    return Implication(
        then=tuple(then.items()),
        when=when,
        diseases=frozenset(diseases),
        roles=frozenset(roles),
        source=source,
    )


_TREATED = {"previously_treated": "yes"}

_STATUS = (
    _follows(
        {"previously_treated": "no", "relapse_count": 0, "years_since_diagnosis": 0},
        _is("disease_status", "newly_diagnosed"),
        source=_("Newly diagnosed means just found and not treated yet"),
    ),
    _follows(
        _TREATED,
        Condition("disease_status", Operator.IN, ("in_remission", "relapsed", "refractory")),
        source=_("Remission, relapse and refractory are said of what was treated"),
    ),
    _follows(
        {
            "disease_status": frozenset({"off_therapy_survivor", "in_remission"}),
            "on_treatment": "no",
            **_TREATED,
        },
        _is("disease_status", "off_therapy_survivor"),
        source=_("Survivors off therapy finished their treatment and are in remission"),
    ),
    _follows(
        _TREATED,
        source=_("Survivors were treated"),
        roles={"survivor"},
    ),
    _follows(
        {"disease_status": frozenset({"relapsed"}), **_TREATED},
        _at_least("relapse_count", 1),
        source=_("Who had a relapse has relapsed, unless another status is told"),
    ),
)


def _treatments() -> Iterator[Implication]:
    against_cancer = [key for key in PRIOR_TREATMENTS if key not in NOT_AGAINST_CANCER]
    yield _follows(
        {**dict.fromkeys(against_cancer, "no"), "prior_lines": 0, "relapse_count": 0},
        _is("previously_treated", "no"),
        source=_("Nothing was given before treatment started"),
    )
    for key in against_cancer:
        yield _follows(
            _TREATED, _is(key, "yes"), source=_("What was given is a treatment against cancer")
        )
    for key in PRIOR_TREATMENTS:
        yield _follows(
            {key: "yes"},
            _at_least(f"{key}_days", 0),
            source=_("Days since a treatment are told only of what was given"),
        )


_TREATMENT = (
    *_treatments(),
    _follows(_TREATED, _at_least("prior_lines", 1), source=_("A line of treatment was given")),
    _follows(
        {"on_treatment": "no", **_TREATED},
        _at_least("off_therapy_months", 0),
        source=_("Only treatment that was begun can have ended"),
    ),
    _follows(
        {"prior_dli": "no"},
        _is("prior_hsct", "no"),
        source=_("Donor lymphocytes are only given after a transplant from a donor"),
    ),
    _follows(
        {"active_gvhd": "no"},
        _is("prior_hsct", "no"),
        _is("prior_dli", "no"),
        source=_("Graft-versus-host disease needs cells of a donor"),
    ),
)

_GENES = (
    _follows(
        {"ph_like": "negative"},
        _is("bcr_abl1", "positive"),
        source=_("Ph-like means like Ph-positive, without BCR::ABL1"),
    ),
    _follows(
        {"bcr_abl1": "negative"},
        _is("ph_like", "positive"),
        source=_("Ph-like means like Ph-positive, without BCR::ABL1"),
    ),
    _follows(
        {"bcr_abl1": "negative"},
        source=_("A B-ALL belongs to one genetic class, and this one is not Ph-positive"),
        diseases=B_ALL_CLASSES_WITHOUT_BCR_ABL1,
    ),
    _follows(
        {"bcr_abl1": "positive"},
        source=_("The disease is defined by BCR::ABL1"),
        diseases={"b_all_ph_pos", "cml", "mpal_ph_pos", "aml_ph_pos"},
    ),
    _follows(
        {"kmt2a_r": "positive"},
        source=_("The disease is defined by a KMT2A rearrangement"),
        diseases={"b_all_kmt2a", "aml_kmt2a", "mpal_kmt2a"},
    ),
)

_DISEASE = (
    _follows({"lineage": "b"}, source=_("B-cell disease by name"), diseases={"b_all", "b_lbl"}),
    _follows({"lineage": "t"}, source=_("T-cell disease by name"), diseases={"t_all", "t_lbl"}),
    _follows({"lineage": "ambiguous"}, source=_("Ambiguous lineage by name"), diseases={"alal"}),
    _follows(
        {"therapy_related": "yes"},
        source=_("Caused by earlier treatment by name"),
        diseases={"therapy_related_myeloid"},
    ),
    _follows(
        {"active_cns": "yes"},
        _is("cns_status", "cns3"),
        source=_("CNS3 means leukemia in the central nervous system"),
    ),
    _follows(
        {"active_cns": "no"},
        _is("cns_status", "cns1"),
        source=_("CNS1 means no leukemia in the spinal fluid"),
    ),
    _follows(
        {"mrd": "positive"},
        _at_least("mrd_pct", 0.01),
        source=_("0.01 percent is the usual limit; a study with another one asks for the number"),
    ),
)

_HEALTH = (
    _follows(
        {"down_syndrome": "yes"},
        source=_("Found only in people with Down syndrome"),
        diseases={"ml_ds", "tam"},
    ),
    _follows(
        {"bmf_syndrome": "yes"},
        source=_("An inherited bone marrow failure by name"),
        diseases={"inherited_bmf", "fanconi", "sds", "scn", "dba", "dkc"},
    ),
    _follows({"fanconi": "yes"}, source=_("Fanconi anemia by name"), diseases={"fanconi"}),
    _follows(
        {"bmf_syndrome": "yes"},
        _is("fanconi", "yes"),
        source=_("Fanconi anemia is an inherited bone marrow failure"),
    ),
    _follows(
        {"fanconi": "no"},
        _is("bmf_syndrome", "no"),
        source=_("Fanconi anemia is an inherited bone marrow failure"),
    ),
    _follows({"pregnant": "no"}, _is("sex", "male"), source=_("Follows from the sex")),
    _follows(
        {"pregnant": "no"},
        Condition(AGE, Operator.BELOW, (AgeLimit.years(9),)),
        source=_("Not asked of children under 9"),
    ),
    _follows({"testicular": "no"}, _is("sex", "female"), source=_("Follows from the sex")),
)

IMPLICATIONS = (*_STATUS, *_TREATMENT, *_GENES, *_DISEASE, *_HEALTH)
