"""Files of sheets: how long they are kept, and how many of them."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import make_user
from trials.actions.sheets import KEPT_FOR, keep_download, keep_upload
from trials.models import SheetDownload, SheetUpload

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)


def test_workbook_takes_the_place_of_the_one_of_its_name() -> None:
    user, other = make_user("Coordinators"), make_user("Coordinators")
    for name, person in (("a.xlsx", user), ("b.xlsx", user), ("a.xlsx", other)):
        keep_download(name, b"old", by=person, now=NOW)

    keep_download("a.xlsx", b"new", by=user, now=NOW)

    kept = SheetDownload.objects.order_by("pk").values_list("name", "made_for", "content")
    assert [(name, person, bytes(content)) for name, person, content in kept] == [
        ("b.xlsx", user.pk, b"old"),
        ("a.xlsx", other.pk, b"old"),
        ("a.xlsx", user.pk, b"new"),
    ]


@pytest.mark.parametrize("keep", [keep_upload, keep_download])
def test_old_files_of_both_kinds_go_when_the_next_is_kept(keep: object) -> None:
    user = make_user("Coordinators")
    keep_upload("old.csv", b"trial", by=user, now=NOW)
    keep_download("old.xlsx", b"PK", by=user, now=NOW)

    def names() -> set[str]:
        return {
            str(file) for model in (SheetUpload, SheetDownload) for file in model.objects.all()
        }

    keep("last", b"x", by=user, now=NOW + KEPT_FOR)  # type: ignore[operator]
    assert names() == {"old.csv", "old.xlsx", "last"}
    later = NOW + KEPT_FOR + timedelta(seconds=1)
    keep("next", b"x", by=user, now=later)  # type: ignore[operator]
    assert names() == {"last", "next"}
