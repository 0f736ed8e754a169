"""Two groups of staff: those who keep the list, and those who read it.

Coordinators add, change and publish. They remove parts (a limit, a name, a place), never
a whole trial, disease or site: a trial is withdrawn, and its history stays.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COORDINATORS = "Coordinators"
REFERRAL_STAFF = "Referral staff"

PARTS = (
    "agerule",
    "diseasename",
    "diseaseparent",
    "diseaserule",
    "participantgroup",
    "trialsite",
    "trialsource",
)
WHOLES = ("contact", "disease", "site", "siteprofile", "trial")
RECORDS = ("auditevent", "reviewevent")


def _codenames() -> dict[str, set[str]]:
    view = {f"view_{model}" for model in (*PARTS, *WHOLES)}
    write = {f"{verb}_{model}" for verb in ("add", "change") for model in (*PARTS, *WHOLES)}
    remove = {f"delete_{model}" for model in PARTS}
    records = {f"view_{model}" for model in RECORDS}
    return {
        COORDINATORS: view | write | remove | records | {"publish_trial"},
        REFERRAL_STAFF: view,
    }


def create_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Also gives groups that exist already what they lack, and takes nothing away."""
    _create_permissions(apps, schema_editor)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in _codenames().items():
        group, _ = Group.objects.get_or_create(name=name)
        rights = Permission.objects.filter(
            content_type__app_label="trials", codename__in=codenames
        )
        group.permissions.add(*rights)


def remove_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=_codenames()).delete()


def _create_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them after all migrations only, which is too late on a new database."""
    config = apps.get_app_config("trials")
    had_models = getattr(config, "models_module", None)
    config.models_module = had_models or True  # else Django believes there is nothing to do
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = had_models


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0002_keep_disease_paths"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups, elidable=False)]
