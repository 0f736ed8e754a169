"""Two versions of a page side by side: what is held by now, and what somebody typed.

Every entry that differs has a pair of buttons. The page is sent with all that was typed, so
that nothing is lost; an entry that shall stay as it is held is left out when it is saved.

Where one person removed a row and the other typed in it, no button is pressed from the start:
nothing is saved until somebody has chosen, so that no row comes back and none goes unnoticed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.forms import BoundField, ModelChoiceField, ModelForm, MultiWidget
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials.models import AuditEvent
from trials.presenters.changes import NOTHING

SEEN_EVENT = "_seen_event"
"""Name of the hidden field with the last event of the trail that the page knew."""
KEEP = "_keep-"
"""How the name of a pair of buttons begins, before the name of its entry."""
_ROW = "ROW"
_GONE = "gone"
"""In place of the number of a form that is left out: refused where one has to be chosen."""
WHOLE = "_keep_whole"
"""Name of the buttons that decide about all entries at once."""
_POINTING = {"boxes": "-place"}
"""By prefix, how the names of entries end that hold the number of one of its forms."""
THEIRS, MINE, UNDECIDED = "theirs", "mine", ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One entry in both versions, in words. ``choice`` is what is chosen already.

    ``must_choose``  a row goes or stays by it: nothing is chosen for anybody.
    """

    name: str
    where: str
    label: str
    theirs: str
    mine: str
    choice: str
    is_both: bool
    must_choose: bool = False


def is_undecided(request: HttpRequest) -> bool:
    """Whether something has to be chosen before the page may be saved."""
    if request.POST.get(WHOLE) in (THEIRS, MINE):
        return False
    return UNDECIDED in chosen_so_far(request).values()


def kept_as_held(request: HttpRequest) -> frozenset[str]:
    """The names of the entries that shall stay as they are held."""
    names = [name for name in request.POST if name.startswith(KEEP)]
    whole = request.POST.get(WHOLE)
    return frozenset(
        name.removeprefix(KEEP)
        for name in names
        if whole == THEIRS or (whole != MINE and request.POST[name] == THEIRS)
    )


def chosen_so_far(request: HttpRequest) -> dict[str, str]:
    """By the name of the entry, whose version was chosen when the page was sent."""
    theirs, whole = kept_as_held(request), request.POST.get(WHOLE)
    chosen = {}
    for name in request.POST:
        if name.startswith(KEEP):
            entry = name.removeprefix(KEEP)
            is_open = request.POST[name] == UNDECIDED and whole != MINE
            chosen[entry] = THEIRS if entry in theirs else UNDECIDED if is_open else MINE
    return chosen


def compared(
    forms: Iterable[ModelForm], events: Iterable[AuditEvent], chosen: Mapping[str, str]
) -> list[Compared]:
    """Every entry of these forms that differs from what is held, in the order of the page.

    ``events`` are what somebody else did since the page was opened, the newest first;
    ``chosen`` what was chosen before, by the names of the entries.
    """
    first: dict[tuple[str, str, str], Any] = {}
    for event in events:
        key = (event.subject, event.subject_id)
        for name, before in event.before.items():
            first[(*key, name)] = before
    listed = list(forms)
    rows = [row for form in listed for row in _of_form(form, first, chosen)]
    rows += [_of_gone_row(form) for form in listed if _row_name(form.prefix) in chosen]
    return [replace(row, choice=chosen.get(row.name, row.choice)) for row in rows]


def _of_form(
    form: ModelForm, first: dict[tuple[str, str, str], Any], chosen: Mapping[str, str]
) -> Iterator[Compared]:
    if form.instance.pk is None or not form.has_changed():  # a part that is only looked at
        return
    model = form.instance._meta
    key = (str(model.model_name), str(form.instance.pk))
    where = capfirst(str(model.verbose_name)) if form.prefix else ""
    for name in form.changed_data:
        bound = form[name]
        before = [value for (*row, field), value in first.items() if _is(row, key, field, name)]
        held = bound.field.prepare_value(bound.initial)
        theirs, mine = _words(bound, held), _words(bound, bound.value())
        # An entry of several columns is never told apart: then the person does it.
        is_one = not isinstance(bound.field.widget, MultiWidget)
        is_only_theirs = is_one and bool(before) and _words(bound, _plain(before[0])) == mine
        # The page has since learned of the event that raised the question: it stays open.
        is_asked = chosen.get(bound.html_name) == UNDECIDED
        is_theirs = any(key == (subject, pk) for subject, pk, _field in first)
        goes = name == "DELETE" and (is_asked or is_theirs)
        yield Compared(
            name=bound.html_name,
            where=where,
            label=_("Remove") if name == "DELETE" else capfirst(str(bound.label)),
            theirs=theirs,
            mine=mine,
            choice=UNDECIDED if goes else THEIRS if is_only_theirs else MINE,
            is_both=bool(before) and not is_only_theirs,
            must_choose=goes,
        )


def _of_gone_row(form: ModelForm) -> Compared:
    """Somebody removed it meanwhile; what was typed in it is a row to be added."""
    number = int(str(form.prefix).rpartition("-")[2]) + 1  # as the page counts them
    return Compared(
        name=_row_name(form.prefix),
        where=f"{capfirst(str(form.instance._meta.verbose_name))} #{number}",
        label=_("Whole entry"),
        theirs=_("removed"),
        mine=_("added again"),
        choice=UNDECIDED,
        is_both=False,
        must_choose=True,
    )


def _row_name(prefix: str | None) -> str:
    """Of the pair of buttons about a row as a whole."""
    return f"{prefix}-{_ROW}"


def _is(row: list[str], key: tuple[str, str], field: str, name: str) -> bool:
    """Whether a column of the trail is the entry's, or one of several behind it."""
    return tuple(row) == key and (field == name or field.startswith(f"{name}_"))


def _plain(value: Any) -> Any:
    """A relation of the trail as the form has it."""
    if isinstance(value, dict):
        return value.get("id")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _words(bound: BoundField, value: Any) -> str:
    field = bound.field
    if isinstance(field.widget, MultiWidget) and not isinstance(value, list | tuple):
        value = field.widget.decompress(value)
    if isinstance(field, ModelChoiceField):
        return row_names(field, value)
    names = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    words = [_one(one, names) for one in values if one not in (None, "")]
    return ", ".join(words) or NOTHING


def _one(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return names.get(str(value), str(value))


def row_names(field: ModelChoiceField, value: Any) -> str:
    """The names of the rows that are chosen; NOTHING where there are none."""
    values = value if isinstance(value, list | tuple) else [value]
    keys = {str(getattr(one, "pk", one)) for one in values if one not in (None, "")}
    known = [key for key in keys if key.isdigit()]
    rows = field.queryset.filter(pk__in=known) if field.queryset is not None else ()
    return ", ".join(sorted(str(row) for row in rows)) or NOTHING


def with_gone_rows_as_new(data: QueryDict, prefix: str, held: set[str]) -> QueryDict:
    """The entries of a page, where rows that somebody removed meanwhile are rows to be added.

    ``held`` are the keys of the rows there are. What was typed in them is not lost.
    """
    count = _number(data, f"{prefix}-INITIAL_FORMS")
    gone = [
        index
        for index in range(count)
        if (pk := data.get(f"{prefix}-{index}-id", "")) and pk not in held
    ]
    if not gone:
        return data
    total = _number(data, f"{prefix}-TOTAL_FORMS")
    order = [index for index in range(total) if index not in gone] + gone
    moved, sent = QueryDict(mutable=True), data
    numbers = {old: new for new, old in enumerate(order)}
    pointing = _POINTING.get(prefix)
    for name in sent:
        values = sent.getlist(name)
        if pointing and name.endswith(pointing):
            values = [_renumbered(value, numbers) for value in values]
        if not _is_choice_about(name, prefix, gone):  # of a row that is gone, nothing is held
            moved.setlist(_renamed(name, prefix, numbers), values)
    for index in gone:
        moved[f"{prefix}-{numbers[index]}-id"] = ""
        removed_too = f"{prefix}-{index}-DELETE" in data
        choice = THEIRS if removed_too else UNDECIDED
        moved[KEEP + _row_name(f"{prefix}-{numbers[index]}")] = choice
    moved[f"{prefix}-INITIAL_FORMS"] = str(count - len(gone))
    return moved


def without_rows_left_out(data: QueryDict, prefix: str, kept: Collection[str]) -> QueryDict:
    """The entries of a page without the rows to be added of which ``kept`` says: not added."""
    first, total = (_number(data, f"{prefix}-{name}_FORMS") for name in ("INITIAL", "TOTAL"))
    left_out = [row for row in range(first, total) if _row_name(f"{prefix}-{row}") in kept]
    if not left_out:
        return data
    stay = [row for row in range(total) if row not in left_out]
    numbers = {old: new for new, old in enumerate(stay)}
    pointed: dict[int, int | str] = {**numbers, **dict.fromkeys(left_out, _GONE)}
    pointing = _POINTING.get(prefix)
    moved = QueryDict(mutable=True)
    begins = tuple(f"{prefix}-{row}-" for row in left_out)
    for name in data:
        values = data.getlist(name)
        if pointing and name.endswith(pointing):
            values = [_renumbered(value, pointed) for value in values]
        if not name.removeprefix(KEEP).startswith(begins):
            moved.setlist(_renamed(name, prefix, numbers), values)
    moved[f"{prefix}-TOTAL_FORMS"] = str(len(stay))
    return moved


def _is_choice_about(name: str, prefix: str, rows: Iterable[int]) -> bool:
    return any(name.startswith(f"{KEEP}{prefix}-{row}-") for row in rows)


def _renumbered(value: str, numbers: Mapping[int, int | str]) -> str:
    known = value.isascii() and value.isdigit() and int(value) in numbers
    return str(numbers[int(value)]) if known else value


def _renamed(name: str, prefix: str, numbers: Mapping[int, int]) -> str:
    if name.startswith(KEEP):
        return KEEP + _renamed(name.removeprefix(KEEP), prefix, numbers)
    head, _dash, rest = name.removeprefix(f"{prefix}-").partition("-")
    if not name.startswith(f"{prefix}-") or not head.isdigit() or int(head) not in numbers:
        return name
    return f"{prefix}-{numbers[int(head)]}-{rest}"


def _number(data: QueryDict, name: str) -> int:
    """Nobody sends more rows than a page may have."""
    told = data.get(name, "")
    return min(int(told), 1_000) if told.isascii() and told.isdigit() else 0
