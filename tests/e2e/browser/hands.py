"""What a hand does: dragging by mouse in small steps, and a finger by the events that a touch screen sends."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.e2e.browser.visitor import Visitor


def middle(what: Locator) -> tuple[float, float]:
    """The middle of its upper part, where it is on the screen."""
    box = what.bounding_box()
    assert box, "not on the screen"
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 60)


def drag(page: Page, what: Locator, to: Locator) -> None:
    """From the middle of one thing to the middle of another, by mouse."""
    begin, end = middle(what), middle(to)
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


class Finger:
    """One finger on the screen of a context with `has_touch`."""

    def __init__(self, visitor: Visitor) -> None:
        self._screen = visitor.context.new_cdp_session(visitor.page)
        self._at = (0.0, 0.0)

    def down(self, what: Locator) -> None:
        """Laid upon the middle of something."""
        self._at = middle(what)
        self._send("touchStart")

    def move_to(self, x: float | None = None, y: float | None = None) -> None:
        """Drawn there in steps; a coordinate that is left out stays."""
        (x0, y0), steps = self._at, 6
        x1, y1 = x0 if x is None else x, y0 if y is None else y
        for step in range(1, steps + 1):
            self._at = (x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps)
            self._send("touchMove")

    def up(self) -> None:
        """Lifted where it is."""
        self._screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str) -> None:
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": self._at[0], "y": self._at[1]}]})
