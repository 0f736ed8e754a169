import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def passwords(printed: str) -> dict[str, str]:
    lines = [line.split() for line in printed.splitlines() if line.startswith("  ")]
    return {name: password for name, password in lines}


def test_every_account_can_sign_in_with_what_was_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("demo_accounts")

    printed = capsys.readouterr().out
    assert printed.startswith("Sign in at /admin/")
    for name, password in passwords(printed).items():
        user = authenticate(username=name, password=password)
        assert user is not None
        assert user.is_staff
        assert not user.is_superuser
    rights = {
        "coordinator": "trials.change_trial",
        "reviewer": "trials.publish_trial",
        "referral": "trials.use_referral_check",
        "administrator": "auth.change_user",
    }
    for name, right in rights.items():
        assert User.objects.get(username=name).has_perm(right), name


def test_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    first = (capsys.readouterr().out, list(User.objects.values_list("username", "password")))

    call_command("demo_accounts")

    assert (
        capsys.readouterr().out,
        list(User.objects.values_list("username", "password")),
    ) == first


def test_account_that_was_closed_or_changed_is_mended(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    User.objects.update(is_active=False, password="!")

    call_command("demo_accounts")

    name, password = next(iter(passwords(capsys.readouterr().out).items()))
    assert authenticate(username=name, password=password) is not None


def test_every_machine_has_its_own_passwords(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    call_command("demo_accounts")
    here = passwords(capsys.readouterr().out)

    settings.SECRET_KEY = "another key of another machine"
    call_command("demo_accounts")
    there = passwords(capsys.readouterr().out)

    assert len({*here.values(), *there.values()}) == 8


def test_accounts_are_refused_outside_local_mode(settings: Settings) -> None:
    settings.LOCAL = False

    with pytest.raises(CommandError, match="TRIALFINDER_LOCAL=1"):
        call_command("demo_accounts")

    assert not User.objects.exists()
