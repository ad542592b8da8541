"""A mail's HTML as plain text that a person reads with ease: paragraphs, lists, links, quotations."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Mail programs cut far earlier; the rest of a longer page is not read.
LONGEST = 1_000_000

_PARAGRAPHS = {"p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr"}
_BLOCKS = _PARAGRAPHS | {"div", "tr", "li", "section", "article", "header", "footer", "address", "center", "dt", "dd"}
_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg"}
_VOID = {"base", "meta", "link", "img", "br", "hr", "input"}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^>]*(?:>|\Z)")


def to_text(html: str) -> str:
    """Text of the HTML; quotations get `> ` before each line, links their address in angle brackets."""
    reader = _Reader()
    reader.feed(_without_traps(html[:LONGEST]))
    reader.close()
    return reader.text()


def _without_traps(html: str) -> str:
    """Without what the parser takes quadratic time over: open comments, declarations, and a tail of open tags."""
    plain = _DECLARATION.sub(" ", _COMMENT.sub(" ", html))
    end = plain.rfind(">") + 1
    return plain[:end] + plain[end:].replace("<", "&lt;")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._quoted = 0
        self._silent: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if tag == "body":
            self._silent.clear()
        if tag in _BLOCKS or tag == "br":
            self._end_line(paragraph=tag in _PARAGRAPHS, forced=tag == "br")
        self._open(tag, dict(attrs))

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "blockquote":
            self._quoted = min(self._quoted + 1, 20)
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag == "td" and self._line:
            self._line.append(" ")
        elif tag == "a":
            self._links.append((attributes.get("href") or "", len(self._line)))
        elif tag == "img" and attributes.get("alt"):
            self._line.append(f"[{attributes['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._end_silence(tag)
        if tag == "a" and self._links:
            self._close_link(*self._links.pop())
        if tag in _BLOCKS and tag not in _VOID:
            self._end_line(paragraph=tag in _PARAGRAPHS)
        if tag == "blockquote":
            self._quoted = max(self._quoted - 1, 0)
        if tag == "pre":
            self._preformatted = max(self._preformatted - 1, 0)

    def _end_silence(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                continue

    def _close_link(self, address: str, start: int) -> None:
        shown = "".join(self._line[start:]).strip()
        bare = address.removeprefix("mailto:")
        told = bare in shown or (bare != address and "@" in shown)
        if re.match(r"(?i)https?://|mailto:", address) and not told and not self._silent:
            self._line.append(f" <{bare[:2000]}>")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if not self._preformatted:
            self._line.append(data)
            return
        first, *more = data.split("\n")
        self._line.append(first)
        for line in more:
            self._end_line(forced=True)
            self._line.append(line)

    def _end_line(self, paragraph: bool = False, forced: bool = False) -> None:
        joined = "".join(self._line)
        line = joined.rstrip() if self._preformatted else " ".join(joined.split())
        self._line.clear()
        if line or forced:
            self._lines.append((self._quoted, line))
        # Only inside a line can a link's text start; a link over several blocks keeps what its last line shows.
        self._links = [(address, 0) for address, _ in self._links]
        if paragraph and self._lines and self._lines[-1][1]:
            self._lines.append((self._quoted, ""))

    def text(self) -> str:
        """What was read, at most one empty line in a row."""
        self._end_line()
        kept: list[str] = []
        for depth, line in self._lines:
            whole = ("> " * depth + line).rstrip()
            if whole.strip("> ") or (kept and kept[-1].strip("> ")):
                kept.append(whole)
        return "\n".join(kept).strip("\n")
