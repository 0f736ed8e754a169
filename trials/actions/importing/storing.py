"""Pages of studies into the database, all of it in the transaction of the caller."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial

from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from trials.actions.acting import acting, one_change_a_trial
from trials.actions.importing.group_rows import GroupKeys, GroupRows, add_group, names_diseases
from trials.actions.importing.held import (
    HeldHashes,
    HeldTrial,
    contents_of,
    held_hashes,
    held_trials,
    lock_trials,
)
from trials.actions.importing.reading import ReadPages, count_read
from trials.actions.importing.site_tables import add_places
from trials.actions.importing.summary import ImportSummary, Outcome
from trials.actions.importing.tables import (
    add_groups,
    add_sources,
    add_trials,
    change_trials,
    check_references,
    keep_raw_hashes,
    new_ids,
    note_import,
    remove_parts,
    replace_records,
)
from trials.actions.importing.trial_rows import (
    Occasion,
    place_rows,
    record_row,
    source_row,
    trial_row,
)
from trials.actions.proposing import propose
from trials.actions.search_rows import search_rows_later
from trials.models import DiseaseRule, ParticipantGroup, Trial
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.registry.pages import FoundStudy
from trials.registry.reading import (
    HashedStudy,
    Reading,
    ReadStudy,
    ReadWith,
    SameStudy,
    hashed_all,
    is_before,
    is_newer,
    read_all,
)

SYSTEM = "import_ctgov"
"""The name of an import in the history."""
AT_ONCE = 80_000
"""Numbers whose bits stand together: registries use few of the hundred million."""


class SeenNumbers:
    """Which studies an import has met: a bit for each of the registry's numbers.

    Files overlap, and a registry that grows while it is read may show a study twice.
    """

    def __init__(self) -> None:
        self._bits: defaultdict[int, bytearray] = defaultdict(partial(bytearray, AT_ONCE // 8))

    def add(self, nct_ids: Iterable[str]) -> None:
        for nct_id in nct_ids:
            part, number = divmod(int(nct_id[3:]), AT_ONCE)
            self._bits[part][number >> 3] |= 1 << (number & 7)

    def __contains__(self, nct_id: str) -> bool:
        part, number = divmod(int(nct_id[3:]), AT_ONCE)
        return part in self._bits and bool(self._bits[part][number >> 3] & 1 << (number & 7))


@dataclass(frozen=True, slots=True)
class StudyStore:
    """What stays the same for all pages of one import.

    ``vocabulary`` takes a while the first time; ``vocabulary_version`` changes with the names
    of diseases; ``diseases`` has their keys by code.
    """

    occasion: Occasion
    vocabulary: Callable[[], DiseaseVocabulary]
    vocabulary_version: bytes
    diseases: Mapping[str, int]
    seen: SeenNumbers = field(default_factory=SeenNumbers)

    def hashed(self, found: Sequence[FoundStudy]) -> list[HashedStudy]:
        return hashed_all(found, self.vocabulary_version)

    def begin(self, studies: Sequence[HashedStudy], helper: Executor) -> "BegunPage":
        """Find out which studies changed, and have them read by ``helper`` meanwhile.

        What began before and is not stored yet may have none of these studies.
        """
        numbers = {study.guessed_id for study in studies} - {""}
        held = held_hashes(numbers)
        changed: list[HashedStudy] = []
        same: list[str] = []
        for study in studies:
            ours = held.get(study.guessed_id)
            if ours is not None and ours.raw == study.raw_hash:
                same.append(study.guessed_id)
            else:
                changed.append(study)
        self.seen.add(same)
        return BegunPage(
            numbers=numbers,
            changed=len(changed),
            unchanged=len(same),
            reading=helper.submit(self._reading(changed, held)),
        )

    def store(self, pages: Sequence["BegunPage"]) -> ImportSummary:
        """Store what is new in some pages, and say what became of each study.

        A study that the database refuses is left out, and the others are stored.
        """
        summary = ImportSummary()
        read = ReadPages()
        for page in pages:
            summary.outcomes[Outcome.UNCHANGED] += page.unchanged
            read.add(page.reading.result())
        summary.add(read.summary)
        held = held_trials({*read.studies, *(study.nct_id for study in read.same)})
        read.set_aside(contents_of(held))
        self._keep_hashes(read.same, held)
        summary.outcomes[Outcome.UNCHANGED] += len(read.same)
        wanted = [study for study in read.studies.values() if self._is_wanted(study, held)]
        summary.outcomes[Outcome.OLDER] += len(read.studies) - len(wanted)
        summary.add(self._store_or_halve(wanted, held))
        self.seen.add(study.nct_id for study in wanted)
        return summary

    def _reading(
        self, changed: Sequence[HashedStudy], held: Mapping[str, HeldHashes]
    ) -> Callable[[], list[Reading]]:
        """The vocabulary is made here, where the database may be asked, and only if needed."""
        if not changed:
            return list
        using = ReadWith(self.vocabulary(), self.vocabulary_version, self.occasion.latest)
        contents = {
            study.guessed_id: held[study.guessed_id].content
            for study in changed
            if study.guessed_id in held
        }
        return partial(read_all, changed, using, contents)

    def _keep_hashes(self, same: Sequence[SameStudy], held: Mapping[str, HeldTrial]) -> None:
        """What came in other bytes than before is known by these the next time."""
        self.seen.add(study.nct_id for study in same)
        if same:
            with connection.cursor() as cursor:
                # One may have been removed here since it was compared; the next import adds it.
                there = [one for one in same if one.nct_id in held]
                keep_raw_hashes(cursor, {held[one.nct_id].pk: one.raw_hash for one in there})

    def _is_wanted(self, study: ReadStudy, held: Mapping[str, HeldTrial]) -> bool:
        """Older copies never win; of two that are equally old, the one met first."""
        ours = held.get(study.nct_id)
        if ours is None or ours.content_hash is None:
            return True
        before, now = ours.updated_on, study.record.updated_on
        if before is not None and before > self.occasion.latest:
            before = None
        return is_newer(now, before) if study.nct_id in self.seen else not is_before(now, before)

    def _store_or_halve(
        self, studies: Sequence[ReadStudy], held: Mapping[str, HeldTrial]
    ) -> ImportSummary:
        """Find what the database refuses by storing ever fewer studies together."""
        if not studies:
            return ImportSummary()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                summary = _Storing(self, cursor, held).store(studies)
                check_references(cursor)
                return summary
        except (DataError, IntegrityError) as refusal:
            if len(studies) == 1:
                summary = ImportSummary()
                summary.refuse(studies[0].place, str(refusal).partition("\n")[0])
                return summary
        middle = len(studies) // 2
        summary = self._store_or_halve(studies[:middle], held)
        summary.add(self._store_or_halve(studies[middle:], held))
        return summary


@dataclass(frozen=True, slots=True)
class BegunPage:
    """A page between being found and being stored.

    ``numbers``    of its studies, as far as they can be guessed.
    ``changed``    how many studies did; ``unchanged`` how many are held as they are.
    ``reading``    those that changed.
    """

    numbers: Set[str]
    changed: int
    unchanged: int
    reading: "Future[list[Reading]]"


@dataclass(slots=True)
class _Storing:
    """Some studies on their way into the database."""

    to: StudyStore
    cursor: CursorWrapper
    held: Mapping[str, HeldTrial]
    summary: ImportSummary = field(default_factory=ImportSummary)

    def store(self, studies: Sequence[ReadStudy]) -> ImportSummary:
        for study in studies:
            count_read(study, self.summary)
        held = [self.held[study.nct_id].pk for study in studies if study.nct_id in self.held]
        reviewed = lock_trials(held)
        kept: list[ReadStudy] = []
        free: list[ReadStudy] = []
        for study in studies:
            ours = self.held.get(study.nct_id)
            (kept if ours and ours.pk in reviewed else free).append(study)
        acting(SYSTEM)
        with search_rows_later() as touched, one_change_a_trial():
            touched |= self._write(free)
            touched |= self._propose(kept)
        return self.summary

    def _write(self, studies: Sequence[ReadStudy]) -> set[int]:
        """Returns the trials that changed, and others whose sites are on the map now."""
        if not studies:
            return set()
        occasion = self.to.occasion
        pks = self._pks(studies)
        rows = [trial_row(pks[study.nct_id], study, occasion) for study in studies]
        held = {self.held[study.nct_id].pk for study in studies if study.nct_id in self.held}
        self.summary.outcomes[Outcome.CHANGED] += len(held)
        self.summary.outcomes[Outcome.ADDED] += len(studies) - len(held)
        note_import(self.cursor, pks.values(), held)
        remove_parts(self.cursor, held)
        change_trials(self.cursor, [row for row in rows if row[0] in held])
        add_trials(self.cursor, [row for row in rows if row[0] not in held])
        named = [(pks[study.nct_id], study) for study in studies]
        replace_records(self.cursor, held, (record_row(pk, one, occasion) for pk, one in named))
        add_sources(self.cursor, (source_row(pk, one.nct_id, occasion) for pk, one in named))
        places = [row for pk, one in named for row in place_rows(pk, one.record)]
        add_groups(self.cursor, self._groups(named))
        return set(pks.values()) | add_places(self.cursor, places)

    def _pks(self, studies: Sequence[ReadStudy]) -> dict[str, int]:
        """The key of every trial; those that are new get one."""
        added = [study.nct_id for study in studies if study.nct_id not in self.held]
        held = {
            study.nct_id: self.held[study.nct_id].pk
            for study in studies
            if study.nct_id in self.held
        }
        return held | dict(zip(added, new_ids(self.cursor, Trial, len(added)), strict=True))

    def _groups(self, named: Sequence[tuple[int, ReadStudy]]) -> GroupRows:
        parties = [
            (pk, study, position, group)
            for pk, study in named
            for position, group in enumerate(study.groups)
        ]
        of_diseases = sum(names_diseases(group, study) for _, study, _, group in parties)
        keys = iter(new_ids(self.cursor, ParticipantGroup, len(parties)))
        rules = iter(new_ids(self.cursor, DiseaseRule, of_diseases))
        rows = GroupRows()
        for pk, study, position, group in parties:
            rule = next(rules) if names_diseases(group, study) else None
            add_group(
                rows, group, study, GroupKeys(pk, next(keys), position, rule), self.to.diseases
            )
        return rows

    def _propose(self, studies: Sequence[ReadStudy]) -> set[int]:
        """Leave the trials as they are, and keep what the registry says beside them."""
        pks = {study.nct_id: self.held[study.nct_id].pk for study in studies}
        trials = Trial.objects.in_bulk(list(pks.values()))
        now = self.to.occasion.now
        for study in studies:
            change = propose(trials[pks[study.nct_id]], study.record, study.content_hash, now)
            self.summary.outcomes[Outcome.PROPOSED if change else Outcome.KEPT] += 1
        records = (record_row(pks[one.nct_id], one, self.to.occasion) for one in studies)
        replace_records(self.cursor, pks.values(), records)
        return set(pks.values())
