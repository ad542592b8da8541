"""Whether a condition holds for a record, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from chalicelib.records.conditions.nodes import Condition, Every, Leaf, Not, Reader, leaves, resolved
from chalicelib.records.fields import FIELD_TYPES
from chalicelib.records.fields.numbers import is_number, plain_number
from chalicelib.records.fields.shape import elements_of
from chalicelib.records.fields.text import fold
from chalicelib.records.fields.times import read_date, read_instant, shift, write_instant

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": lambda mine, other: bool(mine > other), "gte": lambda mine, other: bool(mine >= other),
    "lt": lambda mine, other: bool(mine < other), "lte": lambda mine, other: bool(mine <= other),
}
_MILLISECOND = timedelta(milliseconds=1)


def holds(condition: Condition, record: Mapping[str, Any], reader: Reader) -> bool:
    """Whether the condition holds for a stored record; never raises, whatever the record contains."""
    if isinstance(condition, Leaf):
        return _leaf_holds(condition, record, reader)
    if isinstance(condition, Not):
        return not holds(condition.part, record, reader)
    parts = (holds(part, record, reader) for part in condition.parts)
    return all(parts) if isinstance(condition, Every) else any(parts)


def stored_value(leaf: Leaf, record: Mapping[str, Any]) -> Any:
    """The value a leaf speaks of; behind a reference it is the snapshot kept in the record's `refs`."""
    if not leaf.path:
        return record.get(leaf.field)
    refs = record.get("refs")
    snapshot = refs.get(leaf.field) if isinstance(refs, Mapping) else None
    return snapshot.get(leaf.path) if isinstance(snapshot, Mapping) else None


def is_empty(value: Any) -> bool:
    """Nothing in it; zero and False are something."""
    return value is None or (isinstance(value, (str, list, tuple, dict, set, frozenset)) and not value)


def _leaf_holds(leaf: Leaf, record: Mapping[str, Any], reader: Reader) -> bool:
    """One comparison; any element of a list may satisfy it, but `ne` and `empty` speak of the whole."""
    value = stored_value(leaf, record)
    if leaf.op == "empty":
        return is_empty(value) is leaf.value
    found = _elements(leaf, value)
    if leaf.op == "within":
        return any(_within(element, leaf.value, reader.now) for element in found)
    wanted = resolved(leaf.value, reader)
    if leaf.op in ("eq", "has", "in", "ne"):
        return _any_same(found, wanted, _is_exact(leaf)) is not (leaf.op == "ne")
    if leaf.op in ORDERS:
        return any(_ordered(ORDERS[leaf.op], element, other) for element in found for other in wanted)
    return any(_texts_match(leaf.op, element, other) for element in found for other in wanted)


def _elements(leaf: Leaf, value: Any) -> list[Any]:
    """The comparable parts; a list left over in a field that now holds one value matches nothing, as in the store."""
    kind = FIELD_TYPES.get(leaf.kind)
    if kind and kind.exact and not kind.many and isinstance(value, (list, tuple, set, frozenset)):
        return []
    return elements_of(value)


def _is_exact(leaf: Leaf) -> bool:
    """Whether equal means identical for this field."""
    return leaf.kind in FIELD_TYPES and FIELD_TYPES[leaf.kind].exact


def _any_same(found: Iterable[Any], wanted: Iterable[Any], exact: bool) -> bool:
    """Whether any element equals any wanted value."""
    keys = {_comparable(element, exact) for element in found}
    return any(_comparable(other, exact) in keys for other in wanted)


def _comparable(value: Any, exact: bool) -> tuple[str, Any]:
    """A form in which equal values are identical; true is not 1, and 5 EUR is not 5 USD."""
    if isinstance(value, bool):
        return ("boolean", value)
    if is_number(value):
        return ("number", plain_number(value))
    if isinstance(value, str):
        return ("text", value if exact else fold(value))
    if isinstance(value, Mapping) and is_number(value.get("amount")):
        return ("money", (plain_number(value["amount"]), str(value.get("currency"))))
    return ("other", repr(value))


def _ordered(order: Callable[[Any, Any], bool], mine: Any, other: Any) -> bool:
    """Only likes compare: numbers, texts (days and moments), amounts of one currency."""
    (kind, left), (other_kind, right) = _comparable(mine, True), _comparable(other, True)
    if kind != other_kind or kind in ("boolean", "other"):
        return False
    if kind == "money":
        return left[1] == right[1] and order(left[0], right[0])
    return order(left, right)


def _texts_match(operator: str, mine: Any, other: Any) -> bool:
    """Beginning or part of a text, without case and accents; a line break is a space, as it is in what is asked for."""
    if not isinstance(mine, str) or not isinstance(other, str):
        return False
    text, part = (" ".join(fold(each).split()) for each in (mine, other))
    return text.startswith(part) if operator == "starts" else part in text


def span(minutes: float, now: str) -> tuple[str, str]:
    """The first and last instant of a window that starts or ends now; bounds beyond the calendar stay at its ends."""
    other = shift(now, timedelta(minutes=minutes)) or ("0001" if minutes < 0 else "9999-12-31T23:59:59.999Z")
    return (min(now, other), max(now, other))


def _within(value: Any, minutes: float, now: str) -> bool:
    """Whether a moment lies in the window, or a day touches it."""
    if not isinstance(value, str):
        return False
    first, last = span(minutes, now)
    if read_date(value):
        return first[:10] <= value <= last[:10]
    return bool(read_instant(value)) and first <= value <= last


def until(condition: Condition, record: Mapping[str, Any], now: str) -> str | None:
    """The earliest instant after `now` at which a `within` leaf may flip; None if time changes nothing."""
    flips = [flip for leaf in leaves(condition) if leaf.op == "within"
             for element in elements_of(stored_value(leaf, record)) for flip in _flips(element, leaf.value)]
    return min((flip for flip in flips if flip > now), default=None)


def _flips(value: Any, minutes: float) -> list[str]:
    """When a moment or day enters the window and when it has left it."""
    bounds = _bounds(value)
    if bounds is None:
        return []
    first, after = bounds
    enters = _moved(first, -max(minutes, 0.0))
    leaves_at = _moved(after, -min(minutes, 0.0))
    return [instant for instant in (enters, leaves_at) if instant]


def _bounds(value: Any) -> tuple[datetime, datetime] | None:
    """The first moment of a stored day or instant, and the first after it."""
    if not isinstance(value, str):
        return None
    try:
        if day := read_date(value):
            first = datetime.combine(day, time(), UTC)
            return (first, first + timedelta(days=1))
        moment = read_instant(value)
        return (moment, moment + _MILLISECOND) if moment else None
    except OverflowError:
        return None


def _moved(moment: datetime, minutes: float) -> str | None:
    """The instant some minutes on, rounded up to the millisecond; None beyond the calendar."""
    try:
        moved = moment + timedelta(minutes=minutes)
        spare = moved.microsecond % 1000
        return write_instant(moved + timedelta(microseconds=(1000 - spare) % 1000))
    except OverflowError:
        return None
