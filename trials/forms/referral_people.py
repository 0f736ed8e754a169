"""Who the patient is, and a second person of the family, as referral staff tell it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.facts import Role
from trials.forms.fields import MonthField, RoleField, WholeNumberField
from trials.forms.finder import AGE_BOXES, BIRTH_BOXES, FinderForm
from trials.models.participant_group import ROLE_NAMES

PLAN_BOXES = ("plan_month", "plan_day", "plan_year")
LONGEST_PLAN = timedelta(days=2 * 366)


class StaffRoleField(RoleField):
    """All roles, and none when nothing was chosen."""

    def __init__(self, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.roles = [(role.value, ROLE_NAMES[role]) for role in roles]

    def clean(self, value: Any) -> Role | None:  # type: ignore[override]  # none is an answer
        return super().clean(value) if value else None


class PatientForm(FinderForm):
    """The finder's questions less place and words, and the day on which rules are judged."""

    parts_status = False  # it has a box on the same page
    role = StaffRoleField(Role, label=gettext_lazy("Would join as"))
    # None is Django's way to leave a field out.
    near = near_name = radius = words = None  # type: ignore[assignment]
    plan_month = MonthField(
        label=gettext_lazy("Month"),
        wrong=gettext_lazy("Month must be a number from 1 to 12, or a name such as March."),
    )
    plan_day = WholeNumberField(
        label=gettext_lazy("Day"),
        smallest=1,
        largest=31,
        wrong=gettext_lazy("Day must be a number from 1 to 31."),
    )
    plan_year = WholeNumberField(
        label=gettext_lazy("Year"),
        smallest=1000,
        largest=9999,
        wrong=gettext_lazy("Year must have four digits, such as 2026."),
    )

    def clean_role(self) -> Role:
        return self.cleaned_data["role"] or Role.PATIENT

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.planned_on = self._read_plan()
        return self.cleaned_data

    def _read_plan(self) -> date:
        boxes = self._filled(PLAN_BOXES)
        empty = [name for name in PLAN_BOXES if boxes and boxes[name] is None]
        if len(empty) == len(PLAN_BOXES) or not boxes:
            return self.today
        if empty:
            self.add_error(empty[0], _("Fill in month, day and year, or empty all three."))
            return self.today
        return self._day(*(boxes[name] or 0 for name in PLAN_BOXES))

    def _day(self, month: int, day: int, year: int) -> date:
        latest = self.today + LONGEST_PLAN
        try:
            planned_on = date(year, month, day)
        except ValueError:
            planned_on = date.min
        if self.today <= planned_on <= latest:
            return planned_on
        self.add_error(
            "plan_day",
            ValidationError(
                _("The planned day must be a day from today to the end of %(year)s."),
                params={"year": str(latest.year - 1)},
            ),
        )
        return self.today


class RelativeForm(FinderForm):
    """A second person: as what they would join, and their age."""

    prefix = "other"

    role = StaffRoleField(
        [role for role in Role if role is not Role.PATIENT],
        label=gettext_lazy("Would join as"),
    )
    near = near_name = radius = words = None  # type: ignore[assignment]
    diagnosis = diagnosis_code = None  # type: ignore[assignment]

    @classmethod
    def answers_in(cls, typed: Mapping[str, str]) -> dict[str, str]:
        start = f"{cls.prefix}-"
        ours = [name for name in typed if name.startswith(start)]
        plain = {name.removeprefix(start): typed.get(name, "") for name in ours}
        return {f"{start}{name}": text for name, text in super().answers_in(plain).items()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        ages = (self.cleaned_data.get(name) for name in (*AGE_BOXES, *BIRTH_BOXES))
        if not self.cleaned_data.get("role") and any(age is not None for age in ages):
            self.add_error("role", _("Choose as what this person would join."))
        return self.cleaned_data
