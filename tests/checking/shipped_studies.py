"""The studies that come with the project, as the checks see them, without a database."""

import json
from functools import cache

from tests.agreement.real_world import real_graph
from tests.seven_studies import DEFINITIONS
from tests.shipped_vocabulary import shipped_vocabulary
from trials.catalogue import CATALOGUE
from trials.checking import StudyToCheck, Words
from trials.definitions import TrialDefinition, read_definitions


@cache
def words() -> Words:
    return Words(real_graph(), CATALOGUE, shipped_vocabulary())


@cache
def shipped() -> dict[str, TrialDefinition]:
    document = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    return {study.slug: study for study in read_definitions(document).trials}


def to_check(study: TrialDefinition, text: str = "") -> StudyToCheck:
    """Of today, so that no status is old; ``text`` stands for the criteria that are kept."""
    return StudyToCheck(
        groups=study.rules().groups,
        titles=(study.title,),
        criteria_text=text,
        quotations=tuple(source.quote for source in study.sources if source.quote),
    )
