"""Rules as documents; and a record's criteria are rules of a trial nobody has reviewed."""

import django.db.models.deletion
from django.db import migrations, models

# As in 0007_rules_version.
EVENTS = {
    "added": ("INSERT", "NEW"),
    "changed_from": ("UPDATE", "OLD"),
    "changed_to": ("UPDATE", "NEW"),
    "removed": ("DELETE", "OLD"),
}
WATCH = "\n".join(
    f"CREATE TRIGGER rules_version_{name} AFTER {event} ON trials_registryrecord "
    f"REFERENCING {rows} TABLE AS changed "
    f"FOR EACH STATEMENT EXECUTE FUNCTION trials_number_groups();"
    for name, (event, rows) in EVENTS.items()
)
UNWATCH = "\n".join(
    f"DROP TRIGGER rules_version_{name} ON trials_registryrecord;" for name in EVENTS
)


class Migration(migrations.Migration):
    dependencies = [("trials", "0012_import_run")]

    operations = [
        migrations.CreateModel(
            name="RulesDocument",
            fields=[
                (
                    "trial",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="rules_document",
                        serialize=False,
                        to="trials.trial",
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("document", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
