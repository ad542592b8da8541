"""How our own mails look: short paragraphs, a few facts, one link; readable on a phone, nothing that tracks."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.mail.placeholders import one_line

Facts = Sequence[tuple[str, str]]

_BODY = ("margin:0;padding:24px 16px;background:#f6f7f9;"
         "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1c2430")
_CARD = "max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px"
_LABEL = "color:#5b6675;font-size:13px"
_BUTTON = ("display:inline-block;padding:12px 20px;background:#1f5eff;color:#ffffff;border-radius:6px;"
           "text-decoration:none;font-weight:600")
_QUOTE = "margin:16px 0;padding:0 0 0 12px;border-left:3px solid #d5dae1"
_FOOT = "margin:24px 0 0;color:#5b6675;font-size:13px"


@dataclass(frozen=True)
class Mail:
    """What goes out: a subject of one line and the same content as text and as HTML."""

    subject: str
    text: str
    html: str


def compose(subject: str, paragraphs: Sequence[str], *, facts: Facts = (), quote: str = "", after: Sequence[str] = (),
            link: tuple[str, str] | None = None, footer: str = "", language: str = "en") -> Mail:
    """A mail from plain parts, in this order: paragraphs, facts, quote, paragraphs `after`, link, footer."""
    kept = [(label, value) for label, value in facts if value]
    subject = one_line(subject)
    return Mail(subject, _text(paragraphs, kept, quote, after, link, footer),
                _html(subject, paragraphs, kept, quote, after, link, footer, language))


def _text(paragraphs: Sequence[str], facts: Facts, quote: str, after: Sequence[str], link: tuple[str, str] | None,
          footer: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in quote.splitlines())
    parts = [*paragraphs, "\n".join(f"{label}: {value}" for label, value in facts), quoted, *after,
             f"{link[0]}: {link[1]}" if link else "", f"-- \n{footer}" if footer else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(subject: str, paragraphs: Sequence[str], facts: Facts, quote: str, after: Sequence[str],
          link: tuple[str, str] | None, footer: str, language: str) -> str:
    parts = [*map(_paragraph, paragraphs), *(_fact(label, value) for label, value in facts),
             f'<blockquote style="{_QUOTE}">{_lines(quote)}</blockquote>' if quote else "", *map(_paragraph, after),
             _button(*link) if link else "", f'<p style="{_FOOT}">{_lines(footer)}</p>' if footer else ""]
    head = ('<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{html.escape(subject)}</title>")
    return (f'<!doctype html>\n<html lang="{html.escape(language)}"><head>{head}</head><body style="{_BODY}">'
            f'<div style="{_CARD}">\n' + "\n".join(part for part in parts if part) + "\n</div></body></html>\n")


def _paragraph(text: str) -> str:
    return f'<p style="margin:0 0 16px">{_lines(text)}</p>' if text else ""


def _fact(label: str, value: str) -> str:
    return f'<p style="margin:0 0 8px"><span style="{_LABEL}">{html.escape(label)}</span><br>{_lines(value)}</p>'


def _button(label: str, url: str) -> str:
    return f'<p style="margin:24px 0 0"><a href="{html.escape(url)}" style="{_BUTTON}">{html.escape(label)}</a></p>'


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
