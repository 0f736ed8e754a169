"""Lists of diseases that were loaded before get the place for studies of other fields.

Without it such studies would be for anybody. A new database gets it with the fixture.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODE = "other_condition"


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    diseases = apps.get_model("trials", "Disease").objects
    if diseases.exists():
        diseases.get_or_create(
            code=CODE,
            defaults={
                "preferred_name": "Condition outside cancer and blood disorders",
                "plain_name": "A disease this finder does not sort",
                "kind": "group",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("trials", "0013_rules_documents")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
