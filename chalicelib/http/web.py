"""The web client: its page at `/` and its files at `/assets/{name}`, as the build left them in `chalicelib/web`.

Nothing is read before it is asked for. The page names its files relative to itself, so it works under any path, as long
as the path ends with a slash.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from chalicelib.crm import Crm
from chalicelib.errors import NotFound
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call

BUILT = Path(__file__).resolve().parent.parent / "web"
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"  # a name carries the hash of its content
NAME = re.compile(r"(?=.{1,120}$)[\w-]+(\.[\w-]+)*\.(js|css|svg)", re.ASCII)
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
          "connect-src 'self' {files}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")


def answer(crm: Crm, call: Call) -> Reply:
    """`/` and `/assets/{name}`."""
    if "name" in call.path:
        return asset(call.path["name"])
    if call.lacks_slash and "home" not in call.query:  # the query ends it where a gateway tells no slashes
        return Reply(302, headers={"Location": f"{call.stage_url}/?home"})
    files = urlsplit(crm.files.upload_form(crm.settings.files_bucket, "page", 1)["url"])
    return page(f"{files.scheme}://{files.netloc}")


def page(files: str, folder: Path = BUILT) -> Reply:
    """The page, under a policy that runs nothing but its own files; `files` is where it may send uploads."""
    nonce = secrets.token_urlsafe(16)
    body = _text(folder / "index.html").replace("{nonce}", nonce)
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce, files=files), "Cache-Control": "no-cache"}
    return Reply(200, body, headers, "text/html; charset=utf-8")


def asset(name: str, folder: Path = BUILT) -> Reply:
    """One file of the build; NotFound for every other name."""
    if not NAME.fullmatch(name):
        raise NotFound()
    file = folder / "assets" / name
    return Reply(200, _text(file), {"Cache-Control": FOREVER}, KINDS[file.suffix])


@cache
def _text(file: Path) -> str:
    """What a file says; a process asks for it once."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise NotFound() from error
