"""API keys, and the history of who came in."""

from __future__ import annotations

from chalicelib.records.fields import Field
from chalicelib.records.objects import Action, ObjectType
from chalicelib.users import access, api_keys

API_KEY = ObjectType(
    name="api_key", plural="api_keys", prefix="key", label="API key", label_plural="API keys", configuration=True,
    timeline=False, title=lambda key: key.get("name") or "API key", prepare=api_keys.prepare, once_shown=("key",),
    help="Lets a program in, with the rights of a role. The key itself is answered once, when it is made.",
    fields=(
        Field("name", "text", required=True), Field("role_id", "reference", label="Role", to="role", required=True),
        Field("expires_at", "instant", help="Empty: it does not expire."), Field("active", "boolean", default=True),
        Field("hint", "text", read_only=True, help="The last letters of the key."),
        Field("last_used_at", "instant", read_only=True, help="To the hour."),
    ),
    actions=(Action("rotate", api_keys.rotate, help="Another key for the same program; the old one ends."),))

SIGN_IN = ObjectType(
    name="sign_in", plural="sign_ins", prefix="sgn", label="Sign-in", label_plural="Sign-ins", timeline=False,
    title=lambda each: f"{each.get('kind', 'sign-in')}: {each.get('outcome', '')}", creatable=False, editable=False,
    searchable=False, group="outcome", parent="user_id", owner_field="user_id", prepare=access.prepare,
    help="An attempt to sign in, or a day on which an API key was used.",
    fields=(
        Field("user_id", "user", label="Person", read_only=True), Field("at", "instant", read_only=True),
        Field("kind", "choice", options=("password", "challenge", "api_key"), read_only=True),
        Field("outcome", "choice", options=("ok", "refused"), read_only=True),
        Field("api_key_id", "reference", to="api_key", label="API key", read_only=True),
        Field("address", "text", read_only=True, personal=True, help="The IP address it came from."),
        Field("user_agent", "text", read_only=True, personal=True)))

TYPES = (API_KEY, SIGN_IN)
