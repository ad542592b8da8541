"""docs/reference/errors.md: every code that the API answers."""

from __future__ import annotations

from collections.abc import Iterable

from docs.pages.codes import Use, uses
from docs.pages.markdown import code, page, table

INTRO = """Every error is `application/problem+json` (RFC 9457): `type title status detail code request_id errors`.
The code is stable, the sentences are not: they are English or, where `Accept-Language` asks for it, German. A
payload's mistakes come all at once, in `errors`, each with `field`, `code` and `message`."""
FIELDS = """## Codes of a field

In `errors`, beside the path of the field (`emails[1].value`). The answer is 422 unless another status is given. An
ellipsis stands for what is filled in."""
# Where the sentence in the source does not say enough by itself.
MEANINGS = {
    "ambiguous": "Several records have this identity; name one by its id",
    "not_found": "There is no such record, or not for this reader",
    "duplicate": "Another record holds this identity; `candidates` names those that you may see",
    "conflict": "Another record, state or write stands in the way; read again",
    "invalid": "Some fields are not valid; see `errors`",
    "internal": "Something went wrong on our side; the log has it under the request's id",
    "version_conflict": "`If-Match` is not the newest version; `conflicts` has both values of what both changed",
    "wrong_status": "The record's status does not allow this; the detail says which does",
    "too_many_requests": "Wait for `Retry-After` seconds",
    "unavailable": "A service does not answer, or too many writers met; try again after `Retry-After` seconds",
}
FIELD_MEANINGS = {
    "ambiguous": "Several records are meant; name one by its id",
    "duplicate": "Two parts have one name",
    "idempotency_key_reused": "This `Idempotency-Key` was used for another request",
    "invalid_choice": "Not among the options",
    "invalid_filter": "Not the rule language; the message says which part",
    "invalid_value": "The condition's value does not fit the field",
    "invalid_scope": "Not one of the scopes none, shared, own, team, all",
    "not_found": "There is no such record, or not for this reader",
    "not_sortable": "The type does not sort by this field; the message lists those that it does",
    "not_supported": "Not offered here; the message says what is",
    "operator_not_supported": "This kind of field does not know the operator; the message lists those that it does",
    "out_of_range": "Not within the limits that the message gives",
    "read_only": "The system keeps this field",
    "required": "The field is required",
    "too_deep": "A condition is nested at most 5 deep",
    "too_large": "Above the largest value",
    "too_long": "Longer than the field takes; the message gives the limit",
    "too_many": "More entries than allowed; the message gives the limit",
    "too_small": "Below the smallest value",
    "unknown_field": "There is no such field; near misses are suggested",
    "wrong_type": "The id is of another type of record",
}


def errors() -> str:
    """The page."""
    found = uses()
    whole = [each for each in found if not each.of_field]
    problems = table(("status", "code", "meaning"), [
        (status, code(name), _meaning(name, whole, MEANINGS))
        for status, name in sorted({(each.status, each.code) for each in whole})])
    parts = [each for each in found if each.of_field]
    names = sorted({each.code for each in parts})
    fields = table(("code", "meaning"), [(code(name), _with_status(name, parts)) for name in names])
    return page("Error codes", INTRO, problems, FIELDS, fields)


def _with_status(name: str, found: list[Use]) -> str:
    others = sorted({each.status for each in found if each.code == name} - {422})
    return _meaning(name, found, FIELD_MEANINGS) + "".join(f" ({status})" for status in others)


def _meaning(name: str, found: Iterable[Use], known: dict[str, str]) -> str:
    """What we say about it, else what the source says, the fullest sentence first."""
    said = dict.fromkeys(each.message for each in found if each.code == name and each.message)
    full = [text for text in said if "…" not in text]
    texts = [known[name]] if name in known else (full or list(said))[:2]
    if not texts:
        raise SystemExit(f"docs/pages/errors.py: say what the code {name} means")
    return "; ".join(text[:1].upper() + text[1:] for text in texts)
