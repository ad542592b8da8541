"""A public form as people see it: the page, the page with what is wrong, the thank-you, the snippet that embeds it.

The page works without JavaScript by posting form-encoded. Its script posts the same and asks for JSON: 202 is success,
422 lists what is wrong by field. A nonce lets the page's own style and script run under its Content-Security-Policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from chalicelib.errors import FieldError
from chalicelib.leads.form_inputs import attributes, escaped, label_of, rendered
from chalicelib.leads.form_looks import STYLE
from chalicelib.leads.form_scripts import PAGE, SNIPPET, filled
from chalicelib.leads.form_texts import PROBLEMS, WORDS, language_of, sentence
from chalicelib.leads.forms import HONEYPOT, STARTED

Form = Mapping[str, Any]


def page(form: Form, action_url: str, started_token: str, language: str = "en", nonce: str = "", *,
         problems: Iterable[FieldError] = (), values: Mapping[str, Any] | None = None) -> str:
    """The form; with `problems` and `values` as it comes back to somebody without JavaScript.

    `language` may be an Accept-Language header; the form's own language goes first.
    """
    chosen = language_of(form, language)
    words, wrong, typed = WORDS[chosen], list(problems), values or {}
    said = {problem.field: sentence(chosen, problem.code, problem.message) for problem in reversed(wrong)}
    fields = [rendered(place, field, words, typed.get(field["name"]), said.get(field["name"], ""))
              for place, field in enumerate(form["fields"])]
    marked = f'<p class="hint">{words["marked"]}</p>' if any(each.get("required") for each in form["fields"]) else ""
    asking = (f'<div class="asking"><h1>{escaped(form["name"])}</h1>{marked}'
              f'<form method="post"{attributes(action=action_url)} accept-charset="utf-8">'
              f"{_summary(form, words, said)}{''.join(fields)}{_trap(words)}"
              f'<input type="hidden"{attributes(name=STARTED, value=started_token)}>'
              f'<div class="wide"><button>{words["send"]}</button></div></form></div>')
    script = _script(form, action_url, chosen, nonce)
    return _document(form, chosen, asking + _thanks(words, hidden=True), nonce, script)


def errors_page(form: Form, problems: Iterable[FieldError], values: Mapping[str, Any], language: str = "en",
                nonce: str = "") -> str:
    """The form again, with what was typed and what is wrong; posted to the same place, with its first start time."""
    token = values.get(STARTED)
    started = token if isinstance(token, str) else ""
    return page(form, "", started, language, nonce, problems=problems, values=values)


def thanks(form: Form, language: str = "en", nonce: str = "") -> str:
    """What somebody without JavaScript sees at the end."""
    chosen = language_of(form, language)
    return _document(form, chosen, _thanks(WORDS[chosen]), nonce)


def snippet(form: Form, form_url: str) -> str:
    """JavaScript for any site: `<script src="{form_url}.js" async></script>` shows the form there.

    It is a frame that grows with its content, so that neither page can disturb the other. `data-theme` of the script
    element is `light` (as most sites are), `dark`, or `auto` for what the visitor's system prefers.
    """
    parts = urlsplit(form_url)
    return filled(SNIPPET, {"url": form_url, "origin": f"{parts.scheme}://{parts.netloc}", "title": str(form["name"])})


def _document(form: Form, language: str, content: str, nonce: str, script: str = "") -> str:
    return (f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<title>{escaped(form["name"])}</title><style{attributes(nonce=nonce)}>{STYLE}</style></head>'
            f"<body><main>{content}</main>{script}</body></html>\n")


def _summary(form: Form, words: Mapping[str, str], said: Mapping[str, str]) -> str:
    """The place where everything wrong is listed, with links to the fields."""
    lines = [_line(place, label_of(field), said[field["name"]])
             for place, field in enumerate(form["fields"]) if field["name"] in said]
    return (f'<div class="summary wide" role="alert" tabindex="-1"{"" if said else " hidden"}>'
            f'<p>{words["check"]}</p><ul>{"".join(lines)}</ul></div>')


def _line(place: int, label: str, text: str) -> str:
    return f'<li><a href="#field-{place}">{escaped(text if label in text else f"{label}: {text}")}</a></li>'


def _trap(words: Mapping[str, str]) -> str:
    """A field that people neither see nor reach and robots like to fill."""
    return (f'<div class="trap" aria-hidden="true"><label>{words["trap"]}'
            f'<input type="text"{attributes(name=HONEYPOT)} tabindex="-1" autocomplete="off"></label></div>')


def _thanks(words: Mapping[str, str], *, hidden: bool = False) -> str:
    return (f'<div class="done" role="status" tabindex="-1"{" hidden" if hidden else ""}><h1>{words["thanks"]}</h1>'
            f'<p>{words["received"]}</p></div>')


def _script(form: Form, action_url: str, language: str, nonce: str) -> str:
    words, redirect = WORDS[language], str(form.get("redirect_url") or "")
    told = {name: words[name] for name in ("send", "sending", "check", "busy", "failed", "offline")}
    config = {**told, "url": action_url, "problems": dict(PROBLEMS[language]),
              "redirect": redirect if redirect.lower().startswith(("https://", "http://")) else ""}
    return f"<script{attributes(nonce=nonce)}>{filled(PAGE, config)}</script>"
