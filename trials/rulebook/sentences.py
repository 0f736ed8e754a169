"""The registry's sentences as rules, for trials that nobody here has reviewed yet."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ObjectDoesNotExist

from trials.eligibility.criteria import Origin, Side, TextCriterion
from trials.eligibility.facts import Role
from trials.models import ParticipantGroup, Trial
from trials.registry.age_sentences import role_of
from trials.registry.criteria_text import CriterionSentence
from trials.registry.quoting import unquoted_sentences

SOURCE = "ClinicalTrials.gov"


def sentences_to_check(
    trial: Trial, group: ParticipantGroup, quotes: Iterable[str]
) -> tuple[TextCriterion, ...]:
    """What the study team still has to check of the group: all that ``quotes`` leave open.

    For a trial that nobody here has reviewed; the rows of one that was say everything.
    Sentences under a heading about donors, say, are for the group of donors if there is one.
    """
    try:
        # A working copy has no record of its own.
        criteria = (trial.revision_of or trial).registry_record.criteria_text
    except ObjectDoesNotExist:
        return ()
    return sentences_left_in(criteria, group, quotes, trial=trial)


def sentences_left_in(
    criteria: str,
    group: ParticipantGroup,
    quotes: Iterable[str],
    *,
    trial: Trial | None = None,
) -> tuple[TextCriterion, ...]:
    """The sentences of any text that may be about the group and that no quotation holds whole.

    ``trial`` is the group's, where its groups were fetched before.
    """
    sentences = _about(group, trial or group.trial, unquoted_sentences(criteria, quotes))
    return tuple(_to_check(sentence) for sentence in sentences)


def _about(
    group: ParticipantGroup, trial: Trial, sentences: Iterable[CriterionSentence]
) -> Iterator[CriterionSentence]:
    roles = {other.pk: _roles(other) for other in trial.groups.all()}
    others = {role for pk, found in roles.items() if pk != group.pk for role in found}
    for sentence in sentences:
        role = role_of(sentence.headings)
        if role is None or role in roles[group.pk] or role not in others:
            yield sentence


def _roles(group: ParticipantGroup) -> frozenset[Role]:
    return frozenset(Role(role) for role in group.roles) or frozenset({Role.PATIENT})


def _to_check(sentence: CriterionSentence) -> TextCriterion:
    origin = Origin(quote=sentence.words, source=SOURCE)
    return TextCriterion(sentence.words, origin, sentence.side or Side.INCLUDE)
