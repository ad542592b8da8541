"""Charts as plain SVG that reads on light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

STYLE = """<style>
text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:15px}.axis{stroke:#999;stroke-width:1}
.bar{fill:#2f6fb5}.limit{stroke:#c0392b;stroke-dasharray:4 3}
@media (prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#777}.bar{fill:#6aa5e6}.limit{stroke:#ff7b6b}}
</style>"""
COLOURS = ("#2f6fb5", "#c0392b", "#2e8b57", "#b8860b", "#8e44ad", "#16808a", "#7f7f7f", "#d35400")
WIDTH, LABELS, ROW, BAR = 760, 290, 24, 380
HEIGHT, LEFT, TOP, LINES = 340, 60, 50, 430


def bars(title: str, rows: Sequence[tuple[str, float]], unit: str, limit: float = 0) -> str:
    """Horizontal bars, one a row; `limit` draws a line that they should not pass."""
    most = max([value for _name, value in rows] + [limit, 1e-9])
    parts = [_text(0, 18, title, "title")]
    for place, (name, value) in enumerate(rows):
        y, length = 40 + place * ROW, BAR * value / most
        parts += [_text(LABELS - 8, y + 13, name, anchor="end"),
                  f'<rect class="bar" x="{LABELS}" y="{y}" width="{max(length, 1):.1f}" height="16" rx="2"/>',
                  _text(LABELS + length + 6, y + 13, f"{value:g} {unit}".strip())]
    bottom = 44 + len(rows) * ROW
    if limit:
        x = LABELS + BAR * limit / most
        parts += [f'<line class="limit" x1="{x:.1f}" y1="30" x2="{x:.1f}" y2="{bottom}"/>',
                  _text(x, bottom + 14, f"limit {limit:g}", anchor="middle")]
    return _picture(bottom + 24, title, parts)


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]], unit: str) -> str:
    """Curves over sizes; both axes in powers of ten."""
    xs = [log10(x) for points in series.values() for x, _y in points]
    ys = [log10(max(y, 1e-3)) for points in series.values() for _x, y in points]
    low, high = min(ys), max(max(ys), min(ys) + 1)
    first, span = min(xs), max(max(xs) - min(xs), 1e-9)
    parts = [_text(0, 18, title, "title"), _text(LEFT, TOP - 12, unit),
             f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{HEIGHT - 40}H{LEFT + LINES}"/>']
    parts += [_text(LEFT + LINES * (x - first) / span, HEIGHT - 20, f"{10**x:,.0f}", anchor="middle")
              for x in sorted({*xs})]
    for place, (name, points) in enumerate(series.items()):
        colour = COLOURS[place % len(COLOURS)]
        places = [(LEFT + LINES * (log10(x) - first) / span,
                   HEIGHT - 40 - (HEIGHT - 40 - TOP) * (log10(max(y, 1e-3)) - low) / (high - low)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts += [f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>',
                  *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places),
                  f'<rect x="{LEFT + LINES + 30}" y="{TOP + place * 22}" width="12" height="12" fill="{colour}"/>',
                  _text(LEFT + LINES + 48, TOP + 11 + place * 22, f"{name}: {points[0][1]:g} to {points[-1][1]:g}")]
    return _picture(HEIGHT, title, parts)


def _text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    named = f' class="{name}"' if name else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _picture(height: int, title: str, parts: Sequence[str]) -> str:
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
                      f"<title>{escape(title)}</title>", STYLE, *parts, "</svg>"]) + "\n"
