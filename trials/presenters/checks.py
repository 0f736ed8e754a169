"""What a check found, in words for coordinators: what is the matter, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.catalogue import CATALOGUE
from trials.checking import CheckFinding, Code, Level
from trials.eligibility.criteria import Leaf
from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES
from trials.presenters.disease_findings import NameOf
from trials.presenters.fact_names import fact_name


@dataclass(frozen=True, slots=True)
class CheckWords:
    """``what`` is the matter; ``remedy`` says what to do; ``rule`` and ``words`` quote.

    ``group`` is the key of the group it is in, empty for the trial itself.
    """

    level: Level
    code: Code
    what: str
    remedy: str
    group: str = ""
    rule: str = ""
    words: str = ""


# Each: what is the matter, and what to do. %(named)s: facts, diseases or roles by name.
_WORDS: Mapping[Code, tuple[StrPromise, StrPromise]] = {
    Code.FACT_UNKNOWN: (
        gettext_lazy("A rule asks for something that the list of facts does not hold."),
        gettext_lazy("Choose a fact of the list, or make it a rule for the study team."),
    ),
    Code.FACT_VALUE_UNKNOWN: (
        gettext_lazy("A rule about %(named)s asks for an answer that nobody can give."),
        gettext_lazy("Choose one of the answers of this fact."),
    ),
    Code.WASHOUT_NOT_POSITIVE: (
        gettext_lazy("A waiting time is no day long."),
        gettext_lazy("Write how many days must have gone by, or remove the rule."),
    ),
    Code.FACT_CONTRADICTS: (
        gettext_lazy("Rules about %(named)s shut each other out: nobody can meet them all."),
        gettext_lazy("Change or remove one of them, or put them in a box “one of these”."),
    ),
    Code.NUMBERS_EMPTY: (
        gettext_lazy("The limits for %(named)s leave no number."),
        gettext_lazy("Compare both limits with the sentence, and correct one."),
    ),
    Code.AGES_APART: (
        gettext_lazy("The age limits of this group leave no age."),
        gettext_lazy("Compare the limits with their sentences, and correct one."),
    ),
    Code.DISEASES_APART: (
        gettext_lazy("Nobody can have what two disease rules ask for together: %(named)s."),
        gettext_lazy("Make one rule of both, or put them in a box “one of these”."),
    ),
    Code.DISEASES_ALL_EXCLUDED: (
        gettext_lazy("Everything a disease rule takes is shut out again: %(named)s."),
        gettext_lazy("Change the exceptions, or the rule that keeps people out."),
    ),
    Code.BRANCH_UNREACHABLE: (
        gettext_lazy("Nobody can meet this part of a box: the rules around it shut it out."),
        gettext_lazy("Remove it, or change the rule that contradicts it: %(named)s."),
    ),
    Code.IMPLIED_OTHERWISE: (
        gettext_lazy("A rule about %(named)s says the contrary of what follows from the others."),
        gettext_lazy("Compare these rules with their sentences, and correct one."),
    ),
    Code.IDENTICAL_GROUPS: (
        gettext_lazy("This group has the same roles and rules as another one."),
        gettext_lazy("Remove it, or add what sets the two apart."),
    ),
    Code.AGE_UNITS: (
        gettext_lazy("The age limit has the number of its sentence, in another unit."),
        gettext_lazy("Read the sentence again: years, months, weeks or days?"),
    ),
    Code.AGE_REVERSED: (
        gettext_lazy("The age limit is turned round: its sentence says the other end."),
        gettext_lazy("Write the number into the other box: from, or until before."),
    ),
    Code.AGE_DIFFERS: (
        gettext_lazy("The age limit is not what its sentence says."),
        gettext_lazy("Read the sentence again, or write down how the sources differ."),
    ),
    Code.AGE_DATE_DIFFERS: (
        gettext_lazy("The sentence counts the age on another day than the limit does."),
        gettext_lazy("Choose the day: at enrolment, or at the first diagnosis?"),
    ),
    Code.AGE_OF_OTHER_ROLE: (
        gettext_lazy("The sentence gives the age of somebody else than this group."),
        gettext_lazy("Move the limit to the group it is about: donors, patients, relatives."),
    ),
    Code.AGE_BY_SITE: (
        gettext_lazy("The sentence says that the limit differs between sites."),
        gettext_lazy("Write what is possible elsewhere under “Where sources differ”."),
    ),
    Code.SIGN_REVERSED: (
        gettext_lazy("The rule asks for more where its sentence asks for less, or the reverse."),
        gettext_lazy("Read the sign in the sentence again: < or >?"),
    ),
    Code.SIGN_DIFFERS: (
        gettext_lazy("Rule and sentence differ about the number itself: is it included?"),
        gettext_lazy("Choose “at least” for ≥ and “more than” for >, and so on."),
    ),
    Code.NUMBER_DIFFERS: (
        gettext_lazy("The number of the rule does not stand in its sentence."),
        gettext_lazy("Correct the number, or paste the sentence it was read from."),
    ),
    Code.NARROWER_THAN_TEXT: (
        gettext_lazy("The sentence names more than the rule takes: %(named)s."),
        gettext_lazy("Take the wider disease, or note why the rule is narrower."),
    ),
    Code.BROADER_THAN_TEXT: (
        gettext_lazy("The rule takes more than the sentence names: %(named)s."),
        gettext_lazy("Choose the disease that the sentence names, or note why not."),
    ),
    Code.STATUS_DIFFERS: (
        gettext_lazy("One speaks of new diagnoses, the other of disease that came back."),
        gettext_lazy("Read the sentence again: whom does this rule mean?"),
    ),
    Code.COHORT_RULE_FOR_ALL: (
        gettext_lazy("Everybody has to meet a rule that the text has for one cohort alone."),
        gettext_lazy("Make a group of the cohort, or a box “one of these”."),
    ),
    Code.FIRST_PARTICIPANTS: (
        gettext_lazy("This holds for the first participants only."),
        gettext_lazy("Write in the note of the rule when to look at it again, with the year."),
    ),
    Code.PERFORMANCE_GAP: (
        gettext_lazy("At exactly %(count)d years neither Karnofsky nor Lansky counts."),
        gettext_lazy("Ask the study team, and write the answer into the note of the rule."),
    ),
    Code.PERFORMANCE_OVERLAP: (
        gettext_lazy("At exactly %(count)d years both Karnofsky and Lansky count."),
        gettext_lazy("Ask the study team, and write the answer into the note of the rule."),
    ),
    Code.NO_TEXT: (
        gettext_lazy("The criteria of the source are not kept with this trial."),
        gettext_lazy("Paste them: then nothing of the text can be forgotten."),
    ),
    Code.QUOTE_NOT_FOUND: (
        gettext_lazy("The sentence of a rule does not stand in the source."),
        gettext_lazy("Paste it as the source has it, or add the source it comes from."),
    ),
    Code.TEXT_AGE_DIFFERS: (
        gettext_lazy("The text gives an age that no limit of the group has."),
        gettext_lazy("Add the limit, or write down how the sources differ."),
    ),
    Code.REGISTRY_AGE_DIFFERS: (
        gettext_lazy("The age fields of the registry differ from the limits here."),
        gettext_lazy("Find the sentence that decides, or write down how they differ."),
    ),
    Code.ROLE_WITHOUT_GROUP: (
        gettext_lazy("The text gives an age for a role that no group has: %(named)s."),
        gettext_lazy("Add a group for this role."),
    ),
    Code.EXCEPTION_MISSING: (
        gettext_lazy("The text keeps people out whom the rule takes: %(named)s."),
        gettext_lazy("Add it to “except”, or make it a rule for the study team."),
    ),
    Code.OTHER_CRITERIA: (
        gettext_lazy("The text says that there are further criteria."),
        gettext_lazy("Add a rule for the study team: “Further criteria of the study”."),
    ),
    Code.CLOSED_BUT_SHOWN: (
        gettext_lazy("The trial takes no new patients, by its status."),
        gettext_lazy("Look whether it is open again, or say why families should see it."),
    ),
}


def warning_name(code: str) -> str:
    """A warning as the trail keeps it; the code itself for one that is no longer given."""
    if code not in set(Code):
        return code
    return check_words(CheckFinding(Code(code)), str).what


def check_words(finding: CheckFinding, name_of: NameOf) -> CheckWords:
    """``name_of`` gives the plain name of a disease for its code."""
    what, remedy = _COUNTED.get(finding.code, _plain)(finding, name_of)
    return CheckWords(
        level=finding.level,
        code=finding.code,
        what=what,
        remedy=remedy,
        group=finding.group,
        rule=_rule(finding.leaf),
        words="" if finding.leaf and finding.words == finding.leaf.origin.quote else finding.words,
    )


def _plain(finding: CheckFinding, name_of: NameOf) -> tuple[str, str]:
    what, remedy = _WORDS[finding.code]
    told = {"named": _named(finding, name_of), "count": finding.count}
    return str(what) % told, str(remedy) % told


def _rule(leaf: Leaf | None) -> str:
    if leaf is None:
        return ""
    return leaf.origin.quote or leaf.origin.note or leaf.origin.ref


def _named(finding: CheckFinding, name_of: NameOf) -> str:
    names = [_name(key, name_of) for key in dict.fromkeys(finding.named)]
    return get_text_list(names, _("and")) if names else _("see the rules of the group")


def _name(key: str, name_of: NameOf) -> str:
    if key in CATALOGUE:
        return fact_name(key)
    if key in set(Role):
        return str(ROLE_NAMES[Role(key)])
    return name_of(key)


# ------------------------------------------------------------- those that are counted


def _not_checked(finding: CheckFinding, name_of: NameOf) -> tuple[str, str]:
    remedy = _("Look at the source again, and write the day under “Status checked on”.")
    if not finding.count:
        return _("Nobody wrote down when the recruitment status was checked."), remedy
    what = ngettext(
        "The recruitment status was checked %(count)d day ago.",
        "The recruitment status was checked %(count)d days ago.",
        finding.count,
    )
    return what % {"count": finding.count}, remedy


def _not_covered(finding: CheckFinding, name_of: NameOf) -> tuple[str, str]:
    what = ngettext(
        "%(count)d sentence of the source is said by no rule, and nobody marked it.",
        "%(count)d sentences of the source are said by no rule, and nobody marked them.",
        finding.count,
    )
    remedy = _("Link each to a rule, leave it to the study team, or mark it as not about joining.")
    return what % {"count": finding.count}, remedy


def _flipped(finding: CheckFinding, name_of: NameOf) -> tuple[str, str]:
    what = ngettext(
        "%(count)d test patient comes out otherwise than expected: %(names)s.",
        "%(count)d test patients come out otherwise than expected: %(names)s.",
        finding.count,
    )
    names = get_text_list(list(finding.named), _("and"))
    remedy = _("Look at the test patients. If the new verdicts are right, save them as expected.")
    return what % {"count": finding.count, "names": names}, remedy


def _never_failed(finding: CheckFinding, name_of: NameOf) -> tuple[str, str]:
    what = ngettext(
        "No test patient can fail %(count)d rule of this group: a mistake in it would go unseen.",
        "No test patient can fail %(count)d rules of this group: a mistake in them would go "
        "unseen. The first:",
        finding.count,
    )
    remedy = _("Add a test patient whom it keeps out, or say why none is needed.")
    return what % {"count": finding.count}, remedy


_COUNTED = {
    Code.STATUS_NOT_CHECKED: _not_checked,
    Code.SENTENCE_NOT_COVERED: _not_covered,
    Code.EXPECTATION_FLIPPED: _flipped,
    Code.NEVER_FAILED: _never_failed,
}
