"""Words that a stroke or a point joins are found one by one.

PostgreSQL takes "busulfan/melphalan" for the path of a file, "CD30.CAR" for the name of a
server and the end of "IL-15" for a number below zero: whoever searched for one of these words
missed the trial. Such signs are blanks now, in what is searched as in what is asked.
"""

from importlib import import_module

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

BEFORE = import_module("trials.migrations.0026_search_rows_apart")

# Signs by which words become a path, an address, a number or a piece of markup.
FUNCTION = """
CREATE FUNCTION trials_words(config regconfig, told text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector(config, translate(told, '-/._@<&~', '        '))
$$;
"""
JOINED, APART = "to_tsvector('english', concat_ws(", "trials_words('english', concat_ws("
REFRESH_APART = BEFORE.REFRESH_APART.replace(JOINED, APART)

# What is said of a trial, as the function above puts it together.
SAID = """concat_ws(' ',
    trial.plain_title, trial.brief_title, trial.acronym, trial.nct_id, trial.goal,
    record.official_title, array_to_string(record.conditions, ' '),
    array_to_string(record.keywords, ' '), array_to_string(record.interventions, ' ')
)"""
# Half a million rows are written in a fraction of the time without the indexes.
INDEXES = {
    "search_row_patients": "role = 'patient'",
    "search_row_others": "NOT (role = 'patient')",
}


def write_words(stems: str) -> str:
    drop = "\n".join(f"DROP INDEX {name};" for name in INDEXES)
    create = "\n".join(
        f"CREATE INDEX {name} ON trials_searchrow USING gin (keys, cells, words)"
        f" WITH (fastupdate = off) WHERE {condition};"
        for name, condition in INDEXES.items()
    )
    return f"""
    {drop}
    UPDATE trials_searchrow AS held SET words = {stems}
    FROM trials_trial AS trial
    LEFT JOIN trials_registryrecord AS record ON record.trial_id = trial.id
    WHERE trial.id = held.trial_id AND held.words <> {stems};
    {create}
    ANALYZE trials_searchrow;
    """


class Migration(migrations.Migration):
    dependencies = [("trials", "0031_sentences_reader")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION trials_words(regconfig, text);"),
        migrations.RunSQL(
            REFRESH_APART + write_words(f"trials_words('english', {SAID})"),
            BEFORE.REFRESH_APART + write_words(f"to_tsvector('english', {SAID})"),
        ),
        migrations.RemoveIndex("translation", "translation_spanish_stems"),
        migrations.AddIndex(
            "translation",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    django.contrib.postgres.search.SearchConfig("spanish"),
                    models.F("text"),
                    function="trials_words",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                name="translation_spanish_stems",
            ),
        ),
    ]
