"""Which other web origins may read our answers: forms as their setting says, `/v1` where the company allows it."""

from __future__ import annotations

from chalicelib.crm import Crm
from chalicelib.http.answers import Reply
from chalicelib.http.call import Call

METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
HEADERS = "Authorization, Content-Type, If-Match, Idempotency-Key"
EXPOSED = "ETag, Location, Retry-After, Idempotent-Replay, X-Request-Id"


def allowed(crm: Crm, asked: Call, reply: Reply) -> dict[str, str]:
    """The CORS headers of an answer; none for a same-origin call or an origin that is not listed."""
    origin = asked.headers.get("origin", "")
    if not origin or "Access-Control-Allow-Origin" in reply.headers:
        return {}
    listed = [each.strip() for each in crm.settings.allowed_origins.split(",") if each.strip()]
    if asked.resource.startswith("/public/") and asked.path.get("area") == "forms":
        return {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Allow-Headers": "Content-Type"}
    if origin not in listed:
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Methods": METHODS, "Vary": "Origin",
            "Access-Control-Allow-Headers": HEADERS, "Access-Control-Expose-Headers": EXPOSED,
            "Access-Control-Max-Age": "600"}
