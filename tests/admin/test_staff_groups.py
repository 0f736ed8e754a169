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
roles = import_module("trials.migrations.0024_roles")
MAKING = (
    migration.create_groups,
    referral_check.give_right,
    translations.give_rights,
    text_rights.grant,
    roles.make_roles,
)
"""In the order of the migrations."""

pytestmark = pytest.mark.django_db


def codenames(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_coordinators_write_the_list_and_do_not_publish() -> None:
    rights = codenames("Coordinators")

    assert {"add_trial", "change_agerule", "view_site"} <= rights
    assert "publish_trial" not in rights


def test_reviewers_may_all_that_coordinators_may_and_publish() -> None:
    assert codenames("Reviewers") == codenames("Coordinators") | {"publish_trial"}


def test_administrators_keep_accounts_and_nothing_else() -> None:
    assert codenames("Administrators") == {"add_user", "change_user", "view_user"}


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


def test_referral_staff_check_patients_and_nothing_else() -> None:
    assert codenames("Referral staff") == {"use_referral_check"}


def test_who_published_before_there_were_reviewers_still_does() -> None:
    with connection.schema_editor() as editor:
        roles.drop_roles(apps, editor)
        person = make_user("Coordinators")
        roles.make_roles(apps, editor)

    assert {group.name for group in person.groups.all()} == {"Coordinators", "Reviewers"}
    assert "publish_trial" not in codenames("Coordinators")


def test_migrations_can_be_repeated_and_taken_back() -> None:
    names = ("Coordinators", "Reviewers", "Referral staff", "Administrators")
    before = {name: codenames(name) for name in names}
    with connection.schema_editor() as editor:
        roles.drop_roles(apps, editor)
        assert "publish_trial" in codenames("Coordinators")
        migration.remove_groups(apps, editor)
        assert not Group.objects.exists()

        for make in MAKING:
            make(apps, editor)
            make(apps, editor)
    assert {name: codenames(name) for name in names} == before


def test_migrations_make_the_permissions_a_new_database_lacks() -> None:
    before = codenames("Reviewers"), codenames("Administrators")
    Permission.objects.filter(content_type__app_label__in=["trials", "auth"]).delete()

    with connection.schema_editor() as editor:
        for make in MAKING:
            make(apps, editor)

    assert (codenames("Reviewers"), codenames("Administrators")) == before


def test_right_to_check_patients_can_be_taken_back() -> None:
    with connection.schema_editor() as editor:
        referral_check.take_right(apps, editor)
        assert "use_referral_check" not in codenames("Coordinators")

        referral_check.give_right(apps, editor)
    assert make_user("Coordinators").has_perm("trials.use_referral_check")
