from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection

from tests.factories import make_user

migration = import_module("trials.migrations.0003_staff_groups")
referral_check = import_module("trials.migrations.0006_referral_check")
text_rights = import_module("trials.migrations.0021_text_rights")
translations = import_module("trials.migrations.0019_translations")
LATER = ("translation", *text_rights.TEXTS, *text_rights.PARTS)

pytestmark = pytest.mark.django_db


def codenames(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_coordinators_write_the_list_and_publish() -> None:
    assert {"add_trial", "change_agerule", "view_site", "publish_trial"} <= codenames(
        "Coordinators"
    )


def test_coordinators_remove_parts_and_never_a_whole() -> None:
    removable = {name for name in codenames("Coordinators") if name.startswith("delete_")}

    assert removable == {
        "delete_agerule",
        "delete_diseasename",
        "delete_diseaseparent",
        "delete_diseaserule",
        "delete_guidesection",
        "delete_guidesource",
        "delete_participantgroup",
        "delete_trialsite",
        "delete_trialsource",
        "delete_translation",
    }


def test_nobody_in_a_group_writes_records() -> None:
    rights = codenames("Coordinators") | codenames("Referral staff")
    assert {"view_auditevent", "view_reviewevent"} <= rights
    assert not {name for name in rights if name.endswith("event") and not name.startswith("view")}


def test_referral_staff_only_look_and_check_patients() -> None:
    others = {name for name in codenames("Referral staff") if not name.startswith("view_")}

    assert others == {"use_referral_check"}
    assert make_user("Referral staff").has_perm("trials.view_trial")


def test_migration_can_be_repeated_and_taken_back() -> None:
    before = codenames("Coordinators")
    later = {referral_check.CODENAME, *(name for name in before if name.endswith(LATER))}
    with connection.schema_editor() as editor:
        migration.create_groups(apps, editor)
        assert codenames("Coordinators") == before

        migration.remove_groups(apps, editor)
        assert not Group.objects.exists()

        migration.create_groups(apps, editor)
    assert codenames("Coordinators") == before - later


def test_migration_makes_the_permissions_a_new_database_lacks() -> None:
    before = codenames("Coordinators")
    Permission.objects.filter(content_type__app_label="trials").delete()

    with connection.schema_editor() as editor:
        migration.create_groups(apps, editor)
        referral_check.give_right(apps, editor)
        translations.give_rights(apps, editor)
        text_rights.grant(apps, editor)

    assert codenames("Coordinators") == before


def test_right_to_check_patients_can_be_taken_back() -> None:
    with connection.schema_editor() as editor:
        referral_check.take_right(apps, editor)
        assert "use_referral_check" not in codenames("Coordinators")

        referral_check.give_right(apps, editor)
    assert make_user("Coordinators").has_perm("trials.use_referral_check")
