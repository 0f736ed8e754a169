"""Tantivy, a search engine in Rust, on the same rows; None where it is not installed."""

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.oracle import ANY, Known
from trials.finder import Wish

try:
    import tantivy
except ImportError:  # an optional peer
    tantivy = None  # type: ignore[assignment]

is_installed = tantivy is not None

_NO_LIMIT = 100_000
FACETS = ("status", "kind", "phase", "treatment", "country")
FIRST = 401
MEMORY = 256 * 1024 * 1024


def tantivy_search(trials: Iterable[Known]) -> "TantivySearch | None":
    return TantivySearch(trials) if is_installed else None


class TantivySearch:
    """Count, facets and the first trials by date; no distances, which it does not know."""

    def __init__(self, trials: Iterable[Known]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=False, indexed=False, fast=True)
        schema.add_integer_field("minimum", indexed=True, fast=True)
        schema.add_integer_field("maximum", indexed=True, fast=True)
        schema.add_integer_field("updated", indexed=False, fast=True)
        schema.add_text_field("named", tokenizer_name="raw", index_option="basic")
        schema.add_text_field("topic", tokenizer_name="raw", index_option="basic")
        for name in FACETS:
            schema.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=MEMORY, num_threads=1)
        for trial in trials:
            writer.add_document(_document(trial))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, wish: Wish) -> Callable[[], tuple[int, Any, list[Any]]]:
        """What answers the question: its query is made beforehand, as a statement is."""
        query = self._query(wish)
        facets = {name: {"terms": {"field": name, "size": 300}} for name in FACETS}

        def answer() -> tuple[int, Any, list[Any]]:
            found: Any = self._searcher.search(
                query, limit=FIRST, count=True, order_by_field="updated"
            )
            counts = self._searcher.aggregate(query, facets)
            return found.count, counts, found.hits

        return answer

    def _query(self, wish: Wish) -> Any:
        schema, must = self._schema, tantivy.Occur.Must
        parts: list[tuple[Any, Any]] = []
        if wish.diseases is not None:
            codes = [ANY, *sorted(wish.diseases)]
            parts.append((must, tantivy.Query.term_set_query(schema, "named", codes)))
        if wish.ages is not None:
            integer = tantivy.FieldType.Integer
            oldest, youngest = wish.ages.oldest.months, wish.ages.youngest.months
            for field, low, high in (
                ("minimum", 0, oldest),
                ("maximum", youngest + 1, _NO_LIMIT),
            ):
                between = tantivy.Query.range_query(schema, field, integer, low, high)
                parts.append((must, between))
        if wish.words:
            parts.append((must, tantivy.Query.term_query(schema, "topic", wish.words)))
        return tantivy.Query.boolean_query(parts)


def _document(trial: Known) -> Any:
    return tantivy.Document(
        number=trial.number,
        minimum=trial.minimum or 0,
        maximum=_NO_LIMIT if trial.maximum is None else trial.maximum,
        updated=trial.updated_on.toordinal(),
        named=sorted(trial.named),
        topic=trial.topic,
        status=trial.status,
        kind=trial.kind,
        phase=list(trial.phases),
        treatment=list(trial.treatments),
        country=sorted(trial.countries),
    )
