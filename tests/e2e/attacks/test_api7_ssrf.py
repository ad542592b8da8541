"""API7:2023 Server side request forgery: addresses given to us that we must not call.

Kith calls out in one place only: the sign-in keys of the user pool (`chalicelib/http/identity.py`), at an address that no
caller has a say in. Everything else goes by the AWS SDK (`store/`, `aws/`). So nothing that anybody sends is ever fetched;
a listener on this machine is named in every field and finds out. Whoever adds a place that calls out (webhooks) must
refuse the rows of `PRIVATE`, before each call and after each redirect, and be named in `CALLERS`.

| attack | what holds |
|---|---|
| an address of ours or of the cloud's metadata in fields, forms, mails, tables, tokens, headers | never called |
| a module that could call out | none but the one above |
"""

from __future__ import annotations

import ast
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.attacks.scene import refused, sound
from tests.e2e.attacks.test_api2_authentication import signed
from tests.e2e.people import HERE, Person, acting, lead_of, submit
from tests.e2e.test_imports import upload
from tests.e2e.test_mail import arrived

pytestmark = pytest.mark.e2e
SOURCE = Path(__file__).resolve().parents[3] / "chalicelib"
CALLERS = {"http/identity.py"}
CLIENTS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "socket", "ssl", "ftplib", "smtplib", "telnetlib", "xmlrpc", "websockets", "subprocess"}
PRIVATE = ("http://127.0.0.1", "http://localhost", "http://[::1]", "http://[::ffff:127.0.0.1]", "http://0.0.0.0", "http://2130706433", "http://0x7f000001", "http://127.1",
           "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/meta-data/", "http://metadata.google.internal", "file:///etc/passwd", "gopher://127.0.0.1")


class Listener:
    """An address that notes who calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        calls = self.calls

        class Note(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                calls.append(self.path)
                self.send_response(200)
                self.end_headers()
            do_POST = do_HEAD = do_OPTIONS = do_PUT = do_GET

            def log_message(self, format: str, *_arguments: object) -> None:
                """Nothing on the screen."""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Note)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/called"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_the_listener_would_notice(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.server.server_port)) as caller:
        caller.sendall(b"GET /proof HTTP/1.0\r\n\r\n")
        caller.recv(100)
    assert listener.calls == ["/proof"]
    listener.calls.clear()


def test_nothing_that_is_sent_is_called(stack: Any, admin: Person, eventually: Any, listener: Listener) -> None:
    url = listener.url
    admin.post("/v1/companies", {"name": f"Called {HERE}", "website": url})
    admin.post("/v1/notes", {"body": f"![x]({url}/note) <img src={url}/note>"})
    admin.post("/v1/forms", {"name": f"Called {HERE}", "redirect_url": url, "fields": [{"name": "email", "type": "email"}]})
    lead = lead_of(stack, eventually, submit(stack, {"last_name": f"Called{HERE}", "email": f"called.{HERE}@example.com", "message": url, "company": url,
                                                     "_url": url, "callback": url}).json["submission_id"])
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"called2.{HERE}@example.com", "leads@kith.example", url
    mail["List-Post"], mail["Disposition-Notification-To"] = f"<{url}>", f"called3.{HERE}@example.com"
    mail.set_content(url)
    mail.add_alternative(f'<link rel=stylesheet href="{url}/css"><img src="{url}/img"><iframe src="{url}/frame"></iframe><base href="{url}">', subtype="html")
    mail.add_attachment(f"\n{url}", subtype="x-url", filename="a.url")
    assert arrived(stack, admin, mail.as_bytes(), eventually)["state"] == "routed"
    manager = acting(stack, "manager")
    made = manager.post("/v1/imports", {"object": "companies", "mode": "create"})
    upload(made["upload"], f'Name,Website\r\n"=WEBSERVICE(""{url}/sheet"")",{url}\r\n'.encode())
    manager.post(f"/v1/imports/{made['id']}/preview")
    refused(stack.call("GET", "/v1/me", token=signed(stack, {"jku": f"{url}/jwks", "x5u": f"{url}/cert", "kid": url})), 401)
    for header in ("Referer", "X_Forwarded_Host", "X_Callback_Url", "Origin"):
        sound(admin.ask("GET", f"/v1/leads/{lead['id']}", **{header: url}))
    for path in (f"/v1/contacts?view={url}", f"/v1/search?q={url}", f"/public/forms/{stack.form_id}?url={url}&redirect={url}", f"/assets/{url}"):
        sound(admin.ask("GET", path))
    assert listener.calls == []


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_stored_or_refused_and_not_followed(admin: Person, url: str) -> None:
    answer = sound(admin.ask("POST", "/v1/companies", {"name": f"Private {HERE}", "website": url}))
    assert answer.status == 422 or answer.json["website"].startswith(("http://", "https://"))


def test_only_one_module_calls_out() -> None:
    found = {file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*.py") if CLIENTS & imported(file)}
    assert found == CALLERS, "say in this page why it calls out, and refuse PRIVATE there"


def imported(file: Path) -> set[str]:
    """What a module imports, with the packages above."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("__import__", "import_module"):
            names |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
    return names | {name.rpartition(".")[0] for name in names} | {name.partition(".")[0] for name in names} - {"urllib", "http"}
