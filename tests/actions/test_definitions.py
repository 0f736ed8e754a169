"""Documents into the database: whole, once, and never over a person's work."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.definitions.study import a_study, document, leaf
from tests.factories import (
    make_age_rule,
    make_contact,
    make_leukemias,
    make_site,
    make_trial,
    make_trial_site,
)
from trials.actions import editing, publishing
from trials.actions.definitions import (
    ContradictoryTrialError,
    Loader,
    LoadReport,
    UnknownTrialsError,
    dump_definitions,
    load_definitions,
)
from trials.definitions import UnreadableDefinitionsError
from trials.models import AgeRule, AuditEvent, ParticipantGroup, Trial, TrialSite

pytestmark = pytest.mark.django_db

Load = Callable[..., LoadReport]


@pytest.fixture
def load(now: datetime) -> Load:
    make_leukemias()

    def load(*studies: dict[str, Any], **options: bool) -> LoadReport:
        return load_definitions(document(*studies), by=Loader.COMMAND, now=now, **options)

    return load


def faults(report: LoadReport) -> list[str]:
    return [str(fault) for fault in report.faults]


def held(slug: str = "memory") -> Trial:
    return Trial.objects.get(slug=slug)


# --- Creating and replacing -----------------------------------------------------------------


def test_new_trial_is_created_with_all_its_parts(load: Load) -> None:
    report = load(a_study(acronym="MEM", status_note="A note", note="Ask again"))

    trial = held()
    assert report.created == ["memory"]
    assert (trial.acronym, trial.ends_note, trial.note) == ("MEM", "A note", "Ask again")
    assert (trial.phases, trial.phase_text) == (["PHASE1", "PHASE2"], "1b/2")
    assert trial.review_state == "draft"
    assert [group.key for group in trial.groups.all()] == ["recipient", "donor"]
    assert AgeRule.objects.filter(group__trial=trial).count() == 2
    assert trial.sources.get().reference == "A page"


def test_loading_again_writes_nothing(load: Load) -> None:
    load()
    changed_at, events = held().updated_at, AuditEvent.objects.count()

    report = load()

    assert (report.unchanged, report.replaced, report.created) == (["memory"], [], [])
    assert held().updated_at == changed_at
    assert AuditEvent.objects.count() == events


def test_changed_document_replaces_the_trial_and_keeps_its_row(load: Load) -> None:
    load()
    before = held()
    other = a_study(title="Another title", sources=[{"ref": "Another page"}])
    leaf(other)["age"]["max"]["n"] = 18
    del other["groups"][1]

    report = load(other)

    assert report.replaced == ["memory"]
    assert held() == before
    assert held().brief_title == "Another title"
    assert held().sources.get().retrieved_on is None
    assert held().groups.get().age_rules.get().maximum_months == 216


def test_groups_that_stay_the_same_keep_their_rules(load: Load) -> None:
    load()
    donor = AgeRule.objects.get(group__key="donor")
    other = a_study()
    leaf(other)["age"]["max"]["n"] = 18

    load(other)

    assert AgeRule.objects.get(group__key="donor") == donor


def test_groups_take_the_order_of_the_document(load: Load) -> None:
    load()

    load(a_study(groups=a_study()["groups"][::-1]))

    assert [group.key for group in held().groups.all()] == ["donor", "recipient"]


def test_loading_is_noted_with_the_name_of_the_loader(load: Load, now: datetime) -> None:
    load()
    load(a_study(title="Another title"))

    added, changed = AuditEvent.objects.order_by("pk")
    assert {(event.system, event.actor, event.at) for event in (added, changed)} == {
        ("load_trial_definitions", None, now)
    }
    assert (added.action, changed.action) == ("added", "changed")
    assert (changed.before, changed.after) == (
        {"brief_title": "A study of memory cells"},
        {"brief_title": "Another title"},
    )


def test_changed_rule_stands_in_the_trail(load: Load) -> None:
    load()
    other = a_study()
    leaf(other)["age"]["max"]["n"] = 18

    load(other)

    event = AuditEvent.objects.get(action="changed")
    assert list(event.before) == list(event.after) == ["groups"]
    assert '"n": 22' in event.before["groups"][0]
    assert '"n": 18' in event.after["groups"][0]


def test_dump_gives_the_document_that_was_loaded(load: Load) -> None:
    make_contact(name="Referral office")
    make_site(name="St. Elsewhere", city="Boston")
    place = {"name": "St. Elsewhere", "city": "Boston", "status": "suspended"}
    study = a_study(contact="Referral office", sites=[place], review="in_review")
    load(study)

    (dumped,) = dump_definitions()["trials"]

    assert {key: value for key, value in dumped.items() if value} == study


@pytest.mark.parametrize(
    ("words", "phases"),
    [
        ("1", ["PHASE1"]),
        ("1b/2", ["PHASE1", "PHASE2"]),
        ("2/3", ["PHASE2", "PHASE3"]),
        ("early 1", ["EARLY_PHASE1"]),
        ("NA", []),
        (None, []),
    ],
)
def test_phases_are_those_of_the_words(load: Load, words: str | None, phases: list[str]) -> None:
    load(a_study(phase=words))

    assert held().phases == phases


def test_phases_without_words_are_written_down() -> None:
    make_trial(phases=["EARLY_PHASE1", "PHASE2"])

    (dumped,) = dump_definitions()["trials"]

    assert dumped["phase"] == "early 1/2"


# --- Places and contacts --------------------------------------------------------------------


def test_places_keep_the_order_of_the_document_and_their_own_contact(load: Load) -> None:
    first, second = (make_site(name=name, city="Boston") for name in ("Zeta", "Alpha"))
    places = [
        {"name": name, "city": "Boston", "status": "recruiting"} for name in ("Zeta", "Alpha")
    ]
    load(a_study(sites=places[:1]))
    line = make_contact(name="Study line")
    TrialSite.objects.filter(site=first).update(contact=line)

    report = load(a_study(sites=places))

    assert report.replaced == ["memory"]
    assert list(held().trial_sites.order_by("pk").values_list("site", "contact")) == [
        (first.pk, line.pk),
        (second.pk, None),
    ]
    assert load(a_study(sites=places)).unchanged == ["memory"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param(
            {"contact": "Nobody"},
            "trials[0].contact: no contact “Nobody” is held; add it first, or leave the key out",
            id="contact unknown",
        ),
        pytest.param(
            {"contact": "Twins"},
            "trials[0].contact: more than one contact “Twins” is held; rename one of them first",
            id="contact not the only one",
        ),
        pytest.param(
            {"sites": [{"name": "St. Elsewhere", "city": "Rome", "status": "unknown"}]},
            "trials[0].sites[0]: no site “St. Elsewhere” in “Rome” is held",
            id="site unknown",
        ),
        pytest.param(
            {"sites": [{"name": "St. Elsewhere", "city": "Boston", "status": "unknown"}] * 2},
            "trials[0].sites[1]: “St. Elsewhere” stands here twice",
            id="site twice",
        ),
        pytest.param(
            {"title": "x" * 301},
            "trials[0].title: 301 characters are too many; 300 fit",
            id="title",
        ),
        pytest.param(
            {"plain_title": "x" * 301},
            "trials[0].plain_title: 301 characters are too many; 300 fit",
            id="plain title",
        ),
        pytest.param(
            {"status_note": "x" * 301}, "trials[0].status_note: 301 characters", id="status note"
        ),
        pytest.param(
            {"sources": [{"ref": "x" * 301}]}, "trials[0].sources[0].ref: 301", id="source"
        ),
        pytest.param(
            {"sources": [{"ref": "A page", "url": "javascript:alert(1)"}]},
            "trials[0].sources[0].url: “javascript:alert(1)” should be an address",
            id="no web address",
        ),
        pytest.param(
            {"kind": "approved_therapy", "review": "published"},
            "trials[0].review: an approved treatment is no study",
            id="published treatment",
        ),
        pytest.param(
            {"sources": [], "review": "published"},
            "trials[0].sources: a published study should name its sources",
            id="published without a source",
        ),
        pytest.param(
            {"nct": "NCT00000001"},
            "trials[0].nct: the study “other” has the number NCT00000001 already",
            id="number of another study",
        ),
    ],
)
def test_document_that_does_not_fit_what_is_held_is_refused(
    load: Load, changes: dict[str, Any], fault: str
) -> None:
    make_contact(name="Twins")
    make_contact(name="Twins")
    make_site(name="St. Elsewhere", city="Boston")
    make_trial(slug="other", nct_id="NCT00000001")

    report = load(a_study(**changes))

    (found,) = faults(report)
    assert found.startswith(fault)
    assert not report.is_saved
    assert not Trial.objects.filter(slug="memory").exists()


def test_too_long_words_of_a_rule_are_refused(load: Load) -> None:
    study = a_study()
    leaf(study)["id"] = "x" * 61

    (found,) = faults(load(study))

    assert found.startswith("trials[0].groups[0].criteria, rule “xxx")
    assert found.endswith("id: 61 characters are too many; 60 fit")


def test_what_only_the_database_notices_is_a_fault_too(load: Load) -> None:
    study = a_study()
    leaf(study)["age"] = {"at": "enrolment", "max_wide_open": True, "no_limit": True}

    (found,) = faults(load(study))

    assert found.startswith("trials[0]: cannot be stored: ")
    assert "age_rule_unstated_has_no_limit" in found


# --- Right ones and wrong ones --------------------------------------------------------------


def test_one_wrong_trial_keeps_all_from_being_saved(load: Load) -> None:
    report = load(a_study(), a_study(id="second", nct=None, contact="Nobody"))

    assert not report.is_saved
    assert len(report.faults) == 1
    assert not Trial.objects.exists()
    assert not AuditEvent.objects.exists()


def test_keeping_going_saves_the_right_ones(load: Load) -> None:
    wrong = a_study(id="second", nct=None, contact="Nobody")

    report = load({"id": "first"}, wrong, a_study(), keep_going=True)

    assert report.is_saved
    assert [fault.path for fault in report.faults] == ["trials[0]", "trials[1].contact"]
    assert list(Trial.objects.values_list("slug", flat=True)) == ["memory"]


def test_number_that_stands_there_twice_is_a_fault_of_the_second(load: Load) -> None:
    (found,) = faults(load(a_study(), a_study(id="second"), keep_going=True))

    assert found.startswith("trials[1].nct: the study “memory” has the number")


def test_document_without_trials_cannot_be_read(load: Load, now: datetime) -> None:
    with pytest.raises(UnreadableDefinitionsError):
        load_definitions({"studies": []}, by=Loader.COMMAND, now=now)


# --- A person's work ------------------------------------------------------------------------


def change_title(trial: Trial, by: User, now: datetime) -> None:
    trial.plain_title = "As the coordinator wrote it"
    editing.save(trial, by=by, now=now)


def change_age(trial: Trial, by: User, now: datetime) -> None:
    rule = AgeRule.objects.get(group__trial=trial, group__key="recipient")
    rule.maximum_months = 216
    editing.save(rule, by=by, now=now)


def remove_age(trial: Trial, by: User, now: datetime) -> None:
    editing.remove(AgeRule.objects.filter(group__trial=trial), by=by, now=now)


def remove_group(trial: Trial, by: User, now: datetime) -> None:
    editing.remove(trial.groups.filter(key="donor"), by=by, now=now)


def add_place(trial: Trial, by: User, now: datetime) -> None:
    editing.save(TrialSite(trial=trial, site=make_site()), by=by, now=now)


def submit(trial: Trial, by: User, now: datetime) -> None:
    publishing.submit_for_review(trial, by=by, now=now)


CHANGES = [change_title, change_age, remove_age, remove_group, add_place, submit]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_trial_that_somebody_changed_is_kept(
    load: Load, coordinator: User, now: datetime, change: Callable[[Trial, User, datetime], None]
) -> None:
    load()
    change(held(), coordinator, now)
    as_changed = dump_definitions()

    report = load()

    assert report.kept == ["memory"]
    assert dump_definitions() == as_changed


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_overwriting_replaces_it_all_the_same(
    load: Load, coordinator: User, now: datetime, change: Callable[[Trial, User, datetime], None]
) -> None:
    load()
    as_loaded = dump_definitions()
    change(held(), coordinator, now)

    report = load(overwrite=True)

    assert report.replaced == ["memory"]
    assert dump_definitions() == as_loaded
    assert load(a_study(title="A third title")).replaced == ["memory"]


def test_change_that_was_undone_leaves_nothing_to_keep(
    load: Load, coordinator: User, now: datetime
) -> None:
    load()
    title = held().plain_title
    change_title(held(), coordinator, now)
    trial = held()
    trial.plain_title = title
    editing.save(trial, by=coordinator, now=now)

    assert load().unchanged == ["memory"]


def test_work_on_another_trial_keeps_nothing(load: Load, coordinator: User, now: datetime) -> None:
    load()
    change_title(make_trial(slug="other"), coordinator, now)

    assert load(a_study(title="Another title")).replaced == ["memory"]


def test_trial_that_leaves_the_public_list_is_named(load: Load) -> None:
    load(a_study(review="published"))

    assert load(a_study(review="published", title="Another title")).hidden == []
    assert load(a_study()).hidden == ["memory"]


# --- Writing them down ----------------------------------------------------------------------


def test_trials_are_written_in_the_order_in_which_they_were_added() -> None:
    for slug in ("zeta", "alpha"):
        make_trial(slug=slug)

    assert [trial["id"] for trial in dump_definitions()["trials"]] == ["zeta", "alpha"]
    assert [trial["id"] for trial in dump_definitions(["alpha"])["trials"]] == ["alpha"]


def test_unknown_short_names_are_named() -> None:
    make_trial(slug="alpha")

    with pytest.raises(UnknownTrialsError, match="beta, gamma"):
        dump_definitions(["alpha", "gamma", "beta"])


@pytest.fixture
def contradictory(load: Load) -> ParticipantGroup:
    """Days and months, which no constraint can compare."""
    load()
    group = ParticipantGroup.objects.get(key="donor")
    make_age_rule(group, minimum_months=24, maximum_days=28)
    return group


def test_limits_that_nobody_can_meet_cannot_be_written_down(
    contradictory: ParticipantGroup,
) -> None:
    with pytest.raises(ContradictoryTrialError, match="memory"):
        dump_definitions()


def test_limits_that_nobody_can_meet_can_be_replaced(
    contradictory: ParticipantGroup, load: Load
) -> None:
    assert load().replaced == ["memory"]
    assert len(dump_definitions()["trials"]) == 1


def test_writing_many_trials_takes_as_many_queries_as_one(load: Load) -> None:
    load()
    make_trial_site(held())
    with CaptureQueriesContext(connection) as for_one:
        dump_definitions()
    load(a_study(id="second", nct=None), a_study(id="third", nct=None))

    with CaptureQueriesContext(connection) as for_three:
        assert len(dump_definitions()["trials"]) == 3

    assert len(for_three) == len(for_one)
