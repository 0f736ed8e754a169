"""What was given so far, and when."""

from trials.catalogue.making import Asked, FactMaker
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import FactGroup, FactKind, Tier

_make = FactMaker(FactGroup.TREATMENT)

_EARLIER = (
    _make.yes_no(
        "previously_treated",
        Tier.EVERYDAY,
        _("Any prior systemic anticancer treatment"),
        Asked(
            _("Has treatment been started?"),
            why=_("Some studies are only for people who have not been treated yet."),
            hint=_(
                "Medicine against this disease counts. "
                "A few days of steroids, hydroxyurea or one dose into the spinal fluid do not."
            ),
        ),
    ),
    _make.yes_no(
        "steroid_pretreatment",
        Tier.RECORD,
        _("More steroid pre-treatment than the study allows"),
        Asked(
            _("Did the patient take steroids for more than two weeks before the diagnosis?"),
            why=_("Many steroids can hide what kind of leukemia it is."),
            hint=_("Prednisone or dexamethasone, for example. Sprays and creams do not count."),
        ),
    ),
    _make.fact("prior_lines", FactKind.COUNT, Tier.RECORD, _("Number of prior treatment lines")),
)

_GIVEN_AND_WHEN = (
    _make.prior_treatment(
        "hsct",
        _("Allogeneic stem cell transplant"),
        _("Transplant from a donor"),
        _("Has the patient had a stem cell (bone marrow) transplant from a donor?"),
    ),
    _make.prior_treatment(
        "auto_hsct",
        _("Autologous stem cell transplant"),
        _("Transplant of the patient's own cells"),
        _("Has the patient had a transplant of the patient's own stem cells?"),
    ),
    _make.prior_treatment(
        "car_t",
        _("CAR T-cell therapy"),
        _("CAR T-cell therapy"),
        _("Has the patient had CAR T-cell therapy?"),
    ),
    _make.prior_treatment(
        "blinatumomab",
        _("Blinatumomab"),
        _("Blinatumomab (Blincyto)"),
        _("Has the patient had blinatumomab (Blincyto)?"),
    ),
    _make.prior_treatment(
        "inotuzumab",
        _("Inotuzumab ozogamicin"),
        _("Inotuzumab (Besponsa)"),
        _("Has the patient had inotuzumab (Besponsa)?"),
    ),
    _make.prior_treatment(
        "gemtuzumab",
        _("Gemtuzumab ozogamicin"),
        _("Gemtuzumab (Mylotarg)"),
        _("Has the patient had gemtuzumab (Mylotarg)?"),
    ),
    _make.prior_treatment(
        "menin",
        _("Menin inhibitor (revumenib, ziftomenib, bleximenib)"),
        _("Menin medicine"),
        _("Has the patient had a menin medicine, such as revumenib?"),
    ),
    _make.prior_treatment(
        "venetoclax",
        _("Venetoclax"),
        _("Venetoclax"),
        _("Has the patient had venetoclax?"),
    ),
    _make.prior_treatment(
        "tki",
        _("BCR::ABL1 tyrosine kinase inhibitor"),
        _("Imatinib, dasatinib or a similar pill"),
        _("Has the patient had imatinib, dasatinib or a similar pill?"),
    ),
    _make.prior_treatment(
        "trametinib",
        _("Trametinib"),
        _("Trametinib"),
        _("Has the patient had trametinib?"),
    ),
    _make.prior_treatment(
        "obinutuzumab",
        _("Obinutuzumab"),
        _("Obinutuzumab"),
        _("Has the patient had obinutuzumab?"),
    ),
    _make.prior_treatment(
        "glofitamab",
        _("Glofitamab"),
        _("Glofitamab"),
        _("Has the patient had glofitamab?"),
    ),
    _make.prior_treatment(
        "solid_organ_transplant",
        _("Solid organ transplant"),
        _("Organ transplant"),
        _("Has the patient had an organ transplant, such as a new kidney or liver?"),
    ),
    _make.prior_treatment(
        "dli",
        _("Donor lymphocyte infusion"),
        _("Donor lymphocytes"),
        _("Has the patient had donor lymphocytes after a transplant?"),
    ),
)

PRIOR_TREATMENTS = tuple(given.key for given, _when in _GIVEN_AND_WHEN)
"""Keys of the facts "ever given"; each has a twin with ``_days`` behind it."""

_LIMITS = (
    _make.fact(
        "chemo_days",
        FactKind.COUNT,
        Tier.CLINIC,
        _("Days since last cytotoxic chemotherapy"),
        unit="days",
        is_volatile=True,
    ),
    _make.fact(
        "radiation_days",
        FactKind.COUNT,
        Tier.CLINIC,
        _("Days since last radiation"),
        unit="days",
        is_volatile=True,
    ),
    _make.yes_no(
        "cd19_therapy_ineligible",
        Tier.RECORD,
        _("CD19-directed therapy did not work or cannot be given"),
    ),
    _make.yes_no(
        "auto_car_t_unsuitable",
        Tier.CLINIC,
        _("Not suitable for autologous CD19-CAR T cells"),
    ),
    _make.yes_no(
        "tki_intolerant_or_refractory",
        Tier.RECORD,
        _("Intolerant of, or refractory to, the last TKI"),
    ),
    _make.yes_no("anthracycline_unsuitable", Tier.CLINIC, _("Cannot receive more anthracycline")),
)

_COURSE = (
    _make.yes_no(
        "on_treatment",
        Tier.EVERYDAY,
        _("Receiving chemotherapy now"),
        Asked(
            _("Is the patient getting chemotherapy now?"),
            why=_("Some studies go along with chemotherapy, others begin after it."),
        ),
        is_volatile=True,
    ),
    _make.fact(
        "off_therapy_months",
        FactKind.NUMBER,
        Tier.EVERYDAY,
        _("Months since the end of all cancer treatment"),
        Asked(
            _("How many months ago did all cancer treatment end?"),
            why=_("Some studies begin a certain time after treatment."),
            hint=_("Leave it empty while treatment goes on. A rough number is fine."),
        ),
        unit="months",
        is_volatile=True,
    ),
    _make.fact(
        "years_since_diagnosis",
        FactKind.NUMBER,
        Tier.EVERYDAY,
        _("Years since primary cancer diagnosis"),
        Asked(
            _("How many years ago was the cancer first found?"),
            why=_("Some studies look at people a certain time after the diagnosis."),
            hint=_("Write 0 if it was less than a year ago."),
        ),
        unit="years",
        is_volatile=True,
    ),
    _make.fact(
        "rbc_transfusion_ml_kg",
        FactKind.NUMBER,
        Tier.RECORD,
        _("Packed red cell transfusions during therapy"),
        unit="mL/kg",
    ),
    _make.yes_no(
        "enrolled_screening_study",
        Tier.RECORD,
        _("Enrolled on the screening study this study requires"),
        hint=_("For example APEC14B1 for COG studies of ALL, APAL2020SC for PedAL studies."),
    ),
)

FACTS = (
    *_EARLIER,
    *(fact for pair in _GIVEN_AND_WHEN for fact in pair),
    *_LIMITS,
    *_COURSE,
)
