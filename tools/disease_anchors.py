"""Where our diseases stand in NCI Thesaurus, beyond the codes that the fixture gives them.

Codes and labels of NCI Thesaurus (CC BY 4.0), release of 2018-06-08.
"""

from trials.registry.disease_words import word_set

ANCHORS: dict[str, tuple[str, ...]] = {
    "C3262": ("cancer",),  # Neoplasm
    "C9292": ("solid_or_cns",),  # Solid Neoplasm: records do not leave the brain out
    "C4665": ("plasma_cell_myeloma",),  # Plasma Cell Neoplasm
    "C7056": ("mature_b_nhl",),  # Mature B-Cell Non-Hodgkin Lymphoma
    "C3457": ("b_lbl", "mature_b_nhl"),  # B-Cell Non-Hodgkin Lymphoma
    "C8591": ("extracranial_gct",),  # Testicular Germ Cell Tumor
    "C3873": ("extracranial_gct",),  # Ovarian Germ Cell Tumor
    "C4514": ("extracranial_gct",),  # Malignant Ovarian Germ Cell Tumor
    "C3918": ("gct",),  # Extragonadal Germ Cell Tumor
    "C7009": ("cns_germinoma",),  # Central Nervous System Germinoma
    "C5430": ("cns_germinoma",),  # Intracranial Germinoma
    "C3326": ("pheo_para",),  # Adrenal Gland Pheochromocytoma
    "C3308": ("pheo_para",),  # Paraganglioma
    "C3510": ("melanoma",),  # Cutaneous Melanoma
    "C7389": ("vascular_anomaly",),  # Benign Vascular Neoplasm
    "C3085": ("vascular_anomaly",),  # Hemangioma
    "C112117": ("vascular_anomaly",),  # Vascular Malformation
    "C80693": ("bmf",),  # Bone Marrow Failure
    "C94810": ("inherited_bmf",),  # Inherited Bone Marrow Failure Syndrome
    "C3093": ("hemophilia",),  # Hemophilia
    "C115221": ("bleeding",),  # Bleeding Diathesis
    "C103172": ("bleeding",),  # Congenital Bleeding Disorder
    "C3131": ("immunodeficiency",),  # Immunodeficiency Syndrome
    "C39725": ("immunodeficiency",),  # Immunodeficiency
    "C3266": ("predisposition",),  # Hereditary Neoplastic Syndrome
    "C26324": ("nonmalignant_hematology",),  # Non-Neoplastic Hematologic and Lymphocytic Disorder
    "C26323": ("hematologic_malignancy", "nonmalignant_hematology"),  # Hematologic Disorder
}

LEFT_OUT = ("C2851", "C3108", "C14220")
"""AIDS and HIV infection: of tumours that come with them alone are ours."""

GENERAL = word_set("""
    cancer_or_blood cancer solid_or_cns solid_tumor hematologic_malignancy mature_b_neoplasm
    lymphoid_leukemia myeloid_neoplasm nonmalignant_hematology sarcoma sts""")
"""Above too many diseases to stand for one of another kind."""

SAY_NOTHING = word_set(
    """malignant neoplasm tumor cancer benign primary secondary malignancy carcinoma disease
    neoplastic other multiple second invasive noninvasive non borderline uncertain behavior
    potential rare common hereditary familial sporadic radiation treatment therapy related
    induced associated virus viral infection by grade mixed"""
)
"""Words that with those of stage make no kind of tumour: "rare malignant neoplasm"."""

FAMILIES = (
    ("C9306", "sts", "nrsts"),  # Soft Tissue Sarcoma
    ("C9118", "sarcoma", "nrsts"),  # Sarcoma
    ("C27134", "hematologic_malignancy", "other_blood_cancer"),
    ("C3262", "cancer", "other_solid_tumor"),
    ("C26323", "nonmalignant_hematology", "other_blood_disorder"),
    ("C34433", "nonmalignant_hematology", "other_blood_disorder"),  # Bone Marrow Disorder
)
"""The concept above a family, the family, and what stands for the rest of it; in order."""

_ANYBODY = ("cancer_or_blood",)
_BLOOD = ("hematologic_malignancy", "nonmalignant_hematology")

FOREIGN_BY_HAND = (
    "acquired immunodeficiency syndrome",
    "acquired immune deficiency syndrome",
    "human immunodeficiency virus",
    "simian immunodeficiency virus",
    "tumor necrosis factor",
    "leukemia inhibitory factor",
    "pseudotumor cerebri",
    "fatigue syndrome chronic",
    "anemia of prematurity",
    "family cancer caregiver",
    "glaucoma",
    "myalgic encephalomyelitis",
    "chronic fatigue syndrome",
    "anaplastic lymphoma kinase",
    "Fanconi syndrome",
    "tumor bank",
    "tumor derived",
    "tumor infiltrating lymphocyte",
)
"""Phrases with a name of ours in them that mean something else."""

WIDER_BY_HAND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sickle cell anemia", ("scd",)),
    ("anemia sickle cell", ("scd",)),
    ("brain stem glioma", ("glioma",)),
    ("brainstem glioma", ("glioma",)),
    ("germinoma", ("gct",)),
    ("embryonal tumor", ("cancer",)),
    ("refractory anemia", ("mds",)),
    ("refractory anemia with ringed sideroblasts", ("mds",)),
    ("refractory cytopenia with multilineage dysplasia", ("mds",)),
    ("PNET", ("embryonal_cns", "ewing")),
    ("primitive neuroectodermal tumor", ("embryonal_cns", "ewing")),
    ("neuroectodermal tumor", ("embryonal_cns", "ewing")),
    ("neuroectodermal tumors primitive", ("embryonal_cns", "ewing")),
    ("peripheral primitive neuroectodermal tumor", ("ewing",)),
    ("peripheral neuroectodermal tumor", ("ewing",)),
    ("Ewing sarcoma peripheral primitive neuroectodermal tumor", ("ewing",)),
    ("Askin tumor", ("ewing",)),
    ("Ewing sarcoma family of tumors", ("ewing",)),
    ("Ewing sarcoma family tumor", ("ewing",)),
    ("Ewing family of tumors", ("ewing",)),
    ("blood cancer", ("hematologic_malignancy",)),
)
"""Names that registries use for more than the disease that has them here."""

NAMES_BY_HAND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lymphoblastic leukemia", ("all",)),
    ("precursor B lymphoblastic leukemia", ("b_all",)),
    ("precursor T lymphoblastic leukemia", ("t_all",)),
    ("B lineage acute lymphoblastic leukemia", ("b_all",)),
    ("B precursor acute lymphoblastic leukemia", ("b_all",)),
    ("precursor B cell lymphoblastic leukemia lymphoma", ("b_all", "b_lbl")),
    ("precursor T cell lymphoblastic leukemia lymphoma", ("t_all", "t_lbl")),
    ("B cell acute lymphocytic leukemia", ("b_all",)),
    ("T cell acute lymphocytic leukemia", ("t_all",)),
    ("Philadelphia chromosome positive leukemia", ("b_all_ph_pos", "cml")),
    ("non lymphoblastic leukemia", ("aml",)),
    ("non-Hodgkin disease", ("nhl",)),
    ("nonHodgkin lymphoma", ("nhl",)),
    ("Hodgkin", ("hl",)),
    ("non Hodgkin", ("nhl",)),
    ("B cell lymphoma", ("b_lbl", "mature_b_nhl")),
    ("T cell lymphoma", ("mature_t_nhl", "t_lbl")),
    ("large B cell lymphoma", ("dlbcl", "pmbcl", "hgbcl")),
    ("lymphoproliferative disorder", ("lymphoma", "ptld", "cll", "other_blood_cancer")),
    ("B cell malignancy", ("b_all", "b_lbl", "mature_b_neoplasm")),
    ("T cell malignancy", ("t_all", "t_lbl", "mature_t_nhl")),
    ("solid malignancy", ("solid_or_cns",)),
    ("plexiform neurofibroma", ("nf1",)),
    ("lymphoid malignancy", ("lymphoma", "lymphoid_leukemia", "other_blood_cancer")),
    ("small lymphocytic lymphoma", ("cll",)),
    ("chronic lymphocytic leukemia small lymphocytic lymphoma", ("cll",)),
    ("T cell lymphoblastic leukemia lymphoma", ("t_all", "t_lbl")),
    ("T lymphoblastic leukemia lymphoma", ("t_all", "t_lbl")),
    ("B cell lymphoblastic leukemia lymphoma", ("b_all", "b_lbl")),
    ("B lymphoblastic leukemia lymphoma", ("b_all", "b_lbl")),
    ("beta thalassemia major", ("thal_beta_major",)),
    ("transfusion dependent beta thalassemia", ("thal_beta_major",)),
    ("hematologic neoplasm", ("hematologic_malignancy",)),
    ("hematologic cancer", ("hematologic_malignancy",)),
    ("blood malignancy", ("hematologic_malignancy",)),
    ("bone marrow neoplasm", ("hematologic_malignancy",)),
    ("hematologic disease", _BLOOD),
    ("hematological disease", _BLOOD),
    ("hematologic disorder", _BLOOD),
    ("hematological disorder", _BLOOD),
    ("blood disease", _BLOOD),
    ("blood disorder", _BLOOD),
    ("bone marrow disease", _BLOOD),
    ("solid tumor", ("solid_or_cns",)),
    ("brain neoplasm", ("cns_tumor",)),
    ("brain metastases", ("solid_or_cns",)),
    ("brain metastasis", ("solid_or_cns",)),
    ("bone metastases", ("solid_or_cns",)),
    ("bone metastasis", ("solid_or_cns",)),
    ("liver metastases", ("solid_tumor",)),
    ("neoplasm metastasis", ("cancer",)),
    ("metastatic cancer", ("cancer",)),
    ("cancer survivor", ("cancer",)),
    ("NSCLC", ("other_solid_tumor",)),
    ("SCLC", ("other_solid_tumor",)),
    ("HNSCC", ("npc", "other_solid_tumor")),
    ("CTCL", ("mature_t_nhl",)),
    ("GIST", ("nrsts",)),
    ("MALT", ("mature_b_nhl",)),
    ("neurofibromatosis", ("nf1", "predisposition")),
    ("primary immune deficiency", ("immunodeficiency",)),
    ("primary immune deficiency disorder", ("immunodeficiency",)),
    ("primary immunodeficiency disease", ("immunodeficiency",)),
    ("primary immunodeficiency disorder", ("immunodeficiency",)),
    ("immunologic deficiency syndrome", ("immunodeficiency",)),
    ("immune deficiency", ("immunodeficiency",)),
    ("common variable immunodeficiency", ("immunodeficiency",)),
    ("sickle cell", ("scd",)),
    ("graft vs host disease", ("gvhd",)),
    ("graft versus host", ("gvhd",)),
    ("graft vs host reaction", ("gvhd",)),
    ("lymphohistiocytosis", ("hlh",)),
    ("vascular malformation", ("vascular_anomaly",)),
    ("vascular anomaly", ("vascular_anomaly",)),
    ("bleeding disorder", ("bleeding",)),
    ("coagulation disorder", ("bleeding", "other_blood_disorder")),
    ("factor VII deficiency", ("bleeding",)),
    ("factor X deficiency", ("bleeding",)),
    ("factor XI deficiency", ("bleeding",)),
    ("factor XIII deficiency", ("bleeding",)),
    ("fibrinogen deficiency", ("bleeding",)),
    ("hemorrhagic disorder", ("bleeding", "other_blood_disorder")),
    ("blood coagulation disorder", ("bleeding", "other_blood_disorder")),
    ("thrombophilia", ("other_blood_disorder",)),
    ("blood platelet disorder", ("itp", "bleeding", "other_blood_disorder")),
    ("platelet disorder", ("itp", "bleeding", "other_blood_disorder")),
)

NARROWER_BY_HAND: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("anaplastic ependymoma", ("ependymoma",)),
    ("anemia", _ANYBODY),
    ("neutropenia", _ANYBODY),
    ("febrile neutropenia", _ANYBODY),
    ("leukopenia", _ANYBODY),
    ("thrombocytopenia", _ANYBODY),
    ("pancytopenia", _ANYBODY),
    ("cytopenia", _ANYBODY),
    ("mucositis", _ANYBODY),
    ("oral mucositis", _ANYBODY),
    ("tumor lysis syndrome", _ANYBODY),
    ("veno occlusive disease", _ANYBODY),
    ("hepatic veno occlusive disease", _ANYBODY),
    ("chemotherapy", _ANYBODY),
    ("chemotherapy induced nausea and vomiting", _ANYBODY),
    ("CINV", _ANYBODY),
    ("bone marrow transplantation", _ANYBODY),
    ("bone marrow transplant", _ANYBODY),
    ("stem cell transplantation", _ANYBODY),
    ("stem cell transplant", _ANYBODY),
    ("hematopoietic cell transplantation", _ANYBODY),
    ("hematopoietic cell transplant", _ANYBODY),
    ("cord blood transplantation", _ANYBODY),
    ("HSCT", _ANYBODY),
    ("BMT", _ANYBODY),
    ("bone marrow suppression", _ANYBODY),
    ("myelosuppression", _ANYBODY),
    ("iron deficiency anemia", ("other_blood_disorder",)),
    ("sickle cell trait", ("other_blood_disorder",)),
    ("iron deficiency", ("other_blood_disorder",)),
    ("venous thromboembolism", ("other_blood_disorder",)),
    ("deep vein thrombosis", ("other_blood_disorder",)),
    ("monoclonal gammopathy", ("plasma_cell_myeloma",)),
    ("thrombocytopenic purpura", ("itp", "other_blood_disorder")),
    ("hemochromatosis", ("iron_overload",)),
    ("liver neoplasm", ("liver_tumor",)),
    ("liver tumor", ("liver_tumor",)),
    ("autoimmune thrombocytopenia", ("itp",)),
    ("Hippel Lindau disease", ("predisposition",)),
    ("VHL", ("predisposition",)),
    ("Burkitt tumor", ("burkitt",)),
    ("primary DLBCL of the central nervous system", ("pcnsl",)),
    ("esthesioneuroblastoma", ("other_solid_tumor",)),
    ("olfactory neuroblastoma", ("other_solid_tumor",)),
    ("porphyria", ("other_blood_disorder",)),
    ("hereditary hemorrhagic telangiectasia", ("other_blood_disorder", "vascular_anomaly")),
    ("Osler Rendu disease", ("other_blood_disorder", "vascular_anomaly")),
    ("Zollinger Ellison syndrome", ("other_solid_tumor",)),
    ("thrombotic thrombocytopenic purpura", ("other_blood_disorder",)),
    ("skin cancer", ("melanoma", "other_solid_tumor")),
    ("skin neoplasm", ("melanoma", "other_solid_tumor")),
    ("skin tumor", ("melanoma", "other_solid_tumor")),
    ("adenocarcinoma", ("solid_tumor",)),
    ("gynecological cancer", ("extracranial_gct", "other_solid_tumor")),
    ("testicular cancer", ("extracranial_gct",)),
    ("testicular neoplasm", ("extracranial_gct",)),
    ("testicular tumor", ("extracranial_gct",)),
    ("X-linked agammaglobulinemia", ("immunodeficiency",)),
    ("myelofibrosis", ("mpn",)),
    ("benign prostatic hyperplasia", ("other_condition",)),
    ("prostatic hyperplasia", ("other_condition",)),
)
"""Signs and treatments that many diseases share stand for all of them."""
