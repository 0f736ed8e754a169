"""Check constraints that a form looks at, worked out without asking the database.

Django asks it about each of them in three statements, row by row: most of the time that a
sheet of ten thousand rows took.
"""

import operator
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class UnknownLookupError(ValueError):
    """A condition that only the database can work out."""


class Checked(models.Model):
    """A base of models that have many rows in sheets."""

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's: those about columns that are left out are not looked at."""
        errors: dict[str, list[ValidationError]] = {}
        left_out = set(exclude or ())
        for constraint in self._meta.constraints:
            try:
                if not is_met(constraint, self, left_out):
                    constraint.validate(type(self), self, exclude=left_out)
            except ValidationError as fault:
                errors = fault.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


def is_met(constraint: models.BaseConstraint, row: models.Model, left_out: set[str]) -> bool:
    """Whether nobody needs to ask the database about it any more."""
    condition = getattr(constraint, "condition", None)
    if not isinstance(constraint, models.CheckConstraint) or not isinstance(condition, Q):
        return False
    if condition.referenced_base_fields & left_out:
        return True
    try:
        return holds(condition, row) is not False
    except UnknownLookupError:
        return False


def holds(condition: Q, row: models.Model) -> bool | None:
    """In SQL's three values: None where a column is empty. Raises UnknownLookupError."""
    found = [
        holds(part, row) if isinstance(part, Q) else _compared(part, row)
        for part in condition.children
    ]
    if condition.connector == Q.AND:
        result = False if False in found else None if None in found else True
    elif condition.connector == Q.OR:
        result = True if True in found else None if None in found else False
    else:
        raise UnknownLookupError(condition.connector)
    if not condition.negated or result is None:
        return result
    return not result


def _compared(part: Any, row: models.Model) -> bool | None:
    if not isinstance(part, tuple):
        raise UnknownLookupError(part)
    name, wanted = part
    column, _underscores, lookup = name.partition("__")
    value = _value(row, column)
    if lookup == "isnull":
        return (value is None) == wanted
    compare = _LOOKUPS.get(lookup or "exact")
    if compare is None:
        raise UnknownLookupError(name)
    if isinstance(wanted, F):
        wanted = _value(row, wanted.name)  # type: ignore[attr-defined]
    return None if value is None or wanted is None else compare(value, wanted)


def _value(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return getattr(row, field.attname) if isinstance(field, models.Field) else None


_LOOKUPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "in": lambda value, wanted: value in wanted,
    "range": lambda value, wanted: wanted[0] <= value <= wanted[1],
    "startswith": lambda value, wanted: value.startswith(wanted),
    "contained_by": lambda value, wanted: set(value) <= set(wanted),
}
