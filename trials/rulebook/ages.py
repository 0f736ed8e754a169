"""Stored age limits as age rules, and back."""

from trials.eligibility import ages
from trials.models import AgeRule


def age_rule(row: AgeRule) -> ages.AgeRule:
    """Raises :class:`~trials.eligibility.ages.AgeRuleError` for limits nobody can meet."""
    return ages.AgeRule(
        minimum=_limit(row.minimum_months, row.minimum_days, plus_day=row.minimum_plus_day),
        maximum=_limit(row.maximum_months, row.maximum_days),
        wide_minimum=_limit(row.wide_minimum_months, row.wide_minimum_days),
        wide_maximum=_limit(row.wide_maximum_months, row.wide_maximum_days),
        wide_minimum_open=row.wide_minimum_open,
        wide_maximum_open=row.wide_maximum_open,
        anchor=ages.AgeAnchor(row.anchor),
        status=ages.AgeStatus(row.status),
    )


def store_age_rule(row: AgeRule, rule: ages.AgeRule) -> None:
    """Write a rule that was read from a sentence into the row, without saving it."""
    for name in ("minimum", "maximum", "wide_minimum", "wide_maximum"):
        limit: ages.AgeLimit | None = getattr(rule, name)
        for scale in ages.AgeScale:
            is_ours = limit is not None and limit.scale is scale
            setattr(row, f"{name}_{scale}", limit.count if limit and is_ours else None)
    row.minimum_plus_day = rule.minimum is not None and rule.minimum.plus_day
    row.wide_minimum_open = rule.wide_minimum_open
    row.wide_maximum_open = rule.wide_maximum_open
    row.anchor = rule.anchor
    row.status = rule.status


def _limit(
    months: int | None, days: int | None, *, plus_day: bool = False
) -> ages.AgeLimit | None:
    if months is not None:
        return ages.AgeLimit(months, ages.AgeScale.MONTHS, plus_day)
    if days is not None:
        return ages.AgeLimit(days, ages.AgeScale.DAYS, plus_day)
    return None
