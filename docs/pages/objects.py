"""docs/reference/objects.md: every object type as it is declared."""

from __future__ import annotations

from chalicelib.domains import registry
from chalicelib.records.fields import Field
from chalicelib.records.objects import COMMON_FIELDS, Action, ObjectType
from chalicelib.records.registry import Registry
from docs.pages.markdown import code, page, table

INTRO = """Each object type is declared once, in its domain's `objects.py`. API, schema, permissions, search, lists and
this page follow from the declaration. Names are those of the API; [operations.md](operations.md) says what each kind of
field can do.

Beside its own fields every record has `id type version created_at created_by updated_at updated_by deleted_at`, kept by
the system, and `owner_id team_id tags`. Lists of every type sort newest first unless asked otherwise."""


def objects() -> str:
    """The page of what is declared here."""
    return described(registry())


def described(known: Registry) -> str:
    """The page of these types."""
    types = list(known)
    summary = table(("type", "path", "id", "what it is"),
                    [(f"[{each.name}](#{each.name})", code(f"/v1/{each.plural}"), code(f"{each.prefix}_…"), each.help)
                     for each in types])
    return page("Object types", INTRO, summary, *(_section(each) for each in types))


def _section(type: ObjectType) -> str:
    common = {field.name for field in COMMON_FIELDS}
    own = [each for each in type.own_fields.values() if each.name not in common]
    fields = table(("field", "kind", "notes"), [_field(each) for each in own])
    parts = [f"## {type.name}", _facts(type), fields]
    if type.actions:
        headings = ("action", "needs", "takes", "what it does")
        parts.append(table(headings, [_action(type, each) for each in type.actions]))
    return "\n\n".join(parts)


def _facts(type: ObjectType) -> str:
    """What a client or a developer wants to know beside the fields."""
    facts = [
        ("Sorts by", ", ".join(code(name) for name in type.sorts)),
        ("Grouped by", code(type.group)), ("Below", code(type.parent)),
        ("Permissions of", code(type.permission)),
        ("Belongs to", code(type.owner_field) if type.owner_field != "owner_id" else ""),
        ("Linked by", ", ".join(code(name) for name in type.linked)),
        ("Timers", ", ".join(code(name) for name in type.timers)),
        ("Reactions", ", ".join(code(each.name) for each in type.reactions)),
        ("Read as", ", ".join(f"{code(alias)} for {code(name)}" for alias, name in type.aliases.items())),
    ]
    known = ((type.configuration, "Configuration: kept in memory, seen everywhere within 30 s."),
             (not type.creatable, "Made by the system."), (not type.editable, "Not edited by hand."),
             (not type.searchable, "Not searched."), (not type.timeline, "No timeline."))
    marks = [text for holds, text in known if holds]
    lines = [f"- {name}: {value}" for name, value in facts if value]
    return "\n".join([*lines, *([f"- {' '.join(marks)}"] if marks else [])])


def _field(field: Field) -> tuple[str, str, str]:
    kind = f"{field.kind} → {field.to}" if field.to else field.kind
    return code(field.name), kind, "; ".join(_notes(field))


def _notes(field: Field) -> list[str]:
    """Rules of a field, shortest first."""
    bounds = [f"at least {field.minimum:g}" if field.minimum is not None else "",
              f"at most {field.maximum:g}" if field.maximum is not None else "",
              f"at most {field.max_length} characters" if field.max_length else ""]
    flags = [word for word, holds in (("required", field.required), ("read-only", field.read_only),
                                      ("searched", field.searchable), ("personal", field.personal)) if holds]
    options = [f"one of {', '.join(code(option) for option in field.options)}"] if field.options else []
    default = [f"default {code(_plain(field.default))}"] if field.default is not None else []
    return [*flags, *(bound for bound in bounds if bound), *options, *default, *([field.help] if field.help else [])]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _action(type: ObjectType, action: Action) -> tuple[str, str, str, str]:
    where = f"/{action.name}" if action.on_collection else f"/{{id}}/{action.name}"
    flags = "".join(f", `?{flag}=true`" for flag in action.flags)
    takes = ", ".join(f"{code(field.name)}{' (required)' if field.required else ''}" for field in action.fields)
    return code(f"POST /v1/{type.plural}{where}") + flags, code(action.permission), takes, action.help
