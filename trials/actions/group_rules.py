"""The rules of a group as a whole: copied to another group, or replaced by a document."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max

from trials import rulebook
from trials.actions.acting import acting
from trials.actions.audit import note, snapshot
from trials.actions.completeness import gaps, refuse_new_gaps
from trials.definitions import write_criteria
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.criteria import AllOf, Criterion
from trials.eligibility.facts import Role
from trials.models import AuditEvent, ParticipantGroup

RULES = "criteria"
"""The name under which an event keeps the rules: one text for each at the top of the group."""


@transaction.atomic
def copy_group(
    group: ParticipantGroup,
    *,
    key: str,
    label: str,
    roles: Iterable[Role],
    by: User,
    now: datetime,
) -> ParticipantGroup:
    """A new group of the same trial, after the others, with all rules of ``group``.

    Raises :class:`~trials.eligibility.ages.AgeRuleError` for limits nobody can meet, and
    IntegrityError when the trial has a group of this key.
    """
    acting(by)
    tree = criteria_held(group)
    last = group.trial.groups.aggregate(last=Max("position"))["last"]
    copy = ParticipantGroup.objects.create(
        trial=group.trial,
        key=key,
        label=label,
        roles=[role.value for role in roles],
        position=last + 1,
    )
    rulebook.store_criteria(copy, tree)
    after = {**snapshot(copy), RULES: _texts(tree.parts)}
    note(copy, AuditEvent.Action.ADDED, before={}, after=after, by=by, now=now)
    return copy


@transaction.atomic
def replace_rules(group: ParticipantGroup, tree: AllOf, *, by: User, now: datetime) -> None:
    """All rules and boxes of a group become those of ``tree``.

    Raises IncompleteTrialError when a published trial would lack something.
    """
    acting(by)
    gaps_before = gaps(group.trial)
    try:
        held = criteria_held(group).parts
    except AgeRuleError:
        held = ()
    if held == tree.parts:
        return
    rulebook.store_criteria(group, tree)
    gone = tuple(part for part in held if part not in tree.parts)
    new = tuple(part for part in tree.parts if part not in held)
    is_other_order = not gone and not new
    before, after = (held, tree.parts) if is_other_order else (gone, new)
    note(
        group,
        AuditEvent.Action.CHANGED,
        before={RULES: _texts(before)},
        after={RULES: _texts(after)},
        by=by,
        now=now,
    )
    connection.check_constraints()
    refuse_new_gaps(group.trial, gaps_before)


def criteria_held(group: ParticipantGroup) -> AllOf:
    """The tree as the rows have it now. Raises AgeRuleError."""
    rows = rulebook.groups_with_rules(ParticipantGroup.objects.filter(pk=group.pk))
    return rulebook.criteria_of(rows.get())


def _texts(parts: Iterable[Criterion]) -> list[str]:
    return [json.dumps(write_criteria(part), ensure_ascii=False) for part in parts]
