"""Who may do what: role x object x action x scope. The one gate that every read and write passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import zip_longest
from typing import Any

from chalicelib.errors import Forbidden, NotFound
from chalicelib.records.objects import ObjectType

Record = dict[str, Any]
Grants = Mapping[str, Mapping[str, str]]
FieldRules = Mapping[str, Mapping[str, str]]


class Scope(IntEnum):
    """How far a grant reaches: from `SHARED` up it reaches what is shared with the person or one of their teams."""

    NONE = 0
    SHARED = 1
    OWN = 2
    TEAM = 3
    ALL = 4


SCOPES = {scope.name.lower(): scope for scope in Scope}
ACTIONS = ("read", "create", "update", "delete", "assign", "import", "export")
SHARED_ACTIONS = {"read": ("read", "write"), "update": ("write",)}  # by which access of a share each is allowed
EXTERNALS_OWN = ("notifications", "jobs")  # of which people from outside, too, may have their own
MOST_TEAMS = 20  # of a reader, for whom it is looked up what is shared with them
# The kinds of audience under which a reader of each scope finds everything; `s`: shared with a person or team.
READ_AS: Mapping[Scope, frozenset[str]] = {
    Scope.NONE: frozenset(), Scope.SHARED: frozenset("s"), Scope.OWN: frozenset("us"), Scope.TEAM: frozenset("tus"),
    Scope.ALL: frozenset()}
KEEPING = ("read", "create", "update", "delete")  # what everybody may do with views and reports of their own


@dataclass(frozen=True)
class Actor:
    """Who is asking: a person with roles and teams, or the system itself."""

    id: str
    grants: tuple[Grants, ...] = ()
    team_ids: tuple[str, ...] = ()
    first_team: str = ""
    role_ids: tuple[str, ...] = ()
    all_powerful: bool = False
    request_id: str = ""
    user: Mapping[str, Any] = field(default_factory=dict)
    field_rules: tuple[FieldRules, ...] = ()  # of the role whose grants stand at the same place
    external: bool = False  # a partner or vendor: no role of theirs is internal
    via: str = ""  # the API key that acts for the person
    switched_off: frozenset[str] = frozenset()  # objects that the company does without

    @property
    def author(self) -> str:
        """Who wrote it, as history has it: the key where one was used, else the person."""
        return self.via or self.id

    @property
    def roles(self) -> list[tuple[Grants, FieldRules]]:
        """What each role grants, with the fields that it hides or locks."""
        return list(zip_longest(self.grants, self.field_rules, fillvalue={}))

    def sees_whole(self, objects: str) -> bool:
        """Whether a role that reads these objects (plural) hides none of their fields."""
        return self.all_powerful or (objects not in self.switched_off and any(
            granted(grants, objects, "read") and "none" not in (limits.get(objects) or {}).values()
            for grants, limits in self.roles))

    def scope(self, type: ObjectType, action: str) -> Scope:
        """The widest scope that any role grants; an object named in a role beats its `*`, personal ones stay own."""
        if self.all_powerful:
            return Scope.ALL
        if type.governed_by in self.switched_off or (self.via and type.people_only) or (
                type.made_of and not self.sees_whole(type.made_of)):
            return Scope.NONE
        widest = max((granted(grants, type.governed_by, action) for grants in self.grants), default=Scope.NONE)
        if widest == Scope.SHARED and (type.configuration or action not in SHARED_ACTIONS):
            return Scope.NONE
        if type.gate and action in KEEPING and not self.external:
            widest = max(widest, Scope.OWN)
        return min(widest, Scope.OWN) if type.personal else widest


def system(what: str, request_id: str = "") -> Actor:
    """The system at work: `system:routing`, `system:import`."""
    return Actor(f"system:{what}", all_powerful=True, request_id=request_id)


def granted(grants: Grants, objects: str, action: str) -> Scope:
    """The scope that one role grants for an action on an object, by its plural name."""
    actions = grants.get(objects, grants.get("*", {}))
    return SCOPES.get(str(actions.get(action, actions.get("*", "none"))), Scope.NONE)


def role_grants(role: Mapping[str, Any]) -> Grants:
    """What a role grants: as it is written, or of a role for people from outside only what is shared with them."""
    grants: Grants = role.get("grants") or {}
    if role.get("kind") != "external":
        return grants
    capped = {objects: _capped(grants, objects, Scope.SHARED) for objects in {*grants, "*"}}
    return capped | {objects: _capped(grants, objects, Scope.OWN) for objects in EXTERNALS_OWN}


def _capped(grants: Grants, objects: str, most: Scope) -> dict[str, str]:
    return {action: min(granted(grants, objects, action), most).name.lower() for action in SHARED_ACTIONS}


def rights(roles: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What roles make of an actor, as arguments of `Actor`: grants, field rules, and whether it is from outside."""
    roles = list(roles)
    return {"grants": tuple(role_grants(role) for role in roles),
            "field_rules": tuple(role.get("fields") or {} for role in roles),
            "external": all(role.get("kind") == "external" for role in roles)}


def covers(actor: Actor, scope: Scope, record: Mapping[str, Any]) -> bool:
    """Whether a scope reaches a record: own is `owner_id`, team is `team_id` in mine. Of shares `may` knows."""
    if scope == Scope.ALL:
        return True
    owner = record.get("owner_id")
    if scope >= Scope.OWN and owner and owner == actor.id:
        return True
    return scope == Scope.TEAM and record.get("team_id") in actor.team_ids


def may(actor: Actor, type: ObjectType, action: str, record: Mapping[str, Any]) -> bool:
    """Whether the actor may do this to that record; a type may hide records from whom the grants let pass."""
    if type.gate and not actor.all_powerful:
        return not actor.external and type.gate(actor, type, action, record)
    scope = actor.scope(type, action)
    reached = covers(actor, scope, record) or (scope >= Scope.SHARED and shared_with(actor, record, action))
    return reached and (actor.all_powerful or type.visible(actor, record))


def shared_with(actor: Actor, record: Mapping[str, Any], action: str = "read") -> bool:
    """Whether the record is shared, for this action, with the actor or one of their teams."""
    shares = record.get("shares")
    if not shares:
        return False
    allowed, mine = SHARED_ACTIONS.get(action, ()), {actor.id, *actor.team_ids}
    return any(share["to"] in mine and share["access"] in allowed for share in shares)


def told_shares(actor: Actor, type: ObjectType, record: Mapping[str, Any]) -> list[dict[str, str]]:
    """With whom a record is shared, as far as the actor is told: all of it who may update it, others and people from
    outside their own shares and their teams'."""
    found: list[dict[str, str]] = record.get("shares") or []
    if not found or (not actor.external and may(actor, type, "update", record)):
        return found
    return [each for each in found if each["to"] in (actor.id, *actor.team_ids)]


def require_type(actor: Actor, type: ObjectType, action: str) -> Scope:
    """The scope of an action on a type; Forbidden where no role grants it at all."""
    scope = actor.scope(type, action)
    if scope == Scope.NONE and type.governed_by in actor.switched_off:
        raise Forbidden(f"{type.label_plural} are switched off in this company's settings", code="switched_off")
    if scope == Scope.NONE:
        grants = type.governed_by
        told = f" (it takes the grant on {grants})" if grants not in (type.plural, "*", "") else ""
        raise Forbidden(f"None of your roles may {action} {type.label_plural.lower()}{told}")
    return scope


def require(actor: Actor, type: ObjectType, action: str, record: Mapping[str, Any]) -> None:
    """Pass, or NotFound for what the actor may not even see, or Forbidden for what it may only look at."""
    require_type(actor, type, "read")
    if not may(actor, type, "read", record):
        raise NotFound(f"There is no such {type.label.lower()}")
    if action != "read" and not may(actor, type, action, record):
        raise Forbidden(f"Your roles do not allow to {action} this {type.label.lower()}")


def hidden_fields(actor: Actor, type: ObjectType) -> frozenset[str]:
    """The fields of a type that none of the actor's roles lets them read; from outside nobody reads inside ones."""
    return ruled_out(actor, type) | frozenset(field.name for field in type.fields if actor.external and field.inside)


def ruled_out(actor: Actor, type: ObjectType) -> frozenset[str]:
    """The fields of a type that rules hide from the actor, and those that repeat what stands in one of them."""
    return frozenset(with_repeats(type, _ruled(actor, type, ("read",), ("none",))))


def with_repeats(type: ObjectType, hidden: Collection[str]) -> set[str]:
    """Hidden fields, and those that repeat what stands in one of them."""
    if not hidden:
        return set()
    telling = {*hidden, "*"}
    return {*hidden, *(field.name for field in type.fields if not {*field.repeats}.isdisjoint(telling))}


def locked_fields(actor: Actor, type: ObjectType) -> frozenset[str]:
    """The fields of a type that none of the actor's roles lets them write; hidden ones are among them."""
    return _ruled(actor, type, ("update", "create"), ("none", "read")) | hidden_fields(actor, type)


def _ruled(actor: Actor, type: ObjectType, actions: Iterable[str], words: tuple[str, ...]) -> frozenset[str]:
    """The fields for which every role that grants one of the actions has one of these words."""
    if actor.all_powerful or not any(rules.get(type.plural) for rules in actor.field_rules):
        return frozenset()
    granting = [rules for grants, rules in actor.roles
                if any(granted(grants, type.governed_by, each) for each in actions)]
    named = [{name for name, word in (rules.get(type.plural) or {}).items() if word in words}
             for rules in granting or actor.field_rules]
    return frozenset(set.intersection(*named))


def audiences(actor: Actor, type: ObjectType, kept: Mapping[str, list[str]]) -> list[str]:
    """Under which names to look for this reader's derived rows: its teams', its own and what is shared with it where
    such rows are `kept` for the type, else everyone's (of which the gate lets pass only what the reader may see)."""
    scope = actor.scope(type, "read")
    if scope == Scope.NONE:
        return []
    if scope == Scope.SHARED:
        return sharing_names(actor)
    if scope == Scope.ALL or not READ_AS[scope] <= {*kept.get(type.name, ())}:
        return ["all"]
    teams = [f"t:{team}" for team in actor.team_ids] if scope == Scope.TEAM else []
    return [*teams, f"u:{actor.id}", *sharing_names(actor)]


def sharing_names(actor: Actor) -> list[str]:
    """Under which names rows of what is shared with this reader stand."""
    return [f"s:{id}" for id in (actor.id, *actor.team_ids[:MOST_TEAMS])]
