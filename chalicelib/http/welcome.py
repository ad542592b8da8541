"""`/`: what stands here, for a person who opens the address in a browser."""

from __future__ import annotations

import secrets
from html import escape

from chalicelib.crm import Crm
from chalicelib.http.answers import Reply

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{company}: Kith</title><style nonce="{nonce}">
:root{{color-scheme:light dark;font:16px/1.6 system-ui,sans-serif}}
main{{max-width:40rem;margin:12vh auto;padding:0 1.25rem}}
h1{{font-size:1.75rem;margin:0 0 .5rem}} pre{{overflow:auto;padding:1rem;border-radius:.5rem;
background:color-mix(in srgb,CanvasText 7%,Canvas)}} a{{color:LinkText}}
</style></head><body><main>
<h1>Kith is running</h1>
<p>This is the CRM of <b>{company}</b>. People and programs use it through its API; the web client is not part of this
version yet.</p>
<h2>Sign in</h2>
<pre>curl -X POST {url}/public/auth/login \\
  -H 'Content-Type: application/json' \\
  -d '{{"email": "...", "password": "..."}}'</pre>
<p>Send the <code>id_token</code> as <code>Authorization: Bearer</code>, for example to <code>v1/me</code> or
<code>v1/leads</code>.</p>
<p>New here? With the temporary password of your invitation the answer is a challenge: choose one of your own.</p>
<pre>curl -X POST {url}/public/auth/challenge \\
  -H 'Content-Type: application/json' \\
  -d '{{"challenge": "new_password", "session": "...", "email": "...", "new_password": "..."}}'</pre>
<ul><li><a href="openapi.json">What the API can do (OpenAPI)</a></li>{forms}</ul>
</main></body></html>
"""


def page(crm: Crm, url: str) -> Reply:
    """A short page with the first steps and, on the local stack, the company's public forms."""
    nonce = secrets.token_urlsafe(16)
    forms = "".join(
        f'<li><a href="public/forms/{escape(form["id"])}">Form: {escape(str(form.get("name", "")))}</a></li>'
        for form in crm.configuration.all("form") if form.get("active", True) and crm.settings.local)
    body = PAGE.format(company=escape(crm.settings.company_name), nonce=nonce, forms=forms, url=escape(url))
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    return Reply(200, body, {"Content-Security-Policy": policy}, "text/html; charset=utf-8")
