"""Every error code that can be answered: read off the source, and off the field types by giving them nonsense."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib import errors
from chalicelib.records.fields import FIELD_TYPES, Errors, Field

PACKAGE = Path(errors.__file__).parent
PROBLEMS: dict[str, type[errors.Problem]] = {each.__name__: each for each in errors.Problem.__subclasses__()}
PLACES = {"FieldError": 1, "Misshapen": 1, "one": 1, "add": 1}  # where the code stands among the arguments
SENTENCES = {"Step", "_stop"}  # a job's or an import's last word
KEPT = {"kept": 1, "Kept": 3}  # why a revert left something: where it stands among the arguments
FIELD_STATUS = {"changed_by_both": 412}
NONSENSE: tuple[object, ...] = (5, True, "?", "x" * 200_000, [5], [{"x": 1}], [[]], {"x": 1}, float("nan"), 10**400)


@dataclass(frozen=True)
class Use:
    """One place that answers a code: the status, whether it names a field, the sentence it says."""

    code: str
    status: int
    of_field: bool
    message: str


def uses(package: Path = PACKAGE) -> list[Use]:
    """Every use: the problem classes, then the source by file and line, then the field types."""
    classes: list[type[errors.Problem]] = [errors.Problem, *PROBLEMS.values()]
    own = [Use(each.code, each.status, False, each.title) for each in classes]
    files = sorted(package.rglob("*.py"))
    found = [use for file in files for node in ast.walk(ast.parse(file.read_text())) for use in _of(node)]
    return [*own, *found, *_of_types()]


def sentences(package: Path = PACKAGE) -> set[str]:
    """Every sentence that an answer may say, with a code of its own or not: what a translation has to know."""
    found = {use.message for use in uses(package)}
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            found |= {text for said in _said(node) for text in _texts(said)}
    return found - {""}


def _said(node: ast.AST) -> list[ast.expr]:
    """The argument that is the sentence of a problem or a field error, a missing field or a run's last step."""
    if not isinstance(node, ast.Call):
        return []
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name == "Field":
        return [word.value for word in node.keywords if word.arg == "missing"]
    place = PLACES[name] + 1 if name in PLACES else {"Invalid": 1}.get(name, 0 if name in PROBLEMS else 99)
    if name in SENTENCES:
        return [word.value for word in node.keywords if word.arg == "message"] + node.args[3:4]
    place = KEPT.get(name, place)
    return node.args[place:place + 1]


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [text] if (text := _text(node)) else []


def _of(node: ast.AST) -> Iterator[Use]:
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in PLACES and len(node.args) >= 3:
        for code in _code(node.args[1]):
            yield Use(code, FIELD_STATUS.get(code, 422), True, _text(node.args[2]))
    if name in PROBLEMS:
        given = next((word.value for word in node.keywords if word.arg == "code"), None)
        for code in _code(given):
            yield Use(code, PROBLEMS[name].status, False, _text(node.args[0]) if node.args else PROBLEMS[name].title)


def _of_types() -> Iterator[Use]:
    """What each field type says to nonsense: some put their codes together from their names."""
    for kind, type in FIELD_TYPES.items():
        wrong = Errors()
        for value in NONSENSE:
            type.parse(Field("field", kind), value, "field", wrong, "US")
        yield from (Use(each.code, 422, True, each.message) for each in wrong)


def _code(node: ast.expr | None) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []


def _text(node: ast.expr) -> str:
    """The sentence as written, an ellipsis for what is filled in; nothing where it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""
