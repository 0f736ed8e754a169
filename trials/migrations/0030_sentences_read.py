"""What came of reading the sentences of a source; and the source belongs to the rules.

Marks and pasted text now raise the number of a trial's rules, as registry records do.
"""

import django.db.models.deletion
from django.db import migrations, models

# As in 0007_rules_version.
EVENTS = {
    "added": ("INSERT", "NEW"),
    "changed_from": ("UPDATE", "OLD"),
    "changed_to": ("UPDATE", "NEW"),
    "removed": ("DELETE", "OLD"),
}
TABLES = ("trials_criteriatext", "trials_sentencemark")
WATCH = "\n".join(
    f"CREATE TRIGGER rules_version_{name} AFTER {event} ON {table} "
    f"REFERENCING {rows} TABLE AS changed "
    f"FOR EACH STATEMENT EXECUTE FUNCTION trials_number_groups();"
    for table in TABLES
    for name, (event, rows) in EVENTS.items()
)
UNWATCH = "\n".join(
    f"DROP TRIGGER rules_version_{name} ON {table};" for table in TABLES for name in EVENTS
)


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0029_raw_hash"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentencesRead",
            fields=[
                (
                    "trial",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="sentences_read",
                        serialize=False,
                        to="trials.trial",
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("has_open", models.BooleanField()),
            ],
        ),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
