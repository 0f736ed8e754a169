"""What the laboratory found on the surface or in the genes of the cells.

None of them follows from a diagnosis by habit: nearly all B-ALL carries CD19, but it can
be lost under treatment against CD19.
"""

from trials.catalogue.making import FactMaker
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import FactGroup, FactKind, Tier

_make = FactMaker(FactGroup.BIOMARKER)

_SURFACE = (
    _make.marker(
        "cd19",
        _("CD19 expression on blasts"),
        _("Did the lab find CD19 on the leukemia cells?"),
    ),
    _make.marker("cd20", _("CD20 expression"), _("Did the lab find CD20 on the cancer cells?")),
    _make.marker(
        "cd22",
        _("CD22 expression on blasts"),
        _("Did the lab find CD22 on the leukemia cells?"),
    ),
    _make.marker(
        "cd33",
        _("CD33 expression on blasts"),
        _("Did the lab find CD33 on the leukemia cells?"),
    ),
    _make.marker("cd70", _("CD70 expression"), _("Did the lab find CD70 on the cancer cells?")),
    _make.marker(
        "cd123",
        _("CD123 (IL3RA) expression"),
        _("Did the lab find CD123 on the leukemia cells?"),
    ),
    _make.marker("cd7", _("CD7 expression"), _("Did the lab find CD7 on the leukemia cells?")),
)

_GENES = (
    _make.marker(
        "kmt2a_r",
        _("KMT2A (MLL) rearrangement"),
        _("Did the lab find a change in the KMT2A (MLL) gene?"),
    ),
    _make.marker(
        "bcr_abl1",
        _("BCR::ABL1 (Philadelphia chromosome)"),
        _("Did the lab find the Philadelphia chromosome (BCR::ABL1)?"),
    ),
    _make.marker(
        "ph_like",
        _("Ph-like (BCR::ABL1-like) signature"),
        _("Did the lab call the leukemia Ph-like?"),
    ),
    _make.marker(
        "pml_rara", _("PML::RARA"), _("Did the lab find PML::RARA, also called t(15;17)?")
    ),
    _make.marker("npm1_mut", _("NPM1 mutation"), _("Did the lab find a change in the NPM1 gene?")),
    _make.marker("flt3_itd", _("FLT3-ITD"), _("Did the lab find FLT3-ITD?")),
    _make.fact(
        "flt3_itd_ratio",
        FactKind.NUMBER,
        Tier.RECORD,
        _("FLT3-ITD allelic ratio"),
        unit="ratio",
    ),
    _make.marker(
        "nup98_r",
        _("NUP98 rearrangement"),
        _("Did the lab find a change in the NUP98 gene?"),
    ),
    _make.marker(
        "ubtf_td",
        _("UBTF tandem duplication"),
        _("Did the lab find a change in the UBTF gene?"),
    ),
    _make.marker(
        "tp53_alt", _("TP53 alteration"), _("Did the lab find a change in the TP53 gene?")
    ),
    _make.marker(
        "hypodiploidy",
        _("Hypodiploidy"),
        _("Did the lab find too few chromosomes in the cells (hypodiploidy)?"),
    ),
    _make.marker("iamp21", _("iAMP21"), _("Did the lab find iAMP21?")),
    _make.marker(
        "tcf3_hlf", _("TCF3::HLF"), _("Did the lab find TCF3::HLF, also called t(17;19)?")
    ),
    _make.marker(
        "ras_pathway",
        _("RAS-pathway alteration"),
        _("Did the lab find a change in the RAS pathway?"),
    ),
    _make.marker(
        "jak_stat",
        _("IL7R/JAK-STAT pathway alteration"),
        _("Did the lab find a change in the JAK-STAT pathway?"),
    ),
    _make.marker("abl_class", _("ABL-class fusion"), _("Did the lab find an ABL-class fusion?")),
    _make.marker(
        "etp",
        _("ETP or near-ETP phenotype"),
        _("Did the lab call it early T-cell precursor (ETP) leukemia?"),
    ),
    _make.marker(
        "myeloid_mutations",
        _("Myeloid-type mutations in T-ALL"),
        _("Did the lab find gene changes of the myeloid kind?"),
    ),
    _make.marker("alk", _("ALK alteration"), _("Did the lab find a change in the ALK gene?")),
    _make.marker(
        "menin_other",
        _("Other menin-sensitive alteration (PICALM::MLLT10, DEK::NUP214, KAT6A-r, SET::NUP214)"),
        _("Did the lab find another change that menin medicines act on?"),
    ),
    _make.marker("h3k27", _("H3 K27 alteration"), _("Did the lab find an H3 K27 change?")),
    _make.marker(
        "mycn", _("MYCN amplification"), _("Did the lab find too many copies of the MYCN gene?")
    ),
    _make.marker("t315i", _("ABL1 T315I mutation"), _("Did the lab find the T315I change?")),
)

FACTS = (*_SURFACE, *_GENES)
