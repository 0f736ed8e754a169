"""Studies of ClinicalTrials.gov into the database, many at a time and changed ones only.

pages of the registry or of files → which are new or changed → read → staged with COPY
"""

from trials.actions.importing.lock import ImportRunningError
from trials.actions.importing.memory import looked_through_rarely
from trials.actions.importing.running import Wish, import_files, import_query, unfinished_run
from trials.actions.importing.summary import ImportSummary, Outcome, StudyFault
from trials.actions.importing.trial_rows import Occasion

__all__ = [
    "ImportRunningError",
    "ImportSummary",
    "Occasion",
    "Outcome",
    "StudyFault",
    "Wish",
    "import_files",
    "import_query",
    "looked_through_rarely",
    "unfinished_run",
]
