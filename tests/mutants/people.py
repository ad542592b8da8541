"""Faults in what keeps people, roles and keys from reaching further than they may."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

PEOPLE = "tests/security/test_attacks_people.py::"

MUTANTS = [
    Mutant("the last two administrators demote each other", "chalicelib/users/service.py",
           'user["_above"] = [(staying[0]["id"], staying[0]["revision"])]', 'user["_above"] = []',
           (PEOPLE + "test_two_administrators_cannot_take_it_from_each_other_at_once",)),
    Mutant("an administrator of an old cache counts", "chalicelib/users/service.py",
           "staying = [each for each in found.values() if _admins(crm, [each])]", "staying = list(found.values())",
           (PEOPLE + "test_an_administrator_that_an_old_cache_knows_does_not_count",)),
    Mutant("a person is taken over by their address", "chalicelib/users/privilege.py",
           "and not _acts_for(crm, actor, before):", "and actor.external:",
           (PEOPLE + "test_who_keeps_users_takes_nobody_over_by_their_address",)),
    Mutant("a role opens the teams that somebody is in", "chalicelib/users/privilege.py",
           "(_teams(crm, user) if new else set(), _roles(", "(set(), _roles(",
           (PEOPLE + "test_no_accomplice_gets_into_a_team_in_two_steps",)),
    Mutant("a role is widened for somebody in another team", "chalicelib/users/privilege.py",
           "if before and not exempt(actor) and _widened(crm, actor, before, role):", "if before and not role:",
           (PEOPLE + "test_no_accomplice_gets_into_a_team_in_two_steps",)),
    Mutant("a trial tells what is hidden", "chalicelib/leads/service.py",
           'if values.get("dry_run") and not actor.sees_whole("leads"):', 'if values.get("dry_run") and actor.external:',
           (PEOPLE + "test_a_trial_of_the_rules_tells_nothing_hidden",)),
    Mutant("a key outlives the rights of its owner", "chalicelib/records/actors.py",
           "return not reach.beyond_roles(crm, actor_of(crm, owner, \"\"), [role] if role else [])", "return bool(reach or role)",
           (PEOPLE + "test_a_key_ends_with_the_rights_of_who_made_it",)),
    Mutant("a key speaks for its owner", "chalicelib/http/me.py",
           "    if call.actor.via:", "    if call.actor.external:",
           (PEOPLE + "test_a_key_leaves_its_owners_own_settings_alone",)),
    Mutant("who has no role is a colleague", "chalicelib/records/permissions.py",
           '"external": all(role.get("kind") == "external" for role in roles)}',
           '"external": bool(roles) and all(role.get("kind") == "external" for role in roles)}',
           (PEOPLE + "test_a_partner_without_their_last_role_is_no_colleague",)),
    Mutant("a colleague's hidden address is told by a share", "chalicelib/records/sharing.py",
           "type.title(field_rules.visible(actor, type, found))", "type.title(found)",
           (PEOPLE + "test_a_hidden_address_names_nobody",)),
    Mutant("a colleague is found by a hidden address", "chalicelib/exchange/links.py",
           "in (field_rules.visible(starter, type, each) for each in crm.configuration.all(named.to)):",
           "in crm.configuration.all(named.to):",
           (PEOPLE + "test_a_hidden_address_finds_no_owner",)),
]
