"""Every kind of rule, and the boxes around them, through the page of a group."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.admin.rooms import Room, entries, errors, texts
from tests.factories import make_group, make_trial_source, put_in_state
from tests.page_checks import PageCheckingClient
from trials.actions.group_rules import criteria_held
from trials.definitions import write_criteria
from trials.models import AuditEvent, CriterionBox, Disease, FactRule, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db

PAGE = "trials_participantgroup_change"
QUOTE = "A sentence of the source"
PREFIXES = (
    "age_rules",
    "disease_rules",
    "needed_facts",
    "refused_facts",
    "washout_rules",
    "performance_rules",
    "creatinine_rules",
    "text_rules",
    "boxes",
)


@pytest.fixture
def empty_group(trial: Trial) -> ParticipantGroup:
    return make_group(trial, key="other", label="Others")


def rows(prefix: str, *forms: dict[str, Any]) -> dict[str, Any]:
    """The entries of new forms of one kind, in a group that had none."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": str(len(forms))}
    for number, form in enumerate(forms):
        for name, value in {"quote": QUOTE, "place": "", "position": "", **form}.items():
            sent[f"{prefix}-{number}-{name}"] = value
    return sent


def needed(*forms: dict[str, Any]) -> dict[str, Any]:
    return rows("needed_facts", *forms)


def refused(*forms: dict[str, Any]) -> dict[str, Any]:
    return rows("refused_facts", *forms)


def fact(fact: str, operator: str, *values: str, **more: str) -> dict[str, Any]:
    return {"fact": fact, "operator": operator, "values": list(values), **more}


def boxes(*forms: dict[str, Any]) -> dict[str, Any]:
    return rows("boxes", *forms)


def held(group: ParticipantGroup) -> Any:
    """The rules of a group as a document."""
    return write_criteria(criteria_held(group))["all"]


def save(desk: PageCheckingClient, group: ParticipantGroup, **sent: Any) -> HttpResponse:
    blank = {
        f"{prefix}-{name}": "0" for prefix in PREFIXES for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    about = {"label": group.label, "key": group.key, "roles": group.roles}
    return desk.post(address(group), {**about, **blank, **sent, "_continue": "1"})


def change(desk: PageCheckingClient, group: ParticipantGroup, **sent: Any) -> HttpResponse:
    """Look at the page, change some entries, save."""
    return Room(desk, PAGE, group.pk).press(**sent)


def address(group: ParticipantGroup) -> str:
    return reverse(f"admin:{PAGE}", args=[group.pk])


def test_every_kind_of_rule_is_saved_with_its_sentence(
    desk: PageCheckingClient, empty_group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    response = save(
        desk,
        empty_group,
        **needed(fact("cd123", "is", "positive"), fact("relapse_count", ">=", "2")),
        **refused(fact("active_infection", "is", "yes")),
        **rows("washout_rules", {"fact": "prior_hsct", "days": "61", "side": "include"}),
        **rows(
            "performance_rules",
            {
                "cut_off_number": "16",
                "cut_off_unit": "years",
                "lansky": "50",
                "karnofsky": "60",
                "side": "include",
            },
        ),
        **rows("creatinine_rules", {"table": "cog", "side": "include"}),
        **rows("text_rules", {"text": "Swallows tablets", "side": "include"}),
    )

    assert errors(response) == []
    rules = held(empty_group)
    assert [{key: value for key, value in rule.items() if key != "q"} for rule in rules] == [
        {"fact": "cd123", "is": "positive"},
        {"fact": "relapse_count", ">=": 2},
        {"fact": "active_infection", "is": "yes", "side": "exclude"},
        {"washout": "prior_hsct", "days": 61},
        {"performance": {"cut_off": {"n": 16, "u": "years"}, "lansky": 50, "karnofsky": 60}},
        {"creatinine": "cog"},
        {"text": "Swallows tablets", "ask": "team"},
    ]
    assert {rule["q"] for rule in rules} == {QUOTE}
    told = AuditEvent.objects.filter(action="added")
    assert told.count() == len(rules)
    assert {event.actor.get_username() for event in told if event.actor} == {"coordinator"}


def test_saved_page_is_saved_again_without_a_change(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    save(
        desk,
        empty_group,
        **boxes({"operator": "any"}, {"operator": "all", "place": "0"}),
        **needed(
            fact("mrd_pct", "<", "0.1", place="0"),
            fact("disease_status", "in", "relapsed", "refractory", place="1"),
        ),
    )
    before = AuditEvent.objects.count()

    response = change(desk, empty_group)

    assert errors(response) == []
    assert AuditEvent.objects.count() == before


def test_boxes_stand_in_boxes_with_their_rules(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = save(
        desk,
        empty_group,
        **boxes({"operator": "any"}, {"operator": "all", "place": "0"}),
        **needed(
            fact("cd123", "is", "positive", place="0"),
            fact("cd19", "is", "negative", place="1"),
            fact("relapse_count", ">=", "2", place="1"),
        ),
    )

    assert errors(response) == []
    inner = {
        "all": [
            {"fact": "cd19", "is": "negative", "q": QUOTE},
            {"fact": "relapse_count", ">=": 2, "q": QUOTE},
        ]
    }
    outer = {"any": [inner, {"fact": "cd123", "is": "positive", "q": QUOTE}]}
    assert held(empty_group) == [outer]


def test_rule_moves_out_of_its_box_before_the_box_goes(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    rules = needed(fact("cd123", "is", "positive", place="0"))
    save(desk, empty_group, **boxes({"operator": "any"}), **rules)

    response = change(desk, empty_group, **{"boxes-0-DELETE": "on", "needed_facts-0-place": ""})

    assert errors(response) == []
    assert held(empty_group) == [{"fact": "cd123", "is": "positive", "q": QUOTE}]
    assert AuditEvent.objects.get(subject="criterionbox", action="removed")


def test_rule_of_a_box_that_goes_needs_another_place(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    rules = needed(fact("cd123", "is", "positive", place="0"))
    save(desk, empty_group, **boxes({"operator": "any"}), **rules)

    response = change(desk, empty_group, **{"boxes-0-DELETE": "on"})

    assert any("This box is gone. Choose where it stands." in line for line in errors(response))
    assert FactRule.objects.filter(box__isnull=False).exists()
    assert entries(response)["needed_facts-0-place"] == ["0"]  # not silently somewhere else


def test_answers_nobody_can_mean_are_refused_with_the_remedy(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    remedies = {
        "Answer: Tick the answer that counts.": fact("cd123", "is"),
        "Answer: Tick one answer only, or choose “is one of”.": fact(
            "cd123", "is", "positive", "negative"
        ),
        "Answer: These are the answers of another fact. Choose anew.": fact("cd123", "is", "yes"),
        "Compares: This has no number: choose “is” or “is one of”.": fact(
            "cd123", ">=", "positive"
        ),
        "Compares: This is a number: choose “is at least”, “is less than” or the like.": fact(
            "relapse_count", "is", "2"
        ),
        "Answer: Write a number, such as 2 or 0.5.": fact("relapse_count", ">=", "two"),
        "Answer: Write a whole number.": fact("relapse_count", ">=", "1.5"),
        "Answer: Write a number from 0 on.": fact("relapse_count", ">=", "nan"),
        "Fact: Choose a fact of the list.": fact("no_such_fact", "is", "a"),
        "Fact: Fill this in.": fact("", "is"),
    }

    response = save(desk, empty_group, label="Changed", **needed(*remedies.values()))

    assert errors(response) == [f"Must have: {remedy}" for remedy in remedies]
    assert entries(response)["label"] == ["Changed"]
    assert 'value="two"' in response.content.decode()
    assert held(empty_group) == []


def test_waiting_times_and_measures_nobody_can_mean_are_refused(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    score = {"lansky": "50", "karnofsky": "160", "side": "include"}
    response = save(
        desk,
        empty_group,
        **rows(
            "washout_rules",
            {"fact": "prior_hsct", "days": "0", "side": "include"},
            {"fact": "cd123", "days": "3", "side": "include"},
        ),
        **rows("performance_rules", {"cut_off_number": "", "cut_off_unit": "years", **score}),
    )

    remedies = (
        "Write how many days have to pass: 1 or more.",
        "Choose a treatment of the list.",
        "Lansky and Karnofsky go from 0 to 100.",
        "Give the age in years or months.",
    )
    assert len(errors(response)) == len(remedies)
    for remedy in remedies:
        assert any(line.endswith(remedy) for line in errors(response)), remedy
    assert held(empty_group) == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        pytest.param(
            needed(fact("cd123", "is", "positive", quote=" ")),
            "Sentence in the source: Paste the sentence of the source",
            id="no sentence",
        ),
        pytest.param(
            needed(fact("mrd_pct", ">=", "5"), fact("mrd_pct", "<", "0.1")),
            "Answer: Nobody can meet this together with the other rules about the same fact.",
            id="empty interval",
        ),
        pytest.param(
            needed(fact("cd19", "is", "positive")) | refused(fact("cd19", "is", "positive")),
            "Nobody can meet this together",
            id="needed and refused",
        ),
        pytest.param(boxes({"operator": "any"}), "No rule stands in this box.", id="empty box"),
        pytest.param(
            boxes(
                {"operator": "any"},
                {"operator": "all", "place": "0"},
                {"operator": "any", "place": "1"},
            )
            | needed(fact("cd123", "is", "positive", place="1")),
            "This box is gone.",
            id="third level",
        ),
    ],
)
def test_rules_that_do_not_go_together_are_refused_with_the_remedy(
    sent: dict[str, Any],
    message: str,
    desk: PageCheckingClient,
    empty_group: ParticipantGroup,
) -> None:
    response = save(desk, empty_group, **sent)

    assert any(message in line for line in errors(response)), errors(response)
    assert held(empty_group) == []


def test_opposites_may_stand_in_a_box_of_which_one_is_enough(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = save(
        desk,
        empty_group,
        **boxes({"operator": "any"}),
        **needed(fact("mrd_pct", ">=", "5", place="0"), fact("mrd_pct", "<", "0.1", place="0")),
    )

    assert errors(response) == []


def test_rules_of_one_box_may_share_a_sentence(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = save(
        desk,
        empty_group,
        **boxes({"operator": "any"}),
        **needed(
            fact("cd19", "is", "negative", place="0"),
            fact("cd22", "is", "negative", place="0", quote=""),
        ),
    )

    assert errors(response) == []


def test_source_is_asked_for_where_the_trial_names_none(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    empty_group.trial.sources.all().delete()
    rule = needed(fact("cd123", "is", "positive"))

    refusal = save(desk, empty_group, **rule)
    make_trial_source(empty_group.trial)

    assert "Name the page or record" in errors(refusal)[0]
    assert errors(save(desk, empty_group, **rule)) == []


def test_deeper_boxes_are_shown_and_kept(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    outer = CriterionBox.objects.create(group=empty_group, operator="any")
    inner = CriterionBox.objects.create(group=empty_group, operator="all", box=outer)
    deep = CriterionBox.objects.create(group=empty_group, operator="any", box=inner)
    FactRule.objects.create(
        group=empty_group, box=deep, fact="cd123", operator="is", values=["positive"], quote=QUOTE
    )
    before = held(empty_group)
    room = Room(desk, PAGE, empty_group.pk)

    shown = room.page.content.decode()
    saved = room.press(label="Changed")
    removed = Room(desk, PAGE, empty_group.pk).press(
        **{"boxes-0-DELETE": "on", "boxes-1-DELETE": "on"}
    )

    assert "Did the lab find CD123 on the leukemia cells?" in shown
    assert "This box stands too deep for the forms below." in shown
    assert room.entries["boxes-TOTAL_FORMS"] == ["2"]
    assert errors(saved) == []
    assert "Change them in the document first." in errors(removed)[0]
    assert held(empty_group) == before


def test_diseases_keep_the_order_in_which_they_were_chosen(
    desk: PageCheckingClient, empty_group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    chosen = [leukemias[code].pk for code in ("t_all", "aml", "b_all")]
    rule = {"includes": chosen, "excepts": [leukemias["apl"].pk], "side": "include"}

    response = save(desk, empty_group, **rows("disease_rules", rule))

    assert errors(response) == []
    (stored,) = held(empty_group)
    assert stored["disease"] == {"in": ["t_all", "aml", "b_all"], "not_in": ["apl"]}


def test_exceptions_that_leave_nothing_are_refused(
    desk: PageCheckingClient, empty_group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    both = {"includes": [leukemias["apl"].pk], "excepts": [leukemias["aml"].pk]}

    response = save(desk, empty_group, **rows("disease_rules", {**both, "side": "include"}))

    assert "Except: The exceptions leave none of the diseases." in errors(response)[0]


def test_diagnoses_are_counted_before_anything_is_saved(
    desk: PageCheckingClient, group: ParticipantGroup, leukemias: dict[str, Disease]
) -> None:
    response = Room(desk, PAGE, group.pk).press(
        "disease_rules-0-reading", **{"disease_rules-0-includes": [leukemias["all"].pk]}
    )

    assert "This covers 4 diagnoses." in texts(response, tag="p", css="live-reading")
    assert not AuditEvent.objects.exists()


def test_one_more_row_is_there_without_a_script(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    response = save(desk, empty_group, **{"needed_facts-more": "1", "label": "Changed"})

    sent = entries(response)
    assert (sent["needed_facts-TOTAL_FORMS"], sent["label"]) == (["1"], ["Changed"])
    assert "needed_facts-0-fact" in sent
    assert '<optgroup label="What the laboratory found">' in response.content.decode()
    assert '<option value="cd123">CD123 on the cells' in response.content.decode()
    assert not AuditEvent.objects.exists()


def test_answers_of_a_fact_are_shown_without_a_script(
    desk: PageCheckingClient, empty_group: ParticipantGroup
) -> None:
    sent = needed(fact("mrd_pct", "<"), fact("cd123", "is"))

    response = save(desk, empty_group, **{"needed_facts-0-reading": "1", **sent})

    page = response.content.decode()
    assert 'name="needed_facts-0-values" value="" id="id_needed_facts-0-values_0"' in page
    assert 'name="needed_facts-1-values" value="positive"' in page


def test_empty_row_is_no_rule(desk: PageCheckingClient, empty_group: ParticipantGroup) -> None:
    response = save(desk, empty_group, **needed({"fact": "", "operator": "is", "quote": ""}))

    assert errors(response) == []
    assert held(empty_group) == []


def test_rules_of_a_published_trial_are_read_in_words(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    save(desk, group, **needed(fact("cd123", "is", "positive")))
    put_in_state(group.trial, "published")

    page = Room(desk, PAGE, group.pk).page.content.decode()

    assert "Did the lab find CD123 on the leukemia cells?" in page
    assert QUOTE in page
    assert "needed_facts-TOTAL_FORMS" not in page
