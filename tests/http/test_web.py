"""The web client's page and files at the edge."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.errors import NotFound
from chalicelib.http import web
from tests.edge import Api

PAGE = '<meta property="csp-nonce" nonce="{nonce}"><script src="./assets/index-a1.js"></script>'


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A client as the build leaves it, and something beside it."""
    (tmp_path / "web" / "assets").mkdir(parents=True)
    (tmp_path / "web" / "index.html").write_text(PAGE)
    (tmp_path / "web" / "assets" / "index-a1.js").write_text("console.info('ä')", encoding="utf-8")
    (tmp_path / "web" / "assets" / "icon-b2.svg").write_text("<svg/>")
    (tmp_path / "secret.js").write_text("no")
    monkeypatch.setattr(web.page, "__defaults__", (tmp_path / "web",))
    monkeypatch.setattr(web.asset, "__defaults__", (tmp_path / "web",))
    return tmp_path


def test_the_page_runs_nothing_but_its_own_files(api: Api) -> None:
    answer = api("GET", "/", user=None)
    nonce = re.search(r'nonce="([\w-]{20,})"', answer.body)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 200 and nonce and f"'nonce-{nonce[1]}'" in policy
    assert answer.headers["Content-Type"].startswith("text/html") and answer.headers["Cache-Control"] == "no-cache"
    assert "unsafe" not in policy and "*" not in policy and "script-src 'self';" in policy
    assert re.search(r"connect-src 'self' https://[\w.-]*files[\w.-]*amazonaws\.com;", policy)


def test_no_two_pages_share_a_nonce(api: Api) -> None:
    assert api("GET", "/", user=None).body != api("GET", "/", user=None).body


def test_a_file_is_kept_for_a_year_and_told_as_what_it_is(api: Api) -> None:
    script, picture = (api("GET", f"/assets/{name}", user=None) for name in ("index-a1.js", "icon-b2.svg"))
    assert (script.status, script.body) == (200, "console.info('ä')")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000, immutable" in script.headers["Cache-Control"]
    assert script.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("name", ["none.js", "..", "..%2fsecret.js", "../secret.js", "....//secret.js", "index.html", "%00.js", "index-a1.js%00",
                                  "index-a1.JS", "index-a1.js.map", ".js", "x" * 5000 + ".js", "ü.js", "a..b.js", ".a.js", "a.b/../c.js", "index-a1.js\n"])
def test_nothing_else_is_served(name: str) -> None:
    with pytest.raises(NotFound):
        web.asset(name)


def test_without_a_build_there_is_no_page(api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(web.page, "__defaults__", (tmp_path / "nowhere",))
    answer = api("GET", "/", user=None)
    assert (answer.status, answer.body["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_they_are_only_read(api: Api, method: str) -> None:
    assert [api(method, path, user=None).status for path in ("/", "/assets/index-a1.js")] == [405, 405]


def test_an_address_without_its_last_slash_leads_to_the_one_with_it_once(api: Api) -> None:
    def asked(path: str, query: str) -> tuple[int, str]:
        event = {"requestContext": {"resourcePath": "/", "httpMethod": "GET", "path": path, "requestId": "r", "identity": {}, "domainName": "a1.example"}, "headers": {},
                 "pathParameters": None, "multiValueQueryStringParameters": {query: [""]} if query else None, "body": None, "isBase64Encoded": False,
                 "stageVariables": None, "path": "/", "httpMethod": "GET"}
        answer = api.app(event, None)
        return answer["statusCode"], answer["headers"].get("Location", "")

    assert asked("/prod", "") == (302, "https://a1.example/prod/?home")
    assert asked("/prod", "home")[0] == asked("/prod/", "")[0] == 200
