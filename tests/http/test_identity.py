"""Whose token it is: only one that our pool signed for our application, in time, lets anybody in."""

from __future__ import annotations

import io
import json
import time
import urllib.request
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.crm import Crm
from chalicelib.errors import Unauthenticated
from chalicelib.http import identity
from chalicelib.settings import Settings

KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
REGION, POOL = "eu-central-1", "eu-central-1_Tokens"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL}"


@pytest.fixture
def settings(aws: Crm, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose pool publishes one key."""
    published = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "ours", "alg": "RS256"}
    document = json.dumps({"keys": [published]}).encode()
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_args, **_more: io.BytesIO(document))
    return replace(aws.settings, user_pool=POOL, user_pool_client="web")


def header(key: Any = KEY, algorithm: str = "RS256", kid: str = "ours", **changed: Any) -> str:
    """A good token but for what is changed; None leaves a claim out."""
    now = int(time.time())
    claims = {"sub": "x", "cognito:username": "usr_1", "aud": "web", "iss": ISSUER, "token_use": "id", "iat": now,
              "exp": now + 300, **changed}
    kept = {name: value for name, value in claims.items() if value is not None}
    return f"Bearer {jwt.encode(kept, OTHER if key == 'other' else key, algorithm=algorithm, headers={'kid': kid})}"


def test_a_good_token_names_its_person(settings: Settings) -> None:
    assert identity.verified(settings, header()) == "usr_1"


@pytest.mark.parametrize("changed", [
    {"aud": "another application"}, {"aud": None}, {"iss": ISSUER + "x"}, {"iss": None}, {"exp": 1}, {"exp": None},
    {"iat": None}, {"iat": 4102444800}, {"token_use": "access"}, {"token_use": None}, {"kid": "theirs"},
    {"key": "other"}, {"key": None, "algorithm": "none"}, {"key": "x" * 64, "algorithm": "HS256"}, {"algorithm": "PS256"}],
    ids=str)
def test_any_other_lets_nobody_in(settings: Settings, changed: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        identity.verified(settings, header(**changed))


@pytest.mark.parametrize("text", ["", "Bearer ", "Basic eDp5", "Bearer x.y.z", "Bearer " + "x" * 9000])
def test_what_is_no_token_lets_nobody_in(settings: Settings, text: str) -> None:
    with pytest.raises(Unauthenticated):
        identity.verified(settings, text)


def test_a_changed_claim_breaks_the_seal(settings: Settings) -> None:
    import base64
    head, body, seal = header().removeprefix("Bearer ").split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"cognito:username": "usr_2"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(Unauthenticated):
        identity.verified(settings, f"Bearer {head}.{forged}.{seal}")
