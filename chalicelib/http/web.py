"""The web client: its page at `/` and its files at `/assets/{name}`, as the build left them in `chalicelib/web`."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from chalicelib.errors import NotFound
from chalicelib.http.answers import Reply

BUILT = Path(__file__).resolve().parent.parent / "web"
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"  # a name carries the hash of its content
NAME = re.compile(r"[\w-]{1,100}\.(js|css|svg)")
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
          "connect-src 'self'{files}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")


def is_built(folder: Path = BUILT) -> bool:
    """Whether this package holds a web client: the API alone runs without."""
    return (folder / "index.html").exists()


def page(files: str = "", folder: Path = BUILT) -> Reply:
    """The page, under a policy that runs nothing but its own files; `files` is where uploads and downloads go."""
    nonce = secrets.token_urlsafe(16)
    body = (folder / "index.html").read_text().replace("{nonce}", nonce)
    policy = POLICY.format(nonce=nonce, files=f" {files}" if files else "")
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    return Reply(200, body, headers, "text/html; charset=utf-8")


def asset(name: str, folder: Path = BUILT) -> Reply:
    """One file of the build; NotFound for every other name."""
    file = folder / "assets" / name
    if not NAME.fullmatch(name) or not file.is_file():
        raise NotFound()
    return Reply(200, file.read_text(), {"Cache-Control": FOREVER}, KINDS[file.suffix])
