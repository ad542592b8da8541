"""`{{first_name}}`, `{{lead.company}}`, `{{first_name|there}}`: values put into a text, nothing executed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

LINE_LIMIT = 200  # characters of a subject
_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def render(template: str, values: Mapping[str, Any]) -> str:
    """The text with each placeholder's value; an unknown or empty one gives what stands after its `|`, else nothing.

    One pass: a value that itself contains `{{...}}` appears as it is.
    """
    return _filled(template, values, str)


def render_html(template: str, values: Mapping[str, Any]) -> str:
    """The same for an HTML template: values are escaped, the template is trusted."""
    return _filled(template, values, html.escape)


def render_line(template: str, values: Mapping[str, Any]) -> str:
    """The same for a header such as the subject: one line without control characters, so no header can be smuggled."""
    return one_line(render(template, values))


def one_line(text: str) -> str:
    """Any text as one header line."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= LINE_LIMIT else line[:LINE_LIMIT - 1].rstrip() + "…"


def as_text(value: Any) -> str:
    """A stored value for readers: the primary address of a list, an amount with its currency, nothing for None."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("yes" if value else "no")
    if isinstance(value, Mapping):
        return _composite(value)
    if isinstance(value, list | tuple):
        primary = [each for each in value if isinstance(each, Mapping) and each.get("primary")]
        return ", ".join(filter(None, map(as_text, primary or value)))
    return str(value)


def _composite(value: Mapping[str, Any]) -> str:
    if not (isinstance(value.get("amount"), int) and value.get("currency")):
        return as_text(value.get("value"))
    from chalicelib.records.fields.currencies import decimals
    places = decimals(value["currency"])
    return f"{value['amount'] / 10 ** places:.{places}f} {value['currency']}"


def _filled(template: str, values: Mapping[str, Any], treat: Callable[[str], str]) -> str:
    def fill(match: re.Match[str]) -> str:
        path, _, default = (part.strip() for part in match[1].partition("|"))
        return treat(as_text(_looked_up(path, values)).strip() or default)
    return _PLACE.sub(fill, template)


def _looked_up(path: str, values: Mapping[str, Any]) -> Any:
    """The value at a dotted path through plain mappings; attributes are never reached."""
    if not _PATH.fullmatch(path):
        return None
    found: Any = values
    for part in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found
