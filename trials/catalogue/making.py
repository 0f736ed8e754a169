"""Short ways to write down a fact.

A fact that comes with :class:`Asked` can be asked of families and of staff; one without
is for staff alone, unless ``who`` says otherwise.
"""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from trials.catalogue.words import filled
from trials.catalogue.words import lazy as _
from trials.eligibility.catalogue import Choice, Fact, FactGroup, FactKind, Persona, Tier

STAFF = frozenset({Persona.STAFF})
EVERYBODY = frozenset(Persona)

YES_OR_NO = (Choice("yes", _("Yes"), _("Yes")), Choice("no", _("No"), _("No")))
FOUND_OR_NOT = (
    Choice("positive", _("Yes, it was found"), _("Positive")),
    Choice("negative", _("No, it was not found"), _("Negative")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The plain words of a fact that families are asked; see ``Fact`` for each."""

    question: str
    why: str
    hint: str = ""


class Marks(TypedDict, total=False):
    """What few facts have. ``hint`` is for facts without ``Asked``."""

    who: frozenset[Persona]
    hint: str
    choices: tuple[Choice, ...]
    unit: str
    is_volatile: bool
    is_sensitive: bool


def same_for_all(value: str, label: str) -> Choice:
    """A choice that families and staff call the same."""
    return Choice(value, label, label)


@dataclass(frozen=True, slots=True)
class FactMaker:
    """Makes the facts of one group."""

    group: FactGroup

    def fact(
        self,
        key: str,
        kind: FactKind,
        tier: Tier,
        label: str,
        asked: Asked | None = None,
        **marks: Unpack[Marks],
    ) -> Fact:
        who = marks.get("who", EVERYBODY if asked else STAFF)
        return Fact(
            key=key,
            kind=kind,
            group=self.group,
            tier=tier,
            who=who,
            label=label,
            question=asked.question if asked else "",
            hint=asked.hint if asked else marks.get("hint", ""),
            why=asked.why if asked else "",
            choices=marks.get("choices", ()),
            unit=marks.get("unit", ""),
            is_volatile=marks.get("is_volatile", False),
            is_sensitive=marks.get("is_sensitive", False),
        )

    def yes_no(
        self,
        key: str,
        tier: Tier,
        label: str,
        asked: Asked | None = None,
        **marks: Unpack[Marks],
    ) -> Fact:
        marks["choices"] = YES_OR_NO
        return self.fact(key, FactKind.CHOICE, tier, label, asked, **marks)

    def marker(self, key: str, label: str, question: str) -> Fact:
        """Something the laboratory found in the cells, or did not find."""
        asked = Asked(
            question,
            why=_(
                "Some studies take only people with this result, others only people without it."
            ),
            hint=_("You may find it on the pathology or genetics report."),
        )
        return self.fact(key, FactKind.CHOICE, Tier.RECORD, label, asked, choices=FOUND_OR_NOT)

    def prior_treatment(
        self, treatment: str, label: str, name: str, question: str
    ) -> tuple[Fact, Fact]:
        """Whether a treatment was ever given, and how many days ago it was last given.

        ``label`` is the clinical name and ``name`` the plain one of the treatment.
        """
        return self._ever_given(treatment, label, question), self._days_ago(treatment, label, name)

    def _ever_given(self, treatment: str, label: str, question: str) -> Fact:
        asked = Asked(
            question,
            why=_(
                "Some studies take only people who had this treatment, "
                "others only people who did not."
            ),
            hint=_("It stands in the treatment summary or the discharge letter."),
        )
        return self.yes_no(
            f"prior_{treatment}",
            Tier.EVERYDAY,
            filled(_("{treatment}: ever given"), treatment=label),
            asked,
        )

    def _days_ago(self, treatment: str, label: str, name: str) -> Fact:
        asked = Asked(
            filled(_("{treatment}: when was the last time?"), treatment=name),
            why=_("Many studies want some time to pass between this treatment and their own."),
            hint=_("Count the days until today. A rough number is fine."),
        )
        return self.fact(
            f"prior_{treatment}_days",
            FactKind.COUNT,
            Tier.RECORD,
            filled(_("{treatment}: days since last given"), treatment=label),
            asked,
            unit="days",
            is_volatile=True,
        )
