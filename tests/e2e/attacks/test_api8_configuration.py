"""API8:2023 Security misconfiguration: what surrounds every answer, whatever it says.

| attack | what holds |
|---|---|
| sniffing, framing, caching, leaking the address, plain HTTP | policies on every answer, those of the gateway included |
| other origins reading answers | none but those that a setting or a form names |
| other methods, unknown paths, old and debug addresses | 404 or 405 in our own words |
| errors that tell what is inside | a problem with a request id, nothing else |
| addresses and files of the store without a signature | refused |
| accounts, keys and switches of the local stack in what is deployed | none |
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.attacks.scene import sound
from tests.e2e.people import FORM, HERE, Person, acting, function

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[3]
BY_LOCAL_FRONT = 501    # a method that the local address does not know; no gateway of AWS has it either


@pytest.fixture(scope="module")
def answers(stack: Any) -> dict[str, Any]:
    """One answer of each kind."""
    rep, html = acting(stack, "rep"), {"Accept": "text/html"}
    mine = rep.post("/v1/contacts", {"last_name": f"Headers {HERE}"})["id"]
    form, call = f"/public/forms/{stack.form_id}", stack.call
    return {
        "welcome": call("GET", "/"), "description": call("GET", "/openapi.json"), "form": call("GET", form), "script": call("GET", f"{form}.js"),
        "wrong form": call("POST", form, b"email=x", Content_Type=FORM, **html),
        "spam": call("POST", form, b"_website=x", Content_Type=FORM, **html), "sign-in": call("POST", "/public/auth/login", {"email": "x@y.example", "password": "x"}),
        "me": rep.ask("GET", "/v1/me"), "record": rep.ask("GET", f"/v1/contacts/{mine}"), "list": rep.ask("GET", "/v1/contacts"), "created": rep.ask("POST", "/v1/notes", {"body": "x"}),
        "gone": rep.ask("DELETE", f"/v1/contacts/{mine}"), "search": rep.ask("GET", "/v1/search?q=a"), "options": call("OPTIONS", "/v1/me"),
        "forbidden": rep.ask("GET", "/v1/roles"), "not found": rep.ask("GET", "/v1/contacts/con_x"), "invalid": rep.ask("POST", "/v1/contacts", {"x": 1}),
        "malformed": rep.ask("POST", "/v1/contacts", b"{"), "wrong type": rep.ask("POST", "/v1/contacts", b"<x/>", Content_Type="text/xml"),
        "method": rep.ask("PUT", "/v1/contacts"), "stranger": call("GET", "/v1/me"), "no path": call("GET", "/nothing"), "no form": call("GET", "/public/forms/frm_x"),
        "no asset": call("GET", "/assets/x.js"), "gateway's method": call("HEAD", "/v1/me")}


def test_every_answer_is_safe_in_a_browser(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        headers = answer.headers
        assert headers["x-content-type-options"] == "nosniff", name
        assert int(headers["strict-transport-security"].partition("max-age=")[2]) >= 31_536_000, name
        assert headers["referrer-policy"] in ("same-origin", "no-referrer"), name
        assert "default-src 'none'" in headers["content-security-policy"] or headers["content-security-policy"] == "sandbox", name
        assert not {"server", "x-powered-by", "x-aspnet-version"} & headers.keys(), name
        assert "unsafe" not in headers["content-security-policy"] and "*" not in headers["content-security-policy"].partition("frame-ancestors")[0], name


def test_nothing_but_forms_is_framed(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        framed = "frame-ancestors 'none'" not in answer.headers["content-security-policy"] and answer.headers.get("x-frame-options") != "DENY"
        assert framed is (name in ("form", "wrong form", "spam")), name


def test_nothing_private_is_cached(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        public = name in ("description", "script")
        wanted = {"public, max-age=300"} if public else {"no-store", "no-cache"} if name == "welcome" else {"no-store"}
        assert answer.headers["cache-control"] in wanted, name


def test_every_refusal_is_a_problem_without_an_inside(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        if answer.status >= 400 and name not in ("wrong form", "gateway's method"):
            assert set(sound(answer).json) <= {"type", "title", "status", "detail", "code", "request_id", "errors", "conflicts", "candidates"}, name


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000", "https://kith.example.evil.example", "file://"])
def test_other_origins_read_nothing(stack: Any, origin: str) -> None:
    rep = acting(stack, "rep")
    for method, path in (("GET", "/v1/me"), ("GET", "/v1/contacts"), ("OPTIONS", "/v1/contacts"), ("POST", "/public/auth/login"), ("GET", "/"), ("GET", "/openapi.json"), ("GET", "/nothing")):
        headers = rep.ask(method, path, {} if method == "POST" else None, Origin=origin, Access_Control_Request_Method="DELETE",
                          Access_Control_Request_Headers="authorization").headers
        assert not [name for name in headers if name.startswith("access-control-")], (path, headers)


def test_a_form_may_be_read_anywhere_but_with_no_ones_cookies(stack: Any) -> None:
    headers = stack.call("GET", f"/public/forms/{stack.form_id}", Origin="https://anywhere.example").headers
    assert headers["access-control-allow-origin"] == "*" and "access-control-allow-credentials" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "MOVE", "HEAD", "LINK", "x" * 50])
def test_other_methods_are_unknown(stack: Any, method: str) -> None:
    for path in ("/v1/me", "/", f"/public/forms/{stack.form_id}"):
        assert acting(stack, "admin").ask(method, path).status in (403, 404, 405, BY_LOCAL_FRONT)


def test_the_store_opens_nothing_without_a_signature(stack: Any, admin: Person) -> None:
    """The emulated store lets anybody read; what is deployed is private, and the settings that say so are looked at."""
    s3 = stack.client("s3")
    for name in ("FilesBucket", "MailBucket", "FailuresBucket"):
        bucket = stack.outputs[name]
        blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert set(blocked.values()) == {True}, name
        assert s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"], name


def test_functions_have_no_address_of_their_own(stack: Any) -> None:
    functions = stack.client("lambda")
    for name in ("APIHandler", "Authorize", "Jobs", "Intake"):
        full = function(stack, name)
        with pytest.raises(functions.exceptions.ResourceNotFoundException):
            functions.get_function_url_config(FunctionName=full)
        statements = functions.get_policy(FunctionName=full)["Policy"] if name in ("APIHandler", "Authorize") else ""
        assert '"*"' not in re.sub(r'"Resource": ?"[^"]*"', "", statements), name


def test_no_function_is_told_a_secret(stack: Any) -> None:
    functions = stack.client("lambda")
    for name in ("APIHandler", "Authorize", "Jobs", "Intake", "Inbound", "Settle", "Changes", "Tick"):
        told = functions.get_function_configuration(FunctionName=function(stack, name)).get("Environment", {}).get("Variables", {})
        ours = {key: value for key, value in told.items() if key.startswith(("KITH_", "POWERTOOLS_"))}
        assert ours
        assert not [key for key in ours if re.search("SECRET|PASSWORD|TOKEN|PRIVATE", key)], ours
        assert not [value for value in ours.values() if re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN|kith_[0-9a-z]{26}_", value)]


def test_no_account_comes_with_what_is_deployed() -> None:
    """The sample's people, its password and its switch live in `local/`, which is not packaged."""
    from local.sample_accounts import ADMIN, PASSWORD
    for folder in ("chalicelib", "infra"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in (".py", ".yaml", ".json"):
                text = file.read_text()
                assert PASSWORD not in text and ADMIN not in text, file
                assert not re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY", text), file


def test_the_pool_lets_nobody_sign_themselves_up(stack: Any) -> None:
    people, pool, app = stack.client("cognito-idp"), stack.outputs["UserPoolId"], stack.outputs["UserPoolClientId"]
    assert people.describe_user_pool(UserPoolId=pool)["UserPool"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]
    client = people.describe_user_pool_client(UserPoolId=pool, ClientId=app)["UserPoolClient"]
    assert client["PreventUserExistenceErrors"] == "ENABLED" and client["EnableTokenRevocation"]
    assert "email" not in client.get("WriteAttributes", ["email"])


def test_plain_files_of_the_project_are_not_served(stack: Any) -> None:
    for path in ("/.env", "/.git/config", "/app.py", "/requirements.txt", "/template.json", "/stack.json", "/assets/..%2fapp.py", "/assets/%2e%2e%2fapp.py", "/assets/../app.py", "/docs",
                 "/assets/....//app.py", "/assets/.env", "/.chalice/config.json", "/.local/stack.json"):
        answer = sound(stack.call("GET", path))
        assert answer.status in (400, 403, 404), path


def test_an_unsigned_download_is_not_there(stack: Any) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{stack.url}/{stack.outputs['FilesBucket']}/imports/", timeout=10)
