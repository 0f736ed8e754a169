"""The disease and where things stand with it."""

from trials.catalogue.making import Asked, FactMaker, same_for_all
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import Choice, FactGroup, FactKind, Tier

_make = FactMaker(FactGroup.DISEASE)

_CHOOSE_ALL = _("Choose all that are true.")

_STATUS = (
    _make.fact(
        "diagnosis",
        FactKind.DISEASE,
        Tier.EVERYDAY,
        _("Diagnosis"),
        Asked(
            _("What is the diagnosis?"),
            why=_("Each study is for certain diseases."),
            hint=_("A general name such as leukemia is enough to begin with."),
        ),
    ),
    _make.fact(
        "disease_status",
        FactKind.CHOICES,
        Tier.EVERYDAY,
        _("Disease status"),
        Asked(
            _("Where are things now?"),
            why=_(
                "Some studies are for people who were just diagnosed, "
                "others for people whose disease came back."
            ),
            hint=_CHOOSE_ALL,
        ),
        choices=(
            Choice(
                "newly_diagnosed",
                _("Just diagnosed, no treatment yet"),
                _("Newly diagnosed, untreated"),
            ),
            Choice("on_first_treatment", _("In first treatment"), _("On first-line treatment")),
            Choice(
                "in_remission", _("In remission: tests find no disease now"), _("In remission")
            ),
            Choice("relapsed", _("It came back (relapse)"), _("Relapsed")),
            Choice(
                "refractory",
                _("It did not go away with treatment (refractory)"),
                _("Refractory"),
            ),
            # Treatment may also end although the disease is still there: the words say which
            # end is meant, because remission follows from it.
            Choice(
                "off_therapy_survivor",
                _("Finished treatment, and the disease is gone"),
                _("Off-therapy survivor"),
            ),
        ),
        is_volatile=True,
    ),
    _make.fact(
        "relapse_count",
        FactKind.COUNT,
        Tier.EVERYDAY,
        _("Number of relapses"),
        Asked(
            _("How many times has the disease come back?"),
            why=_("Some studies are for the first time it comes back, others for later ones."),
            hint=_("Write 0 if it never came back."),
        ),
        unit="times",
        is_volatile=True,
    ),
    _make.fact(
        "relapse_site",
        FactKind.CHOICES,
        Tier.RECORD,
        _("Site of relapse or disease"),
        Asked(
            _("Where in the body did it come back?"),
            why=_("Some studies take only people whose disease came back in certain places."),
            hint=_CHOOSE_ALL,
        ),
        choices=(
            Choice("marrow", _("In the bone marrow"), _("Bone marrow")),
            Choice("cns", _("In the brain or the spinal fluid"), _("CNS")),
            Choice("testis", _("In a testicle"), _("Testis")),
            Choice("other_extramedullary", _("Somewhere else"), _("Other extramedullary site")),
        ),
        is_volatile=True,
    ),
    _make.fact(
        "time_to_relapse_months",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Months from diagnosis to first relapse"),
        Asked(
            _("How many months after it was found did the disease first come back?"),
            why=_("Some studies are only for a disease that came back early."),
            hint=_("A rough number is fine."),
        ),
        unit="months",
    ),
    _make.fact(
        "cr_number",
        FactKind.COUNT,
        Tier.RECORD,
        _("Number of the remission (CR1, CR2, …)"),
        is_volatile=True,
    ),
)

_EXTENT = (
    _make.fact(
        "marrow_blasts_pct",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Blasts in the bone marrow"),
        unit="%",
        is_volatile=True,
    ),
    _make.fact(
        "mrd_pct",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Minimal or measurable residual disease (MRD)"),
        Asked(
            _("Which number did the last MRD test of the bone marrow give, in percent?"),
            why=_("Some studies depend on how many leukemia cells were still found."),
            hint=_("It stands on the report, for example 0.02. Leave it empty if you have none."),
        ),
        unit="%",
        is_volatile=True,
    ),
    _make.fact(
        "mrd",
        FactKind.CHOICE,
        Tier.RECORD,
        _("MRD status"),
        Asked(
            _("Did the last bone marrow test (MRD) still find leukemia cells?"),
            why=_("Some studies are for people in whom a few leukemia cells are still found."),
            hint=_("The report says MRD positive or MRD negative."),
        ),
        choices=(
            Choice("positive", _("Yes, some were found"), _("Positive")),
            Choice("negative", _("No, none were found"), _("Negative")),
        ),
        is_volatile=True,
    ),
    _make.fact(
        "risk_group",
        FactKind.CHOICE,
        Tier.RECORD,
        _("Risk group"),
        Asked(
            _("Which risk group did the doctors name?"),
            why=_("Some studies are for one risk group only."),
            hint=_(
                "Hospitals name these groups differently. Leave it empty if none of them fits."
            ),
        ),
        choices=(
            same_for_all("low", _("Low risk")),
            same_for_all("standard", _("Standard risk")),
            same_for_all("high", _("High risk")),
            same_for_all("very_high", _("Very high risk")),
        ),
    ),
    _make.fact(
        "wbc_at_diagnosis",
        FactKind.NUMBER,
        Tier.RECORD,
        _("White cell count at diagnosis"),
        unit="10^9/L",
    ),
    _make.fact(
        "cns_status",
        FactKind.CHOICE,
        Tier.RECORD,
        _("CNS status"),
        Asked(
            _("Did the last test of the spinal fluid find leukemia cells?"),
            why=_("Some studies depend on whether leukemia is in the brain or the spinal fluid."),
            hint=_("The report says CNS1, CNS2 or CNS3."),
        ),
        choices=(
            Choice("cns1", _("No (CNS1)"), _("CNS1")),
            Choice("cns2", _("Only a few (CNS2)"), _("CNS2")),
            Choice("cns3", _("Yes (CNS3)"), _("CNS3")),
        ),
        is_volatile=True,
    ),
    _make.yes_no(
        "active_cns",
        Tier.RECORD,
        _("Active CNS disease"),
        Asked(
            _("Is the disease in the brain or the spinal fluid now?"),
            why=_("Some studies cannot treat disease in these places."),
        ),
        is_volatile=True,
    ),
    _make.yes_no(
        "isolated_extramedullary",
        Tier.RECORD,
        _("Isolated extramedullary disease"),
        Asked(
            _("Is the disease only outside the bone marrow?"),
            why=_("Some studies take only people with disease in the bone marrow."),
        ),
        is_volatile=True,
    ),
    _make.yes_no("testicular", Tier.RECORD, _("Testicular leukemia"), is_volatile=True),
    _make.yes_no(
        "measurable_disease",
        Tier.RECORD,
        _("Measurable or detectable disease"),
        Asked(
            _("Can tests find the disease right now?"),
            why=_("Some studies can only follow a disease that tests can find."),
        ),
        is_volatile=True,
    ),
)

_KIND = (
    _make.fact(
        "lineage",
        FactKind.CHOICE,
        Tier.RECORD,
        _("Lineage"),
        Asked(
            _("Is it B-cell or T-cell?"),
            why=_("Many studies are for one of the two only."),
            hint=_("You may find it on the pathology report."),
        ),
        choices=(
            Choice("b", _("B-cell"), _("B")),
            Choice("t", _("T-cell"), _("T")),
            Choice("ambiguous", _("Mixed or neither (ambiguous)"), _("Ambiguous")),
        ),
    ),
    _make.fact(
        "cml_phase",
        FactKind.CHOICE,
        Tier.RECORD,
        _("CML phase"),
        choices=(
            same_for_all("chronic", _("Chronic phase")),
            same_for_all("accelerated", _("Accelerated phase")),
            same_for_all("blast", _("Blast phase")),
        ),
    ),
    _make.fact(
        "hb_genotype",
        FactKind.CHOICE,
        Tier.RECORD,
        _("Hemoglobin genotype"),
        Asked(
            _("Which type of sickle cell disease is it?"),
            why=_("Some studies are for certain types only."),
            hint=_("It stands on the report of the hemoglobin test."),
        ),
        choices=(
            same_for_all("SS", _("Hemoglobin SS")),
            same_for_all("SC", _("Hemoglobin SC")),
            same_for_all("Sbeta0", _("Sickle beta-zero thalassemia")),
            same_for_all("Sbeta+", _("Sickle beta-plus thalassemia")),
            same_for_all("other", _("Another type")),
        ),
    ),
    _make.yes_no(
        "hct_indicated",
        Tier.RECORD,
        _("Transplant planned or indicated"),
        Asked(
            _("Are the doctors planning a transplant?"),
            why=_("Some studies are part of a transplant."),
        ),
        is_volatile=True,
    ),
    _make.yes_no(
        "other_malignancy",
        Tier.RECORD,
        _("Another active cancer"),
        Asked(
            _("Does the patient have another cancer at the same time?"),
            why=_("Some studies cannot take people who are treated for two cancers at once."),
            hint=_("An earlier cancer that is gone does not count."),
        ),
    ),
    _make.yes_no(
        "therapy_related",
        Tier.RECORD,
        _("Disease caused by earlier cancer treatment"),
        Asked(
            _("Do the doctors say that treatment of an earlier cancer caused this disease?"),
            why=_("Some studies treat such a disease in another way."),
        ),
    ),
)

FACTS = (*_STATUS, *_EXTENT, *_KIND)
