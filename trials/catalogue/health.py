"""Health beside the disease, and what a donor is asked."""

from trials.catalogue.making import EVERYBODY, Asked, FactMaker
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import FactGroup, FactKind, Tier

_make = FactMaker(FactGroup.HEALTH)

_CONDITIONS = (
    _make.yes_no(
        "down_syndrome",
        Tier.EVERYDAY,
        _("Down syndrome (trisomy 21, mosaic included)"),
        Asked(
            _("Does the patient have Down syndrome?"),
            why=_("Some studies are made for people with Down syndrome, others cannot take them."),
        ),
    ),
    _make.yes_no(
        "bmf_syndrome",
        Tier.EVERYDAY,
        _("Inherited bone marrow failure (Fanconi, Kostmann, Shwachman, …)"),
        Asked(
            _("Was the patient born with a bone marrow failure, such as Fanconi anemia?"),
            why=_("Some treatments are too strong for people with such a condition."),
        ),
    ),
    _make.yes_no(
        "fanconi",
        Tier.RECORD,
        _("Fanconi anemia"),
        Asked(
            _("Does the patient have Fanconi anemia?"),
            why=_("Some treatments are too strong for people with Fanconi anemia."),
        ),
    ),
)

_PERFORMANCE = (
    _make.fact(
        "lansky",
        FactKind.COUNT,
        Tier.CLINIC,
        _("Lansky play score"),
        who=EVERYBODY,
        hint=_("For younger children. The age at which Karnofsky takes over is the study's."),
        unit="0-100",
        is_volatile=True,
    ),
    _make.fact(
        "karnofsky",
        FactKind.COUNT,
        Tier.CLINIC,
        _("Karnofsky score"),
        who=EVERYBODY,
        unit="0-100",
        is_volatile=True,
    ),
    _make.fact(
        "ecog",
        FactKind.COUNT,
        Tier.CLINIC,
        _("ECOG performance status"),
        unit="0-5",
        is_volatile=True,
    ),
)

_MEASURED = (
    _make.yes_no(
        "organ_function_ok",
        Tier.CLINIC,
        _("Adequate organ function (the study's definition)"),
        is_volatile=True,
    ),
    *(
        _make.fact(key, FactKind.NUMBER, Tier.CLINIC, label, unit=unit, is_volatile=True)
        for key, label, unit in (
            ("creatinine_clearance", _("Creatinine clearance or GFR"), "mL/min/1.73m2"),
            ("creatinine_mg_dl", _("Serum creatinine"), "mg/dL"),
            ("bilirubin_x_uln", _("Bilirubin"), "x ULN"),
            ("alt_x_uln", _("ALT"), "x ULN"),
            ("lvef", _("LV ejection fraction"), "%"),
            ("shortening_fraction", _("Shortening fraction"), "%"),
            ("spo2", _("Oxygen saturation on air"), "%"),
            ("wbc", _("White cell count now"), "10^9/L"),
            ("anc", _("Neutrophils"), "10^9/L"),
            ("platelets", _("Platelets"), "10^9/L"),
            ("qtcf", _("QTcF"), "ms"),
        )
    ),
)

_COMPLICATIONS = (
    _make.yes_no("active_infection", Tier.CLINIC, _("Uncontrolled infection"), is_volatile=True),
    _make.yes_no("hiv", Tier.CLINIC, _("HIV infection"), is_sensitive=True),
    _make.yes_no("hepatitis_bc", Tier.CLINIC, _("Active hepatitis B or C"), is_sensitive=True),
    _make.yes_no(
        "active_gvhd",
        Tier.RECORD,
        _("Active graft-versus-host disease"),
        Asked(
            _("Does the patient have graft-versus-host disease (GVHD) now?"),
            why=_("Some studies can only begin once GVHD is gone."),
            hint=_("It can happen after a transplant, when donor cells attack the body."),
        ),
        is_volatile=True,
    ),
    _make.yes_no(
        "immunosuppression",
        Tier.CLINIC,
        _("Takes medicines against GVHD or rejection"),
        is_volatile=True,
    ),
    _make.yes_no("sos_vod_history", Tier.RECORD, _("History of liver SOS/VOD")),
    _make.yes_no(
        "seizures_uncontrolled", Tier.CLINIC, _("Uncontrolled seizures or CNS pathology")
    ),
)

_DONORS = (
    _make.yes_no(
        "donor_available",
        Tier.RECORD,
        _("Suitable transplant donor identified"),
        Asked(
            _("Has a donor been found?"),
            why=_("Some studies need a donor of stem cells."),
        ),
        is_volatile=True,
    ),
    _make.yes_no(
        "donor_was_hct_donor",
        Tier.RECORD,
        _("The T-cell donor is the donor of the earlier transplant"),
    ),
    _make.yes_no(
        "related_haplo_match",
        Tier.RECORD,
        _("Donor: family member matched for at least one haplotype (3 of 6 or better)"),
        Asked(
            _("Is the donor a parent, child, brother or sister of the patient?"),
            why=_("Some studies use cells of a close relative."),
        ),
    ),
    _make.yes_no(
        "donor_recipient_qualifies",
        Tier.EVERYDAY,
        _("Donor: a recipient who may take part is identified"),
        Asked(
            _("Is the person who would get the donor's cells being considered for this study?"),
            why=_("A donor joins a study together with the person who gets the cells."),
        ),
    ),
)

_PRACTICAL = (
    _make.yes_no("can_swallow", Tier.CLINIC, _("Can take medicine by mouth or tube")),
    _make.yes_no("needs_sedation_mri", Tier.CLINIC, _("Adult who needs sedation for an MRI")),
    _make.yes_no("consent_possible", Tier.CLINIC, _("Consent or assent possible"), who=EVERYBODY),
    _make.yes_no(
        "other_trial",
        Tier.EVERYDAY,
        _("In another interventional study"),
        Asked(
            _("Is the patient in another treatment study now?"),
            why=_("Often only one treatment study is possible at a time."),
        ),
        is_volatile=True,
    ),
)

FACTS = (
    *_CONDITIONS,
    *_PERFORMANCE,
    *_MEASURED,
    *_COMPLICATIONS,
    *_DONORS,
    *_PRACTICAL,
)
