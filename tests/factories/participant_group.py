from collections.abc import Sequence

from trials.models import AgeRule, Disease, DiseaseRule, ParticipantGroup, Trial


def make_group(trial: Trial, *, key: str = "main", **fields: object) -> ParticipantGroup:
    return ParticipantGroup.objects.create(
        **{"trial": trial, "key": key, "label": "Patients", "roles": ["patient"], **fields}
    )


def make_age_rule(group: ParticipantGroup, **fields: object) -> AgeRule:
    """Younger than 22, unless ``fields`` says something about the limits."""
    if not any(name.endswith(("months", "days")) or name == "status" for name in fields):
        fields = {"maximum_months": 264, "quote": "Younger than 22 years old", **fields}
    return AgeRule.objects.create(**{"group": group, "source": "A page", **fields})


def make_disease_rule(
    group: ParticipantGroup,
    *,
    includes: Sequence[Disease] = (),
    excepts: Sequence[Disease] = (),
    **fields: object,
) -> DiseaseRule:
    rule = DiseaseRule.objects.create(
        **{"group": group, "quote": "A sentence", "source": "A page", **fields}
    )
    rule.includes.set(includes)
    rule.excepts.set(excepts)
    return rule
