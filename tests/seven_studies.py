"""The studies of the St. Jude page, as the pages of the finder show them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command

from tests.loaded_once import loaded_once
from tests.shipped_diseases import load_diseases
from trials.actions.definitions import Loader, load_definitions

SLUGS = (
    "catchaml",
    "inomrd",
    "memcar19",
    "sj_pain",
    "trials_iron",
    "direct70",
    "aall2121",
)
DEFINITIONS = Path(__file__).parent.parent / "fixtures" / "trial_definitions.json"


@loaded_once
def load_seven_studies() -> None:
    """With all diseases, the site and its contact, and no other study."""
    load_diseases()
    call_command("loaddata", "site_st_jude", verbosity=0)
    document = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    document["trials"] = [study for study in document["trials"] if study["id"] in SLUGS]
    report = load_definitions(
        document, by=Loader.COMMAND, now=datetime(2026, 3, 1, 12, tzinfo=UTC)
    )
    assert (len(report.created), report.faults) == (len(SLUGS), [])
