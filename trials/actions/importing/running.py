"""An import from its first page to its last, which may be killed at any moment.

Every page is stored in a transaction of its own, together with how far the import got.
An import of the registry goes on from there; one of files begins again, and passes what is
stored already at the speed of reading.
"""

from collections.abc import Callable, Iterator, Sequence
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
from trials.registry.pages import StudyPage
from trials.registry.sources import file_pages

RESUMED_FOR = timedelta(days=1)
"""How long an interrupted import of the same query is gone on with by itself."""

_Begun: TypeAlias = tuple[StudyPage, BegunPage]
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
                running.summary.refuse(path.name, str(fault))
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
        """Every page; the one after it is read while the database works.

        One helper reads what changed, the other one hashes beside this thread.
        """
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader") as reader:
            coming = self._begin(found, reader)
            while coming is not None:
                here, coming, fault = coming, None, None
                try:
                    coming = self._begin(found, reader, here)
                except RegistryError as failure:
                    fault = failure
                self._store(*here)
                if fault is not None:
                    raise fault

    def _begin(
        self, found: Iterator[StudyPage], reader: Executor, before: _Begun | None = None
    ) -> _Begun | None:
        """None after the last page, and at the limit: the page after it is not asked for."""
        if self.left == 0:
            return None
        page = next(found, None)
        if page is None:
            return None
        if self.left is not None:
            page = replace(page, studies=page.studies[: self.left])
            self.left -= len(page.studies)
        return page, self.store.begin(page.studies, reader, before[1].numbers if before else ())

    def _store(self, page: StudyPage, begun: BegunPage) -> None:
        """The page and how far we are, both or neither."""
        with transaction.atomic():
            self.summary.add(self.store.store(begun))
            self.run.counts = self.summary.as_counts()
            self.run.next_token = page.next_token
            self.run.received += len(page.studies)
            if not self.run.files:
                self.run.total = page.total
            self.run.save()
        self.has_stored = True
        self.wish.tell(page, self.summary)


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
