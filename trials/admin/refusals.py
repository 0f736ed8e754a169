"""Why something could not be saved or removed, in sentences that say what to do."""

from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint, ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.actions.completeness import Gap, IncompleteTrialError, Lack
from trials.admin.conflicts import StaleEditError
from trials.admin.guarding import PublishedTrialError, published_sentence

REFUSALS = (
    IntegrityError,
    ProtectedError,
    IncompleteTrialError,
    PublishedTrialError,
    StaleEditError,
)
"""What an action raises when the list stands against it. Everything else is a fault."""

WHAT_LACKS = {
    Lack.STUDY: gettext_lazy(
        "An approved treatment is not a study and stays off the public list. "
        "Choose another kind of study, if it is one."
    ),
    Lack.GOAL: gettext_lazy("Write in plain words what the researchers want to learn."),
    Lack.SOURCE: gettext_lazy("Add a source to the trial: the page or record it was read from."),
    Lack.GROUP: gettext_lazy("Add a participant group: who can join?"),
    Lack.AGE_RULE: gettext_lazy("Add an age limit, or say in one that the source states no age."),
    Lack.AGE_QUOTE: gettext_lazy("Paste the sentence that the age limit was read from."),
    Lack.AGE_LIMITS_CONTRADICT: gettext_lazy("Mend the age limits: nobody can meet them."),
    Lack.DISEASES: gettext_lazy("Choose the diseases of the disease rule, or remove the rule."),
    Lack.DISEASE_QUOTE: gettext_lazy("Paste the sentence that the disease rule was read from."),
    Lack.DISEASES_ALL_EXCEPTED: gettext_lazy(
        "Change the disease rule: its exceptions leave none of its diseases."
    ),
}
_CIRCLE = "disease_hierarchy_has_no_circle"


def sentences(refused: Exception) -> list[str]:
    """One sentence per thing to mend."""
    if isinstance(refused, IncompleteTrialError):
        return [
            _("The trial is published, and would lack something. %(gap)s")
            % {"gap": gap_sentence(gap)}
            for gap in refused.gaps
        ]
    if isinstance(refused, StaleEditError):
        return [refused.sentence]
    if isinstance(refused, PublishedTrialError):
        return [published_sentence(refused.trial)]
    if isinstance(refused, ProtectedError):
        return [_still_needed(refused)]
    return [_broken_constraint(refused)]


def gap_sentence(gap: Gap) -> str:
    """What to add or change, after the group it is about."""
    what = str(WHAT_LACKS[gap.lack])
    if gap.group is None:
        return what
    return _("%(group)s: %(what)s") % {"group": gap.group.label, "what": what}


def _still_needed(refused: ProtectedError) -> str:
    holders = ", ".join(sorted({str(row) for row in refused.protected_objects}))
    return _("This is still needed by: %(holders)s. Change that first.") % {"holders": holders}


def _broken_constraint(refused: Exception) -> str:
    diagnosis = getattr(refused.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name == _CIRCLE:
        return _(
            "A disease would become more general than itself. Remove one of the more general "
            "diseases you chose: it stands below this disease already."
        )
    constraint = _constraints().get(name)
    if constraint is not None and _has_own_words(constraint):
        return str(constraint.get_violation_error_message())
    return _(
        "The list changed at the same moment, so that this could not be saved. "
        "Look at the entries and save again."
    )


def _has_own_words(constraint: BaseConstraint) -> bool:
    return constraint.violation_error_message != constraint.default_violation_error_message


@cache
def _constraints() -> dict[str | None, BaseConstraint]:
    ours = apps.get_app_config("trials").get_models()
    return {each.name: each for model in ours for each in model._meta.constraints}
