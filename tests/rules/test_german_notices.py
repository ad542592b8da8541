"""Every kind of notification, and every reason that is kept of a submission or a mail, has its German: read off the source."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest

from chalicelib.activities.preferences import KINDS
from chalicelib.exchange.objects import COUNTS, REVERTS
from chalicelib.german import notices
from chalicelib.leads import capture, forms
from chalicelib.mail import arrivals, automatic, colleagues, outbox, senders
from chalicelib.privacy import latecomers
from docs.pages.codes import PACKAGE, _text

TEXTS = json.loads(notices.FILE.read_text())
KEPT = (arrivals, automatic, capture, colleagues, outbox)  # whose reasons become `reason` of a record
PROSE = re.compile(r"[A-Za-z]{2,}")


def strings(node: ast.AST) -> set[str]:
    """The sentences in an expression, an ellipsis for each gap."""
    whole = [each for each in ast.walk(node) if isinstance(each, ast.JoinedStr)]
    inner = {id(part) for each in whole for part in ast.walk(each) if part is not each}
    plain = [each for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
             and id(each) not in inner and " " in each.value]
    return {_text(each) for each in [*whole, *plain]}


def notified() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Kind, title and body of each notification as the source says them; a name is what was assigned to it."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for function in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)):
            said = {target.id: node.value for node in ast.walk(function) if isinstance(node, ast.Assign)
                    for target in node.targets if isinstance(target, ast.Name)}
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and len(node.args) > 6):
                name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
                if name != "notify":
                    continue
                kind, words = call.args[3], call.args[6]
                assert isinstance(kind, ast.Constant) and isinstance(words, ast.Lambda) and isinstance(words.body, ast.Tuple)
                title, body = (assigned(each, said) for each in words.body.elts)
                yield str(kind.value), title, body


def assigned(node: ast.expr, said: dict[str, ast.expr]) -> ast.expr:
    """What a name, or `str` of a name, stands for."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "str":
        return assigned(node.args[0], said)
    return said.get(node.id, node) if isinstance(node, ast.Name) else node


SAID = list(notified())


def test_every_kind_is_found_in_the_source() -> None:
    assert {kind for kind, _title, _body in SAID} == set(KINDS)


@pytest.mark.parametrize(("kind", "title", "body"), SAID)
def test_every_notification_has_its_german(kind: str, title: ast.expr, body: ast.expr) -> None:
    assert _text(title), "a title is one sentence in the source"
    assert _text(title) in TEXTS["titles"][kind], "add it to chalicelib/german/notices.json"
    assert strings(body) - set(TEXTS["bodies"].get(kind, {})) == set(), "add it to chalicelib/german/notices.json"


def test_no_form_of_a_notification_is_left_over() -> None:
    titles = {(kind, _text(title)) for kind, title, _body in SAID}
    bodies = {(kind, form) for kind, _title, body in SAID for form in strings(body)}
    assert {(kind, form) for kind, some in TEXTS["titles"].items() for form in some} == titles
    assert {(kind, form) for kind, some in TEXTS["bodies"].items() for form in some} == bodies


def reasons() -> set[str]:
    """What is given as a `reason`, by the modules that keep one."""
    found: set[str] = set()
    for module in KEPT:
        for node in ast.walk(ast.parse((PACKAGE / f"{module.__name__.partition('.')[2].replace('.', '/')}.py").read_text())):
            if isinstance(node, ast.Dict):
                found |= {form for key, value in zip(node.keys, node.values, strict=True)
                          if isinstance(key, ast.Constant) and key.value == "reason" for form in strings(value)}
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Automatic":
                found |= strings(node.args[-1])
    return found | {latecomers.REASON}


def returned(module: object, name: str) -> set[str]:
    """The sentences that a function returns."""
    source = (PACKAGE / f"{module.__name__.partition('.')[2].replace('.', '/')}.py").read_text()  # type: ignore[attr-defined]
    function = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == name)
    return {form for node in ast.walk(function) if isinstance(node, ast.Return) and node.value for form in strings(node.value)}


def test_every_reason_has_its_german_and_none_is_left_over() -> None:
    said = reasons() | returned(forms, "suspicion") | returned(arrivals, "verdict")
    assert {form for form in said if PROSE.search(form)} == {*TEXTS["reasons"], *TEXTS["automatic"]}


def noted() -> set[str]:
    """What is kept as a note on a mail or a submission."""
    found = returned(arrivals, "_cut") | returned(arrivals, "_doubt") | returned(senders, "sender_of")
    for file in [*(PACKAGE / "mail").glob("*.py"), PACKAGE / "leads/capture.py"]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "note":
                found |= strings(node.args[0])
            elif isinstance(node, ast.AugAssign) and getattr(node.target, "id", "") == "notes":
                found |= strings(node.value)
    return found


def test_every_note_has_its_german_and_none_is_left_over() -> None:
    assert {form for form in noted() if PROSE.search(form)} == {*TEXTS["notes"]}


def test_the_words_of_a_finished_file_are_known() -> None:
    assert {*(name.replace("_", " ") for name in (*COUNTS, *REVERTS)), "done", "failed", "cancelled"} - set(TEXTS["states"]) == set()


def test_every_gap_is_filled_once() -> None:
    listed = [*TEXTS["titles"].values(), *TEXTS["bodies"].values(), TEXTS["reasons"], TEXTS["automatic"], TEXTS["notes"]]
    assert [form for some in listed for form, text in some.items()
            if {int(slot) for slot in re.findall(r"\{(\d)!?\}", text)} != set(range(form.count("…")))] == []
