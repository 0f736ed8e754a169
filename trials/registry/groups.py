"""Who can take part in a study and at what age, read from its fields and its sentences.

The patients' group is always there. Donors, siblings, parents and healthy volunteers get
one when a heading or a sentence speaks of them; their ages never limit the patients.
Where the criteria tie ages to diagnoses, ``diagnosis_groups`` takes the patients apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trials.eligibility.age_reading import Refusal
from trials.eligibility.ages import AgeAnchor, AgeRule, AgeStatus
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AgeCriterion, FactCriterion, Origin, TextCriterion
from trials.eligibility.facts import Role
from trials.registry.age_doubts import age_doubts
from trials.registry.age_sentences import (
    AgeSentence,
    RefusedSentence,
    age_sentences,
    role_of,
    said_together,
)
from trials.registry.ages import (
    AgeIssue,
    AgeIssueCode,
    Reconciled,
    RegistryAges,
    Said,
    issue_text,
    read_registry_ages,
    reconcile,
    reconcile_said,
)
from trials.registry.criteria_text import CriterionSentence, sentences_of
from trials.registry.records import RecordedEligibility, StudyRecord
from trials.registry.tied_ages import NO_TIES, Ties, read_ties
from trials.registry.wide_ages import doubted, kept_wide, widened, with_either_unit

Found = AgeSentence | RefusedSentence

__all__ = ["AGE_FIELDS", "CRITERIA", "ReadGroup", "field_words", "read_groups"]

CRITERIA = "eligibilityModule.eligibilityCriteria"
AGE_FIELDS = "eligibilityModule.minimumAge, maximumAge"
SEX_FIELD = "eligibilityModule.sex"
DISEASE_TERMS = "conditionsModule, identificationModule"
"""Where a rule was read, as ``Origin.source`` tells it: field names of the registry."""


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """One group of people a study takes.

    ``ages``      all of them must be met, one for each date that ages count on; at least
                  one, which may not be stated.
    ``sex``       None when both can join, or when the field does not say.
    ``to_check``  sentences that may limit the age and could not be read: they narrow
                  nothing and a person has to look.
    ``issues``    what fields and sentences differ in.
    ``ties``      ages that sentences tie to names, which nobody has looked up yet.
    ``diagnosis``  the one diagnosis it is for, in the words of its sentence; empty: any.
    ``include``, ``excepts``  codes of the diseases it is for, and of those that have groups
                  of their own; both empty: all that the study is for.
    """

    role: Role
    ages: tuple[AgeCriterion, ...]
    sex: FactCriterion | None = None
    to_check: tuple[TextCriterion, ...] = ()
    issues: tuple[AgeIssue, ...] = ()
    ties: Ties = NO_TIES
    diagnosis: str = ""
    include: tuple[str, ...] = ()
    excepts: tuple[str, ...] = ()


def read_groups(record: StudyRecord) -> tuple[ReadGroup, ...]:
    """Return the groups of a study, the patients first."""
    sentences = sentences_of(record.eligibility.criteria)
    found = list(age_sentences(sentences))
    others = tuple(
        _other_group(role, [part for part in found if part.role is role])
        for role in _other_roles(sentences, found)
    )
    fields = read_registry_ages(record.eligibility.minimum_age, record.eligibility.maximum_age)
    theirs = [part for part in found if part.role is Role.PATIENT]
    usable = _usable(theirs, fields)
    patients = _patients(record.eligibility, fields, theirs, usable)
    patients = _apart_from(others, patients, fields, usable)
    ties = read_ties(sentences, theirs, lambda said: _repeats(said, fields))
    return (replace(patients, ties=ties), *others)


# ----------------------------------------------------------------- the patients


def _usable(found: Sequence[Found], fields: RegistryAges) -> list[AgeSentence]:
    """Return the sentences that hold for all patients, or say no more than the fields."""
    read = [part for part in found if isinstance(part, AgeSentence)]
    return [part for part in read if part.is_sure or _confirms(part.said, fields)]


def _patients(
    eligibility: RecordedEligibility,
    fields: RegistryAges,
    found: Sequence[Found],
    usable: Sequence[AgeSentence],
) -> ReadGroup:
    refused = [part for part in found if isinstance(part, RefusedSentence)]
    doubts = list(age_doubts([part for part in found if part not in usable], fields))
    ages: list[AgeCriterion] = []
    issues: list[AgeIssue] = []
    for sentences in _by_date(_without_doubles(usable)) or [[]]:
        settled = _settled(eligibility, sentences, with_fields=not ages)
        rule = kept_wide(settled.rule, fields, refused)
        if any(issue.code is AgeIssueCode.UNITS for issue in settled.issues):
            rule = with_either_unit(rule, fields)
        rule = _without_other_dates(rule, sentences, usable)
        told = doubted(rule, sentences, doubts)
        differ = (*settled.issues, *told.issues)
        quoted: list[Found] = [*sentences, *told.sentences]
        ages.append(_criterion(told.rule, quoted, differ, eligibility))
        if told.rule.status is AgeStatus.NOT_STATED and refused:
            ages = [_not_read_age(refused, eligibility)]
        issues.extend(differ)
    return ReadGroup(
        role=Role.PATIENT,
        ages=tuple(ages),
        sex=_sex(eligibility.sex),
        to_check=tuple(_to_check(part) for part in refused),
        issues=(*issues, *(_not_read(part) for part in refused)),
    )


def _confirms(said: Said, fields: RegistryAges) -> bool:
    """Whether a sentence says just what the fields say, so that it cannot narrow them."""
    rule = said.rule
    if said.states_minimum and rule.minimum != fields.minimum.limit:
        return False
    if said.states_maximum and rule.maximum != fields.maximum.next_limit:
        return False
    return rule.minimum is not None or rule.maximum is not None


def _repeats(said: Said, fields: RegistryAges) -> bool:
    """Whether a sentence says of the age today just what the fields say."""
    return said.rule.anchor.is_now and _confirms(said, fields)


def _without_doubles(read: Sequence[AgeSentence]) -> list[AgeSentence]:
    """Leave out what a sentence keeps out when another one lets in at that end."""
    lets_in = [part.said for part in read if not part.keeps_out]
    has_minimum = any(said.states_minimum for said in lets_in)
    has_maximum = any(said.states_maximum for said in lets_in)
    return [
        part
        for part in read
        if not part.keeps_out
        or (part.said.states_minimum and not has_minimum)
        or (part.said.states_maximum and not has_maximum)
    ]


def _by_date(read: Sequence[AgeSentence]) -> list[list[AgeSentence]]:
    """Return the sentences that count the age today, then those of each earlier date."""
    today = [part for part in read if part.said.rule.anchor.is_now]
    earlier: dict[AgeAnchor, list[AgeSentence]] = {}
    for part in read:
        if not part.said.rule.anchor.is_now:
            earlier.setdefault(part.said.rule.anchor, []).append(part)
    return [sentences for sentences in (today, *earlier.values()) if sentences]


def _settled(
    eligibility: RecordedEligibility, sentences: Sequence[AgeSentence], *, with_fields: bool
) -> Reconciled:
    """Settle the fields with the sentences; fields count today and hold for one date only."""
    minimum = eligibility.minimum_age if with_fields else None
    maximum = eligibility.maximum_age if with_fields else None
    if not sentences:
        return reconcile(minimum, maximum, "")
    said = said_together(part.said for part in sentences)
    if said is not None:
        return reconcile_said(minimum, maximum, said)
    alone = reconcile(minimum, maximum, "")
    apart = AgeIssue(AgeIssueCode.TEXT_NOT_READ, text=Refusal.IMPOSSIBLE_RANGE)
    return Reconciled(alone.rule, (*alone.issues, apart))


def _without_other_dates(
    rule: AgeRule, sentences: Sequence[AgeSentence], usable: Sequence[AgeSentence]
) -> AgeRule:
    """Leave open a limit of the fields that a sentence states for another date.

    "Over 1 year at study entry, under 21 at diagnosis" with the field "21 Years": nobody
    is too old today.
    """
    others = [part.said for part in usable if part not in sentences]
    here = [part.said for part in sentences]
    open_minimum = _only_in(others, here, lambda said: said.states_minimum)
    open_maximum = _only_in(others, here, lambda said: said.states_maximum)
    return widened(
        rule,
        None if open_minimum else rule.outer_minimum,
        None if open_maximum else rule.outer_maximum,
    )


def _only_in(others: list[Said], here: list[Said], states: Callable[[Said], bool]) -> bool:
    return any(states(said) for said in others) and not any(states(said) for said in here)


# ---------------------------------------------------------------------- others


def _other_roles(sentences: Sequence[CriterionSentence], found: Sequence[Found]) -> list[Role]:
    """Return the roles besides patients that headings or sentences about age name."""
    named = [role_of(sentence.headings) for sentence in sentences]
    roles = dict.fromkeys([*named, *(part.role for part in found)])
    return [role for role in roles if role is not None and role is not Role.PATIENT]


def _other_group(role: Role, found: Sequence[Found]) -> ReadGroup:
    """Read a group by its sentences alone: the fields are the patients'."""
    refused = [part for part in found if isinstance(part, RefusedSentence)]
    read = [part for part in found if isinstance(part, AgeSentence) and part.is_sure]
    ages: list[AgeCriterion] = []
    issues: list[AgeIssue] = []
    for sentences in _by_date(_without_doubles(read)):
        settled = _settled(_NO_FIELDS, sentences, with_fields=False)
        rule = widened(settled.rule, None, None) if refused else settled.rule
        ages.append(_criterion(rule, sentences, settled.issues, _NO_FIELDS))
        issues.extend(settled.issues)
    if not ages:
        ages.append(
            _not_read_age(refused, _NO_FIELDS)
            if refused
            else AgeCriterion(AgeRule(status=AgeStatus.NOT_STATED))
        )
    return ReadGroup(
        role=role,
        ages=tuple(ages),
        to_check=tuple(_to_check(part) for part in refused),
        issues=(*issues, *(_not_read(part) for part in refused)),
    )


_NO_FIELDS = RecordedEligibility("", "", "", "", None)


def _apart_from(
    others: Sequence[ReadGroup],
    patients: ReadGroup,
    fields: RegistryAges,
    stated: Sequence[AgeSentence],
) -> ReadGroup:
    """Leave open the limits that the fields may have from another group.

    "18 Years" in the field and "donor: at least 18 years" in the text: nobody knows then
    whether patients have to be 18, unless a sentence about patients says so.
    """
    current = patients.ages[0]
    rule = current.rule
    rules = [age.rule for other in others for age in other.ages]
    lower = [limit for other in rules for limit in (other.minimum, other.outer_minimum)]
    upper = (fields.maximum.limit, fields.maximum.next_limit)
    open_minimum = (
        rule.minimum is not None
        and rule.minimum in lower
        and not any(part.said.states_minimum for part in stated)
    )
    open_maximum = (
        rule.maximum is not None
        and any(other.maximum in upper for other in rules)
        and not any(part.said.states_maximum for part in stated)
    )
    if not (open_minimum or open_maximum):
        return patients
    wide = widened(
        rule,
        None if open_minimum else rule.outer_minimum,
        None if open_maximum else rule.outer_maximum,
    )
    roles = ", ".join(other.role for other in others)
    issue = AgeIssue(AgeIssueCode.SEVERAL_ROLES, text=roles)
    conflict = "; ".join(filter(None, (current.origin.conflict, issue_text(issue))))
    origin = replace(current.origin, conflict=conflict)
    return replace(
        patients,
        ages=(replace(current, rule=wide, origin=origin), *patients.ages[1:]),
        issues=(*patients.issues, issue),
    )


# ---------------------------------------------------------------- rules and origins


def _criterion(
    rule: AgeRule,
    sentences: Sequence[Found],
    issues: Sequence[AgeIssue],
    eligibility: RecordedEligibility,
) -> AgeCriterion:
    """Give a rule its quotes: the first sentence, the others and the fields beside it."""
    fields = field_words(eligibility)
    words = [part.sentence.words for part in sentences]
    origin = Origin(
        quote=words[0] if words else fields,
        source=CRITERIA if words else AGE_FIELDS,
        note="\n".join([*words[1:], fields] if words else []).strip(),
        conflict="; ".join(issue_text(issue) for issue in issues),
    )
    return AgeCriterion(rule, origin)


def _not_read_age(
    refused: Sequence[RefusedSentence], eligibility: RecordedEligibility
) -> AgeCriterion:
    """Quote sentences that state an age nobody has read, where nothing else states one."""
    return _criterion(AgeRule(status=AgeStatus.NOT_READ), refused, (), eligibility)


def field_words(eligibility: RecordedEligibility) -> str:
    """Return the age fields with the names the registry shows for them."""
    fields = (
        ("Minimum Age", eligibility.minimum_age),
        ("Maximum Age", eligibility.maximum_age),
    )
    return "; ".join(f"{name}: {words}" for name, words in fields if words)


_SEXES = {"FEMALE": "female", "MALE": "male"}


def _sex(field: str) -> FactCriterion | None:
    if field not in _SEXES:
        return None
    condition = Condition("sex", Operator.IS, (_SEXES[field],))
    return FactCriterion(condition, Origin(quote=field, source=SEX_FIELD))


def _to_check(part: RefusedSentence) -> TextCriterion:
    words = part.sentence.words
    return TextCriterion(words, Origin(quote=words, source=CRITERIA, note=part.refusal))


def _not_read(part: RefusedSentence) -> AgeIssue:
    return AgeIssue(AgeIssueCode.TEXT_NOT_READ, text=part.refusal)
