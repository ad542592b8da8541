"""API2:2023 Broken authentication: tokens that are good but for one thing, keys that are guessed, passwords that are tried.

| attack | what holds |
|---|---|
| no signature, another key, HMAC by the public key, a key of the attacker's own in the header, key ids that are paths or missing | 401 |
| another issuer or app, another pool, expired, not valid yet, access or refresh token for the id token | 401 |
| tokens in other places or shapes (query, cookie, Basic, huge, control characters) | 401 |
| API keys with a wrong secret, another's id, another letter case, revoked | 401 |
| forged sessions and codes | Cognito's to refuse; the emulated pool takes any, so this is not tried here |
| guesses from one address (and from a whole IPv6 network) | 429 with Retry-After |
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.attacks.scene import Attackers, refused
from tests.e2e.people import HERE, Person, acting, good, public
from tests.e2e.test_sign_in import cognito_token

pytestmark = pytest.mark.e2e
Forgery = Callable[[Any], str]


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Head and claims of a token."""
    head, body, _seal = token.split(".")
    return (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))  # type: ignore[return-value]


def signed(stack: Any, head: dict[str, Any] | None = None, claims: dict[str, Any] | None = None, *, algorithm: str = "RS256",
           key: Any = None) -> str:
    """A rep's token with another head or claims (None takes one away), signed by nobody we know."""
    import jwt
    theirs, said = parts(acting(stack, "rep").tokens["id_token"])
    known = {"kid": theirs["kid"], **(head or {})}
    changed = {name: value for name, value in {**said, **(claims or {})}.items() if value is not None}
    return str(jwt.encode(changed, key if key is not None else private_key(), algorithm=algorithm,
                          headers={name: value for name, value in known.items() if value is not None}))


def private_key() -> Any:
    """A key of the attacker's own."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(stack: Any) -> bytes:
    """The pool's public key, as anybody can read it, in the form that an HMAC is most often made with."""
    import urllib.request

    import jwt
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    with urllib.request.urlopen(f"{stack.aws_endpoint}/{stack.outputs['UserPoolId']}/.well-known/jwks.json", timeout=10) as answer:
        key = jwt.PyJWK(json.load(answer)["keys"][0]).key
    return bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def by_hand(stack: Any, head: dict[str, Any], secret: bytes = b"", algorithm: str = "") -> str:
    """A token that a library would refuse to make: the rep's claims under any head, sealed with an HMAC or with nothing."""
    import hashlib
    import hmac
    theirs, claims = parts(acting(stack, "rep").tokens["id_token"])
    text = ".".join(packed(json.dumps(each).encode()) for each in ({"kid": theirs["kid"], **head}, claims))
    return f"{text}.{packed(hmac.new(secret, text.encode(), hashlib.sha256).digest()) if algorithm else ''}"


def packed(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def own_key(stack: Any) -> str:
    """The attacker's public key comes along in the head, by value and by address."""
    import jwt
    key = private_key()
    shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return signed(stack, {"jwk": shown, "jku": "https://evil.example/jwks.json", "x5u": "https://evil.example/cert.pem"}, key=key)


def of_another_pool(stack: Any) -> str:
    """A real id token with the right user name, of a pool that anybody may have."""
    people = stack.client("cognito-idp")
    pool = people.create_user_pool(PoolName=f"evil-{HERE}")["UserPool"]["Id"]
    app = people.create_user_pool_client(UserPoolId=pool, ClientName="evil", ExplicitAuthFlows=[
        "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    name, password = acting(stack, "admin").get("/v1/me")["id"], "Evil-secret-2026"
    people.admin_create_user(UserPoolId=pool, Username=name, TemporaryPassword=password, MessageAction="SUPPRESS")
    people.admin_set_user_password(UserPoolId=pool, Username=name, Password=password, Permanent=True)
    answer = people.admin_initiate_auth(UserPoolId=pool, ClientId=app, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                                        AuthParameters={"USERNAME": name, "PASSWORD": password})
    return str(answer["AuthenticationResult"]["IdToken"])


def with_claims_of_admin(stack: Any) -> str:
    """The rep's head and seal around the administrator's claims."""
    head, _body, seal = acting(stack, "rep").tokens["id_token"].split(".")
    return f"{head}.{acting(stack, 'admin').tokens['id_token'].split('.')[1]}.{seal}"


NOW = int(time.time())
FORGERIES: dict[str, Forgery] = {
    "alg none": lambda stack: by_hand(stack, {"alg": "none"}),
    "alg None": lambda stack: by_hand(stack, {"alg": "nOnE"}),
    "no alg": lambda stack: by_hand(stack, {}),
    "alg of a list": lambda stack: by_hand(stack, {"alg": ["RS256"]}),
    "HS256 by the public key": lambda stack: by_hand(stack, {"alg": "HS256"}, public_pem(stack), "HS256"),
    "HS256 by nothing": lambda stack: by_hand(stack, {"alg": "HS256"}, b"", "HS256"),
    "RS256 sealed as HS256": lambda stack: by_hand(stack, {"alg": "RS256"}, public_pem(stack), "HS256"),
    "another key": lambda stack: signed(stack),
    "own key in the head": own_key,
    "no kid": lambda stack: signed(stack, {"kid": None}),
    "kid of another": lambda stack: signed(stack, {"kid": "evil"}),
    "kid a path": lambda stack: signed(stack, {"kid": "../../../../dev/null"}),
    "kid a query": lambda stack: signed(stack, {"kid": "x' UNION SELECT 'key"}),
    "kid huge": lambda stack: signed(stack, {"kid": "k" * 5000}),
    "kid a number": lambda stack: by_hand(stack, {"alg": "RS256", "kid": 7}),
    "critical head": lambda stack: signed(stack, {"crit": ["exp"], "b64": False}),
    "another issuer": lambda stack: signed(stack, claims={"iss": "https://evil.example"}),
    "no expiry": lambda stack: signed(stack, claims={"exp": None}),
    "expired": lambda stack: signed(stack, claims={"exp": NOW - 3600}),
    "another app": lambda stack: cognito_token(stack, other_app=True),
    "access token": lambda stack: cognito_token(stack, other_app=False),
    "refresh token": lambda stack: str(acting(stack, "rep").tokens["refresh_token"]),
    "another pool": of_another_pool,
    "claims of another": with_claims_of_admin,
    "no seal": lambda stack: acting(stack, "rep").tokens["id_token"].rpartition(".")[0] + ".",
    "two tokens": lambda stack: f"{acting(stack, 'rep').tokens['id_token']} {acting(stack, 'admin').tokens['id_token']}",
    "encrypted shape": lambda stack: "a.b.c.d.e",
    "huge": lambda stack: f"{'A' * 9000}.{'B' * 500}.C",
    "dots": lambda stack: "." * 500,
    "a user's id": lambda stack: str(acting(stack, "admin").get("/v1/me")["id"]),
    "null": lambda stack: "null",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_token_opens_nothing(stack: Any, forgery: str) -> None:
    answer = refused(stack.call("GET", "/v1/me", token=FORGERIES[forgery](stack)), 401)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert len({refused(stack.call("GET", "/v1/me"), 401).json["detail"], answer.json["detail"]}) == 1, "it tells why"


def test_every_described_call_asks_who_it_is(stack: Any) -> None:
    described = stack.call("GET", "/openapi.json").json["paths"]
    for path, calls in described.items():
        for method in calls if path.startswith("/v1/") else ():
            url = path.replace("{id}", "con_" + 26 * "0").replace("{other_id}", "con_" + 26 * "0").replace("{objects}", "contacts")
            refused(stack.call(method.upper(), url, None if method == "get" else {}), 401)
            refused(stack.call(method.upper(), url, None if method == "get" else {}, token="x.y.z"), 401)


def test_a_good_token_counts_only_where_tokens_stand(stack: Any) -> None:
    token = acting(stack, "admin").tokens["id_token"]
    for headers in ({"Authorization": token}, {"Authorization": f"Basic {token}"}, {"Authorization": f"Bearer  {token} x"},
                    {"Cookie": f"Authorization={token}; id_token={token}"}, {"X_Authorization": f"Bearer {token}"},
                    {"Authorization": f"Bearer\t{token}"}):
        refused(stack.call("GET", "/v1/me", **headers), 401)
    refused(stack.call("GET", f"/v1/me?access_token={token}&authorization=Bearer%20{token}"), 401)


def test_nobody_says_who_they_are_by_a_header(stack: Any, admin: Person) -> None:
    me = admin.get("/v1/me")["id"]
    for name in ("X_User_Id", "X_Amzn_Oidc_Identity", "X_Forwarded_User", "User_Id", "X_Apigateway_Context", "X_Principal_Id"):
        refused(stack.call("GET", "/v1/me", **{name: me}), 401)
        assert acting(stack, "rep").ask("GET", "/v1/me", **{name: me}).json["id"] != me


def test_no_api_key_is_guessed(stack: Any, admin: Person, attackers: Attackers) -> None:
    key = attackers.program.tokens["id_token"]
    head, secret = key[:31], key[32:]
    other = admin.get("/v1/api_keys?limit=1")["data"][0]["id"][4:]
    wrong = [key[:-1], key + "x", key.upper(), key.swapcase(), f"{head}_{'A' * 43}", f"{head}_", head, f"{head}_{secret[::-1]}",
             f"kith_{other}_{'B' * 43}", f"kith_{'0' * 26}_{secret}", "kith_", f"kith_{'%' * 26}_{secret}", key + "\u200b".encode().decode("latin-1")]
    wrong = [each for each in wrong if each != key and not each.startswith(f"kith_{other}_{secret}")]
    for guess in wrong:
        refused(stack.call("GET", "/v1/sign_ins", token=guess), 401)
    assert attackers.program.ask("GET", "/v1/sign_ins").status == 200


def test_a_key_that_ended_is_out(attackers: Attackers, eventually: Any) -> None:
    eventually(lambda: attackers.ended.ask("GET", "/v1/contacts?limit=1").status == 401, seconds=90, every=1)


def test_keys_and_passwords_are_told_once_and_never_again(stack: Any, admin: Person, attackers: Attackers) -> None:
    secret = attackers.program.tokens["id_token"][32:]
    for path in (f"/v1/api_keys/{attackers.program_id}", f"/v1/api_keys/{attackers.program_id}/history", "/v1/api_keys", "/v1/audit"):
        answer = admin.ask("GET", path)
        assert answer.status == 200
        assert secret.encode() not in answer.content and b'"hash"' not in answer.content, path


@pytest.mark.parametrize("what,body", [
    ("login", {"email": {"$ne": ""}, "password": {"$ne": ""}}), ("login", {"email": ["a", "b"], "password": "x"}),
    ("login", {"email": "admin@kith.example", "password": "x" * 7999}), ("login", {"email": "admin@kith.example' --", "password": "x"}),
    ("login", {"email": "admin@kith.example\u0000", "password": "Local-trial-2026"}), ("login", {"email": "x", "password": "x", "role": "admin"}),
    ("challenge", {"challenge": "admin", "session": "forged", "email": "admin@kith.example"}),
    ("refresh", {"refresh_token": "forged"}),
])
def test_a_crooked_sign_in_is_refused(stack: Any, what: str, body: Any) -> None:
    refused(public(stack, f"/public/auth/{what}", body), 400, 401, 422)


def test_the_administrator_still_signs_in_after_all_that(stack: Any) -> None:
    assert "id_token" in good(public(stack, "/public/auth/login", dict(stack.admin))).json
