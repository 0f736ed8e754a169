"""The form of translations: what families read of a published trial, a reviewer enters."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from trials.forms.coordinator import CoordinatorForm
from trials.models import ParticipantGroup, Translation, Trial
from trials.models.rule import Rule

_WORDS_OF_TRIALS = ("plain_title", "goal", "summary", "ends_note", "fidelity")


class TranslationForm(CoordinatorForm):
    """``may_publish``: whether who sends it may change what families read."""

    may_publish: ClassVar[bool] = False

    class Meta:
        model = Translation
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        texts = {str(each.get("english", "")) for each in (self.initial, cleaned)} - {""}
        if not self.may_publish and are_published(texts):
            self.add_error(None, published_words())
        return cleaned


def are_published(texts: Iterable[str]) -> bool:
    """Whether one of these English texts stands in a published trial, its groups or rules.

    The texts of a working copy are not published: they are translated before it is.
    """
    wanted, published = list(texts), Trial.objects.published()
    words = Q()
    for name in _WORDS_OF_TRIALS:
        words |= Q(**{f"{name}__in": wanted})
    if published.filter(words).exists():
        return True
    if ParticipantGroup.objects.filter(trial__in=published, label__in=wanted).exists():
        return True
    of_rules = Q(note__in=wanted) | Q(conflict__in=wanted)
    kinds: list[type[Model]] = list(Rule.__subclasses__())
    return any(
        kind._base_manager.filter(of_rules, group__trial__in=published).exists() for kind in kinds
    )


def published_words() -> str:
    """Why a translation is only looked at, or not saved."""
    return _(
        "Families read this translation with a published trial. Somebody who may publish "
        "enters, changes or removes it: ask a reviewer."
    )
