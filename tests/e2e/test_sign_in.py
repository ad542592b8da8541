"""Signing in on the deployed stack: invitation, passwords, tokens of every kind of forgery, and what a role may not do."""

from __future__ import annotations

import base64
import json
import re
import time
import urllib.request
from typing import Any

import pytest

from tests.e2e.people import (
    HERE,
    Person,
    acting,
    good,
    invited,
    log_in,
    mails_to,
    newcomer,
    problem,
    public,
    role_id,
    sign_in,
)

pytestmark = pytest.mark.e2e


@pytest.fixture
def admin(stack: Any) -> Person:
    return acting(stack, "admin")


def test_each_sample_user_signs_in_and_sees_what_they_may(stack: Any) -> None:
    for role in stack.users:
        me = acting(stack, role).get("/v1/me")
        assert me["email"] == stack.users[role]["email"]
        assert me["permissions"]["users"]["create"] == ("all" if role == "admin" else "none")


def test_a_wrong_password_and_an_unknown_email_answer_alike(stack: Any) -> None:
    wrong = log_in(stack, stack.admin["email"], "not-the-password-1")
    unknown = log_in(stack, f"nobody.{HERE}@kith.example", "not-the-password-1")
    assert problem(wrong)[0] == problem(unknown)[0] == 401
    assert {**wrong.json, "request_id": ""} == {**unknown.json, "request_id": ""}


def test_guessing_from_one_address_is_slowed_down(stack: Any) -> None:
    guess = {"email": stack.admin["email"], "password": "not-the-password-1"}
    tries = (stack.call("POST", "/public/auth/login", guess) for _ in range(170))  # 20 a minute, in each of 8 processes
    refused = next(answer for answer in tries if answer.status != 401)
    assert problem(refused) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 61


def test_an_invitation_leads_to_an_own_password(stack: Any, eventually: Any, admin: Person) -> None:
    user, temporary = invited(stack, eventually, "nora", role_ids=[role_id(stack, "rep")])
    started = good(log_in(stack, user["email"], temporary)).json
    assert started["challenge"] == "new_password"
    answer = {"challenge": "new_password", "session": started["session"], "email": user["email"]}
    tokens = good(public(stack, "/public/auth/challenge", {**answer, "new_password": "Her-own-secret-1"})).json
    assert Person(stack, user["email"], tokens).get("/v1/me")["id"] == user["id"]
    assert problem(log_in(stack, user["email"], temporary))[0] == 401
    assert sign_in(stack, user["email"], "Her-own-secret-1").get("/v1/me")["id"] == user["id"]


def test_a_refresh_token_works_until_the_logout(stack: Any) -> None:
    person = sign_in(stack, **stack.users["support"])
    token = {"refresh_token": person.tokens["refresh_token"]}
    fresh = good(public(stack, "/public/auth/refresh", token)).json
    assert Person(stack, person.email, fresh).get("/v1/me")["email"] == person.email
    good(public(stack, "/public/auth/logout", token))
    assert problem(public(stack, "/public/auth/refresh", token))[0] == 401


def test_a_forgotten_password_is_reset_with_the_mailed_code(stack: Any, eventually: Any) -> None:
    user, _person = newcomer(stack, eventually, "oblivia", "rep")
    good(public(stack, "/public/auth/forgot", {"email": user["email"]}))
    mail = eventually(lambda: next((each for each in mails_to(stack, user["email"]) if "code" in each["Subject"]), None))
    code = re.findall(r"\d{6}", mail["BodyText"])[0]
    good(public(stack, "/public/auth/reset", {"email": user["email"], "code": code, "password": "Another-pass-1"}))
    assert problem(log_in(stack, user["email"], "My-own-secret-1"))[0] == 401
    assert sign_in(stack, user["email"], "Another-pass-1").get("/v1/me")["id"] == user["id"]


def test_nobody_learns_by_a_reset_who_has_an_account(stack: Any) -> None:
    unknown = f"nobody.{HERE}@kith.example"
    assert good(public(stack, "/public/auth/forgot", {"email": unknown})).json == {"sent": True}
    refused = public(stack, "/public/auth/reset", {"email": unknown, "code": "000000", "password": "Another-pass-1"})
    assert problem(refused)[0] == 422
    assert refused.json["errors"][0]["code"] == "wrong_code"


@pytest.mark.parametrize("forgery", ["no signature", "another key", "hmac by the public key", "another issuer",
                                     "another app", "expired", "access token", "cut", "empty"])
def test_a_forged_token_is_refused(stack: Any, forgery: str) -> None:
    answer = stack.call("GET", "/v1/me", token=forged(stack, forgery))
    assert problem(answer) == (401, "unauthenticated")


def test_a_changed_claim_breaks_the_signature(stack: Any, admin: Person) -> None:
    head, body, seal = acting(stack, "rep").tokens["id_token"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["cognito:username"] = admin.get("/v1/me")["id"]
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert problem(stack.call("GET", "/v1/me", token=f"{head}.{changed}.{seal}"))[0] == 401


def test_a_deactivated_user_is_out_within_the_caches_time(stack: Any, eventually: Any, admin: Person) -> None:
    user, person = newcomer(stack, eventually, "gone", "rep")
    assert person.get("/v1/me")["id"] == user["id"]
    assert admin.post(f"/v1/users/{user['id']}/deactivate")["active"] is False
    eventually(lambda: person.ask("GET", "/v1/me").status == 401, seconds=90, every=1)
    assert problem(log_in(stack, user["email"], "My-own-secret-1"))[0] == 401
    refreshed = public(stack, "/public/auth/refresh", {"refresh_token": person.tokens["refresh_token"]})
    if refreshed.status == 200:  # the emulated pool refreshes a token of the very second of the sign-out
        refreshed = stack.call("GET", "/v1/me", token=refreshed.json["id_token"])
    assert problem(refreshed)[0] == 401


@pytest.mark.parametrize("role,objects,body,status", [
    ("rep", "contacts", {"last_name": "Own"}, 201), ("rep", "users", {"email": "x@kith.example"}, 403),
    ("rep", "routing_rules", {"name": "x", "pool": {"user_ids": []}}, 403), ("rep", "forms", {"name": "x"}, 403),
    ("manager", "scoring_rules", {"name": "Nothing", "points": 0}, 201), ("manager", "roles", {"name": "x"}, 403),
    ("marketing", "companies", {"name": "Own"}, 201), ("marketing", "leads", {"last_name": "x"}, 403),
    ("support", "contacts", {"last_name": "Own"}, 201), ("support", "notes", {"body": "x"}, 403),
    ("read_only", "contacts", {"last_name": "x"}, 403), ("read_only", "tasks", {"subject": "x"}, 403),
])
def test_a_role_creates_what_it_may(stack: Any, role: str, objects: str, body: dict[str, Any], status: int) -> None:
    answer = acting(stack, role).ask("POST", f"/v1/{objects}", body)
    assert answer.status == status, answer.content
    assert status != 403 or problem(answer) == (403, "forbidden")


def test_a_rep_changes_nothing_of_others_and_gives_nothing_away(stack: Any, admin: Person) -> None:
    rep, mine = acting(stack, "rep"), {"last_name": f"Mine{HERE}"}
    theirs = admin.post("/v1/contacts", {"last_name": f"Theirs{HERE}"})
    path = f"/v1/contacts/{theirs['id']}"
    assert rep.get(path)["id"] == theirs["id"]
    for method, body in (("PATCH", {"job_title": "x"}), ("DELETE", None)):
        assert problem(rep.ask(method, path, body)) == (403, "forbidden")
    own = rep.post("/v1/contacts", mine)
    assert problem(rep.ask("PATCH", f"/v1/contacts/{own['id']}", {"owner_id": theirs["owner_id"]}))[0] == 403


def test_nobody_reads_what_their_role_hides(stack: Any) -> None:
    rep = acting(stack, "rep")
    for path in ("/v1/roles", "/v1/routing_rules", "/v1/users"):
        assert problem(rep.ask("GET", path))[0] in (403, 404)


def forged(stack: Any, forgery: str) -> str:
    """A token that is good but for one thing."""
    import jwt
    from cryptography.hazmat.primitives.asymmetric import rsa
    person, pool = acting(stack, "rep"), stack.outputs["UserPoolId"]
    good_one = person.tokens["id_token"]
    claims = jwt.decode(good_one, options={"verify_signature": False})
    kid = jwt.get_unverified_header(good_one)["kid"]
    if forgery == "no signature":
        return str(jwt.encode(claims, None, algorithm="none", headers={"kid": kid}))
    if forgery == "hmac by the public key":
        with urllib.request.urlopen(f"{stack.aws_endpoint}/{pool}/.well-known/jwks.json") as answer:
            modulus = json.load(answer)["keys"][0]["n"]
        return str(jwt.encode(claims, modulus, algorithm="HS256", headers={"kid": kid}))
    if forgery in ("access token", "another app"):
        return cognito_token(stack, other_app=forgery == "another app")
    if forgery in ("cut", "empty"):
        return good_one[:-20] if forgery == "cut" else "."
    changes = {"another issuer": {"iss": "https://evil.example"}, "expired": {"exp": int(time.time()) - 3600}}
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return str(jwt.encode({**claims, **changes.get(forgery, {})}, key, algorithm="RS256", headers={"kid": kid}))


def cognito_token(stack: Any, *, other_app: bool) -> str:
    """A token that the right pool signed: the access token of our app, or the id token of another app."""
    people, pool, app = stack.client("cognito-idp"), stack.outputs["UserPoolId"], stack.outputs["UserPoolClientId"]
    if other_app:
        app = people.create_user_pool_client(UserPoolId=pool, ClientName="other", ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
    rep = stack.users["rep"]
    result = people.initiate_auth(ClientId=app, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
        "USERNAME": acting(stack, "rep").get("/v1/me")["id"], "PASSWORD": rep["password"]})["AuthenticationResult"]
    return str(result["IdToken" if other_app else "AccessToken"])
