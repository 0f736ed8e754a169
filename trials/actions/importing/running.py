"""An import from its first page to its last, which may be killed at any moment.

Pages are stored in transactions of their own, together with how far the import got.
An import of the registry goes on from there; one of files begins again, and passes what is
stored already at the speed of reading.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from django.db import transaction

from trials.actions.importing.lock import only_import
from trials.actions.importing.storing import BegunPage, StudyStore
from trials.actions.importing.summary import ImportSummary
from trials.actions.importing.trial_rows import Occasion
from trials.actions.importing.vocabulary import new_store
from trials.models import ImportRun
from trials.registry.client import Service, Start, StudyQuery, pages
from trials.registry.faults import RefusedQueryError, RegistryError
from trials.registry.pages import PAGE_SIZE, StudyPage
from trials.registry.reading import HashedStudy
from trials.registry.sources import file_pages

RESUMED_FOR = timedelta(days=1)
"""How long an interrupted import of the same query is gone on with by itself."""

_Hashed: TypeAlias = tuple[StudyPage, list[HashedStudy]]

PAGES_AT_ONCE = 20
"""Pages of a file that are stored together where few of their studies changed."""

Tell: TypeAlias = Callable[[StudyPage, ImportSummary], None]


def tell_nobody(page: StudyPage, summary: ImportSummary) -> None:
    """For imports that nobody watches."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to import.

    ``limit``       read no more than so many studies; None: all.
    ``is_dry_run``  find out what would become of the studies, and store nothing. What would
                    change is locked until the end.
    ``clock``       says when the import ended.
    ``tell``        is called after every page.
    """

    occasion: Occasion
    clock: Callable[[], datetime]
    limit: int | None = None
    is_dry_run: bool = False
    tell: Tell = tell_nobody


def import_files(paths: Sequence[Path], wish: Wish) -> ImportSummary:
    """Import every file, one after the other; what cannot be read is left out and told.

    Raises ImportRunningError.
    """
    sizes = {path: path.stat().st_size if path.exists() else 0 for path in paths}
    total, before = sum(sizes.values()), 0
    run = ImportRun(files=[path.name for path in paths], began_at=wish.occasion.now)
    with _running(run, wish) as running:
        for path in paths:
            try:
                running.store_all(file_pages(path, before, total))
            except RegistryError as fault:
                running.summary.refuse(path.name, str(fault).removeprefix(f"{path.name}: "))
            before += sizes[path]
    return running.summary


def import_query(query: StudyQuery, service: Service, wish: Wish) -> ImportSummary:
    """Import what the registry answers, from where the same import was interrupted.

    Raises ImportRunningError and RegistryError; in the latter case all pages before are
    stored, and the next import goes on there.
    """
    run = ImportRun(term=query.term, since_day=query.since, began_at=wish.occasion.now)
    with _running(unfinished_run(query, wish) or run, wish) as running:
        held = running.run
        start = Start(held.next_token, held.received, held.total)
        try:
            running.store_all(pages(query, service, start))
        except RefusedQueryError:
            if not start.token or running.has_stored:
                raise
            # The registry has forgotten the page: what is stored already passes quickly.
            running.store_all(pages(query, service))
    return running.summary


def unfinished_run(query: StudyQuery, wish: Wish) -> ImportRun | None:
    """The import of the same query that was interrupted less than a day ago."""
    if wish.is_dry_run or wish.limit is not None:
        return None
    runs = ImportRun.objects.unfinished().asking(query.term, query.since)
    return runs.begun_after(wish.occasion.now, RESUMED_FOR).first()


@dataclass(slots=True)
class _Running:
    run: ImportRun
    wish: Wish
    store: StudyStore
    summary: ImportSummary
    has_stored: bool = False
    left: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.wish.limit

    def store_all(self, found: Iterator[StudyPage]) -> None:
        """Every page; what comes after it is read while the database works.

        One thread goes ahead in a file, another one has read what changed.
        """
        with ThreadPoolExecutor(1, "ahead") as ahead, ThreadPoolExecutor(1, "reader") as reader:
            waiting = _Waiting()
            hashed = self._hashed(found)
            try:
                for page, studies in _one_ahead(hashed, ahead) if self.run.files else hashed:
                    if waiting.has_one_of(studies):
                        self._store(waiting)
                        waiting = _Waiting()
                    begun = self.store.begin(studies, reader)
                    if waiting.pages and not (self.run.files and waiting.has_place_for(begun)):
                        self._store(waiting)
                        waiting = _Waiting()
                    waiting.add(page, begun)
            except RegistryError:
                self._store(waiting)
                raise
            self._store(waiting)

    def _hashed(self, found: Iterator[StudyPage]) -> Iterator[_Hashed]:
        """Without the bytes of the pages; what changed is held by its hash."""
        for page in self._to_the_limit(found):
            yield replace(page, studies=()), self.store.hashed(page.studies)

    def _to_the_limit(self, found: Iterator[StudyPage]) -> Iterator[StudyPage]:
        """The page after it is not asked for."""
        while self.left != 0 and (page := next(found, None)) is not None:
            if self.left is not None:
                page = replace(page, studies=page.studies[: self.left])
                self.left -= len(page.studies)
            yield page

    def _store(self, waiting: "_Waiting") -> None:
        """The pages and how far we are, both or neither."""
        if waiting.last is None:
            return
        with transaction.atomic():
            self.summary.add(self.store.store(waiting.pages))
            self.run.counts = self.summary.as_counts()
            self.run.next_token = waiting.last.next_token
            self.run.received += sum(page.changed + page.unchanged for page in waiting.pages)
            if not self.run.files:
                self.run.total = waiting.last.total
            self.run.save()
        self.has_stored = True
        self.wish.tell(waiting.last, self.summary)


def _one_ahead(hashed: Iterator[_Hashed], helper: Executor) -> Iterator[_Hashed]:
    """The next is made by somebody else while whoever asks is busy with this one."""
    coming = helper.submit(next, hashed, None)
    while (here := coming.result()) is not None:
        coming = helper.submit(next, hashed, None)
        yield here


@dataclass(slots=True)
class _Waiting:
    """Pages that are read and not stored yet.

    A transaction and its statements take as long for ten studies as reading thousands that did
    not change. The registry's own pages are stored one by one: each took seconds to come.

    ``numbers``  of their studies, as far as they can be guessed.
    ``last``     the last of them, without its studies; None while there is no page.
    """

    pages: list[BegunPage] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    last: StudyPage | None = None

    def add(self, page: StudyPage, begun: BegunPage) -> None:
        self.pages.append(begun)
        self.numbers |= begun.numbers
        self.last = page

    def has_one_of(self, studies: Iterable[HashedStudy]) -> bool:
        """What becomes of a study that comes twice is seen when the first is stored."""
        return not self.numbers.isdisjoint(study.guessed_id for study in studies)

    def has_place_for(self, page: BegunPage) -> bool:
        changed = page.changed + sum(each.changed for each in self.pages)
        return len(self.pages) < PAGES_AT_ONCE and changed <= PAGE_SIZE


@contextmanager
def _running(run: ImportRun, wish: Wish) -> Iterator[_Running]:
    """Hold the lock, keep the run's row up to date, and undo everything of a dry run."""
    with only_import():
        summary = ImportSummary.from_counts(run.counts)
        running = _Running(run, wish, new_store(wish.occasion), summary)
        with transaction.atomic() if wish.is_dry_run else nullcontext():
            run.failure = ""
            run.save()
            try:
                yield running
            except RegistryError as fault:
                if not wish.is_dry_run:
                    run.failure = f"{type(fault).__name__}: {fault}"
                    run.save()
                raise
            run.counts = running.summary.as_counts()
            run.ended_at = wish.clock()
            run.save()
            if wish.is_dry_run:
                transaction.set_rollback(True)
