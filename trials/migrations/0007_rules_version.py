"""The database numbers every change of a trial's rules.

Every writer is covered: the admin, definitions, fixtures and plain SQL. The numbers come
from a sequence, so that none is ever used twice, whatever is rolled back or emptied.
"""

import django.db.models.deletion
from django.db import migrations, models

RULES = (
    "trials_agerule",
    "trials_creatininerule",
    "trials_criterionbox",
    "trials_diseaserule",
    "trials_factrule",
    "trials_performancerule",
    "trials_textrule",
    "trials_washoutrule",
)
LINKS = ("trials_diseaserule_excepts", "trials_diseaserule_includes")
FUNCTIONS = {
    "trials_number_groups": (
        ("trials_participantgroup",),
        "SELECT trial_id FROM changed",
    ),
    "trials_number_rules": (
        RULES,
        """SELECT party.trial_id FROM changed
           JOIN trials_participantgroup AS party ON party.id = changed.group_id""",
    ),
    "trials_number_links": (
        LINKS,
        """SELECT party.trial_id FROM changed
           JOIN trials_diseaserule AS rule ON rule.id = changed.diseaserule_id
           JOIN trials_participantgroup AS party ON party.id = rule.group_id""",
    ),
}
# A trigger that sees rows before and after may only be for one kind of statement each.
EVENTS = {
    "added": ("INSERT", "NEW"),
    "changed_from": ("UPDATE", "OLD"),
    "changed_to": ("UPDATE", "NEW"),
    "removed": ("DELETE", "OLD"),
}

NUMBER = """
INSERT INTO trials_rulesversion (trial_id, version)
SELECT trial_id, nextval('trials_rules_version') FROM ({trials}) AS touched
GROUP BY trial_id ORDER BY trial_id
ON CONFLICT (trial_id) DO UPDATE SET version = excluded.version;
"""


def create() -> str:
    statements = ["CREATE SEQUENCE trials_rules_version;"]
    for function, (tables, trials) in FUNCTIONS.items():
        statements.append(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f"{NUMBER.format(trials=trials)} RETURN NULL; END $$;"
        )
        for table in tables:
            for name, (event, rows) in EVENTS.items():
                statements.append(
                    f"CREATE TRIGGER rules_version_{name} AFTER {event} ON {table} "
                    f"REFERENCING {rows} TABLE AS changed "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
                )
    statements.append(NUMBER.format(trials="SELECT trial_id FROM trials_participantgroup"))
    return "\n".join(statements)


def drop() -> str:
    functions = [f"DROP FUNCTION {function}() CASCADE;" for function in FUNCTIONS]
    return "\n".join([*functions, "DROP SEQUENCE trials_rules_version;"])


class Migration(migrations.Migration):
    dependencies = [("trials", "0006_referral_check")]

    operations = [
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                (
                    "trial",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="rules_version",
                        serialize=False,
                        to="trials.trial",
                    ),
                ),
                ("version", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(create(), drop()),
    ]
