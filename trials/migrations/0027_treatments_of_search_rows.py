"""The treatments of a search row follow from its words again.

Copying the rows to where open and closed trials stand apart left the column a plain one.
"""

from django.db import migrations

GENERATED = """
ALTER TABLE trials_searchrow DROP COLUMN treatments;
ALTER TABLE trials_searchrow ADD COLUMN treatments varchar(12)[]
    GENERATED ALWAYS AS (trials_treatments(words)) STORED;
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0026_search_rows_apart")]

    operations = [migrations.RunSQL(GENERATED, migrations.RunSQL.noop)]
