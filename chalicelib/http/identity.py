"""Who is asking: the authorizer verifies the token, the API builds the actor from roles and teams."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from functools import cache
from typing import TYPE_CHECKING, Any

from chalice.app import AuthRequest, AuthResponse

from chalicelib.budget import AUTHORIZER_SECONDS
from chalicelib.crm import Crm, live_crm
from chalicelib.errors import Unauthenticated
from chalicelib.records.actors import active_user, actor_of
from chalicelib.users import api_keys

if TYPE_CHECKING:
    from chalicelib.settings import Settings

__all__ = ["active_user", "actor_of", "authorize", "verified"]
LEEWAY = 30


class Keys:
    """The user pool's public keys by id, fetched on first need and for an unknown one twice a minute at most."""

    def __init__(self, url: str) -> None:
        self._url, self._keys, self._fetched = url, dict[str, Any](), 0.0

    def find(self, id: str) -> Any:
        """The key, or None."""
        if id not in self._keys and time.monotonic() - self._fetched > 30:
            self._fetch()
        return self._keys.get(id)

    def _fetch(self) -> None:
        import jwt
        with urllib.request.urlopen(self._url, timeout=3) as answer:
            found = json.load(answer)["keys"]
        self._keys = {key["kid"]: jwt.PyJWK(key) for key in found}
        self._fetched = time.monotonic()


def authorize(request: AuthRequest) -> AuthResponse:
    """Allow an active user with a good token; to anybody else the gateway answers 401 (`infra/refusals.py`)."""
    crm = live_crm()
    crm.budget.begin(AUTHORIZER_SECONDS)
    try:
        user_id = _caller(crm, request.token or "")
    except Unauthenticated:
        return AuthResponse(routes=[], principal_id="nobody")
    return AuthResponse(routes=["*"], principal_id=user_id, context={"user_id": user_id})


def _caller(crm: Crm, header: str) -> str:
    """The id of the person or API key that a header stands for; Unauthenticated for anybody else."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "bearer" and token.startswith("kith_"):
        return api_keys.verified(crm, token.strip())
    user_id = verified(crm.settings, header)
    active_user(crm, user_id)
    return user_id


def verified(settings: Settings, header: str) -> str:
    """The user id of a good `Bearer` id token; Unauthenticated for a forged, expired or foreign one."""
    import jwt
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > 8000:
        raise Unauthenticated("Send `Authorization: Bearer <id_token>`")
    region = settings.user_pool.partition("_")[0]
    issuer = f"https://cognito-idp.{region}.amazonaws.com/{settings.user_pool}"
    try:
        key = _keys(settings.user_pool).find(str(jwt.get_unverified_header(token).get("kid", "")))
        if key is None:
            raise Unauthenticated("The token was signed by nobody we know")
        claims = jwt.decode(token, key.key, algorithms=["RS256"], audience=settings.user_pool_client, issuer=issuer,
                            leeway=LEEWAY, options={"require": ["exp", "iat", "iss", "aud"]})
    except jwt.PyJWTError as error:
        raise Unauthenticated("The token is not valid or has expired") from error
    if claims.get("token_use") != "id":
        raise Unauthenticated("Send the id token, not another one")
    return str(claims.get("cognito:username", ""))


@cache
def _keys(pool: str) -> Keys:
    region = pool.partition("_")[0]
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or f"https://cognito-idp.{region}.amazonaws.com"
    return Keys(f"{endpoint}/{pool}/.well-known/jwks.json")
