"""Injection: texts that become headers, log lines, pages, mails, cells or file names.

| attack | what holds |
|---|---|
| line ends in values that become headers (redirects, locations, mail subjects and recipients) | one header, or refused |
| line ends and JSON in what is logged; secrets and people in logs | each line one JSON object, none of them in it |
| scripts in what pages show | text; every page runs only its own script under a nonce |
| scripts in mails to colleagues | escaped |
| formulas in exports | text cells |
| names of files that climb | plain names |
"""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.e2e.attacks.scene import refused, sound
from tests.e2e.people import FORM, HERE, Person, acting, lead_of, mails_to, submit

pytestmark = pytest.mark.e2e
HOSTILE = Path(__file__).resolve().parents[4] / "shared/data/hostile"
SCRIPTS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</title><script>alert(1)</script>", "javascript:alert(1)", "{{constructor.constructor('alert(1)')()}}",
           "</textarea><script>alert(1)</script>", "<a href=\"javascript:alert(1)\">x</a>", "\u2028alert(1)//", "]]><script>", "<!--<script>", "\\u003cscript\\u003e", "&lt;script&gt;", "<iframe srcdoc=\"<script>alert(1)</script>\">",
           "x\" autofocus onfocus=alert(1) y=\"", "</option></select><script>alert(1)</script>", "<style>@import 'http://evil.example'</style>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>"]
ENDS = ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "%0d%0a", "\\r\\n"]


class Page(HTMLParser):
    """What a browser would run or load on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def harmless(answer: Any) -> Page:
    """A page that runs nothing but what carries the nonce of its policy, and loads nothing."""
    policy = answer.headers["content-security-policy"]
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", policy))
    assert len(nonce) >= 20 and "unsafe" not in policy and "default-src 'none'" in policy and "base-uri 'none'" in policy
    page = Page(answer.content.decode())
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("srcdoc", "formaction", "style")], (tag, attributes)
        assert tag not in ("iframe", "object", "embed", "base", "svg", "img", "link", "frame"), (tag, attributes)
        assert tag not in ("script", "style") or attributes.get("nonce") == nonce, (tag, attributes)
        assert tag != "meta" or "http-equiv" not in attributes
        assert not re.match(r"\s*(javascript|data|vbscript):", attributes.get("href") or attributes.get("action") or "", re.I), (tag, attributes)
    return page


@pytest.mark.parametrize("naughty", [False, True])
def test_no_text_of_a_form_runs_on_its_page(stack: Any, admin: Person, eventually: Any, naughty: bool) -> None:
    texts = SCRIPTS
    if naughty:
        if not HOSTILE.exists():
            pytest.skip("needs ../shared/data/hostile")
        texts = [text for text in json.loads((HOSTILE / "naughty_strings.json").read_text()) if "<" in text or '"' in text or "script" in text]
    plain = [text[:190] for text in texts if text.strip()]
    for start in range(0, len(plain), 40):
        part = plain[start:start + 40]
        fields = [{"name": f"f{number}", "label": text, "type": ("text", "choice", "long_text", "boolean", "email")[number % 5],
                   **({"options": [text, "x"]} if number % 5 == 1 else {})} for number, text in enumerate(part)]
        made = admin.ask("POST", "/v1/forms", {"name": part[0], "fields": fields, "redirect_url": "https://thanks.example/?a=%22%3E"})
        assert made.status == 201, made.content[:500]
        path = f"/public/forms/{made.json['id']}"
        page = eventually(lambda path=path: (answer := stack.call("GET", path)).status == 200 and answer)
        count = len(harmless(page).tags)
        typed = urlencode({f"f{number}": text for number, text in enumerate(part)})
        wrong = stack.call("POST", path, f"{typed}&f4=no".encode(), Content_Type=FORM, Accept="text/html")
        assert wrong.status == 422
        assert len(harmless(wrong).tags) >= count, "the whole form comes back"
        script = stack.call("GET", f"{path}.js").content.decode()
        assert "<" not in script.rpartition("})(")[2]


def test_a_language_or_address_does_not_run_either(stack: Any) -> None:
    for text in SCRIPTS:
        harmless(stack.call("GET", f"/public/forms/{stack.form_id}?x={quote(text)}", Accept_Language=text.encode("latin-1", "replace").decode("latin-1"), Host=f"{re.sub('[^a-z]', '', text)}.example"))


def test_stored_scripts_stay_json(stack: Any) -> None:
    rep = acting(stack, "rep")
    for text in SCRIPTS[:6]:
        made = rep.ask("POST", "/v1/notes", {"body": text})
        for answer in (made, rep.ask("GET", f"/v1/notes/{made.json['id']}", Accept="text/html"), rep.ask("GET", f"/v1/search?q={quote(text)}", Accept="text/html")):
            assert sound(answer).headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"
    refused(rep.ask("GET", f"/v1/contacts/{quote('<script>alert(1)</script>', safe='')}", Accept="text/html"), 404)


def test_mails_show_a_leads_scripts_as_text(stack: Any, admin: Person, eventually: Any) -> None:
    text = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    sent = submit(stack, {"first_name": text[:90], "last_name": f"Mailed{HERE}", "email": f"mailed.{HERE}@example.com", "company": text, "message": f"{text}\n{'{{owner.email}}'}", "product_interest": text})
    lead = lead_of(stack, eventually, sent.json["submission_id"])
    owner = eventually(lambda: admin.get(f"/v1/leads/{lead['id']}")["owner_id"])
    mail = eventually(lambda: next((mail for mail in mails_to(stack, admin.get(f"/v1/users/{owner}")["email"]) if lead["id"] in mail["BodyText"]), None))
    page = Page(mail["BodyHtml"])
    assert not {"img", "script", "iframe"} & {tag for tag, _ in page.tags}
    assert not [name for _tag, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "\n" not in mail["Subject"] and "\r" not in mail["Subject"]


def test_no_value_becomes_a_header(stack: Any, admin: Person, eventually: Any) -> None:
    for end in ENDS:
        for url in (f"https://thanks.example/{end}X-Evil: 1", f"https://thanks.example/?{end}Set-Cookie: a=b"):
            made = sound(admin.ask("POST", "/v1/forms", {"name": f"R{HERE}", "redirect_url": url, "fields": [{"name": "email", "type": "email"}]}))
            if made.status == 201:
                path = f"/public/forms/{made.json['id']}"
                eventually(lambda path=path: stack.call("GET", path).status == 200)
                answer = redirected(stack, path)
                assert not {"x-evil", "set-cookie"} & answer.keys(), url
        sound(admin.ask("GET", f"/v1/contacts?sort={quote(end)}X-Evil:1"))
        assert "x-evil" not in sound(stack.call("GET", f"/v1/contacts/{quote(end, safe='')}X-Evil:%201", token=admin.tokens["id_token"])).headers
    for url in ("javascript:alert(1)", "data:text/html,x", "https://a@evil.example", "ftp://x.example", "/\\evil.example", "https://", "x" * 5000):
        refused(admin.ask("POST", "/v1/forms", {"name": "R", "redirect_url": url, "fields": [{"name": "email", "type": "email"}]}), 422)


def redirected(stack: Any, path: str) -> dict[str, str]:
    """The headers of a browser's post, without following them."""
    import http.client
    caller = http.client.HTTPConnection("127.0.0.1", stack.place.port, timeout=30)
    caller.request("POST", path, urlencode({"email": f"r.{HERE}@example.com", "_website": "robot"}), {"Content-Type": FORM, "Accept": "text/html"})
    answer = caller.getresponse()
    assert answer.status == 303
    return {name.lower(): value for name, value in answer.getheaders()}


def test_logs_are_lines_of_json_without_secrets(stack: Any, admin: Person, eventually: Any) -> None:
    forged = "\n".join(['{"level":"ERROR","message":"forged' + HERE + '"}'])
    secret = f"Secret-{HERE}-in-a-query"
    for path in (f"/v1/{quote(forged, safe='')}", f"/v1/contacts/{quote(forged, safe='')}", f"/v1/contacts?{quote(forged)}={quote(forged)}", f"/v1/search?q={secret}"):
        sound(admin.ask("GET", path, User_Agent="x" + forged.replace("\n", " "), X_Amzn_Trace_Id=forged.replace("\n", " ")))
    stack.call("POST", "/public/auth/login", {"email": f"logged.{HERE}@example.com", "password": f"{secret}1"})
    submit(stack, {"last_name": f"Unlogged{HERE}", "email": f"unlogged.{HERE}@example.com", "message": f"{secret}\n{forged}", "_website": "x"})
    admin.ask("POST", "/v1/contacts", {"last_name": f"Unlogged{HERE}", "emails": [f"unlogged2.{HERE}@example.com"]})
    logs = stack.client("logs")
    groups = [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]]
    lines = [event["message"] for group in groups for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group) for event in page["events"]]
    assert lines
    tokens = [person.tokens["id_token"] for person in stack.__dict__["acting"].values()]
    for line in lines:
        for word in (secret, f"Unlogged{HERE}", f"unlogged.{HERE}", f"unlogged2.{HERE}", f"logged.{HERE}", stack.admin["password"], *(token[-60:] for token in tokens)):
            assert word not in line, (word, line[:500])
        if f"forged{HERE}" in line:
            assert json.loads(line)["level"] != "ERROR", line[:500]


@pytest.fixture(scope="module")
def formulas(stack: Any, admin: Person) -> list[str]:
    """Contacts whose names are formulas; the formulas."""
    known = [line for line in (HOSTILE / "csv_injection_payloads.txt").read_text().splitlines() if line.strip()] if HOSTILE.exists() else []
    texts = [*known[:59], "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "  =1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "%0A=1", "'=1+1", '"=1+1']
    plain = [text[:90] for text in texts]
    for start in range(0, len(plain), 50):
        rows = [{"last_name": f"Formula{HERE}", "job_title": text, "tags": [f"formula-{HERE}"]} for text in plain[start:start + 50]]
        assert {each["status"] for each in admin.post("/v1/contacts/batch", {"create": rows})["results"]} <= {201, 422}
    return plain


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula(admin: Person, eventually: Any, formulas: list[str], format: str) -> None:
    asked = {"object": "contacts", "format": format, "filter": {"field": "last_name", "op": "eq", "value": f"Formula{HERE}"}}
    path = f"/v1/exports/{admin.post('/v1/exports', asked)['id']}"
    done = eventually(lambda: (found := admin.get(path))["state"] in ("done", "failed") and found)
    assert done["state"] == "done", done
    with urllib.request.urlopen(done["download_url"], timeout=60) as file:
        raw = file.read()
    if format == "csv":
        cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")) for cell in row]
        assert len([cell for cell in cells if cell.startswith("'")]) >= 10
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell) and not re.fullmatch(r"[+-]?[\d\s().-]+", cell)]
    else:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            sheet = packed.read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in sheet and "<f " not in sheet and "HYPERLINK" not in sheet.replace("HYPERLINK(", "", sheet.count('t="inlineStr"'))
            assert not [name for name in packed.namelist() if name.startswith(("/", "..")) or "external" in name.lower()]
