"""What API Gateway answers by itself, in the shape of our own errors (RFC 9457 and the contract's members)."""

from __future__ import annotations

import json
from typing import Any

# gateway's kind of refusal: (status, code, title, detail). An unknown path is a "missing token" to it.
UNKNOWN = (401, "unauthenticated", "Sign in first", "Send a valid token: Authorization: Bearer <token>.")
NOTHING = (404, "not_found", "There is no such thing here", "There is nothing at this path.")
BUSY = (429, "too_many_requests", "Too many requests", "Try again in a second.")
BROKEN = (503, "unavailable", "A service we depend on does not answer", "Try again in some seconds.")
REFUSALS: dict[str, tuple[int, str, str, str]] = {
    "UNAUTHORIZED": UNKNOWN,
    "INVALID_API_KEY": UNKNOWN,
    "EXPIRED_TOKEN": UNKNOWN,
    "ACCESS_DENIED": UNKNOWN,  # the authorizer only says who is asking: what it denies is a token, never a right
    "MISSING_AUTHENTICATION_TOKEN": NOTHING,
    "RESOURCE_NOT_FOUND": NOTHING,
    "THROTTLED": BUSY,
    "QUOTA_EXCEEDED": BUSY,
    "REQUEST_TOO_LARGE": (413, "too_large", "The request is too large", "The body is larger than 10 MB."),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "The content type is not supported here",
                               "Send application/json."),
    "DEFAULT_4XX": (400, "malformed", "The request cannot be read", "The gateway could not read the request."),
    "DEFAULT_5XX": BROKEN,
}


# As safe as answers of our own (`chalicelib/http/answers.py`). A value of the gateway's can have no quotes inside, so
# the policy is the one that needs none: a sandbox, framed by nobody.
SAFE = {
    "Content-Type": "application/problem+json", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "sandbox", "X-Frame-Options": "DENY"}


def gateway_responses() -> dict[str, Any]:
    """The value of `x-amazon-apigateway-gateway-responses` in the API's definition."""
    return {kind: _response(*refusal) for kind, refusal in REFUSALS.items()}


def _response(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    headers = {f"gatewayresponse.header.{name}": f"'{value}'" for name, value in SAFE.items()}
    if status in (429, 503):
        headers["gatewayresponse.header.Retry-After"] = "'1'"
    if status == 401:
        headers["gatewayresponse.header.WWW-Authenticate"] = "'Bearer'"
    problem = {"type": f"urn:kith:problem:{code}", "title": title, "status": status, "detail": detail, "code": code,
               "request_id": "$context.requestId", "errors": []}
    return {"statusCode": str(status), "responseParameters": headers,
            "responseTemplates": {"application/json": json.dumps(problem)}}
