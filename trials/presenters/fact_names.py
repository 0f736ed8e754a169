"""What families call each fact inside a sentence: "the team will check: the weight"."""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

DAYS = "_days"
"""Behind the key of a treatment: the days since it was last given."""

NAMES: Mapping[str, StrPromise] = {
    # Who it is
    "role": gettext_lazy("who would take part"),
    "birth_date": gettext_lazy("the birth date"),
    "age_at_diagnosis": gettext_lazy("the age when the disease was found"),
    "age_at_relapse": gettext_lazy("the age when the disease came back"),
    "diagnosis_date": gettext_lazy("when the disease was found"),
    "sex": gettext_lazy("whether female or male"),
    "pregnant": gettext_lazy("pregnancy or breastfeeding"),
    "weight_kg": gettext_lazy("the weight"),
    "gestational_age_weeks": gettext_lazy("the weeks of pregnancy before birth"),
    "language": gettext_lazy("the language"),
    "location": gettext_lazy("the place"),
    "treated_at_site": gettext_lazy("treatment at the study’s own hospital"),
    # The disease
    "diagnosis": gettext_lazy("the exact type of the disease"),
    "disease_status": gettext_lazy("where things are now"),
    "relapse_count": gettext_lazy("how many times it came back"),
    "relapse_site": gettext_lazy("where in the body it came back"),
    "time_to_relapse_months": gettext_lazy("how soon it first came back"),
    "cr_number": gettext_lazy("which remission it is"),
    "marrow_blasts_pct": gettext_lazy("how much disease is in the bone marrow"),
    "mrd_pct": gettext_lazy("the number of the last MRD test"),
    "mrd": gettext_lazy("the last bone marrow test (MRD)"),
    "risk_group": gettext_lazy("the risk group"),
    "wbc_at_diagnosis": gettext_lazy("the white cells when it was found"),
    "cns_status": gettext_lazy("the last test of the spinal fluid"),
    "active_cns": gettext_lazy("disease in the brain or the spinal fluid"),
    "isolated_extramedullary": gettext_lazy("disease only outside the bone marrow"),
    "testicular": gettext_lazy("disease in a testicle"),
    "measurable_disease": gettext_lazy("disease that tests can find now"),
    "lineage": gettext_lazy("B-cell or T-cell"),
    "cml_phase": gettext_lazy("the phase of CML"),
    "hb_genotype": gettext_lazy("the type of sickle cell disease"),
    "hct_indicated": gettext_lazy("a planned transplant"),
    "other_malignancy": gettext_lazy("another cancer at the same time"),
    "therapy_related": gettext_lazy("a disease caused by earlier treatment"),
    # What the laboratory found
    "cd19": gettext_lazy("CD19 on the cells"),
    "cd20": gettext_lazy("CD20 on the cells"),
    "cd22": gettext_lazy("CD22 on the cells"),
    "cd33": gettext_lazy("CD33 on the cells"),
    "cd70": gettext_lazy("CD70 on the cells"),
    "cd123": gettext_lazy("CD123 on the cells"),
    "cd7": gettext_lazy("CD7 on the cells"),
    "kmt2a_r": gettext_lazy("a change in the KMT2A (MLL) gene"),
    "bcr_abl1": gettext_lazy("the Philadelphia chromosome (BCR::ABL1)"),
    "ph_like": gettext_lazy("leukemia of the Ph-like kind"),
    "pml_rara": gettext_lazy("PML::RARA, also called t(15;17)"),
    "npm1_mut": gettext_lazy("a change in the NPM1 gene"),
    "flt3_itd": gettext_lazy("FLT3-ITD in the cells"),
    "flt3_itd_ratio": gettext_lazy("how much FLT3-ITD is in the cells"),
    "nup98_r": gettext_lazy("a change in the NUP98 gene"),
    "ubtf_td": gettext_lazy("a change in the UBTF gene"),
    "tp53_alt": gettext_lazy("a change in the TP53 gene"),
    "hypodiploidy": gettext_lazy("too few chromosomes (hypodiploidy)"),
    "iamp21": gettext_lazy("iAMP21 in the cells"),
    "tcf3_hlf": gettext_lazy("TCF3::HLF, also called t(17;19)"),
    "ras_pathway": gettext_lazy("a change in the RAS pathway"),
    "jak_stat": gettext_lazy("a change in the JAK-STAT pathway"),
    "abl_class": gettext_lazy("an ABL-class fusion"),
    "etp": gettext_lazy("early T-cell precursor (ETP) leukemia"),
    "myeloid_mutations": gettext_lazy("gene changes of the myeloid kind"),
    "alk": gettext_lazy("a change in the ALK gene"),
    "menin_other": gettext_lazy("another change that menin medicines act on"),
    "h3k27": gettext_lazy("an H3 K27 change"),
    "mycn": gettext_lazy("too many copies of the MYCN gene"),
    "t315i": gettext_lazy("the T315I change"),
    # What was given; "the time since" is put before these, see below
    "previously_treated": gettext_lazy("any treatment so far"),
    "steroid_pretreatment": gettext_lazy("weeks of steroids before the diagnosis"),
    "prior_lines": gettext_lazy("how many treatments there were"),
    "prior_hsct": gettext_lazy("a transplant from a donor"),
    "prior_auto_hsct": gettext_lazy("a transplant of the patient’s own cells"),
    "prior_car_t": gettext_lazy("CAR T-cell therapy"),
    "prior_blinatumomab": gettext_lazy("blinatumomab (Blincyto)"),
    "prior_inotuzumab": gettext_lazy("inotuzumab (Besponsa)"),
    "prior_gemtuzumab": gettext_lazy("gemtuzumab (Mylotarg)"),
    "prior_menin": gettext_lazy("a menin medicine"),
    "prior_venetoclax": gettext_lazy("venetoclax"),
    "prior_tki": gettext_lazy("imatinib, dasatinib or a similar pill"),
    "prior_trametinib": gettext_lazy("trametinib"),
    "prior_obinutuzumab": gettext_lazy("obinutuzumab"),
    "prior_glofitamab": gettext_lazy("glofitamab"),
    "prior_solid_organ_transplant": gettext_lazy("an organ transplant"),
    "prior_dli": gettext_lazy("donor lymphocytes"),
    "chemo": gettext_lazy("the last chemotherapy"),
    "radiation": gettext_lazy("the last radiation"),
    "cd19_therapy_ineligible": gettext_lazy("whether CD19 treatment is possible"),
    "auto_car_t_unsuitable": gettext_lazy("whether the patient’s own cells can be used"),
    "tki_intolerant_or_refractory": gettext_lazy("how the last pill of this kind worked"),
    "anthracycline_unsuitable": gettext_lazy("whether more anthracycline is possible"),
    "on_treatment": gettext_lazy("chemotherapy now"),
    "off_therapy_months": gettext_lazy("the months since treatment ended"),
    "years_since_diagnosis": gettext_lazy("the years since the disease was found"),
    "rbc_transfusion_ml_kg": gettext_lazy("how much blood was given"),
    "enrolled_screening_study": gettext_lazy("taking part in the screening study first"),
    # Health
    "down_syndrome": gettext_lazy("Down syndrome"),
    "bmf_syndrome": gettext_lazy("a bone marrow failure from birth"),
    "fanconi": gettext_lazy("Fanconi anemia"),
    "lansky": gettext_lazy("how active the child can be"),
    "karnofsky": gettext_lazy("how active the patient can be"),
    "ecog": gettext_lazy("how active the patient can be"),
    "organ_function_ok": gettext_lazy("how well the organs work"),
    "creatinine_clearance": gettext_lazy("how well the kidneys work"),
    "creatinine_mg_dl": gettext_lazy("how well the kidneys work"),
    "bilirubin_x_uln": gettext_lazy("how well the liver works"),
    "alt_x_uln": gettext_lazy("how well the liver works"),
    "lvef": gettext_lazy("how well the heart works"),
    "shortening_fraction": gettext_lazy("how well the heart works"),
    "spo2": gettext_lazy("the oxygen in the blood"),
    "wbc": gettext_lazy("the white cells in the blood"),
    "anc": gettext_lazy("the neutrophils in the blood"),
    "platelets": gettext_lazy("the platelets in the blood"),
    "qtcf": gettext_lazy("the rhythm of the heart"),
    "active_infection": gettext_lazy("infections"),
    "hiv": gettext_lazy("HIV"),
    "hepatitis_bc": gettext_lazy("hepatitis B and C"),
    "active_gvhd": gettext_lazy("graft-versus-host disease (GVHD)"),
    "immunosuppression": gettext_lazy("medicines against GVHD or rejection"),
    "sos_vod_history": gettext_lazy("an earlier liver problem (SOS or VOD)"),
    "seizures_uncontrolled": gettext_lazy("seizures"),
    "donor_available": gettext_lazy("whether there is a donor"),
    "donor_was_hct_donor": gettext_lazy("whether it is the donor of the earlier transplant"),
    "related_haplo_match": gettext_lazy("whether the donor is a close relative"),
    "donor_recipient_qualifies": gettext_lazy("who would get the cells"),
    "can_swallow": gettext_lazy("taking medicine by mouth or tube"),
    "needs_sedation_mri": gettext_lazy("sleep medicine for an MRI"),
    "consent_possible": gettext_lazy("agreeing to take part"),
    "other_trial": gettext_lazy("another treatment study"),
}


def fact_name(key: str) -> str:
    """In the middle of a sentence. A fact that nobody catalogued stands for itself."""
    if key not in NAMES and key.endswith(DAYS):
        return _("the time since %(treatment)s") % {"treatment": fact_name(key.removesuffix(DAYS))}
    return str(NAMES.get(key, key))


def fact_title(key: str) -> str:
    """At the beginning of a line."""
    return str(capfirst(fact_name(key)))
