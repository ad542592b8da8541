"""A form's field as HTML: label, input, room for what is wrong with it. Every configured or typed text is escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

Words = Mapping[str, str]

INPUTS = {"text": "text", "email": "email", "phone": "tel", "number": "number", "date": "date", "url": "url",
          "country": "text", "choice": "text"}
# What browsers may fill in (HTML, autofill detail tokens), by the lead's field.
AUTOFILL = {"first_name": "given-name", "last_name": "family-name", "company": "organization",
            "job_title": "organization-title", "country": "country-name", "region": "address-level1",
            "city": "address-level2", "emails": "email", "email": "email", "phones": "tel", "phone": "tel"}
BY_TYPE = {"email": "email", "phone": "tel", "url": "url", "country": "country-name"}


def escaped(value: Any) -> str:
    """Text for an element or a quoted attribute; halves of surrogate pairs, which UTF-8 cannot say, become `?`."""
    return html.escape(str(value).encode("utf-8", "replace").decode())


def attributes(**given: Any) -> str:
    """` name="value"` of each that is set; True gives the bare name. `_` stands for `-`; a last one is dropped."""
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in given.items())
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"'
                   for name, value in named if value not in (None, False, ""))


def rendered(place: int, field: Mapping[str, Any], words: Words, value: Any = None, problem: str = "") -> str:
    """One field, numbered by its place so that no configured name becomes an id."""
    id, kind = f"field-{place}", str(field.get("type") or "text")
    control = _control(id, kind, field, words, value, problem)
    mark = f'<span class="mark" aria-hidden="true" title="{escaped(words["required"])}"> *</span>'
    label = f'<label for="{id}">{escaped(label_of(field))}{mark if field.get("required") else ""}</label>'
    error = f'<p class="problem" id="{id}-problem"{"" if problem else " hidden"}>{escaped(problem)}</p>'
    shape = "field wide check" if kind == "boolean" else "field wide" if kind == "long_text" else "field"
    inside = control + label if kind == "boolean" else label + control
    return f'<div class="{shape}"{attributes(data_field=field["name"], data_id=id)}>{inside}{error}</div>'


def label_of(field: Mapping[str, Any]) -> str:
    """The label, or the name in plain words."""
    return str(field.get("label") or str(field["name"]).replace("_", " ").strip().capitalize())


def _control(id: str, kind: str, field: Mapping[str, Any], words: Words, value: Any, problem: str) -> str:
    typed = _typed(value)
    common = attributes(id=id, name=field["name"], required=bool(field.get("required")),
                        aria_describedby=f"{id}-problem", aria_invalid="true" if problem else None)
    options = field.get("options")
    if kind == "long_text":  # a parser drops the first line break
        return f"<textarea{common} rows=5>\n{escaped(typed)}</textarea>"
    if kind == "boolean":
        return f'<input type="checkbox" value="true"{common}{attributes(checked=typed.lower() in ("true", "on", "1"))}>'
    if kind == "choice" and isinstance(options, list) and options:
        return f"<select{common}>{_options(options, words, typed)}</select>"
    return f'<input{attributes(type=INPUTS.get(kind, "text"), value=typed, **_hints(kind, field))}{common}>'


def _hints(kind: str, field: Mapping[str, Any]) -> dict[str, Any]:
    target = str(field.get("maps_to") or field["name"])
    hints: dict[str, Any] = {"autocomplete": AUTOFILL.get(target) or BY_TYPE.get(kind)}
    return {**hints, "step": "any" if kind == "number" else None, "maxlength": 500 if kind == "text" else None}


def _options(options: list[Any], words: Words, chosen: str) -> str:
    first = f'<option value="">{escaped(words["choose"])}</option>'
    return first + "".join(f"<option{attributes(selected=str(option) == chosen)}>{escaped(option)}</option>"
                           for option in options)


def _typed(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)
