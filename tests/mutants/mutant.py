"""A mutant: one deliberate fault in the program, and the tests that must notice it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path


class Inapplicable(Exception):
    """The code has moved on: the fault can no longer be put in, or its test is gone."""


@dataclass(frozen=True)
class Mutant:
    """`old` stands exactly once in `file` and becomes `new`; each of `tests` is a file, or `file::function`.

    `old` and `new` are code as it stands, indentation of the first line left out.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, root: Path) -> str:
        """The file's text with the fault in it. Inapplicable where that is not possible or no Python."""
        text = (root / self.file).read_text()
        if text.count(self.old) != 1:
            raise Inapplicable(f"{self.name}: the old text stands {text.count(self.old)} times in {self.file}")
        changed = text.replace(self.old, self.new)
        try:
            same = ast.dump(ast.parse(changed)) == ast.dump(ast.parse(text))
        except SyntaxError as error:
            raise Inapplicable(f"{self.name}: no Python any more, {error}") from error
        if same:
            raise Inapplicable(f"{self.name}: nothing changes")
        return changed

    def check_tests(self, root: Path) -> None:
        """Inapplicable unless every named test is there."""
        for test in self.tests:
            file, _, function = test.partition("::")
            if not (root / file).is_file() or (function and function not in functions_of(root / file)):
                raise Inapplicable(f"{self.name}: there is no test {test}")


def functions_of(file: Path) -> set[str]:
    """The names of a file's functions."""
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}
