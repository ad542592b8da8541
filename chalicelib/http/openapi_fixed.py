"""The description of what follows from no declaration: sign-in, forms, search, the person, the schema."""

from __future__ import annotations

from typing import Any

from chalicelib.http.openapi_parts import PAGED, RECORD, TEXT, operation, page_of, paths_of, query, rows_of

Part = dict[str, Any]
HIT: Part = {"type": "object", "required": ["id", "type", "title"], "properties": {
    name: TEXT for name in ("id", "type", "title")}}
TOKENS: Part = {"type": "object", "properties": {
    **{name: TEXT for name in ("id_token", "access_token", "refresh_token", "challenge", "session")},
    "expires_in": {"type": "integer"}}}
SIGN_IN = {
    "login": ("Sign in: tokens, or a challenge.", ("email", "password"), ()),
    "challenge": ("Answer a challenge.", ("challenge", "session", "email"), ("new_password", "code")),
    "refresh": ("New tokens for a refresh token.", ("refresh_token",), ()),
    "forgot": ("Have a code mailed.", ("email",), ()),
    "reset": ("A new password for a mailed code.", ("email", "code", "password"), ()),
    "logout": ("Revoke a refresh token.", ("refresh_token",), ()),
}


def fixed_paths() -> Part:
    """Their calls by path."""
    found: Part = {}
    for name, (summary, required, more) in SIGN_IN.items():
        body = {"type": "object", "required": list(required), "properties": {each: TEXT for each in (*required, *more)}}
        found |= paths_of(f"/public/auth/{name}", post=operation(f"{name}_auth", "Sign-in", summary, TOKENS, body=body,
                                                                  public=True))
    return found | _forms() | paths_of(
        "/v1/me", get=operation("me", "Me", "Who I am and what I may.", RECORD),
        patch=operation("update_me", "Me", "Change my name, absence, hours, language and notifications.", RECORD,
                        body=RECORD),
    ) | paths_of(
        "/v1/schema", get=operation("schema", "Schema", "The objects as this person may see them.", rows_of(RECORD)),
    ) | paths_of(
        "/v1/schema/{objects}", get=operation("schema_of", "Schema", "One object: fields, operators, actions.", RECORD),
    ) | paths_of(
        "/v1/search", get=operation("search", "Search", "Over all that this person may read.", page_of(HIT),
                                    parameters=[query("q"), query("types"), *PAGED]))


def _forms() -> Part:
    html = {"description": "The form", "content": {"text/html": {"schema": TEXT}, "text/javascript": {"schema": TEXT}}}
    shown = operation("show_form", "Forms for visitors", "The form; a snippet with `.js` behind.", public=True)
    shown["responses"]["200"] = html
    sent = operation("submit_form", "Forms for visitors", "Send what a visitor filled in.", {
        "type": "object", "required": ["submission_id"], "properties": {"submission_id": TEXT}}, status="202",
        body={"type": "object"}, kinds=("application/json", "application/x-www-form-urlencoded"), public=True)
    sent["responses"]["303"] = {"description": "The browser goes on to the form's own page"}
    return paths_of("/public/forms/{form_id}", get=shown, post=sent)
