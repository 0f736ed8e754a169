"""A small named world of diseases for the tests: real ones, few enough to draw.

blood disease
├── leukemia
│   ├── ALL                          B-ALL and T-ALL together make up the whole
│   │   ├── B-ALL                    lineage is b
│   │   │   ├── Ph+ ALL              bcr_abl1 is positive    ┐ one of these
│   │   │   └── ETV6-RUNX1 ALL                               ┘ at most
│   │   ├── T-ALL                    lineage is t
│   │   └── infant ALL               age at diagnosis below 12 months
│   ├── AML                          also a myeloid disease
│   │   ├── APL (M3)                 pml_rara is positive    ┐ one genetic
│   │   ├── AML with NPM1            npm1 is positive        │ class at
│   │   ├── ML-DS                    down_syndrome is yes    ┘ most
│   │   ├── AML with FLT3-ITD        flt3_itd is positive; goes with any class
│   │   └── AMKL (M7)                one FAB type at most: not with APL (M3)
│   └── Burkitt leukemia             also a mature B-cell disease
├── mature B-cell disease
│   ├── Burkitt leukemia
│   └── Burkitt lymphoma
├── myeloid disease
│   ├── AML
│   └── myeloid disease of Down syndrome      down_syndrome is yes
│       ├── ML-DS                             (also AML)
│       └── TAM                               down_syndrome is yes
└── sickle cell disease
    ├── hemoglobin SS                hb_genotype is SS       ┐ one of these
    ├── hemoglobin SC                hb_genotype is SC       ┘ at most
    └── sickle cell with moyamoya
"""

from trials.eligibility.ages import AgeLimit
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode


def fact(words: str) -> Condition:
    """``lineage=b`` as a condition."""
    name, _, value = words.partition("=")
    return Condition(name, Operator.IS, (value,))


def node(
    disease_id: str, *parents: str, facts: str = "", only_one: str = "", parts: str = ""
) -> DiseaseNode:
    """A disease; ``facts``, ``only_one`` (exclusive groups) and ``parts`` are words."""
    return DiseaseNode(
        id=disease_id,
        parents=parents,
        defining=tuple(fact(words) for words in facts.split()),
        exclusive_groups=frozenset(only_one.split()),
        parts=frozenset(parts.split()),
    )


INFANT = Condition("age_at_diagnosis", Operator.BELOW, (AgeLimit.months(12),))

NODES = (
    node("blood"),
    node("leukemia", "blood"),
    node("all", "leukemia", parts="b_all t_all"),
    node("b_all", "all", facts="lineage=b"),
    node("ph_all", "b_all", facts="bcr_abl1=positive", only_one="b_genetics"),
    node("etv6_all", "b_all", only_one="b_genetics"),
    node("t_all", "all", facts="lineage=t"),
    DiseaseNode("infant_all", ("all",), (INFANT,)),
    node("aml", "leukemia", "myeloid"),
    node("apl", "aml", facts="pml_rara=positive", only_one="aml_genetics fab"),
    node("npm1_aml", "aml", facts="npm1=positive", only_one="aml_genetics"),
    node("ml_ds", "aml", "ds_myeloid", facts="down_syndrome=yes", only_one="aml_genetics"),
    node("flt3_aml", "aml", facts="flt3_itd=positive"),
    node("amkl", "aml", only_one="fab"),
    node("burkitt_leukemia", "leukemia", "mature_b"),
    node("mature_b", "blood"),
    node("burkitt_lymphoma", "mature_b"),
    node("myeloid", "blood"),
    node("ds_myeloid", "myeloid", facts="down_syndrome=yes"),
    node("tam", "ds_myeloid", facts="down_syndrome=yes"),
    node("sickle", "blood"),
    node("hb_ss", "sickle", facts="hb_genotype=SS", only_one="genotype"),
    node("hb_sc", "sickle", facts="hb_genotype=SC", only_one="genotype"),
    node("moyamoya", "sickle"),
)
GRAPH = DiseaseGraph(NODES)
