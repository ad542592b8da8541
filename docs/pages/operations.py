"""docs/reference/operations.md: kinds of fields, and the operators that conditions may use on each."""

from __future__ import annotations

import json

from chalicelib.records.fields import FIELD_TYPES, Field
from chalicelib.records.fields.condition_shape import MAX_DEPTH, MAX_NODES, MAX_VALUES, OPERATORS, UNIT_MINUTES
from docs.pages.markdown import code, page, table

INTRO = """One rule language serves list filters, routing, scoring and pools. A condition is one comparison, or
conditions joined by `all`, `any` and `not`:

```json
{"all": [{"field": "country", "op": "eq", "value": "DE"},
         {"any": [{"field": "tags", "op": "has", "value": "vip"}, {"field": "score", "op": "gte", "value": 50}]},
         {"not": {"field": "emails", "op": "empty"}}]}
```"""
LIMITS = f"""At most {MAX_DEPTH} deep, {MAX_NODES} parts in all, {MAX_VALUES} values after `in`. On a field that holds a
list, an operator is true where any element meets it. Text is compared without case and accents, unless the field keeps
one canonical form. Instead of a value, `{{"me": true}}` is the reader and `{{"my_teams": true}}` the reader's teams; in
the pool of a routing rule, `{{"lead": "<field>"}}` is the lead's value. A field behind a reference, such as
`company_id.industry`, is asked of the
[copy that the record keeps](../customizing.md#what-a-record-keeps-of-another)."""
MEANINGS = {
    "eq": "is", "ne": "is not, or is empty", "gt": "is more (later) than", "gte": "is at least",
    "lt": "is less (earlier) than", "lte": "is at most", "in": "is one of a list", "has": "the list has this value",
    "starts": "the text starts with", "contains": "the text contains", "empty": "is empty; with `false`, is filled in",
    "within": f"lies between now and then: `{{\"days\": -7}}` is the last 7 days (units: {', '.join(UNIT_MINUTES)})",
}
KINDS = {name: Field("field", name, options=("first", "second")) for name in FIELD_TYPES}


def operations() -> str:
    """The page."""
    if MEANINGS.keys() != OPERATORS:
        raise SystemExit(f"docs/pages/operations.py: say what {sorted(MEANINGS.keys() ^ OPERATORS)} means")
    operators = table(("operator", "holds where the field"), [(code(name), text) for name, text in MEANINGS.items()])
    kinds = table(("kind", "operators", "kept in one form", "JSON schema"), [
        (code(name), " ".join(word for word in MEANINGS if word in type.operators), "yes" if type.exact else "",
         _schema(name)) for name, type in FIELD_TYPES.items()])
    return page("Kinds of fields and their operators", INTRO, "## Operators", operators, LIMITS, "## Kinds", kinds)


def _schema(name: str) -> str:
    """The JSON schema of the API value, cut where it lists hundreds of values."""
    text = json.dumps(FIELD_TYPES[name].schema(KINDS[name]), ensure_ascii=False)
    return code(text if len(text) <= 300 else f"{text[:297]}...")
