"""A record is known by its bytes too, so that one that did not change need not be decoded.

Which bytes it came in makes no rules: that alone gives a trial's rules no new number.
"""

from django.db import migrations, models

NUMBER = """
CREATE FUNCTION trials_number_records() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO trials_rulesversion (trial_id, version)
    SELECT trial_id, nextval('trials_rules_version') FROM (
        SELECT trial_id FROM (
            SELECT trial_id, to_jsonb(gone) - 'raw_hash' FROM gone
            EXCEPT SELECT trial_id, to_jsonb(held) - 'raw_hash' FROM held
        ) AS before
        UNION
        SELECT trial_id FROM (
            SELECT trial_id, to_jsonb(held) - 'raw_hash' FROM held
            EXCEPT SELECT trial_id, to_jsonb(gone) - 'raw_hash' FROM gone
        ) AS after
    ) AS touched
    ORDER BY trial_id
    ON CONFLICT (trial_id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;
DROP TRIGGER rules_version_changed_from ON trials_registryrecord;
DROP TRIGGER rules_version_changed_to ON trials_registryrecord;
CREATE TRIGGER rules_version_changed AFTER UPDATE ON trials_registryrecord
REFERENCING OLD TABLE AS gone NEW TABLE AS held
FOR EACH STATEMENT EXECUTE FUNCTION trials_number_records();
"""
NUMBER_ALWAYS = """
DROP TRIGGER rules_version_changed ON trials_registryrecord;
DROP FUNCTION trials_number_records();
CREATE TRIGGER rules_version_changed_from AFTER UPDATE ON trials_registryrecord
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION trials_number_groups();
CREATE TRIGGER rules_version_changed_to AFTER UPDATE ON trials_registryrecord
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION trials_number_groups();
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0028_sheet_downloads")]

    operations = [
        migrations.AddField(
            "registryrecord", "raw_hash", models.BinaryField(max_length=16, null=True)
        ),
        migrations.RunSQL(NUMBER, NUMBER_ALWAYS),
    ]
