"""How far a long command is, for whoever sits before the terminal."""

from types import TracebackType
from typing import NoReturn, TextIO

from tqdm import tqdm

from trials.actions.importing import ImportSummary
from trials.registry.pages import StudyPage


class Progress:
    """A bar with rate and time left; silent where nobody sits, such as in a log."""

    def __init__(self, stream: TextIO, *, is_bytes: bool) -> None:
        self._bar: tqdm[NoReturn] = tqdm(
            file=stream,
            disable=not stream.isatty(),
            unit="B" if is_bytes else " studies",
            unit_scale=is_bytes,
            dynamic_ncols=True,
        )

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()

    def tell(self, page: StudyPage, summary: ImportSummary) -> None:
        self._bar.total = page.total
        self._bar.set_postfix_str(_counted(summary), refresh=False)
        self._bar.update(page.done - self._bar.n)


def _counted(summary: ImportSummary) -> str:
    return ", ".join(
        f"{count:,} {outcome}" for outcome, count in summary.outcomes.items() if count
    )
