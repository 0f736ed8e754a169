"""Four groups of staff: who edits, who publishes, who checks patients, who keeps accounts.

Coordinators edit and submit. Reviewers do that too, and publish and withdraw. Referral staff
check patients and never reach the pages on which the list is edited. Administrators keep the
accounts. Whoever could publish until now still can: members of "Coordinators" become
reviewers as well.
"""

from typing import Any

from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COORDINATORS = "Coordinators"
REVIEWERS = "Reviewers"
REFERRAL_STAFF = "Referral staff"
ADMINISTRATORS = "Administrators"

PUBLISH = "publish_trial"
ACCOUNTS = {"view_user", "add_user", "change_user"}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A group that was removed stays so, save for the two that are new."""
    _create_account_permissions(apps, schema_editor)
    coordinators = _group(apps, COORDINATORS)
    reviewers, _ = apps.get_model("auth", "Group").objects.get_or_create(name=REVIEWERS)
    reviewers.permissions.add(*_rights(apps, "trials").filter(codename=PUBLISH))
    if coordinators:
        reviewers.permissions.add(*coordinators.permissions.all())
        if coordinators.permissions.filter(codename=PUBLISH).exists():
            reviewers.user_set.add(*coordinators.user_set.all())
            coordinators.permissions.remove(*_rights(apps, "trials").filter(codename=PUBLISH))
    referral_staff = _group(apps, REFERRAL_STAFF)
    if referral_staff:
        looking = _rights(apps, "trials").filter(codename__startswith="view_")
        referral_staff.permissions.remove(*looking)
    administrators, _ = apps.get_model("auth", "Group").objects.get_or_create(name=ADMINISTRATORS)
    administrators.permissions.add(*_rights(apps, "auth").filter(codename__in=ACCOUNTS))


def drop_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Coordinators publish again, and referral staff look at what coordinators change."""
    coordinators = _group(apps, COORDINATORS)
    referral_staff = _group(apps, REFERRAL_STAFF)
    if coordinators:
        coordinators.permissions.add(*_rights(apps, "trials").filter(codename=PUBLISH))
        if referral_staff:
            looked_at = coordinators.permissions.filter(codename__startswith="view_")
            records = ("view_auditevent", "view_reviewevent")
            referral_staff.permissions.add(*looked_at.exclude(codename__in=records))
    new = (REVIEWERS, ADMINISTRATORS)
    apps.get_model("auth", "Group").objects.filter(name__in=new).delete()


def _group(apps: Apps, name: str) -> Any:
    return apps.get_model("auth", "Group").objects.filter(name=name).first()


def _rights(apps: Apps, app: str) -> Any:
    return apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app)


def _create_account_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them after all migrations only, which is too late to give them away."""
    config = all_apps.get_app_config("auth")
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("trials", "0023_keep_history")]

    operations = [migrations.RunPython(make_roles, drop_roles, elidable=False)]
