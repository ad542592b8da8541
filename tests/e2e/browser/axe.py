"""What axe-core finds wrong on a page. It is handed to the page as text, so that the page's policy stays as it is."""

from __future__ import annotations

from functools import cache
from typing import Any

from infra.dependencies import ROOT
from tests.e2e.browser.visitor import Visitor

GRAVE = ("serious", "critical")
ASK = """async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})).violations"""


@cache
def _source() -> str:
    return (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text()


def grave(visitor: Visitor) -> list[str]:
    """Serious and critical findings, each with where it is."""
    page = visitor.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(ASK)
    return [f"{each['id']}: {node['target'][0]} {node['html'][:160]}" for each in found if each["impact"] in GRAVE for node in each["nodes"][:3]]
