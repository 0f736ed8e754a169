"""Coordinators keep the texts for families; referral staff read them."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXTS = ("guide", "glossaryterm", "approvedtreatment")
PARTS = ("guidesection", "guidesource")


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Parts of a text may be removed; a whole text is hidden instead, and its history stays."""
    _create_permissions(apps, schema_editor)
    view = {f"view_{model}" for model in (*TEXTS, *PARTS)}
    write = {f"{verb}_{model}" for verb in ("add", "change") for model in (*TEXTS, *PARTS)}
    remove = {f"delete_{model}" for model in PARTS}
    rights = {"Coordinators": view | write | remove, "Referral staff": view}
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in rights.items():
        found = Permission.objects.filter(content_type__app_label="trials", codename__in=codenames)
        for group in Group.objects.filter(name=name):
            group.permissions.add(*found)


def _create_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them after all migrations only, which is too late on a new database."""
    config = apps.get_app_config("trials")
    had_models = getattr(config, "models_module", None)
    config.models_module = had_models or True  # else Django believes there is nothing to do
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = had_models


class Migration(migrations.Migration):
    dependencies = [("trials", "0020_texts_for_families")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
