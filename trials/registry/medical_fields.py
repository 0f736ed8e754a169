"""Whether the words of a study belong to oncology and haematology at all.

Only studies of which nothing speaks of tumours, blood, transplants or inborn immune
deficiencies may be set aside, so that the words looked for are many and short.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from trials.registry.disease_words import word_set, words_of

_PARTS_OF_WORDS = re.compile(
    "cancer|carcino|neoplas|tumor|malignan|metasta|oncolog|oncogen|sarcoma|leukemi|lymphom|myelom"
    "|myelodys|myelopro|myelofib|myeloid|myeloabl|chemother|radiother|radiosurg|brachyther"
    "|irradiat|mucositis|neutrop|cytopeni|anemi[ac]|hematolog|hematopoie|hemoglobin[ou]"
    "|hemophil|hemophago|hemolyt|hemochrom|hemosider|thalass|sickle|willebrand|coagulopath"
    "|thrombocyt|thrombopoie|purpura|transfusion|histiocyt|langerhans|mastocyt|hemangio|lymphangi"
    "|neurofibromat|schwannom|polyposis|brca|immunodeficien|agammaglob|globulinemia|lymphoprolif"
    "|plasmacyt|amyloid|mesotheliom|paraganglio|pheochromo|seminom|craniophar|carcinoid"
    "|astrocyt|ependym|retinobl|neuroendocr|mastectom|lumpectom|teratoid|gliom|splenectom"
    "|(?:[bcdfghjklmnpqrstvwxyz]|i)oma(?:s|ta|tosis|tous)?$"
)
"""Looked for in words of small letters in American spelling."""
_WORDS = word_set(
    """marrow hodgkin hodgkins wilms ewing burkitt fanconi blackfan shwachman dyskeratosis wiskott
    scid hospice palliative palliation terminal tuberous lynch desmoid aplastic waldenstrom sezary
    mycosis gvhd hsct bmt hct aml cml cll mds nhl hlh itp pnh ttp psa allogeneic allograft
    autologous leukapheresis apheresis chemo dlbcl nsclc gbm dipg crpc"""
)
_NOT_OURS = re.compile(
    "(?:glauc|trach|str|stom|hemat|ather|granul|sympt|c|dipl|oklah|arom|fibr|xanth)oma"
    "|glycohemoglobin|haemophilus|hemophilus|stoma$|^soma|automa"
)
_PHRASES = re.compile(
    r"stem[\s-]cell|cord blood|progenitor cell|blood (?:disease|disorder|cancer|dyscras|product)"
    r"|bleeding disorder|coagulation (?:disorder|defect)|factor (?:VII|VIII|IX|X|XI|XIII)\b"
    r"|iron overload|graft[\s-](?:versus|vs)[\s.-]+host|radiation therapy|germ[\s-]cell"
    r"|vascular (?:anomal|tumou?r)|(?:arteriovenous|venous|lymphatic) malform|CAR[\s-]T\b"
    r"|primary immun|immune deficien|immunologic deficien|granulomatous disease|port[\s-]wine"
    r"|veno-?\s?occlusive|sinusoidal obstruct|paroxysmal nocturnal|li[\s-]fraumeni|hippel"
    r"|blast (?:crisis|phase)|platelet (?:disorder|function|transf)",
    re.IGNORECASE,
)
_IN_PHRASES = word_set(
    """stem cord progenitor blood bleeding coagulation factor iron graft radiation germ vascular
    arteriovenous venous lymphatic car primary immune immunologic granulomatous port veno
    sinusoidal paroxysmal fraumeni hippel blast platelet venoocclusive"""
)
"""The first words of those phrases; a text without any needs no second look."""
_WORD = re.compile(r"\w{3,}")
_OTHER_PHRASES = re.compile(
    r"human immuno-?deficien\w*|acquired immun\w*[ -]?deficien\w*|tumou?r necrosis factor"
    r"|leukemia inhibitory|islets? of langerhans|fanconi syndrome|mycosis (?!fungoides)"
    r"|non-?malignant pain",
    re.IGNORECASE,
)


def belongs_to_our_field(texts: Iterable[str]) -> bool:
    """Whether any of these texts speaks of cancer, blood, transplants or immune deficiency."""
    return any(_is_ours(text) for text in texts)


def _is_ours(text: str) -> bool:
    """Words first, for they are remembered; the expressions are slow on long texts."""
    words = set(_WORD.findall(text))
    if any(map(_is_word_of_ours, words)):
        plain = _OTHER_PHRASES.sub(" ", text)
        if plain == text or any(map(_is_word_of_ours, _WORD.findall(plain))):
            return True
    if _IN_PHRASES.isdisjoint(map(str.lower, words)):
        return False
    return bool(_PHRASES.search(_OTHER_PHRASES.sub(" ", text)))


@lru_cache(maxsize=100_000)
def _is_word_of_ours(written: str) -> bool:
    return any(
        word.compared in _WORDS
        or (_PARTS_OF_WORDS.search(word.compared) and not _NOT_OURS.search(word.compared))
        for word in words_of(written)
    )
