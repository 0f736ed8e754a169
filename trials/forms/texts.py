"""The coordinators' forms of guides: every fact has a source that the guide lists."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trials.forms.coordinator import CoordinatorForm, CoordinatorFormSet
from trials.models import Guide, GuideSection
from trials.texts.marked import FaultKind, TextFault, faults_of


class GuideForm(CoordinatorForm):
    class Meta:
        model = Guide
        fields = "__all__"


class GuideSectionFormSet(CoordinatorFormSet):
    """The parts of a guide, held against the sources that come in the same request."""

    sent_marks: Iterable[str] = ()

    def clean(self) -> None:
        super().clean()
        known = set(self.sent_marks)
        for form in self.forms:
            if form in self.deleted_forms or "text" not in form.cleaned_data:
                continue
            kind, text = form.cleaned_data.get("kind"), form.cleaned_data["text"]
            needs_sources = kind != GuideSection.Kind.QUESTIONS
            errors = [
                ValidationError(_sentence(fault), code=fault.kind)
                for fault in faults_of(text, known, needs_sources=needs_sources)
            ]
            if errors:
                form.add_error("text", ValidationError(errors))


def sent_marks(sent: Any, prefix: str) -> set[str]:
    """The marks of the sources in a posted form, those to be removed left out."""
    total = sent.get(f"{prefix}-TOTAL_FORMS", "")
    number = int(total) if total.isdecimal() else 0
    kept = (each for each in range(number) if not sent.get(f"{prefix}-{each}-DELETE"))
    return {sent.get(f"{prefix}-{each}-mark", "").strip() for each in kept} - {""}


def _sentence(fault: TextFault) -> str:
    if fault.kind is FaultKind.UNKNOWN_SOURCE:
        return _("Line %(line)s: add a source with the mark “%(mark)s”, or name another.") % {
            "line": fault.line,
            "mark": fault.mark,
        }
    return _("Line %(line)s: name the source at the end of the line, such as [nci].") % {
        "line": fault.line
    }
