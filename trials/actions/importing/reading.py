"""What was read of some pages, before it is known what of it is stored."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trials.actions.importing.summary import ImportSummary, Outcome
from trials.registry.reading import Reading, ReadStudy, SameStudy, UnreadableStudy, is_newer

_POSITION = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class ReadPages:
    """What was read.

    ``studies``  by number; of several records of one study the newest, of equal ones the first.
    ``same``     those that say what we hold.
    """

    studies: dict[str, ReadStudy] = field(default_factory=dict)
    same: list[SameStudy] = field(default_factory=list)
    summary: ImportSummary = field(default_factory=ImportSummary)

    def add(self, found: Iterable[Reading]) -> None:
        for study in found:
            if isinstance(study, SameStudy):
                self.same.append(study)
            elif isinstance(study, UnreadableStudy):
                self.summary.refuse(study.place, study.reason, study.raw)
            else:
                self._take(study)

    def _take(self, study: ReadStudy) -> None:
        other = self.studies.get(study.nct_id)
        self.summary.outcomes[Outcome.OLDER] += other is not None
        if other is None or is_newer(study.record.updated_on, other.record.updated_on):
            self.studies[study.nct_id] = study

    def set_aside(self, held: Mapping[str, bytes]) -> None:
        """What says what we hold, though its number could not be guessed."""
        for nct_id, study in list(self.studies.items()):
            if held.get(nct_id) == study.content_hash:
                self.same.append(SameStudy(nct_id, study.raw_hash))
                del self.studies[nct_id]


def count_read(study: ReadStudy, summary: ImportSummary) -> None:
    """What could not be read, could not be mapped, or contradicts itself."""
    for part in study.record.unread:
        summary.unread[_POSITION.sub("", part.path)] += 1
    summary.unmapped_terms.update(study.diseases.unmapped)
    summary.age_conflicts += any(group.issues for group in study.groups)
