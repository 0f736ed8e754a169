from itertools import count

from django.contrib.auth.models import Group, User

_numbers = count(1)


def make_user(*groups: str, **fields: object) -> User:
    """Somebody who may sign in; with groups, a member of the staff."""
    user = User.objects.create_user(
        **{"username": f"person-{next(_numbers)}", "is_staff": bool(groups), **fields}
    )
    user.groups.set(Group.objects.get(name=name) for name in groups)
    return user
