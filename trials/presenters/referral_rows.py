"""The criteria of one group as the rows of a table: study says, patient, result, when.

    Age: younger than 22                     12 years       Met
    One of these 2 is enough                                Undetermined
        B-ALL                                B-ALL          Met
        All of these 2 together                             Not this way
            Relapsed                         Newly …        Not met
            CD19: Positive                   not told       Not told

What decides is marked; what cannot matter any more, because another way is open, is quiet.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.branches import Branch
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    FactCriterion,
    Finding,
    Not,
    Origin,
    Side,
    WashoutCriterion,
)
from trials.eligibility.dependencies import depends_on
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.eligibility.verdicts import GroupVerdict
from trials.presenters.referral_results import Place, Tone, box_result, result_of, tone_of, when
from trials.presenters.referral_values import not_told
from trials.presenters.referral_words import StaffWords
from trials.presenters.registry_rules import public_origin


@dataclass(frozen=True, slots=True)
class FactLink:
    """``field`` is the id of its box on the form; empty when it has none."""

    label: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One rule, or one box around the rows that follow it one level deeper.

    ``way``      its name among the parts of a "one of these", such as "Way 2"; else empty.
    ``follows``  from which other answer the patient's value follows; empty for what was told.
    ``decides``  whether the verdict on the group hangs on it.
    ``asks``     the facts that would settle it.
    ``may_change``  whether time or treatment may turn what stands in the way.
    """

    depth: int
    criterion: str
    result: str
    tone: Tone
    way: str = ""
    is_box: bool = False
    is_exclusion: bool = False
    decides: bool = False
    patient: str = ""
    follows: str = ""
    when: str = ""
    origin: Origin = Origin()
    asks: tuple[FactLink, ...] = ()
    may_change: bool = False

    @property
    def is_quote_alone(self) -> bool:
        """The criterion is the sentence itself: nobody has put it in other words."""
        return self.criterion == self.origin.quote

    @property
    def words(self) -> str:
        """The criterion with its side, for where no column says it."""
        if not self.is_exclusion:
            return self.criterion
        return _("Exclusion: %(criterion)s") % {"criterion": self.criterion}


@dataclass(frozen=True, slots=True)
class PersonWords:
    """A person, and what to call what we know of them.

    ``who``      as what they would join.
    ``follows``  fact → the answers from which it follows.
    ``fields``   fact → the id of its box on the form.
    """

    who: str
    person: Person
    words: StaffWords
    follows: Mapping[str, str]
    fields: Mapping[str, str]

    def links(self, facts: Collection[str]) -> tuple[FactLink, ...]:
        """In the order of the catalogue, so that the page does not change by itself."""
        keys = [fact.key for fact in self.words.catalogue if fact.key in facts]
        keys += sorted(set(facts) - set(keys))
        return tuple(FactLink(self.words.label(key), self.fields.get(key, "")) for key in keys)


def criterion_rows(group: GroupVerdict, who: PersonWords) -> tuple[CriterionRow, ...]:
    """Every criterion of a group, in the order of the rules."""
    is_plain = group.truth is group.branch.truth
    decides = is_plain and group.truth in (Truth.FALSE, Truth.UNKNOWN)
    return tuple(_inside(group.branch, Place(group.needs, decides), who))


def _inside(box: Branch, place: Place, who: PersonWords) -> Iterator[CriterionRow]:
    """The rows of the parts. A part decides when it has the value that the box comes from."""
    is_none_of = isinstance(box.criterion, Not)
    for number, part in enumerate(box.parts, 1):
        inside = replace(
            place,
            decides=place.decides and (is_none_of or part.truth is box.truth),
            is_quiet=place.is_quiet or (not place.is_inverted and _cannot_matter(part, box)),
            way="" if place.is_inverted else _way(box, number),
        )
        if part.finding:
            yield _leaf_row(part.finding, inside, who)
        else:
            yield _box_row(part, inside)
            inverts = isinstance(part.criterion, Not)
            deeper = replace(
                inside, depth=place.depth + 1, is_inverted=place.is_inverted ^ inverts
            )
            yield from _inside(_kept_out_by(part), deeper, who)


def _kept_out_by(box: Branch) -> Branch:
    """Of "none of these" the box that holds "these"; other boxes as they are."""
    if isinstance(box.criterion, Not) and isinstance(box.parts[0].criterion, AnyOf):
        return box.parts[0]
    return box


def _cannot_matter(part: Branch, box: Branch) -> bool:
    """Whether a way that has failed is no loss, or one that is open no gain: another is met."""
    if not isinstance(box.criterion, AnyOf):
        return False
    has_failed = part.truth is Truth.FALSE and box.truth is not Truth.FALSE
    return has_failed or (box.truth is Truth.TRUE and part.truth is not Truth.TRUE)


def _way(box: Branch, number: int) -> str:
    """The name of a part of a "one of these"; empty elsewhere."""
    if not isinstance(box.criterion, AnyOf) or len(box.parts) == 1:
        return ""
    return _("Way %(number)d") % {"number": number}


def _box_row(box: Branch, place: Place) -> CriterionRow:
    count = len(_kept_out_by(box).parts)
    if isinstance(box.criterion, AllOf):
        words = ngettext("this rule", "all of these %(count)d", count)
    elif isinstance(box.criterion, AnyOf):
        words = ngettext("this rule", "one of these %(count)d is enough", count)
    else:
        words = ngettext("not this rule", "none of these %(count)d", count)
    words %= {"count": count}
    return CriterionRow(
        depth=place.depth,
        criterion=capfirst(words),
        way=place.way,
        result=box_result(box.truth, place),
        tone=tone_of(box.truth, place),
        is_box=True,
        decides=place.decides,
    )


def _leaf_row(finding: Finding, place: Place, who: PersonWords) -> CriterionRow:
    leaf, words = finding.criterion, who.words
    is_known = finding.truth is not Truth.UNKNOWN
    return CriterionRow(
        depth=place.depth,
        criterion=words.asked(leaf),
        way=place.way,
        result=result_of(finding, place, words),
        tone=tone_of(finding.truth, place),
        is_exclusion=leaf.side is Side.EXCLUDE,
        decides=place.decides and (is_known or not place.needs.isdisjoint(finding.needs)),
        patient=words.told(leaf, who.person),
        follows=_follows(finding, who),
        when=when(finding, place),
        may_change=finding.recoverable,
        origin=public_origin(leaf.origin),
        asks=() if is_known or place.is_quiet else who.links(finding.needs),
    )


def _follows(finding: Finding, who: PersonWords) -> str:
    """The answers from which it is known; empty for what was told, and what is not known."""
    leaf = finding.criterion
    if isinstance(leaf, FactCriterion | WashoutCriterion):
        facts = sorted(depends_on(leaf, who.person.graph) & who.follows.keys())
        if facts:
            return ", ".join(dict.fromkeys(who.follows[fact] for fact in facts))
    is_settled = finding.truth.is_certain and finding.reason is not Reason.AGE_NO_LIMIT
    if is_settled and who.words.told(leaf, who.person) == not_told():
        return _("other answers")  # no answer that is left would change it
    return ""
