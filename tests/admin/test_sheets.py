"""Sheets of coordinators: exported, looked at, stored whole or not at all."""

import io
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from tests.admin.rooms import errors
from tests.admin.sheets import Shown, download, faults, report, send, shown, store
from tests.factories import (
    make_age_rule,
    make_contact,
    make_group,
    make_site,
    make_trial,
    make_trial_site,
    make_user,
    put_in_state,
)
from tests.page_checks import PageCheckingClient
from tests.seven_studies import load_seven_studies
from trials.models import AgeRule, AuditEvent, ParticipantGroup, SheetUpload, Site, Trial

pytestmark = pytest.mark.django_db

SHEETS = ("trials", "groups", "ages", "sites")
PAGE = "/admin/trials/sheetupload/"
NOTHING = "The file says what the list says already: no difference."


def held() -> list[object]:
    return [
        sorted(model.objects.values_list())
        for model in (Trial, ParticipantGroup, AgeRule, Site, AuditEvent)
    ]


# ------------------------------------------------------------ out and in again


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_export_that_is_sent_back_makes_no_difference(
    suffix: str, desk: PageCheckingClient
) -> None:
    load_seven_studies()
    Trial.objects.filter(slug="memcar19").update(
        plain_title="=HYPERLINK(1)", goal="- one\r\n- two", acronym="'+x", sponsor="@home"
    )

    for sheet in SHEETS:
        page = send(desk, download(desk, sheet, suffix))
        assert page.has(NOTHING), (sheet, page.words[-3000:])


def test_whole_workbook_that_is_sent_back_makes_no_difference(desk: PageCheckingClient) -> None:
    load_seven_studies()

    page = send(desk, download(desk, "everything", "xlsx"), "list.xlsx")

    assert page.has(NOTHING)
    assert all(page.has(label) for label in ("Trials", "Age limits", "Places"))


def test_formulas_are_texts_in_both_kinds_of_file(desk: PageCheckingClient) -> None:
    make_trial(plain_title="=1+1", acronym="-1", sponsor="@x")

    text = download(desk, "trials").decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(download(desk, "trials", "xlsx"))).active

    assert "'=1+1" in text and "'-1" in text and "'@x" in text
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


# ------------------------------------------------------------ what is stored


def test_change_is_shown_and_stored_with_its_audit_event(
    desk: PageCheckingClient, trial: Trial, coordinator: User
) -> None:
    office = make_contact(name="The office")

    page = send(
        desk,
        "trial;overall_status;status_checked_on;referral_contact;phases\r\n"
        f"{trial.slug};completed;14.03.2026;The office;Phase 1, PHASE2\r\n",
    )
    assert page.has("Nothing is stored yet.")
    assert page.has("overall_status before: RECRUITING after: COMPLETED")
    assert not AuditEvent.objects.exists()

    assert store(desk, page).has("The file is stored.")

    trial.refresh_from_db()
    assert (trial.overall_status, trial.status_checked_on) == ("COMPLETED", date(2026, 3, 14))
    assert (trial.referral_contact, trial.phases) == (office, ["PHASE1", "PHASE2"])
    event = AuditEvent.objects.get()
    assert (event.actor, event.before["overall_status"]) == (coordinator, "RECRUITING")
    assert not SheetUpload.objects.get().content


def test_new_trial_comes_with_its_parts_from_one_workbook(desk: PageCheckingClient) -> None:
    book = Workbook()
    sheets = {
        "Studies": [
            ["trial", "nct_id", "plain_title", "brief_title", "goal", "kind"],
            ["new-one", "NCT01234567", "A study", "A Study", "To learn.", "treatment"],
        ],
        "Groups": [
            ["trial", "group", "label", "roles"],
            ["new-one", "main", "Patients", "patient"],
            ["NCT01234567", "donor", "Donors", "donor, sibling"],
        ],
        "Ages": [
            ["trial", "group", "age_rule", "quote", "from_age", "younger_than", "source"],
            ["new-one", "main", None, "1 to 21 years old", None, None, "A page"],
            ["new-one", "donor", None, "", "18 years", None, "A page"],
        ],
        "Sites": [
            ["trial", "site", "city", "state", "country", "latitude", "longitude", "status"],
            ["new-one", "New Hospital", "Town", "", "Chile", -33.4, -70.6, "RECRUITING"],
        ],
        "Notes": [["anything"], ["else"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)

    page = send(desk, content.getvalue(), "new.xlsx")
    assert page.has("The worksheet “Notes” has no column of ours and is not read.")
    assert faults(desk) == []
    assert store(desk, page).has("The file is stored.")

    trial = Trial.objects.get()
    assert (trial.review_state, trial.nct_id) == ("draft", "NCT01234567")
    assert [group.roles for group in trial.groups.all()] == [["patient"], ["donor", "sibling"]]
    rule = AgeRule.objects.get(group__key="main")
    assert (rule.minimum_months, rule.maximum_months) == (12, 264)
    assert trial.trial_sites.get().site.longitude == -70.6
    assert AuditEvent.objects.filter(action="added").count() == 7


def test_one_bad_row_keeps_the_whole_file_out(desk: PageCheckingClient, trial: Trial) -> None:
    other = make_trial(review_state="draft")
    content = f"trial,sponsor,kind\n{trial.slug},A,treatment\n{other.slug},B,nonsense\n"

    page = send(desk, content)
    assert faults(desk)[0][:2] == ("3", "kind")
    refused = store(desk, page)

    assert refused.has("Nothing has been stored")
    assert not Trial.objects.exclude(sponsor="").exists()
    assert not AuditEvent.objects.exists()


def test_valid_rows_are_stored_when_that_is_ticked(desk: PageCheckingClient, trial: Trial) -> None:
    other = make_trial(review_state="draft")

    page = send(desk, f"trial,sponsor,kind\n{trial.slug},A,\n{other.slug},B,treatment\n")
    stored = store(desk, page, only_good="on")

    assert stored.has("Trials: 0 new, 1 changed, 0 without a difference, 1 left out")
    assert list(Trial.objects.order_by("pk").values_list("sponsor", flat=True)) == ["", "B"]


def test_list_that_changed_since_the_preview_is_shown_again(
    desk: PageCheckingClient, trial: Trial
) -> None:
    page = send(desk, f"trial,sponsor\n{trial.slug},Ours\n")
    Trial.objects.update(sponsor="Theirs")

    refused = store(desk, page)

    assert refused.has("The list has changed since you looked")
    assert Trial.objects.get().sponsor == "Theirs"
    assert not AuditEvent.objects.exists()


def test_file_is_stored_once(desk: PageCheckingClient, trial: Trial) -> None:
    page = send(desk, f"trial,sponsor\n{trial.slug},Ours\n")
    store(desk, page)

    assert store(desk, page).has("This file has been stored before.")
    assert AuditEvent.objects.count() == 1


def test_columns_and_rows_that_are_not_in_the_file_stay(
    desk: PageCheckingClient, trial: Trial
) -> None:
    Trial.objects.update(sponsor="Somebody")
    other = make_trial(sponsor="Another")

    page = send(desk, f"trial,acronym,my remarks\n{trial.slug},NEW,hello\n")
    assert page.has("these columns are none of ours and are not read: my_remarks")
    store(desk, page)

    trial.refresh_from_db()
    other.refresh_from_db()
    assert (trial.acronym, trial.sponsor, other.sponsor) == ("NEW", "Somebody", "Another")


def test_order_of_columns_and_a_number_as_text_make_no_difference(
    desk: PageCheckingClient,
) -> None:
    make_trial(nct_id="NCT01234567", acronym="2024", overall_status="RECRUITING")

    page = send(desk, "acronym,overall_status,nct_id\n2024,Taking new patients,nct01234567\n")

    assert page.has(NOTHING)


# ------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("row", "column", "remedy"),
    [
        ("status_checked_on\n{slug},yesterday", "status_checked_on", "2026-03-14"),
        ("status_checked_on\n{slug},3/4/2026", "status_checked_on", "Nobody can tell"),
        ("kind\n{slug},Treatments", "kind", "treatment, supportive_care"),
        ("plain_title\n{slug},", "plain_title", "Fill this in."),
        ("nct_id\n{slug},NCT1", "nct_id", "NCT and eight digits"),
        ("phase_text\n{slug},2-Jan", "phase_text", "made a date of this text"),
        ("referral_contact\n{slug},Nobody", "referral_contact", "No contact is called"),
        ("state\n{slug},published", "state", "This cannot be changed here. Write “draft”"),
        ("sponsor\n{slug},a,b", "", "cells beyond the last column"),
        ("sponsor\n,a", "trial", "Write the short name of the trial"),
        ("sponsor\nnew one,a", "trial", "slug"),
        ("sponsor\nworking-copy-1,a", "trial", "no such working copy"),
        ("acronym\n{slug},{long}", "acronym", "80 characters"),
        ("sponsor\n{slug},a\n{slug},a", "", "Lines 2, 3 mean the same"),
        ("group,label\n{slug},,a", "group", "Write the short name of the group"),
        ("group,label\nnobody,main,a", "trial", "No trial is called “nobody”"),
        ("group,roles\n{slug},main,boss", "roles", "“boss” is none of these: patient"),
        ("group,age_rule\n{slug},other,", "group", "no group called “other”"),
        ("group,age_rule\n{slug},main,999999", "age_rule", "no age limit of this number"),
        ("group,age_rule,from_age\n{slug},main,{rule},22", "from_age", "18 months or 22 years"),
        (
            "group,age_rule,younger_than\n{slug},main,{rule},18 years",
            "quote",
            "write yes under keep_limits",
        ),
        ("site,status\n{slug},Nowhere,RECRUITING", "site", "To add one, add the columns"),
        (
            "site,city,state,country,latitude\n{slug},New,Town,,Chile,95",
            "",
            "latitude (-90 to 90)",
        ),
    ],
)
def test_row_that_cannot_be_stored_says_where_and_what_to_do(
    row: str, column: str, remedy: str, desk: PageCheckingClient, trial: Trial
) -> None:
    rule = AgeRule.objects.get()
    before = held()

    send(desk, f"trial,{row}\n".format(slug=trial.slug, rule=rule.pk, long="a" * 81))

    assert any(found[1] == column and remedy in found[2] for found in faults(desk)), faults(desk)
    assert held() == before


def test_formula_in_a_workbook_is_refused(desk: PageCheckingClient, trial: Trial) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["trial", "sponsor"])
    sheet.append([trial.slug, "=1+1"])
    content = io.BytesIO()
    book.save(content)

    send(desk, content.getvalue(), "list.xlsx")

    assert faults(desk)[0][:2] == ("2", "sponsor")
    assert "formula" in faults(desk)[0][2]


def test_only_status_and_places_of_a_published_trial_are_changed(
    desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    rule = AgeRule.objects.get()
    slug = trial.slug

    for content in (
        f"trial,group,label\n{slug},main,Others\n",
        f"trial,group,age_rule,note\n{slug},main,{rule.pk},x\n",
        f"trial,plain_title,ends_note\n{slug},Another,ends\n",
    ):
        send(desk, content)
        [fault] = faults(desk)
        assert "in a working copy" in fault[2]
    assert send(desk, f"trial,group,label\n{slug},main,Patients\n").has(NOTHING)
    store(desk, send(desk, f"trial,overall_status,nct_id\n{slug},COMPLETED,NCT01234567\n"))
    trial.refresh_from_db()
    assert (trial.overall_status, trial.nct_id) == ("COMPLETED", "NCT01234567")


def test_rules_and_words_of_a_working_copy_are_changed_and_its_status_is_not(
    desk: PageCheckingClient, trial: Trial
) -> None:
    copy = make_trial(review_state="draft", slug="working-copy-1", revision_of=trial)
    rule = make_age_rule(make_group(copy))

    send(desk, "trial,overall_status\nworking-copy-1,COMPLETED\n")
    assert f"in the row of {trial.slug}" in faults(desk)[0][2]
    send(desk, "trial,site,city,state,country\nworking-copy-1,A,B,,C\n")
    assert f"in the row of {trial.slug}" in faults(desk)[0][2]
    rows = f"trial,group,age_rule,note\nworking-copy-1,main,{rule.pk},x\n"
    store(desk, send(desk, rows))
    store(desk, send(desk, f"trial,revision_of,summary\nworking-copy-1,{trial.slug},New\n"))

    rule.refresh_from_db()
    copy.refresh_from_db()
    assert (rule.note, copy.summary) == ("x", "New")
    assert send(desk, download(desk, "everything", "xlsx"), "a.xlsx").has(NOTHING)


def test_limits_that_contradict_their_sentence_are_kept_when_told(
    desk: PageCheckingClient, trial: Trial
) -> None:
    rule = AgeRule.objects.get()

    page = send(
        desk,
        "trial,group,age_rule,younger_than,keep_limits\n"
        f"{trial.slug},main,{rule.pk},18 years,yes\n",
    )
    store(desk, page)

    rule.refresh_from_db()
    assert rule.maximum_months == 18 * 12


def test_site_that_is_held_is_not_moved_and_not_doubled(
    desk: PageCheckingClient, trial: Trial
) -> None:
    site = make_site(latitude=35.0, longitude=-90.0)
    make_trial_site(trial, site)
    row = f"{trial.slug},{site.name},{site.city},{site.state},{site.country}"

    send(desk, f"trial,site,city,state,country,latitude\n{row},36\n")
    assert "is changed on its own page" in faults(desk)[0][2]

    page = send(desk, f"trial,site,status\n{trial.slug},{site.name},Finished\n")
    store(desk, page)
    assert trial.trial_sites.get().status == "COMPLETED"
    assert Site.objects.count() == 1


def test_place_at_a_new_site_follows_one_at_a_site_that_is_held(
    desk: PageCheckingClient, trial: Trial
) -> None:
    site = make_site()

    page = send(
        desk,
        "trial,site,city,state,country,status\n"
        f"{trial.slug},{site.name},{site.city},{site.state},{site.country},RECRUITING\n"
        f"{trial.slug},New Hospital,Town,,Chile,RECRUITING\n",
    )
    assert store(desk, page).has("The file is stored.")

    places = trial.trial_sites.order_by("pk").values_list("site__name", flat=True)
    assert list(places) == [site.name, "New Hospital"]


def test_row_waits_for_the_new_trial_it_belongs_to(desk: PageCheckingClient) -> None:
    book = Workbook()
    for rows in (
        [["trial", "plain_title"], ["new", ""]],
        [["trial", "group", "label"], ["new", "main", "Patients"]],
    ):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)

    send(desk, content.getvalue(), "new.xlsx")

    [group] = [row for row in report(desk) if row["sheet"] == "groups"]
    assert "see its own row above" in group["remedy"]


# ------------------------------------------------------------ the pages


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 \x00", "neither CSV nor an Excel workbook"),
        (b"a,b\n1,2", "No column is called trial"),
        (b"trial,goal\nx,\x81", "Line 2 holds signs"),
    ],
)
def test_file_that_cannot_be_read_says_what_to_do(
    content: bytes, words: str, desk: PageCheckingClient
) -> None:
    page = send(desk, content)

    assert page.has("The file cannot be read: nothing has been stored")
    assert page.has(words)


def test_page_asks_for_a_file(desk: PageCheckingClient) -> None:
    assert errors(desk.post(PAGE)) == ["Choose a file."]
    empty = {"file": SimpleUploadedFile("a.csv", b"")}
    assert "empty" in errors(desk.post(PAGE, empty))[0]


def test_referral_staff_export_and_import_nothing(
    client: PageCheckingClient, nurse: User, trial: Trial
) -> None:
    client.force_login(nurse)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"x")}).status_code == 403


def test_only_the_sender_sees_a_file(desk: PageCheckingClient, trial: Trial) -> None:
    send(desk, f"trial,sponsor\n{trial.slug},Ours\n")
    upload = SheetUpload.objects.get()
    other = Client()
    other.force_login(make_user("Coordinators"))

    for address in ("", "report/", "store/"):
        assert other.get(f"{PAGE}{upload.pk}/{address}").status_code == 404
    assert desk.get(f"{PAGE}{upload.pk}/store/").status_code == 302


def test_old_files_are_dropped(desk: PageCheckingClient, trial: Trial) -> None:
    send(desk, f"trial,sponsor\n{trial.slug},Ours\n")
    SheetUpload.objects.update(uploaded_at="2026-01-01T00:00Z")
    old = SheetUpload.objects.get()

    assert desk.get(f"{PAGE}{old.pk}/").status_code == 404
    send(desk, "trial\n")
    assert not SheetUpload.objects.filter(pk=old.pk).exists()


def test_unknown_downloads_are_not_there(desk: PageCheckingClient) -> None:
    for name in ("nothing.csv", "trials.pdf", "everything.csv"):
        assert desk.get(f"{PAGE}{name}").status_code == 404


def test_long_work_says_how_far_it_is(
    desk: PageCheckingClient, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.progress.EVERY", 0)

    page: Shown = send(desk, f"trial,sponsor\n{trial.slug},Ours\n")

    told = [
        page.html.rindex(each)
        for each in ("nothing was stored", "Reading the", "1 rows so far", 'class="result"')
    ]
    assert told == sorted(told)
    assert store(desk, page).has("rows so far")


def test_rows_may_be_judged_for_longer_than_a_page_may_idle(
    desk: PageCheckingClient, trial: Trial
) -> None:
    page = send(desk, f"trial,sponsor\n{trial.slug},Ours\n")

    with CaptureQueriesContext(connection) as captured:
        store(desk, page)

    asked = [query["sql"] for query in captured]
    longer = next(n for n, sql in enumerate(asked) if "idle_in_transaction" in sql)
    locked = next(n for n, sql in enumerate(asked) if "FOR UPDATE" in sql)
    assert longer < locked


def test_number_of_queries_does_not_grow_with_rows_that_are_stored(
    desk: PageCheckingClient,
) -> None:
    def queries(count: int) -> int:
        trials = [make_trial(review_state="draft") for _ in range(count)]
        lines = "".join(f"{trial.slug},Ours\n" for trial in trials)
        page = send(desk, f"trial,sponsor\n{lines}")
        with CaptureQueriesContext(connection) as captured:
            store(desk, page)
        assert Trial.objects.filter(sponsor="Ours").count() >= count
        return len(captured)

    assert queries(2) == queries(20)


def test_number_of_queries_does_not_grow_with_rows_that_are_the_same(
    desk: PageCheckingClient, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        make_age_rule(make_group(make_trial()))
    small = download(desk, "everything", "xlsx")
    for _ in range(20):
        make_age_rule(make_group(make_trial()))
    large = download(desk, "everything", "xlsx")

    for content in (small, large):
        send(desk, content, "a.xlsx")
        upload = SheetUpload.objects.first()
        assert upload is not None
        with django_assert_max_num_queries(14):  # type: ignore[operator]
            shown(desk.get(f"{PAGE}{upload.pk}/"))
