"""Whether the words of a study belong to oncology and haematology at all.

Only studies of which nothing speaks of tumours, blood, transplants or inborn immune
deficiencies may be set aside, so that the words looked for are many and short.
"""

import re
from collections.abc import Iterable

_STEMS = """
    cancer|carcino|adenoca|neoplas|tumou?r|malignan|metasta|oncolog|oncogen|anti-?neoplas|sarcom
    |\\w{3,}oma(?:s|ta|tosis|tous)?\\b
    |gliom|leuk[ae]?em|lymphom|myelom|myelodys|myelopro|myelofib|myeloid|myeloabl|blast\\s(?:crisis|phase)
    |\\bAML\\b|\\bCML\\b|\\bCLL\\b|\\bMDS\\b|\\bNHL\\b|\\bHLH\\b|\\bGVHD\\b|\\bHSCT\\b|\\bBMT\\b|\\bHCT\\b
    |chemother|radiother|radiosurg|brachyther|radiation\\sther|irradiat|mucositis|neutrop|cytopeni|an[ae]?emi[ac]
    |h[ae]?emato(?:log|poie)|h[ae]?emoglobin|h[ae]?emophil|h[ae]?emophago|h[ae]?emolyt|h[ae]?emochrom|h[ae]?emosider
    |thalass|sickle|\\bHbSS?\\b|factor\\s(?:VII|VIII|IX|X|XI|XIII)\\b|willebrand|blood\\s(?:disease|disorder|cancer|dyscras)
    |bleeding\\sdisorder|coagulopath|coagulation\\s(?:disorder|defect)|thrombocyt|purpura|platelet\\s(?:disorder|transf)
    |bone\\smarrow|marrow|stem[\\s-]cell|cord\\sblood|progenitor\\scell|allogen|autologous|transfusion|iron\\soverload
    |graft[\\s-](?:versus|vs)|graft[\\s-]host|\\bCAR[\\s-]?T\\b
    |histiocyt|langerhans|mastocyt|h[ae]?emangio|vascular\\s(?:anomal|malform|tumou?r)|lymphangi|lymphatic\\smalform
    |neurofibromat|schwannom|tuberous|li[\\s-]?fraumeni|polyposis|lynch\\ssyndrome|von\\ship+el|retinobl|brca
    |primary\\simmun|immun(?:e|o)[\\s-]?deficien|immunologic\\sdeficien|\\bSCID\\b|granulomatous\\sdisease|wiskott|agammaglob
    |fanconi|diamond[\\s-]blackfan|dyskeratosis|shwachman|lymphoprolif|plasmacyt|macroglobulin|amyloid
    |mesotheliom|paraganglio|pheochromo|desmoid|hodgkin|wilms|ewing|terminal(?:ly)?\\sill|palliat|hospice
    |mastectom|lumpectom|psa\\b|astrocyt|ependym|germ[\\s-]cell|teratoid|seminom|craniophar|carcinoid|neuroendocr
    |burkitt|waldenstr|mycosis\\sfungoides|s[eé]zary|veno-?occlusive|sinusoidal|port[\\s-]wine|paroxysmal\\snoct|aplastic
"""
_OURS = re.compile("".join(line.strip() for line in _STEMS.split("\n")), re.IGNORECASE)
_NOT_OURS = re.compile(
    r"human immuno-?deficien|acquired immun\w*[ -]?deficien|\bhiv\b|tumou?r necrosis factor"
    r"|leukemia inhibitory|\b(?:glauc|trach|strom|hemat|haemat|ather|diplo|granul|st|s|c)oma\w*"
    r"|\bstroma\w*",
    re.IGNORECASE,
)


def belongs_to_our_field(texts: Iterable[str]) -> bool:
    """Whether any of these texts speaks of cancer, blood, transplants or immune deficiency."""
    return any(_OURS.search(_NOT_OURS.sub(" ", text)) for text in texts)
