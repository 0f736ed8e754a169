"""Names of facilities without the persons that some of them name.

The registry has sites called after the doctor alone: "Dr. Jane Doe", "Office of John Roe,
M.D.". We name institutions only; a hospital that bears the name of somebody is one.
"""

import re

_TITLE = re.compile(r"(?:dr|prof|doctor|professor|office of|private practice)\b", re.IGNORECASE)
_DEGREE = re.compile(r"[\s,](?:M\.? ?D\.?|D\.?O\.?|P[hH]\.? ?D\.?|MBBS|FACP)(?=$|[\s,;)])")
_INSTITUTION = re.compile(
    r"hosp|h[oô]pital|[ck]lini|klinik|cent[rei]|zentr|institu|univers|uniwers|school|college|faculty"
    r"|research|praxis|practi[cs]e of|associates|group|foundation|fundac|found\b|stiftung|network"
    r"|medical|medicin|oncolog|onkolog|haematolog|hematolog|dispensary|sanator|laborator|pharma"
    r"|health|care\b|cancer|depart|dept|division|unit\b|service|servic|ospedale|szpital|sykehus"
    r"|sjukhus|sairaala|kórház|korhaz|nemocnic|bolnic|hastane|rumah|inc\b|llc|ltd|gmbh|corp\b"
    r"|company|trust|council|ministry|government|national|regional|clin\b|med\.|ctr|surgery\b"
    r"|specialist|consult|study|studies|trials|pavilion|polyclin|ambulator|consort|academ",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[/;|]\s*|\s+[-–]\s+")


def institution_of(facility: str) -> str:
    """The name without parts that name nobody but a person; empty when nothing is left."""
    if not _may_name_a_person(facility.lower()):
        return facility
    parts = _PARTS.split(facility)
    named = [part for part in parts if part and not _names_a_person(part)]
    return facility if len(named) == len(parts) else " / ".join(named)


def _may_name_a_person(small: str) -> bool:
    """Without one of these there is neither a title nor a degree; far quicker than those."""
    title = "dr" in small or "prof" in small or "doctor" in small or "office of" in small
    degree = " md" in small or " m." in small or " do" in small or " d.o" in small
    rare = "private practice" in small or " ph" in small or "mbbs" in small or "facp" in small
    return title or degree or rare


def _names_a_person(part: str) -> bool:
    words = part.strip()
    if _TITLE.match(words):
        return _INSTITUTION.search(_TITLE.sub("", words, count=1)) is None
    degree = _DEGREE.search(words)
    return degree is not None and _INSTITUTION.search(words) is None
