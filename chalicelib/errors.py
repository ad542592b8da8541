"""What can go wrong, in the words of RFC 9457: each error knows its status, code and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One wrong field of a payload: its path (`emails[1].value`), a stable code, a sentence for people."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """An answer that is not the one asked for; `http/answers.py` turns it into problem+json."""

    status = 500
    code = "internal"
    title = "Something went wrong on our side"

    def __init__(self, detail: str = "", *, code: str = "", errors: Iterable[FieldError] = (),
                 extra: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or type(self).code
        self.errors = tuple(errors)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def body(self, request_id: str = "") -> dict[str, Any]:
        """The problem+json body (RFC 9457), with every field error at once."""
        body: dict[str, Any] = {
            "type": f"urn:kith:problem:{self.code}", "title": self.title, "status": self.status,
            "detail": self.detail, "code": self.code, "request_id": request_id,
            "errors": [asdict(error) for error in self.errors],
        }
        return {**body, **self.extra}


class Malformed(Problem):
    """The request cannot be read at all."""

    status, code, title = 400, "malformed", "The request cannot be read"


class Unauthenticated(Problem):
    """Nobody we know is asking."""

    status, code, title = 401, "unauthenticated", "Sign in first"


class Forbidden(Problem):
    """Known, but not allowed."""

    status, code, title = 403, "forbidden", "Your role does not allow this"


class NotFound(Problem):
    """Not there, or not for this reader: both answer alike."""

    status, code, title = 404, "not_found", "There is no such thing here"


class NotAllowed(Problem):
    """The path exists, the method does not."""

    status, code, title = 405, "method_not_allowed", "This path does not take that method"


class Conflict(Problem):
    """Another record or state stands in the way."""

    status, code, title = 409, "conflict", "This conflicts with what is stored"


class Stale(Problem):
    """`If-Match` names a version that is no longer the newest."""

    status, code, title = 412, "version_conflict", "The record was changed meanwhile"


class TooLarge(Problem):
    """More bytes than the entrance takes."""

    status, code, title = 413, "too_large", "The request is too large"


class UnsupportedType(Problem):
    """A body in a format that this entrance does not read."""

    status, code, title = 415, "unsupported_media_type", "The content type is not supported here"


class Invalid(Problem):
    """Readable, but some fields are wrong; carries all of them."""

    status, code, title = 422, "invalid", "Some fields are not valid"

    def __init__(self, errors: Iterable[FieldError] = (), detail: str = "", *, code: str = "") -> None:
        listed = tuple(errors)
        text = detail or "; ".join(f"{error.field}: {error.message}" for error in listed[:3])
        super().__init__(text, code=code, errors=listed)

    @classmethod
    def one(cls, field: str, code: str, message: str) -> Invalid:
        """A single wrong field."""
        return cls([FieldError(field, code, message)])


class TooMany(Problem):
    """Too many requests; says when to come back."""

    status, code, title = 429, "too_many_requests", "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int = 30) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unavailable(Problem):
    """Something we depend on is down; a retry may work."""

    status, code, title = 503, "unavailable", "A service we depend on does not answer"

    def __init__(self, detail: str = "", *, retry_after: int = 5) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Refused(Exception):
    """A condition of a write did not hold: the caller reads again and decides; never shown to a client.

    `reasons` has one entry per action of the transaction: "" or the reason's code, such as
    `ConditionalCheckFailed` or `TransactionConflict`. `repeated`: an earlier try of the same call went unanswered and
    may have been carried out.
    """

    def __init__(self, reasons: tuple[str, ...] = (), *, repeated: bool = False) -> None:
        super().__init__(",".join(reasons))
        self.reasons, self.repeated = reasons, repeated
