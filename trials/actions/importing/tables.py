"""Many rows at once into the database, by PostgreSQL's COPY."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from trials.actions.importing.group_rows import (
    AGE_COLUMNS,
    DISEASE_COLUMNS,
    FACT_COLUMNS,
    GROUP_COLUMNS,
    LINK_COLUMNS,
    TEXT_COLUMNS,
    GroupRows,
)
from trials.actions.importing.trial_rows import (
    FROM_REGISTRY,
    RECORD_COLUMNS,
    SOURCE_COLUMNS,
    TRIAL_COLUMNS,
    Row,
)
from trials.models import (
    AgeRule,
    CriterionBox,
    DiseaseRule,
    FactRule,
    ParticipantGroup,
    RegistryRecord,
    TextRule,
    Trial,
    TrialSite,
    TrialSource,
)
from trials.models.rule import Rule

STAGED_TRIALS = "imported_trial"


def copy_rows(
    cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(table), SQL(", ").join(map(Identifier, columns))
    )
    # Django does not turn the errors of COPY into its own.
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def new_ids(cursor: CursorWrapper, model: type[Model], count: int) -> list[int]:
    """Numbers that the database gives to nobody else."""
    cursor.execute(
        "SELECT nextval(numbers) FROM generate_series(1, %s),"
        " CAST(pg_get_serial_sequence(%s, 'id') AS regclass) AS numbers",
        [count, model._meta.db_table],
    )
    return [number for (number,) in cursor.fetchall()]


def check_references(cursor: CursorWrapper) -> None:
    """Now rather than at the end of the transaction, where no study could be blamed."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# ------------------------------------------------------------ trials


def add_trials(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    if rows:
        copy_rows(cursor, Trial._meta.db_table, TRIAL_COLUMNS, rows)


def change_trials(cursor: CursorWrapper, rows: Sequence[Row]) -> None:
    """Write what the registry says; the state of a trial, its address and so on stay."""
    if not rows:
        return
    trials = Trial._meta.db_table
    _stage(cursor, STAGED_TRIALS, trials, TRIAL_COLUMNS, rows)
    told = ", ".join(f"{column} = told.{column}" for column in FROM_REGISTRY)
    cursor.execute(
        f"UPDATE {trials} AS trial SET {told} FROM {STAGED_TRIALS} AS told"
        " WHERE trial.id = told.id"
    )


def note_import(cursor: CursorWrapper, trials: Collection[int], held: Collection[int]) -> None:
    """One row of history for each trial; of those that are held, with all they said before."""
    cursor.execute(
        "SELECT trials_note_import(%s, ARRAY("
        " SELECT CASE WHEN id = ANY(%s) THEN trials_whole(id) END FROM unnest(%s) AS each(id)))",
        [list(trials), list(held), list(trials)],
    )


def remove_parts(cursor: CursorWrapper, trials: Collection[int]) -> None:
    """Everything below these trials that an import writes anew."""
    if not trials:
        return
    parties = f"SELECT id FROM {ParticipantGroup._meta.db_table} WHERE trial_id = ANY(%s)"
    named = f"SELECT id FROM {DiseaseRule._meta.db_table} WHERE group_id IN ({parties})"
    for link in (DiseaseRule.includes.through, DiseaseRule.excepts.through):
        _delete(cursor, link, f"diseaserule_id IN ({named})", trials)
    for rule in Rule.__subclasses__():
        _delete(cursor, rule, f"group_id IN ({parties})", trials)
    _delete(cursor, CriterionBox, f"group_id IN ({parties})", trials)
    _delete(cursor, ParticipantGroup, "trial_id = ANY(%s)", trials)
    _delete(cursor, TrialSource, "trial_id = ANY(%s)", trials)
    _delete(cursor, TrialSite, "trial_id = ANY(%s)", trials)


def replace_records(cursor: CursorWrapper, trials: Collection[int], rows: Iterable[Row]) -> None:
    if trials:
        _delete(cursor, RegistryRecord, "trial_id = ANY(%s)", trials)
    copy_rows(cursor, RegistryRecord._meta.db_table, RECORD_COLUMNS, rows)


def keep_raw_hashes(cursor: CursorWrapper, hashes: Mapping[int, bytes]) -> None:
    """By trial, of records of which nothing else changed."""
    cursor.execute("SET LOCAL trials.search_rows = 'later'")
    cursor.execute(
        f"""UPDATE {RegistryRecord._meta.db_table} AS record SET raw_hash = told.raw_hash
            FROM unnest(%s::bigint[], %s::bytea[]) AS told(trial_id, raw_hash)
            WHERE record.trial_id = told.trial_id""",
        [list(hashes), list(hashes.values())],
    )
    cursor.execute("SET LOCAL trials.search_rows = 'now'")


def add_sources(cursor: CursorWrapper, rows: Iterable[Row]) -> None:
    copy_rows(cursor, TrialSource._meta.db_table, SOURCE_COLUMNS, rows)


def _delete(
    cursor: CursorWrapper, model: type[Model], condition: str, trials: Collection[int]
) -> None:
    cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {condition}", [list(trials)])


# ------------------------------------------------------------ groups


def add_groups(cursor: CursorWrapper, rows: GroupRows) -> None:
    includes, excepts = DiseaseRule.includes.through, DiseaseRule.excepts.through
    for model, columns, of_model in (
        (ParticipantGroup, GROUP_COLUMNS, rows.groups),
        (AgeRule, AGE_COLUMNS, rows.ages),
        (DiseaseRule, DISEASE_COLUMNS, rows.diseases),
        (includes, LINK_COLUMNS, rows.links),
        (excepts, LINK_COLUMNS, rows.excepts),
        (FactRule, FACT_COLUMNS, rows.facts),
        (TextRule, TEXT_COLUMNS, rows.texts),
    ):
        if of_model:
            copy_rows(cursor, model._meta.db_table, columns, of_model)


def _stage(
    cursor: CursorWrapper, name: str, like: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """A table of this connection alone, empty at the beginning of every transaction."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ON COMMIT DELETE ROWS"
        f" AS SELECT {', '.join(columns)} FROM {like} WITH NO DATA"
    )
    cursor.execute(f"TRUNCATE {name}")
    copy_rows(cursor, name, columns, rows)
