"""The right to check a patient against every study, for both groups of staff."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = ("Coordinators", "Referral staff")
CODENAME = "use_referral_check"


def give_right(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Groups that were removed stay so."""
    _create_permissions(apps, schema_editor)
    for group in _groups(apps):
        group.permissions.add(_right(apps).get())


def take_right(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for group in _groups(apps):
        group.permissions.remove(*_right(apps))


def _groups(apps: Apps) -> Any:
    return apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)


def _right(apps: Apps) -> Any:
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="trials", codename=CODENAME
    )


def _create_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them after all migrations only, which is too late to give one away."""
    config = apps.get_app_config("trials")
    had_models = getattr(config, "models_module", None)
    config.models_module = had_models or True  # else Django believes there is nothing to do
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = had_models


class Migration(migrations.Migration):
    dependencies = [("trials", "0005_trial_definitions")]

    operations = [
        migrations.AlterModelOptions(
            name="trial",
            options={
                "ordering": ["plain_title", "pk"],
                "permissions": [
                    ("publish_trial", "Can publish and withdraw trials"),
                    ("use_referral_check", "Can check a patient against every study"),
                ],
                "verbose_name": "trial",
                "verbose_name_plural": "trials",
            },
        ),
        migrations.RunPython(give_right, take_right, elidable=False),
    ]
