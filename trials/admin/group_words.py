"""What the rooms say about the rules of a group: all of them, in words."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trials import rulebook
from trials.actions.group_rules import criteria_held
from trials.actions.reviewing import sentences_left
from trials.disease_search import disease_names
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.criteria import AllOf
from trials.models import Disease, ParticipantGroup
from trials.presenters.criteria_outline import OutlineLine, outline
from trials.presenters.names import DiagnosisNames, plain_names


def rules_in_words(group: ParticipantGroup, names: DiagnosisNames | None = None) -> SafeString:
    """Every rule and box, and every sentence of the registry that will become a rule."""
    try:
        tree = _tree_of(group)
        lines: Sequence[OutlineLine] = outline(tree, names or diagnosis_names())
    except AgeRuleError:
        lines = [OutlineLine(_("The age limits contradict each other: nobody can meet them."))]
    left = () if group.trial.is_reviewed else sentences_left(group)
    shown = {"lines": lines, "sentences": [sentence.text for sentence in left]}
    return render_to_string("admin/trials/participantgroup/in_words.html", shown)


def _tree_of(group: ParticipantGroup) -> AllOf:
    """Of rows that the page has fetched already, if it has. Raises AgeRuleError."""
    rows: ParticipantGroup | None = getattr(group, "as_fetched", None)
    return criteria_held(group) if rows is None else rulebook.criteria_of(rows)


def diagnosis_names() -> DiagnosisNames:
    diagnoses = frozenset(Disease.objects.diagnoses().values_list("code", flat=True))
    return DiagnosisNames(plain_names(disease_names()), rulebook.disease_graph(), diagnoses)
