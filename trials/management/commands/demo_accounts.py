"""Accounts to try the coordinators' room with, on a developer's own machine only."""

import base64
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

GROUP_OF_ACCOUNT = {
    "coordinator": "Coordinators",
    "reviewer": "Reviewers",
    "referral": "Referral staff",
    "administrator": "Administrators",
}


class Command(BaseCommand):
    help = "Creates an account for each group of staff, and prints how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "Demo accounts are for a developer's own machine: their passwords are printed. "
                "Set TRIALFINDER_LOCAL=1 there, or use createsuperuser here."
            )
        self.stdout.write(f"Sign in at {reverse('admin:index')}")
        for name in GROUP_OF_ACCOUNT:
            password = demo_password(name)
            _make_account(name, password)
            self.stdout.write(f"  {name:<13} {password}")


def demo_password(name: str) -> str:
    """The same on every run on this machine, and another one on every other machine."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo {name}".encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:16]


@transaction.atomic
def _make_account(name: str, password: str) -> None:
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    if not (user.is_staff and user.is_active and user.check_password(password)):
        user.is_staff = user.is_active = True
        user.set_password(password)
        user.save()
    user.groups.set([Group.objects.get(name=GROUP_OF_ACCOUNT[name])])
