from collections.abc import Sequence

from trials.models import Disease, DiseaseName, DiseaseParent


def make_disease(
    code: str,
    *,
    parents: Sequence[Disease] = (),
    parts_of: Sequence[Disease] = (),
    **fields: object,
) -> Disease:
    """A diagnosis below ``parents`` and, as one of the parts of the whole, ``parts_of``."""
    words = code.replace("_", " ")
    disease = Disease.objects.create(
        code=code,
        **{"preferred_name": words, "plain_name": words, "kind": "diagnosis", **fields},
    )
    for parent in parents:
        DiseaseParent.objects.create(child=disease, parent=parent)
    for whole in parts_of:
        DiseaseParent.objects.create(child=disease, parent=whole, is_part=True)
    return disease


def make_disease_name(disease: Disease, name: str, language: str = "en") -> DiseaseName:
    return DiseaseName.objects.create(disease=disease, name=name, language=language)


def make_leukemias() -> dict[str, Disease]:
    """A small universe, by code.

    leukemia
    ├── all = b_all (lineage=b) + t_all (lineage=t)
    │         └── ph_pos (bcr_abl1=positive)
    └── aml ── apl (pml_rara=positive)
    """
    leukemia = make_disease("leukemia", kind="group")
    all_ = make_disease("all", parents=[leukemia])
    aml = make_disease("aml", parents=[leukemia])
    b_all = make_disease("b_all", parts_of=[all_], defining_facts=["lineage=b"])
    t_all = make_disease("t_all", parts_of=[all_], defining_facts=["lineage=t"])
    ph_pos = make_disease("ph_pos", parents=[b_all], defining_facts=["bcr_abl1=positive"])
    apl = make_disease("apl", parents=[aml], defining_facts=["pml_rara=positive"])
    made = (leukemia, all_, aml, b_all, t_all, ph_pos, apl)
    return {disease.code: disease for disease in made}
